from __future__ import annotations

import codecs
import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import UnreadableDocument
from assistant.reading.decoding import decode

TEXT = "Élan vital of naïve mice in Córdoba – “none” – was not seen in this study of theirs."
LATIN = "Élan vital of naïve mice in Córdoba was not observed in this study of theirs."


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("utf-8"),
        codecs.BOM_UTF8 + TEXT.encode("utf-8"),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"),
        codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"),
        TEXT.encode("cp1252"),
    ],
    ids="utf-8 utf-8-bom utf-16 utf-16-le utf-16-be utf-32-le utf-32-be cp1252".split(),
)
def test_encodings(data: bytes) -> None:
    assert decode(data).text == TEXT


def test_latin_1() -> None:
    assert decode(LATIN.encode("latin-1")).text == LATIN


def test_line_ends_stay() -> None:
    assert decode(b"one\r\ntwo\rthree\n").text == "one\r\ntwo\rthree\n"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        (codecs.BOM_UTF8, "no text"),
        (codecs.BOM_UTF16_LE, "no text"),
        (b"text with a \0 in it", "binary"),
        (b"\x7fELF\x02\x01\x01\0\0\0\0", "binary"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary"),
        (b"\x01\x02\x03\x04 control characters \x05\x06\x07\x0e", "binary"),
        (b"... --- ...", "binary"),
        (bytes(range(0x80, 0x100)) * 4, "encoding is unknown"),
        (b"mostly plain text with one \x81 byte that is in no code page", "encoding is unknown"),
        (codecs.BOM_UTF8 + b"caf\xe9", "cannot be decoded"),
        (codecs.BOM_UTF16_LE + b"a\0b", "cannot be decoded"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8a\x00", "cannot be decoded"),  # half a surrogate pair
    ],
)
def test_refused_with_a_reason(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableDocument, match=reason):
        decode(data)


@pytest.mark.parametrize("byte", range(0x80, 0x100))
def test_a_lone_high_byte_is_read_or_refused(byte: int) -> None:
    data = b"A line of plain text with one odd byte: " + bytes([byte])
    if byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D):  # no characters of Windows-1252
        with pytest.raises(UnreadableDocument):
            decode(data)
    else:
        assert len(decode(data).text) == len(data)


@given(st.binary())
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(UnreadableDocument):
        assert decode(data).text.strip()


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1))
def test_any_utf_8_text_comes_back(text: str) -> None:
    try:
        assert decode(text.encode()).text == text.removeprefix("\ufeff")
    except UnreadableDocument:
        assert not any(char.isalnum() for char in text)
