"""What `sources.yaml` says of a file beyond its publication."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import UnreadableDocument, UsageError
from assistant.reading.bibliography.sources import Entry, Known
from assistant.reading.discovery import discover, read_entries
from assistant.reading.formats import FORMATS, informed
from assistant.reading.reader import read
from assistant.sandbox.sandbox import Sandbox

COMPOSER = "The composer Dvořák wrote it."


def said(corpus: Path, text: str) -> dict[str, Entry]:
    (corpus / "sources.yaml").write_text(text, "utf-8")
    return read_entries(corpus)


def test_everything_that_can_be_said(tmp_path: Path) -> None:
    found = said(
        tmp_path,
        "- file: a.txt\n  encoding: windows-1250\n  tags: [trial, ' mice ', trial, '']\n"
        "- file: b.pdf\n  password: 007\n  tags: trial\n- file: c.md\n",
    )
    assert found["a.txt"].known == Known("cp1250")
    assert found["a.txt"].source.tags == ("trial", "mice")
    assert (found["b.pdf"].known.password, found["b.pdf"].source.tags) == ("007", ("trial",))
    assert "007" not in repr(found)
    assert found["c.md"] == Entry()


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ("encoding: klingon", "the encoding of a.txt is not known"),
        ("encoding: base64", "the encoding of a.txt is not known"),
        ("encoding: [a]", "the encoding of a.txt must be text"),
        ("password: [a]", "the password of a.txt must be text"),
        ("tags: {a: b}", "the tags of a.txt must be words"),
        ("tags: [[a]]", "the tags of a.txt must be words"),
    ],
)
def test_what_cannot_be_said(tmp_path: Path, entry: str, problem: str) -> None:
    with pytest.raises(UsageError, match=problem):
        said(tmp_path, f"- file: a.txt\n  {entry}\n")


def test_a_file_in_an_encoding_that_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(COMPOSER.encode("cp1250"))
    (tmp_path / "b.csv").write_bytes("name,role\nDvořák,composer\n".encode("cp1250"))
    before = {file.name: file for file in discover(tmp_path).files}
    with pytest.raises(UnreadableDocument, match="could not be told"):
        read(before["a.txt"])
    encoding = "encoding: windows-1250\n"
    said(tmp_path, f"- file: a.txt\n  {encoding}- file: b.csv\n  {encoding}")
    now = {file.name: file for file in discover(tmp_path).files}
    assert now["a.txt"].sha256 != before["a.txt"].sha256
    assert read(now["a.txt"]).text == COMPOSER
    assert "Dvořák" in read(now["b.csv"]).text
    with Sandbox() as sandbox:
        cut = sandbox.read(now["a.txt"])
    assert (cut.document.text, cut.document.sha256) == (COMPOSER, now["a.txt"].sha256)
    assert cut.document == read(now["a.txt"])


def test_a_wrong_encoding_is_no_document(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(COMPOSER.encode("cp1250"))
    said(tmp_path, "- file: a.txt\n  encoding: utf-8\n")
    with pytest.raises(UnreadableDocument):
        read(discover(tmp_path).files[0])


def test_a_reader_is_told_only_what_it_takes() -> None:
    docx = FORMATS[".docx"]
    assert informed(docx, Known()) is docx
    known = Known("cp1250", "secret")
    assert getattr(informed(FORMATS[".pdf"], known), "keywords", {}) == {"password": "secret"}
    assert getattr(informed(FORMATS[".txt"], known), "keywords", {}) == {"encoding": "cp1250"}
