from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest
from fake_embedder import FakeEmbedder

from assistant.corpus import file_hashes, status
from assistant.corpus.status import Holding, Listing
from assistant.errors import UsageError, WorkspaceMissing
from assistant.indexing.build import build
from assistant.indexing.ingest import REFUSALS
from assistant.reading import discovery
from assistant.reading.bibliography.sources import Entry
from assistant.reading.document import Source
from assistant.workspace import Workspace

SOURCES = "- file: a.md\n  title: On cells\n  authors: Wu et al.\n  year: 2024\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = Workspace.create(tmp_path_factory.mktemp("holdings") / "workspace")
    corpus = workspace.corpus
    (corpus / "a.md").write_text("# Cells\n\nFour words are here.\n", "utf-8")
    (corpus / "b.txt").write_text("Mice were treated with cells.\n", "utf-8")
    (corpus / "binary.txt").write_bytes(b"a\0b")
    (corpus / "paper.xyz").write_bytes(b"%XYZ")
    (corpus / "sources.yaml").write_text(SOURCES, "utf-8")
    build(workspace, FakeEmbedder())
    return workspace


@pytest.fixture
def workspace(built: Workspace, tmp_path: Path) -> Workspace:
    shutil.copytree(built.root, tmp_path / "copy", copy_function=shutil.copy2)
    return Workspace(tmp_path / "copy")


def states(workspace: Workspace) -> dict[str, str]:
    return {one.name: one.state for one in Listing(workspace).holdings()}


def test_everything_is_listed_with_what_became_of_it(workspace: Workspace) -> None:
    a, b, binary, paper = Listing(workspace).holdings()
    assert (a.name, a.state, a.reason, a.words) == ("a.md", "indexed", "", 5)
    assert (a.title, a.source.authors, a.source.year) == ("On cells", "Wu et al.", 2024)
    found = (workspace.corpus / "a.md").stat()
    assert a.modified is not None
    assert (a.size, a.modified.timestamp()) == (found.st_size, pytest.approx(found.st_mtime))
    assert (b.title, b.words) == ("b.txt", 5)
    assert (binary.state, binary.reason) == ("refused", "the file is binary, not text")
    assert (binary.words, binary.size) == (None, 3)
    assert paper.state == "refused"
    assert paper.reason.startswith("files of type “.xyz” are not read")


def test_what_changed_waits_and_what_is_gone_leaves(workspace: Workspace) -> None:
    listed = Listing(workspace)
    assert len(listed.holdings()) == 4
    (workspace.corpus / "a.md").unlink()
    (workspace.corpus / "b.txt").write_text("Other words.", "utf-8")
    (workspace.corpus / "c.md").write_text("New words.", "utf-8")
    (workspace.corpus / "binary.txt").write_text("Readable words.", "utf-8")
    a, b, binary, c, _ = listed.holdings()
    assert a == Holding("a.md", "leaving", source=a.source, facts=a.facts)
    assert a.words == 5
    assert a.title == "On cells"
    assert [b.state, binary.state, c.state] == ["waiting"] * 3
    assert [b.changed, binary.changed, c.changed] == [True, False, False]
    assert b.words is None
    build(workspace, FakeEmbedder())
    assert {one.name: one.state for one in listed.holdings()} == {
        "b.txt": "indexed",
        "binary.txt": "indexed",
        "c.md": "indexed",
        "paper.xyz": "refused",
    }


def test_new_bibliographic_data_has_to_be_indexed(workspace: Workspace) -> None:
    (workspace.corpus / "sources.yaml").write_text(SOURCES.replace("2024", "2025"), "utf-8")
    assert states(workspace)["a.md"] == "waiting"


def test_a_refusal_is_known_though_no_generation_was_written_for_it(workspace: Workspace) -> None:
    (workspace.corpus / "empty.md").write_bytes(b"")
    assert states(workspace)["empty.md"] == "waiting"
    assert not build(workspace, FakeEmbedder()).changed
    assert states(workspace)["empty.md"] == "refused"


@pytest.mark.parametrize("content", [None, b"", b"[]", b'{"a": 1}', b'{"a": {"b": "c"}}', b"\xff"])
def test_refusals_that_are_lost_are_none(workspace: Workspace, content: bytes | None) -> None:
    path = workspace.index / REFUSALS
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    assert states(workspace)["binary.txt"] == "waiting"
    build(workspace, FakeEmbedder())
    assert states(workspace)["binary.txt"] == "refused"


