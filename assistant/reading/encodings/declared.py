"""Decodes files that say which encoding they are in: HTML, XML."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from assistant.errors import UnreadableDocument
from assistant.reading.encodings.decoding import decode_as
from assistant.reading.encodings.guessing import NAMES, guess
from assistant.reading.encodings.seven_bits import Decoded

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{1,40})"
    rb"|<meta[^>]{0,300}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{1,40})",
    re.IGNORECASE,
)
_WITHIN = 4096  # bytes in which it is declared
_LATIN = frozenset(("iso8859-1", "ascii", "cp1252"))
"""Browsers read all of these as Windows-1252, and so do the people who write pages."""


def decode_declared(data: bytes, encoding: str = "") -> Decoded:
    """The text of a file in the encoding that its mark or its head names, without the mark.

    encoding: that people named for it, which comes before what the file says.

    Raises:
        UnreadableDocument: it is empty, or in no encoding that can be told.
    """
    if not data.strip():
        raise UnreadableDocument("the file is empty")
    if encoding:
        return decode_as(data, encoding)
    for mark, name in _MARKS:
        if data.startswith(mark):
            data = data[len(mark) :]
            return Decoded(decoded_as(data, name) or data.decode(name, "replace"), _shown(name))
    if data[1::2][:20].count(0) > 9 and not data[::2][:20].count(0):  # UTF-16 without a mark
        return Decoded(data.decode("utf-16-le", "replace"), "UTF-16-LE")
    declared = _declared(data[:_WITHIN])
    for name in _likely(declared, data):
        text = decoded_as(data, name) if name else None
        if text is not None:
            return Decoded(text, _shown(name))
    raise UnreadableDocument("its text encoding could not be told for certain: save it as UTF-8")


def _likely(declared: str, data: bytes) -> Iterator[str]:
    yield declared
    yield "utf-8"
    yield guess(data).name
    if declared in _LATIN:
        yield "iso8859-1"  # Windows-1252 with a byte that it does not know


def _declared(head: bytes) -> str:
    match = _DECLARED.search(head)
    if match is None:
        return ""
    name = named_encoding((match.group(1) or match.group(2)).decode("ascii"))
    # It could not have been read as ASCII.
    return "utf-8" if name.startswith("utf-16") else name


def named_encoding(name: str) -> str:
    """Python's name of the encoding that programs mean by a name; "" where none is known."""
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""
    return "cp1252" if found in _LATIN else found


def decoded_as(data: bytes, name: str) -> str | None:
    """The text in an encoding of Python's name; None where it is in another."""
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError, AttributeError):  # no text encoding, such as "hex"
        return None


def _shown(name: str) -> str:
    return "UTF-8" if name == "utf-8" else NAMES.get(name, name.upper())
