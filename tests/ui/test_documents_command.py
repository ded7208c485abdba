from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from fake_assistant import FakeAssistant
from typer.testing import Result

Run = Callable[..., Result]


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "a.md").write_text("# On cells\n\nFour words are here.\n", "utf-8")
    (folder / "b.txt").write_bytes(b"a\0b")
    return folder


def corpus(fake: FakeAssistant) -> list[str]:
    root = fake.workspace.corpus
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


def test_none(run: Run) -> None:
    assert run("list").output.startswith("No documents yet: add some with `assistant add FILE`.")


def test_list(run: Run, fake: FakeAssistant, papers: Path) -> None:
    for path in papers.iterdir():
        (fake.workspace.corpus / path.name).write_bytes(path.read_bytes())
    (fake.workspace.corpus / "\x1b[2J.xyz").write_bytes(b"")
    (fake.workspace.corpus / "sources.yaml").write_text("- file: a.md\n  title: On cells\n")
    shown = run("list")
    assert shown.exit_code == 0
    assert "On cells  [waiting]\n    a.md, 1 KB\n" in shown.output
    assert "[2J.xyz  [refused]" in shown.output
    assert "\x1b" not in shown.output
    found = json.loads(run("list", "--json").output)
    assert [one["name"] for one in found] == ["\x1b[2J.xyz", "a.md", "b.txt"]
    assert (found[1]["title"], found[1]["type"], found[1]["units"]) == ("On cells", "md", {})


def test_only_some_are_listed(run: Run, fake: FakeAssistant) -> None:
    (fake.workspace.corpus / "old").mkdir()
    for name in ("a.md", "old/b.md", "old/c.xyz"):
        (fake.workspace.corpus / name).write_text("Words.", "utf-8")

    def names(*arguments: str) -> list[str]:
        return [one["name"] for one in json.loads(run("list", "--json", *arguments).output)]

    assert names("*.md") == ["a.md", "old/b.md"]
    assert names("old/", "a.md") == ["a.md", "old/b.md", "old/c.xyz"]
    assert names("old", "--state", "refused") == ["old/c.xyz"]
    assert names("a.md", "--state", "refused") == []
    assert names("--type", "md", "old/*") == ["old/b.md"]
    assert "None of the 3 files is such" in run("list", "a.md", "--state", "refused").output
    none = run("list", "--type", "pdf")
    assert none.exit_code == 2
    assert "No document is of type pdf. There are: types md, xyz." in none.stderr
    assert "No state 'new'" in run("list", "--state", "new").stderr
    assert run("list", "new/*").exit_code == 2


def test_adding_and_what_cannot_be_read(run: Run, fake: FakeAssistant, papers: Path) -> None:
    added = run("add", str(papers / "b.txt"), "gone.md", str(papers / "a.md"), "no*.md")
    assert added.exit_code == 1
    assert "b.txt: the file is binary, not text" in added.stderr
    assert "gone.md: No such file or directory" in added.stderr
    assert "no*.md: no file is so called" in added.stderr
    assert f"{papers / 'a.md'}: added as a.md\n" in added.stdout
    assert "Traceback" not in added.output
    assert corpus(fake) == ["a.md"]
    assert fake.indexed == 1


def test_a_folder_keeps_its_folders(run: Run, fake: FakeAssistant, papers: Path) -> None:
    (papers / "2024" / ".hidden").mkdir(parents=True)
    (papers / "2024" / "c.md").write_text("Other words are here.", "utf-8")
    (papers / "2024" / ".hidden" / "d.md").write_text("Hidden words.", "utf-8")
    (papers / "empty").mkdir()
    added = run("add", str(papers), str(papers / "a.md"), "--json")
    assert corpus(fake) == ["papers/2024/c.md", "papers/a.md"]
    told = {Path(one["path"]).name: one["became"] for one in json.loads(added.stdout)}
    assert told == {"a.md": "added", "b.txt": "refused", "c.md": "added"}
    assert "there are no files in it" in run("add", str(papers / "empty")).stderr


def test_a_pattern_that_the_shell_left(run: Run, fake: FakeAssistant, papers: Path) -> None:
    (papers / "inner").mkdir()
    (papers / "inner" / "c.md").write_text("Other words are here.", "utf-8")
    assert run("add", "--no-index", str(papers / "**" / "*.md")).exit_code == 0
    assert corpus(fake) == ["a.md", "c.md"]
    assert fake.indexed == 0


def test_the_very_file_is_not_copied_again(run: Run, fake: FakeAssistant, papers: Path) -> None:
    run("add", str(papers / "a.md"))
    (papers / "a.md").rename(papers / "z.md")
    again = run("add", str(papers / "z.md"), "--json")
    assert again.exit_code == 0
    [made] = json.loads(again.stdout)
    assert (made["became"], made["name"]) == ("there", "a.md")
    assert (corpus(fake), fake.indexed) == (["a.md"], 1)
    inside = run("add", str(fake.workspace.corpus / "a.md"))
    assert "it is in the corpus: run `assistant index`" in inside.stderr


