"""Text of encodings that write every script in ASCII: ISO-2022, HZ and UTF-7.

Read as ASCII they are no text: "$B66(B" for 橋, "Gda+AUQ-sku" for Gdańsku. So bytes that say that
they are in one of them are read so, or not at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.errors import UnreadableDocument
from assistant.reading.encodings.plausible import look

_ISO_2022 = {
    "iso2022_jp": "ISO-2022-JP", "iso2022_jp_2": "ISO-2022-JP", "iso2022_jp_ext": "ISO-2022-JP",
    "iso2022_jp_2004": "ISO-2022-JP", "iso2022_jp_3": "ISO-2022-JP", "iso2022_kr": "ISO-2022-KR",
}  # fmt: skip
# What chooses a set of characters; terminals are sent others: ESC [ 31 m, ESC ( B.
_ESCAPE = re.compile(rb"\x1b(?:\$[()*+,./-]?[0-~]|\([IJ]|\.[AF])")
_LEFT = re.compile("[\x0e\x0f\x1b]")

_HZ = re.compile(rb"~\{((?:[!-w][!-~])++)~\}")
_HZ_COMMON = range(0x21, 0x58)  # first bytes of signs, other alphabets and the common characters
_HZ_BEGIN = b"~{"

_UTF_7 = re.compile(rb"\+([A-Za-z0-9+/]{3,})")

_LONE = 0.25  # of a letter alone, which "+BMI" would be one of, by chance
_ODD = 0.1
_ENOUGH = 8  # characters, or words, that are no accident
_ENOUGH_LETTERS = 24


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, line ends and all, and the name of the encoding that it was in."""

    text: str
    encoding: str


def by_seven_bits(data: bytes) -> Decoded | None:
    """The text, if the bytes say that they are in one of these encodings; None if they do not.

    Raises:
        UnreadableDocument: they do, but it is not certain what they say.
    """
    if _ESCAPE.search(data):
        return _iso_2022(data)
    if not data.isascii():
        return None
    return _hz(data) or _utf_7(data)


def _refuse(name: str) -> UnreadableDocument:
    return UnreadableDocument(
        f"its text encoding could not be told for certain (it may be {name}): save it as UTF-8"
    )


def _iso_2022(data: bytes) -> Decoded:
    found: dict[str, str] = {}
    for encoding, name in _ISO_2022.items():
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _LEFT.search(text):
            found.setdefault(text, name)
    if len(found) != 1:
        raise _refuse("of the kind of ISO-2022")
    ((text, name),) = found.items()
    return Decoded(text, name)


def _hz(data: bytes) -> Decoded | None:
    runs = _HZ.findall(data)
    if not runs or len(runs) != data.count(_HZ_BEGIN):
        return None
    first = b"".join(run[::2] for run in runs)
    if 2 * sum(byte in _HZ_COMMON for byte in first) < len(first):
        return None  # a tilde and braces: "~{of~}" would be rare characters
    try:
        text = data.decode("hz")
    except UnicodeDecodeError:
        return None
    if len(set(first)) < _ENOUGH or look(text).rate > 0:
        raise _refuse("HZ")
    return Decoded(text, "HZ")


def _utf_7(data: bytes) -> Decoded | None:
    if not _UTF_7.search(data):
        return None
    try:
        text = data.decode("utf-7")
    except UnicodeDecodeError:
        return None  # as hardly any other text with a plus in it can be
    words = {word for word in text.split() if not word.isascii()}
    seen = look(" ".join(words))
    if not seen.letters or seen.rate >= _LONE:
        return None
    if (len(words) < _ENOUGH and seen.letters < _ENOUGH_LETTERS) or seen.rate > _ODD:
        raise _refuse("UTF-7")
    return Decoded(text, "UTF-7")
