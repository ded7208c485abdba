"""Bytes to text: which encoding a file is in, and whether it is text at all."""

from __future__ import annotations

import codecs

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


def decode(data: bytes) -> str:
    """The text of a file, line ends and all, in the file's own characters.

    UTF-8, or UTF-16/32 by their byte-order mark, or Windows-1252 (which holds Latin-1) where
    the bytes look like Western text.

    Raises:
        UnreadableDocument: the file is empty, binary, or in no encoding that we know.
    """
    if not data.strip():
        raise UnreadableDocument("the file is empty")
    text = _by_mark(data)
    if text is None:
        if b"\0" in data:
            raise UnreadableDocument("the file is binary, not text")
        text = _by_trial(data)
    if not text.strip("\ufeff\0 \r\n\t"):
        raise UnreadableDocument("the file holds no text")
    control = sum(text.count(chr(code)) for code in range(32) if chr(code) not in "\t\n\r\f\v")
    if control > len(text) * _MAX_CONTROL or not any(char.isalnum() for char in text):
        raise UnreadableDocument("the file is binary, not text")
    return text


def _by_mark(data: bytes) -> str | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                name = encoding.removesuffix("-sig").upper()
                raise UnreadableDocument(f"it begins as {name} but cannot be decoded") from None
    return None


def _by_trial(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if sum(byte >= 0x80 for byte in data) <= len(data) * _MAX_HIGH:
        try:
            return data.decode("cp1252")
        except UnicodeDecodeError:
            pass
    raise UnreadableDocument("its text encoding is unknown: save it as UTF-8")
