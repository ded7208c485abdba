"""Bytes to text: which encoding a file is in, and whether it is text at all."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from assistant.errors import UnreadableDocument

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAX_HIGH = 0.15  # share of bytes ≥ 0x80 in Western text of one byte a character
_MAX_CONTROL = 0.01  # share of control characters that damaged text may still have


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, line ends and all, and the name of the encoding that it was in."""

    text: str
    encoding: str


def decode(data: bytes) -> Decoded:
    """The text of a file, line ends and all, in the file's own characters.

    UTF-8, or UTF-16/32 by their byte-order mark, or Windows-1252 (which holds Latin-1) where
    the bytes look like Western text.

    Raises:
        UnreadableDocument: the file is empty, binary, or in no encoding that we know.
    """
    if not data.strip():
        raise UnreadableDocument("the file is empty")
    decoded = _by_mark(data)
    if decoded is None:
        if b"\0" in data:
            raise UnreadableDocument("the file is binary, not text")
        decoded = _by_trial(data)
    text = decoded.text
    if not text.strip("\ufeff\0 \r\n\t"):
        raise UnreadableDocument("the file holds no text")
    control = sum(text.count(chr(code)) for code in range(32) if chr(code) not in "\t\n\r\f\v")
    if control > len(text) * _MAX_CONTROL or not any(char.isalnum() for char in text):
        raise UnreadableDocument("the file is binary, not text")
    return decoded


def _by_mark(data: bytes) -> Decoded | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            name = encoding.removesuffix("-sig").upper()
            try:
                return Decoded(data.decode(encoding), name)
            except UnicodeDecodeError:
                raise UnreadableDocument(f"it begins as {name} but cannot be decoded") from None
    return None


def _by_trial(data: bytes) -> Decoded:
    try:
        return Decoded(data.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError:
        pass
    if sum(byte >= 0x80 for byte in data) <= len(data) * _MAX_HIGH:
        try:
            return Decoded(data.decode("cp1252"), "Windows-1252")
        except UnicodeDecodeError:
            pass
    raise UnreadableDocument("its text encoding is unknown: save it as UTF-8")
