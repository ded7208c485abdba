from __future__ import annotations

from pathlib import Path

import pytest

from assistant.corpus.file_hashes import bytes_hash
from assistant.corpus.removed import Removed
from assistant.reading.discovery import content_hash
from assistant.reading.document import Document, OriginalFile, Source

OLD, NEW = "Old words.", "New words."


def indexed(corpus: Path, text: str) -> Document:
    """What the index has of a file `a.md` with that text."""
    file = corpus / "a.md"
    before = file.read_text() if file.exists() else None
    file.write_text(text)
    original = OriginalFile(sha256=bytes_hash(file), size=len(text))
    document = Document("a.md", text, content_hash(file, Source()), file=original)
    file.unlink() if before is None else file.write_text(before)
    return document


def test_nothing_was_removed(tmp_path: Path) -> None:
    removed = Removed(tmp_path)
    assert removed.names([indexed(tmp_path, OLD)]) == set()
    assert removed.covers([])
    assert not removed.covers(["a.md"])


def test_a_name_is_gone_until_the_index_has_the_file_that_is_there(tmp_path: Path) -> None:
    removed, old, new = Removed(tmp_path), indexed(tmp_path, OLD), indexed(tmp_path, NEW)
    removed.add("a.md", old.sha256)
    assert removed.covers(["a.md"])
    assert removed.names([old]) == {"a.md"}
    (tmp_path / "a.md").write_text(NEW)
    assert removed.names([old]) == {"a.md"}
    assert removed.names([new]) == set()
    # It is back: what a person does to the file from now on is no removal.
    assert not removed.covers(["a.md"])
    (tmp_path / "a.md").unlink()
    assert removed.names([new]) == set()


def test_the_very_text_may_come_back(tmp_path: Path) -> None:
    removed, old = Removed(tmp_path), indexed(tmp_path, OLD)
    removed.add("a.md", old.sha256)
    (tmp_path / "a.md").write_text(OLD)
    assert removed.names([old]) == set()


@pytest.mark.parametrize("before", [None, "another"])
def test_what_was_removed_while_it_was_being_indexed_is_gone(
    tmp_path: Path, before: str | None
) -> None:
    removed, old = Removed(tmp_path), indexed(tmp_path, OLD)
    removed.add("a.md", before)
    assert removed.names([old]) == {"a.md"}


def test_without_a_known_hash_the_file_decides(tmp_path: Path) -> None:
    removed, old, new = Removed(tmp_path), indexed(tmp_path, OLD), indexed(tmp_path, NEW)
    removed.add("a.md", None)
    (tmp_path / "a.md").write_text(NEW)
    assert removed.names([old]) == {"a.md"}
    assert removed.names([new]) == set()
