"""Files that are no packages, though their names say so: what is said of them is true."""

from __future__ import annotations

import pytest

from assistant.errors import UnreadableDocument
from assistant.reading.document import Source
from assistant.reading.reader import read_bytes


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("old.doc", b"junk", "it is plain text"),
        ("a.xls", "Größe\t5\n".encode("utf-16"), "it is plain text"),
        ("a.odt", b" \n", "the file is empty"),
        ("a.docx", b"\x89PNG\r\n\x1a\n\0\0\0", "it is a PNG picture"),
        ("a.epub", b"PK\x03\x04cut off", "it is a damaged ZIP file"),
        ("a.zip", b"\0\xff\x13\x01", "its content is of no kind that is known"),
    ],
)
def test_what_is_said_of_it(name: str, data: bytes, told: str) -> None:
    with pytest.raises(UnreadableDocument, match=f"^{told}"):
        read_bytes(name, data, Source())