def test_a_file_is_hashed_once(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = Listing(workspace, clock=lambda: time.time() + 3)  # when their times are settled
    first = listed.holdings()
    hashed: list[str] = []
    hash_of = status.content_hash

    def counted(path: Path, source: Source, encoding: str) -> str:
        hashed.append(path.name)
        return hash_of(path, source, encoding)

    monkeypatch.setattr(status, "content_hash", counted)
    assert listed.holdings() == first
    assert hashed == []
    os.utime(workspace.corpus / "b.txt", (1, 1))
    assert [one.state for one in listed.holdings()] == [one.state for one in first]
    assert hashed == ["b.txt"]


def test_a_file_written_again_at_the_same_moment_is_seen(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its size and times may stay as they are, so coarse are the clocks of file systems."""
    monkeypatch.setattr(file_hashes, "_unchanged", lambda found: (found.st_size,))
    listed = Listing(workspace)
    before = {one.name: one.state for one in listed.holdings()}
    (workspace.corpus / "b.txt").write_text("Rats were treated with cells.\n", "utf-8")
    assert before["b.txt"] == "indexed"
    assert {one.name: one.state for one in listed.holdings()}["b.txt"] == "waiting"


def test_a_file_that_changes_while_it_is_hashed_is_hashed_again(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = Listing(workspace, clock=lambda: time.time() + 3)
    hash_of = status.content_hash

    def meanwhile(path: Path, source: Source, encoding: str) -> str:
        sha256 = hash_of(path, source, encoding)
        if path.name == "b.txt":
            path.write_text("Rats were treated with cells, too.\n", "utf-8")
        return sha256

    monkeypatch.setattr(status, "content_hash", meanwhile)
    assert {one.name: one.state for one in listed.holdings()}["b.txt"] == "indexed"
    monkeypatch.setattr(status, "content_hash", hash_of)
    assert {one.name: one.state for one in listed.holdings()}["b.txt"] == "waiting"


def test_the_encoding_is_listed_where_it_was_guessed(workspace: Workspace) -> None:
    polish = "Leczenie trwało pięć lat i było skuteczne u wielu chorych na różne choroby.\n" * 3
    (workspace.corpus / "pl.txt").write_bytes(polish.encode("cp1250"))
    assert not Listing(workspace).holdings()[-1].encoding
    build(workspace, FakeEmbedder())
    found = {one.name: one for one in Listing(workspace).holdings()}
    assert found["pl.txt"].encoding == found["pl.txt"].unusual_encoding == "Windows-1250"
    assert (found["a.md"].encoding, found["a.md"].unusual_encoding) == ("UTF-8", "")


def test_sources_are_read_once(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    (workspace.corpus / "a.md").unlink()
    asked: list[Path] = []
    read = discovery.read_entries

    def counted(corpus: Path) -> dict[str, Entry]:
        asked.append(corpus)
        return read(corpus)

    monkeypatch.setattr(discovery, "read_entries", counted)
    assert Listing(workspace).holdings()[0].title == "On cells"
    assert asked == [workspace.corpus]


def test_before_the_first_index_everything_waits(workspace: Workspace) -> None:
    shutil.rmtree(workspace.index)
    assert states(workspace) == {
        "a.md": "waiting",
        "b.txt": "waiting",
        "binary.txt": "waiting",
        "paper.xyz": "refused",
    }


@pytest.mark.parametrize("spoiled", ["CURRENT", "manifest.json", "record.sqlite"])
def test_a_damaged_index_holds_nothing(workspace: Workspace, spoiled: str) -> None:
    for path in workspace.index.rglob(spoiled):
        path.write_bytes(b"spoiled")
    assert states(workspace)["a.md"] == "waiting"


def test_links_are_told_apart(workspace: Workspace) -> None:
    (workspace.corpus / "out.md").symlink_to(workspace.index / "CURRENT")
    (workspace.corpus / "nothing.md").symlink_to(workspace.corpus / "gone.md")
    by_name = {one.name: one for one in Listing(workspace).holdings()}
    assert by_name["out.md"].reason == "it is a link to a place outside the corpus"
    assert by_name["nothing.md"].reason == "it is a link to nothing"
    assert by_name["nothing.md"].size is None


def test_errors(workspace: Workspace, tmp_path: Path) -> None:
    (workspace.corpus / "sources.yaml").write_text("a: [", "utf-8")
    with pytest.raises(UsageError, match="cannot be read"):
        states(workspace)
    with pytest.raises(WorkspaceMissing):
        states(Workspace(tmp_path / "nowhere"))


def test_a_corpus_that_was_emptied_leaves_no_index(workspace: Workspace) -> None:
    for name in ("a.md", "b.txt"):
        (workspace.corpus / name).unlink()
    report = build(workspace, FakeEmbedder(), may_be_empty=True)
    assert report.changed
    assert report.removed == ("a.md", "b.txt")
    assert (report.documents, report.generation) == (0, "")
    assert [file.name for file in report.skipped] == ["paper.xyz", "binary.txt"]
    assert states(workspace) == {"binary.txt": "refused", "paper.xyz": "refused"}
    assert list((workspace.index / "generations").iterdir()) == []
    assert not build(workspace, FakeEmbedder(), may_be_empty=True).changed


def test_the_very_file_is_listed_and_not_indexed_twice(workspace: Workspace) -> None:
    corpus = workspace.corpus
    (corpus / "old").mkdir()
    shutil.copy(corpus / "b.txt", corpus / "old" / "b.txt")
    shutil.copy(corpus / "a.md", corpus / "0.md")
    embedder = FakeEmbedder()
    assert not build(workspace, embedder).changed
    found = {one.name: one for one in Listing(workspace).holdings()}
    # a.md has an entry in sources.yaml, b.txt the shorter path.
    assert (found["0.md"].state, found["0.md"].same_as) == ("duplicate", "a.md")
    assert (found["old/b.txt"].state, found["old/b.txt"].same_as) == ("duplicate", "b.txt")
    assert found["0.md"].reason == "it is the same file as “a.md”"
    (corpus / "b.txt").unlink()
    assert build(workspace, embedder).moved == (("b.txt", "old/b.txt"),)
    assert embedder.calls == []
    assert states(workspace)["old/b.txt"] == "indexed"


def test_what_is_nearly_the_same_is_listed(workspace: Workspace) -> None:
    words = " ".join(f"word{n}" for n in range(300))
    (workspace.corpus / "long.txt").write_text(f"{words}.", "utf-8")
    (workspace.corpus / "longer.txt").write_text(f"{words} and more of it.", "utf-8")
    build(workspace, FakeEmbedder())
    found = {one.name: one.similar for one in Listing(workspace).holdings()}
    [(name, share)] = found["long.txt"]
    assert (name, found["longer.txt"]) == ("longer.txt", (("long.txt", share),))
    assert share > 0.9
    assert found["a.md"] == ()
