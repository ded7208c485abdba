"""A bad document never stops the rest: each is named with its reason, the others are indexed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from fake_embedder import FakeEmbedder

from assistant.errors import UnreadableDocument
from assistant.indexing.engines import LocalEngine
from assistant.indexing.ingest import take_in
from assistant.progress import silent
from assistant.reading import discovery
from assistant.reading.discovery import discover
from assistant.workspace import Workspace

BAD = {
    "empty.txt": (b"", "the file is empty"),
    "binary.txt": (b"a\0b\x01\x02\x03", "the file is binary, not text"),
    "nul.txt": (b"Some words\0 are here.", "the file is binary, not text"),
    "paper.txt": (b"%PDF-1.4\n1 0 obj <<>> endobj", "it is damaged or no PDF"),
    "slides.md": (b"PK\x03\x04\x14\0\x06\0", "it is a damaged ZIP file"),
    "surrogate.txt": (
        b"Half a pair: \xed\xa0\xbd is no character of UTF-8.",
        "its text encoding could not be told for certain",
    ),
    "half.txt": (b"\xff\xfea\0b", "it begins as UTF-16 but cannot be decoded"),
    "doubt.txt": ("The composer Dvořák.".encode("cp1250"), "Windows-1250 or Windows-1252"),
    "front.md": (b"---\ntitle: Nothing else\n---\n", "the file holds no text"),
    "marks.txt": ("\u200b\u2060".encode(), "the file holds no text"),
}
GOOD = {
    "utf-16.txt": "Mice were treated with cells.".encode("utf-16"),
    "latin-1.txt": "Die Ärzte prüften, ob es für Kranke möglich wäre.".encode("latin-1"),
    "nested.md": b"> " * 20_000 + b"deep",
    "brackets.md": b"[" * 50_000 + b"a",
    "one line.txt": b"word " * 100_000,
    "'; DROP TABLE documents; --.txt": b"A name is a name.",
    "<script>alert(1)</script>.txt".replace("/", "\u2215"): b"So is this.",
    "\u202egnp.txt": b"And this.",
    "田中さん.txt": b"And this one.",
}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace.create(tmp_path / "workspace")
    for name, (data, _) in BAD.items():
        (made.corpus / name).write_bytes(data)
    for name, data in GOOD.items():
        (made.corpus / name).write_bytes(data)
    return made


def test_the_rest_is_indexed(workspace: Workspace, tmp_path: Path) -> None:
    corpus = workspace.corpus
    (tmp_path / "secret.txt").write_text("A secret.")
    (corpus / "link.txt").symlink_to(tmp_path / "secret.txt")
    (corpus / "device.txt").symlink_to("/dev/zero")
    os.mkfifo(corpus / "pipe.txt")
    intake = take_in(discover(corpus), {}, silent, LocalEngine(FakeEmbedder()))
    skipped = {one.name: one.reason for one in intake.skipped}
    outside = "it is a link to a place outside the corpus"
    elsewhere = {
        "link.txt": outside,
        "device.txt": outside,
        "pipe.txt": "it is not a regular file",
    }
    assert skipped.keys() == {*BAD, *elsewhere}
    for name, reason in (*elsewhere.items(), *((name, why) for name, (_, why) in BAD.items())):
        assert reason in skipped[name], name
    assert {one.document.name for one in intake.fresh} == {*GOOD}
    assert intake.refused.keys() == {*BAD}  # the others were never opened
    for one in intake.fresh:
        assert one.passages


def test_a_file_that_is_gone_or_exchanged_when_it_is_read(tmp_path: Path) -> None:
    """Between listing and reading, anything may take a file's place."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name in ("gone.txt", "linked.txt", "piped.txt", "kept.txt"):
        (corpus / name).write_text(f"Some words of {name}.")
    (tmp_path / "secret.txt").write_text("A secret.")
    files = {file.name: file for file in discover(corpus).files}
    for name in ("gone.txt", "linked.txt", "piped.txt"):
        (corpus / name).unlink()
    (corpus / "linked.txt").symlink_to(tmp_path / "secret.txt")
    os.mkfifo(corpus / "piped.txt")
    reasons = {}
    for name, file in files.items():
        try:
            reasons[name] = discovery.file_bytes(file).decode()
        except UnreadableDocument as error:
            reasons[name] = str(error)
    assert reasons == {
        "gone.txt": "No such file or directory",
        "linked.txt": "it is a link to a place outside the corpus",
        "piped.txt": "it is not a regular file",
        "kept.txt": "Some words of kept.txt.",
    }


def test_a_file_that_grows_is_not_read_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "log.txt").write_text("Some words.")
    file = discover(tmp_path).files[0]
    monkeypatch.setattr(discovery, "MAX_BYTES", 2**20)
    with (tmp_path / "log.txt").open("ab") as log:
        log.truncate(2**21)
    with pytest.raises(UnreadableDocument, match="it is larger than 1 MB"):
        discovery.file_bytes(file)


def test_a_link_inside_the_corpus_is_read(tmp_path: Path) -> None:
    (tmp_path / ".deep").mkdir()
    (tmp_path / ".deep" / "a.txt").write_text("Some words.")
    (tmp_path / "b.txt").symlink_to(tmp_path / ".deep" / "a.txt")
    assert [discovery.file_bytes(file) for file in discover(tmp_path).files] == [b"Some words."]
