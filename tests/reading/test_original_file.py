"""What a document says of the file that it was read from."""

from __future__ import annotations

import hashlib
from pathlib import Path

from assistant.reading.discovery import content_hash, discover
from assistant.reading.reader import read


def test_hashes_are_of_the_bytes_that_were_read(tmp_path: Path) -> None:
    file = tmp_path / "dose.txt"
    file.write_text("The dose is 500 mg a day.\n")
    listed = discover(tmp_path).files[0]
    file.write_text("The dose is 5 mg a day.\n")  # between listing and reading
    document = read(listed)
    assert document.text == "The dose is 5 mg a day."
    assert document.sha256 == content_hash(file, document.source) != listed.sha256
    assert document.file.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert document.file.size == file.stat().st_size


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "lines.txt").write_bytes("One.\r\n\r\nThree ĳ.\rFour.\n\nSix.".encode())
    document = read(discover(tmp_path).files[0])
    found = {
        word: document.file.line_of(document.origin.to_origin(at, at + 1)[0][0])
        for word in ("One", "Three", "Four", "Six")
        for at in [document.text.index(word)]
    }
    assert found == {"One": 1, "Three": 3, "Four": 4, "Six": 6}
    assert document.file.line_starts == (0, 6, 8, 17, 23, 24)
    assert document.file.encoding == "UTF-8"


def test_a_byte_order_mark_is_no_character(tmp_path: Path) -> None:
    (tmp_path / "mark.txt").write_bytes("A mark stands before this.".encode("utf-8-sig"))
    document = read(discover(tmp_path).files[0])
    assert document.origin.to_origin(0, 1) == ((0, 1),)
    assert document.file.encoding == "UTF-8"
