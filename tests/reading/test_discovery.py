from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from assistant.errors import UnreadableDocument, UsageError, WorkspaceMissing
from assistant.reading import discovery
from assistant.reading.discovery import discover, unread_type
from assistant.reading.document import Source
from assistant.reading.reader import read


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    return folder


def put(corpus: Path, name: str, content: str | None = None) -> Path:
    path = corpus / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"Some words are in {name}." if content is None else content, "utf-8")
    return path


def names(corpus: Path) -> list[str]:
    return [file.name for file in discover(corpus).files]


def reasons(corpus: Path) -> dict[str, str]:
    return {skipped.name: skipped.reason for skipped in discover(corpus).skipped}


def test_no_folder_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceMissing, match="make it and put documents there"):
        discover(tmp_path / "corpus")


def test_an_empty_folder_holds_nothing(corpus: Path) -> None:
    found = discover(corpus)
    assert found.files == ()
    assert found.skipped == ()


def test_all_formats_in_nested_folders(corpus: Path) -> None:
    for name in ("b.txt", "a.md", "deep/er/c.MARKDOWN", "deep/d.text", "E.TXT"):
        put(corpus, name)
    assert sorted(names(corpus)) == ["E.TXT", "a.md", "b.txt", "deep/d.text", "deep/er/c.MARKDOWN"]
    assert names(corpus) == names(corpus)
    assert reasons(corpus) == {}


def test_what_is_not_a_document_is_left_out_in_silence(corpus: Path) -> None:
    for name in (".hidden.txt", ".git/a.txt", "examples.txt", "sources.yaml"):
        put(corpus, name, "")
    put(corpus, "a.txt")
    assert names(corpus) == ["a.txt"]
    assert reasons(corpus) == {}


def test_unknown_types_are_reported(corpus: Path) -> None:
    for name in ("slides.key", "noext", "a.txt.bak", "archive.tar.gz"):
        put(corpus, name)
    found = reasons(corpus)
    assert set(found) == {"slides.key", "noext", "a.txt.bak", "archive.tar.gz"}
    assert "“.key”" in found["slides.key"]
    assert "save them as PDF or text" in found["slides.key"]
    assert names(corpus) == []


def test_links(corpus: Path, tmp_path: Path) -> None:
    secret = put(tmp_path, "secret.txt")
    put(corpus, "real.txt")
    (corpus / "inside.txt").symlink_to(corpus / "real.txt")
    (corpus / "outside.txt").symlink_to(secret)
    (corpus / "dangling.txt").symlink_to(corpus / "gone.txt")
    (corpus / "loop.txt").symlink_to(corpus / "loop.txt")
    assert names(corpus) == ["real.txt"]
    found = reasons(corpus)
    assert found["inside.txt"] == "it is the same file as “real.txt”"
    assert "outside the corpus" in found["outside.txt"]
    assert "link to nothing" in found["dangling.txt"]
    assert found["loop.txt"]


def test_a_linked_folder_outside_is_not_entered(corpus: Path, tmp_path: Path) -> None:
    put(tmp_path, "elsewhere/secret.txt")
    (corpus / "folder").symlink_to(tmp_path / "elsewhere")
    assert names(corpus) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_a_named_pipe_does_not_block(corpus: Path) -> None:
    os.mkfifo(corpus / "pipe.txt")
    assert names(corpus) == []
    assert reasons(corpus) == {"pipe.txt": "it is not a regular file"}


def test_a_file_that_is_too_large(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discovery, "MAX_BYTES", 2**20)
    put(corpus, "large.txt", "a " * 2**19 + "b")
    put(corpus, "small.txt")
    assert names(corpus) == ["small.txt"]
    assert reasons(corpus) == {"large.txt": "it is larger than 1 MB"}


@pytest.mark.skipif(os.name == "nt", reason="such a name cannot exist there")
def test_a_name_that_is_not_utf_8(corpus: Path) -> None:
    path = os.fsencode(corpus) + b"/caf\xe9.txt"
    try:
        with open(path, "wb") as file:
            file.write(b"Some words.")
    except OSError:
        pytest.skip("this file system refuses such names")
    assert names(corpus) == []
    ((name, reason),) = reasons(corpus).items()
    assert "rename it" in reason
    name.encode()  # can be shown and stored


