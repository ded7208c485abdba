"""Decode bytes to text: tell whether it is text, and in which encoding."""

from __future__ import annotations

import codecs
import re
import unicodedata

from assistant.errors import UnreadableDocument
from assistant.reading.encodings.guessing import NAMES, RIVALS, guess
from assistant.reading.encodings.seven_bits import Decoded, by_seven_bits
from assistant.reading.file_kinds import kind_of

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UNMARKED = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
_BREAKS = " \r\n、。，"  # text of any script has some of these
_MAX_CONTROL = 0.01  # share of control characters that damaged text may still have
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_ASCII = bytes(range(0x80))
_UNICODE = frozenset({"utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "ascii"})
_CONTROLS = re.compile("[\x80-\x84\x86-\x9f]")  # not U+0085, a line end of mainframes
_NAMED = 2  # encodings in an error


def decode(data: bytes, encoding: str = "") -> Decoded:
    """The text of a file, line ends and all, in the file's own characters.

    encoding: what somebody who knows says that it is in, by its usual name or by Python's; "" where
              nobody did.

    UTF-8; UTF-16 and UTF-32, mostly by their byte-order mark; or one of `guessing.NAMES`, where the
    bytes leave no doubt which. A character read wrongly would be quoted as the file's own.

    Raises:
        UnreadableDocument: the file is empty, no text, or in no encoding that could be told; or
            not in the one that was named.
    """
    if not data.strip():
        raise UnreadableDocument("the file is empty")
    if kind := kind_of(data):
        raise UnreadableDocument(f"it is {kind}, not text")
    named = decode_as(data, encoding) if encoding else None
    decoded = named or _by_mark(data) or _by_zeros(data) or by_seven_bits(data) or _by_trial(data)
    text = decoded.text
    if not text.strip("\ufeff\0 \r\n\t"):
        raise UnreadableDocument("the file holds no text")
    if _is_binary(text):
        raise UnreadableDocument("the file is binary, not text")
    if not any(map(str.isalnum, text)):
        raise UnreadableDocument("the file holds no text: signs alone, no letter and no digit")
    return decoded


def decode_as(data: bytes, name: str) -> Decoded:
    """The text of a file in the encoding of this name.

    Raises:
        UnreadableDocument: it is not in that, or the name is none that is known.
    """
    codec = _codec(name)
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        raise UnreadableDocument(
            f"it is not in {name}, which is named as its encoding: the {error.start + 1:,}th byte"
            " is none of it"
        ) from None
    if _CONTROLS.search(text):
        raise UnreadableDocument(f"it is not in {name}, which is named as its encoding")
    return Decoded(text.removeprefix("\ufeff"), NAMES.get(codec, name.upper()))


def _codec(name: str) -> str:
    """Python's name of an encoding of text."""
    usual = {usual.casefold(): python for python, usual in NAMES.items()}
    try:
        codec = usual.get(name.strip().casefold()) or codecs.lookup(name.strip()).name
    except (LookupError, ValueError):
        codec = ""
    if codec not in {*NAMES, *RIVALS, *_UNICODE}:
        known = ", ".join((*NAMES.values(), "UTF-8", "UTF-16"))
        raise UnreadableDocument(f"its encoding is named as “{name}”, which is none of: {known}")
    return codec


def _is_binary(text: str) -> bool:
    control = 0
    if _CONTROL.search(text):
        control = sum(text.count(chr(code)) for code in range(32) if _CONTROL.match(chr(code)))
    return control > len(text) * _MAX_CONTROL


def _by_mark(data: bytes) -> Decoded | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            name = encoding.removesuffix("-sig").upper()
            try:
                return Decoded(data.decode(encoding), name)
            except UnicodeDecodeError:
                raise UnreadableDocument(f"it begins as {name} but cannot be decoded") from None
    return None


def _by_zeros(data: bytes) -> Decoded | None:
    """Two or four bytes a character, without a mark.

    Raises:
        UnreadableDocument: it is binary.
    """
    if b"\0" not in data:
        return None
    found = [_wide(data, encoding) for encoding in _UNMARKED]
    texts = [decoded for decoded in found if decoded is not None]
    if len(texts) == 1:
        return texts[0]
    raise UnreadableDocument("the file is binary, not text")


def _wide(data: bytes, encoding: str) -> Decoded | None:
    """The text where its spaces, line ends or full stops say that this is its order of bytes."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    swapped = [chr(ord(char) << 8) for char in _BREAKS[:3]]  # U+2000, unassigned, unassigned
    swapped += ["\u0130", "\u0230", "\u0cff"]
    breaks = sum(text.count(char) for char in _BREAKS)
    if not breaks or breaks <= sum(text.count(char) for char in swapped):
        return None
    if "\0" in text or any(_is_unassigned(char) for char in set(text)):
        return None
    return Decoded(text, encoding.upper())


def _is_unassigned(char: str) -> bool:
    return unicodedata.category(char) in ("Cn", "Co", "Cs")


def _by_trial(data: bytes) -> Decoded:
    try:
        return Decoded(data.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError as error:
        _refuse_damaged(data, error.start)
    if data.count(b"@") > len(data) // 20 and b" " not in data:
        raise UnreadableDocument("its text encoding is of the kind of EBCDIC: save it as UTF-8")
    found = guess(data)
    if found.name and not found.rivals:
        try:
            return Decoded(data.decode(found.name), NAMES[found.name])
        except UnicodeDecodeError:
            pass
    names = list(
        dict.fromkeys(NAMES.get(name, name.upper()) for name in (found.name, *found.rivals) if name)
    )
    likely = f" ({' or '.join(names[:_NAMED])})" if found.name and names else ""
    example = names[0] if likely else "Windows-1252"
    raise UnreadableDocument(
        f"its text encoding could not be told for certain{likely}: save it as UTF-8, or name the"
        f" encoding in sources.yaml, as in “encoding: {example}”"
    )


def _refuse_damaged(data: bytes, at: int) -> None:
    """Refuse UTF-8 with a few bytes wrong: in any other encoding, all the others would be."""
    kept, marked = (len(data.decode("utf-8", errors)) for errors in ("ignore", "replace"))
    plain = len(data) - len(data.translate(None, _ASCII))
    if kept - plain > marked - kept:
        raise UnreadableDocument(
            f"it is UTF-8 but for some bytes, the first after {at:,} others: save it as UTF-8 again"
        )