def test_a_name_that_is_taken(run: Run, fake: FakeAssistant, papers: Path) -> None:
    file = str(papers / "a.md")
    assert run("add", file).exit_code == 0
    (papers / "a.md").write_text("Others.", "utf-8")
    taken = run("add", file)
    assert taken.exit_code == 1
    assert "use --replace or --keep-both" in taken.stderr
    assert run("add", "--keep-both", file).exit_code == 0
    assert run("add", "--replace", file).exit_code == 0
    assert corpus(fake) == ["a (2).md", "a.md"]
    assert run("add", "--replace", "--keep-both", file).exit_code == 2


def test_removing(run: Run, fake: FakeAssistant, papers: Path) -> None:
    run("add", str(papers / "a.md"))
    kept = run("remove", "a.md", stdin="n\n")
    assert kept.exit_code == 2
    assert "Answers can no longer quote it" in kept.stderr
    assert corpus(fake) == ["a.md"]
    assert run("remove", "a.md", "--yes").exit_code == 0
    assert corpus(fake) == []
    assert fake.indexed == 2
    gone = run("remove", "a.md", "--yes")
    assert gone.exit_code == 2
    assert "No file 'a.md' in the corpus" in gone.stderr


def test_removing_many_and_none_where_one_is_unknown(run: Run, fake: FakeAssistant) -> None:
    for number in range(12):
        (fake.workspace.corpus / f"{number:02}.md").write_text("Words.", "utf-8")
    assert run("remove", "0*", "gone.md", "--yes").exit_code == 2
    assert len(corpus(fake)) == 12
    asked = run("remove", "*.md", stdin="n\n").stderr
    assert "Delete 12 files from corpus/ (00.md, " in asked
    assert "09.md and 2 more)? Answers can no longer quote them." in asked
    assert run("remove", "0*", "01.md", "--yes").exit_code == 0
    assert corpus(fake) == ["10.md", "11.md"]


def test_reading_again(run: Run, fake: FakeAssistant) -> None:
    (fake.workspace.corpus / "a.md").write_text("Words.", "utf-8")
    assert run("reindex").exit_code == 0
    assert fake.reread is None
    assert run("reindex", "*.md").exit_code == 0
    assert fake.reread == {"a.md"}
    assert run("reindex", "b.md").exit_code == 2


def test_the_names_of_earlier_versions(run: Run, fake: FakeAssistant, papers: Path) -> None:
    assert run("documents", "add", str(papers / "a.md")).exit_code == 0
    assert run("documents", "--json").output == run("list", "--json").output
    assert run("documents", "remove", "a.md", "--yes").exit_code == 0
    assert corpus(fake) == []
    assert "\n  documents " not in run("--help").output


def test_the_workspace_can_stand_before_and_after(run: Run, fake: FakeAssistant) -> None:
    run("list", "-w", "one")
    run("-w", "two", "list")
    run("documents", "-w", "three", "remove", "a", "--yes")
    run("remove", "a", "--yes", "-w", "four")
    opened = fake.opened  # type: ignore[attr-defined]
    assert opened == [Path("one"), Path("two"), Path("three"), Path("four")]


def test_what_sources_name_and_is_not_there_is_told_in_one_line(
    run: Run, fake: FakeAssistant
) -> None:
    (fake.workspace.corpus / "a.md").write_text("Words.", "utf-8")
    said = "".join(f"- file: {name}\n  year: 2020\n" for name in ("a.md", "gone.md", "b/lost.pdf"))
    (fake.workspace.corpus / "sources.yaml").write_text(said, "utf-8")
    told = "sources.yaml names 2 files that are not there: gone.md, b/lost.pdf."
    for command in ("list", "index"):
        assert run(command).output.count(told) == 1


def test_misspelt_fields_of_sources_are_told(run: Run, fake: FakeAssistant) -> None:
    (fake.workspace.corpus / "a.md").write_text("Words.", "utf-8")
    said = "- file: a.md\n  titel: On cells\n  shelf: 4\n"
    (fake.workspace.corpus / "sources.yaml").write_text(said, "utf-8")
    told = run("list").output
    assert "“titel” of a.md (title?), “shelf” of a.md." in told
    assert "(authors, doi, encoding, journal, licence, password, tags, title, year)" in told


def test_the_filters_of_list_are_those_of_other_commands(run: Run, fake: FakeAssistant) -> None:
    (fake.workspace.corpus / "old").mkdir()
    for name in ("a.md", "old/b.md"):
        (fake.workspace.corpus / name).write_text("Words.", "utf-8")
    shown = run("list", "--document", "b.md", "--json")
    assert [one["name"] for one in json.loads(shown.output)] == ["old/b.md"]
    for option in ("--author", "--tag", "--language", "--type", "-d"):
        shown = run("list", option, "")
        assert shown.exit_code == 2
        assert "is empty: write what to look for, or leave it out." in shown.output


def test_nothing_is_removed_where_nobody_can_be_asked(run: Run, fake: FakeAssistant) -> None:
    (fake.workspace.corpus / "a.md").write_text("Words.", "utf-8")
    shown = run("remove", "a.md")
    assert shown.exit_code == 2
    assert "nobody can be asked here, so add --yes" in shown.output
    assert corpus(fake) == ["a.md"]