@pytest.mark.parametrize(
    "name",
    [
        "with space.txt",
        "quote'.txt",
        'double".txt',
        "new\nline.txt",
        "<script>alert(1)</script>.md".replace("/", "∕"),
        "--flag.txt",
        "$(whoami).txt",
        "ünïcödé.txt",
        "日本語.md",
        "\u202egnp.txt",
        "%2e%2e.txt",
        "..txt.txt",
        "a" * 200 + ".txt",
    ],
)
def test_naughty_names(corpus: Path, name: str) -> None:
    try:
        put(corpus, name, "Some words are in it.")
    except OSError:
        pytest.skip("this file system refuses such names")
    if name.startswith("."):
        assert names(corpus) == []
        return
    (file,) = discover(corpus).files
    assert file.name == name
    assert read(file).text == "Some words are in it."


def test_hash_follows_bytes_and_bibliography(corpus: Path) -> None:
    def digest() -> str:
        return discover(corpus).files[0].sha256

    put(corpus, "a.txt", "One.")
    first = digest()
    assert digest() == first
    put(corpus, "a.txt", "Two.")
    second = digest()
    assert second != first
    put(corpus, "sources.yaml", "- file: a.txt\n  title: A\n")
    assert digest() not in (first, second)


def test_sources_are_matched_by_name(corpus: Path) -> None:
    put(corpus, "a.txt")
    put(corpus, "deep/b.md")
    put(
        corpus,
        "sources.yaml",
        "- file: a.txt\n  title: 'A: one'\n  authors: Wu et al.\n  year: 2024\n"
        "  journal: J 1:2\n  doi: 10.1/x\n  licence: CC BY 4.0\n"
        "- file: deep/b.md\n  title: B\n- file: gone.txt\n  title: Gone\n",
    )
    first, second = discover(corpus).files
    assert first.source == Source("A: one", "Wu et al.", 2024, "J 1:2", "10.1/x", "CC BY 4.0")
    assert second.source == Source(title="B")
    assert read(first).title == "A: one"


def test_files_of_the_same_bytes_are_one_document(corpus: Path) -> None:
    for name in ("copy.txt", "a/first.txt", "b/second.txt", "b/other.txt"):
        put(corpus, name, "These words." if name != "b/other.txt" else "Those words.")
    assert sorted(names(corpus)) == ["b/other.txt", "copy.txt"]
    found = {one.name: one.same_as for one in discover(corpus).skipped}
    assert found == {"a/first.txt": "copy.txt", "b/second.txt": "copy.txt"}
    put(corpus, "sources.yaml", "- file: b/second.txt\n  title: The second\n")
    assert names(corpus) == ["b/other.txt", "b/second.txt"]


def test_a_document_without_a_title_is_called_by_its_name(corpus: Path) -> None:
    put(corpus, "a.txt")
    assert read(discover(corpus).files[0]).title == "a.txt"


@pytest.mark.parametrize("content", ["", "# only a comment\n", "[]\n"])
def test_sources_may_be_empty(corpus: Path, content: str) -> None:
    put(corpus, "a.txt")
    put(corpus, "sources.yaml", content)
    assert discover(corpus).files[0].source == Source()


@pytest.mark.parametrize(
    "content",
    [
        "- file: a.txt\n  title: [unclosed\n",
        "file: a.txt\n",
        "- title: no file\n",
        "- a.txt\n",
        "- file: [3]\n",
        "- file:\n",
        "- file: a.txt\n  year: last\n",
        "just words",
        "!!python/object/apply:os.system ['true']\n",
        "\t- tab",
    ],
)
def test_bad_sources_are_an_error_that_names_the_file(corpus: Path, content: str) -> None:
    put(corpus, "a.txt")
    put(corpus, "sources.yaml", content)
    with pytest.raises(UsageError, match=r"sources\.yaml") as caught:
        discover(corpus)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("- file: a.txt\n  year: " + "9" * 5_000, "the year of a.txt must be a number"),
        ("- file: a.txt\n  year: true", "the year of a.txt must be a number"),
        ("- file: a.txt\n  year: 2020-02-30", "the year of a.txt must be a number"),
        ("- file: a.txt\n  year: [2020]", "the year of a.txt must be text"),
        ("- file: a.txt\n  authors: [Wu, Li]", "the authors of a.txt must be text"),
        ('- file: a.txt\n  title: "\\ud800 x"', "the title of a.txt holds half a character"),
        ('- file: "\\udc80.txt"', "holds half a character"),
        ('- file: "\\U00110000.txt"', "cannot be read"),
        ('- file: "\\UFFFFFFFF.txt"', "cannot be read"),
        ("[" * 3_000, "nested too deeply"),
        ("- file: a.txt\n  title: A: B", "line 2: mapping values are not allowed here"),
        ("%YAML " + "1" * 5_000 + ".1\n--- []", "cannot be read"),
        ("- file: a.txt\n  title: \x1b[31m", "cannot be read"),
    ],
)
def test_what_is_wrong_with_sources_is_said_in_one_line(
    corpus: Path, content: str, said: str
) -> None:
    put(corpus, "sources.yaml", content)
    with pytest.raises(UsageError) as caught:
        discover(corpus)
    assert str(corpus / "sources.yaml") in str(caught.value)
    assert said in str(caught.value)
    assert str(caught.value).isprintable()


def test_values_are_taken_as_they_are_written(corpus: Path) -> None:
    put(corpus, "a.txt")
    put(
        corpus,
        "sources.yaml",
        "- file: a.txt\n  title: Yes\n  doi: 10.10\n  journal: 2020-02-30\n  year: '2020'\n"
        '  authors: "\\ud83d\\ude00"\n  licence: ~\n  date: 2020-02-30\n',
    )
    assert discover(corpus).files[0].source == Source(
        "Yes", "\U0001f600", 2020, "2020-02-30", "10.10"
    )


def test_sources_may_be_large_but_not_endless(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(discovery, "_MAX_SOURCES", 20)
    put(corpus, "sources.yaml", "- file: a.txt\n  title: A\n")
    with pytest.raises(UsageError, match="larger than"):
        discover(corpus)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_sources_that_are_no_file(corpus: Path) -> None:
    os.mkfifo(corpus / "sources.yaml")
    with pytest.raises(UsageError, match="not a regular file"):
        discover(corpus)


def _forbid(monkeypatch: pytest.MonkeyPatch, function: str, path: Path) -> None:
    """What a user without rights meets there, whom a test that root runs cannot be."""
    allowed = getattr(os, function)

    def refuse(asked: object, *arguments: object, **named: object) -> object:
        if not isinstance(asked, int) and os.path.normpath(os.fspath(asked)) == str(path):  # type: ignore[call-overload]
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return allowed(asked, *arguments, **named)

    monkeypatch.setattr(os, function, refuse)


@pytest.mark.parametrize("function", ["listdir", "stat"])
def test_a_corpus_that_may_not_be_looked_into_is_not_an_empty_one(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, function: str
) -> None:
    put(corpus, "a.txt")
    _forbid(monkeypatch, function, corpus)
    with pytest.raises(WorkspaceMissing, match=r"cannot be read \(Permission denied\): let"):
        discover(corpus)


def test_sources_that_may_not_be_read(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(corpus, "sources.yaml")
    _forbid(monkeypatch, "open", path)
    with pytest.raises(UsageError, match=r"sources\.yaml cannot be read \(Permission denied\)"):
        discover(corpus)


def test_a_folder_that_may_not_be_looked_into_is_told(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(corpus, "a.txt")
    put(corpus, "deep/b.txt")
    _forbid(monkeypatch, "scandir", corpus / "deep")
    assert names(corpus) == ["a.txt"]
    assert reasons(corpus) == {"deep/": "Permission denied"}


def test_sources_that_are_not_utf_8(corpus: Path) -> None:
    (corpus / "sources.yaml").write_bytes(b"- file: a.txt\n  title: caf\xe9\n")
    with pytest.raises(UsageError, match="cannot be read"):
        discover(corpus)


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "empty"), (b"\0\1\2", "binary"), ("\u200b\u200b\n".encode(), "text")],
)
def test_unreadable_content_is_found_when_read(corpus: Path, content: bytes, reason: str) -> None:
    (corpus / "a.txt").write_bytes(content)
    (file,) = discover(corpus).files
    with pytest.raises(UnreadableDocument, match=reason):
        read(file)


def test_a_file_that_is_gone_when_read(corpus: Path) -> None:
    path = put(corpus, "a.txt")
    (file,) = discover(corpus).files
    path.unlink()
    with pytest.raises(UnreadableDocument, match="No such file"):
        read(file)


def test_a_file_without_a_type_in_its_name_is_told_how_to_be_named() -> None:
    assert unread_type("") == "its name says no type: rename it, such as to end with .pdf or .txt"
    assert unread_type(".txt") == ""
