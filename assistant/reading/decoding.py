"""Decode bytes to text: tell whether it is text, and in which encoding."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from assistant.errors import UnreadableDocument
from assistant.reading.guessing import NAMES, guess

_ZIP = "a ZIP archive or an Office document"
_BEGINNINGS = (
    (b"PK\x03\x04", _ZIP), (b"PK\x05\x06", _ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"%!PS", "PostScript"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"), (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"), (b"GIF89a", "a GIF picture"),
    (b"II*\0", "a TIFF picture"), (b"MM\0*", "a TIFF picture"),
    (b"\x1f\x8b\x08", "a gzip archive"), (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"), (b"\xfd7zXZ\0", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"), (b"!<arch>\n", "an archive"),
    (b"SQLite format 3\0", "an SQLite database"), (b"bplist00", "a binary property list"),
    (b"\x7fELF", "a program"), (b"\xca\xfe\xba\xbe", "a program"), (b"\0asm", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"), (b"\xfe\xed\xfa\xcf", "a program"),
    (b"OggS", "sound or video"), (b"fLaC", "sound"), (b"\x1a\x45\xdf\xa3", "video"),
    (b"wOFF", "a font"), (b"wOF2", "a font"), (b"OTTO\0", "a font"), (b"\0\1\0\0", "a font"),
)  # fmt: skip
# Those that text could begin with are looked at more closely.
_PATTERNS = (
    (re.compile(rb"BZh[1-9]1AY&SY"), "a bzip2 archive"),
    (re.compile(rb"ID3[\x02-\x04]"), "sound"),
    (re.compile(rb"RIFF.{4}(?:WEBP|WAVE|AVI )", re.DOTALL), "a picture, sound or video"),
    (re.compile(rb".{4}ftyp[a-zA-Z0-9 ]{4}", re.DOTALL), "video or a picture"),
    (re.compile(rb"MZ.{0,62}\0", re.DOTALL), "a program"),
    (re.compile(rb".{257}ustar", re.DOTALL), "a tar archive"),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s{0,99}<(?:!doctype html|html)[\s>]", re.IGNORECASE),
     "a web page (HTML)"),
)  # fmt: skip
_PDF = re.compile(rb"%PDF-\d\.\d\s")
_PDF_WITHIN = 1024  # bytes that may stand before it
_PDF_INSIDE = (b"endobj", b"startxref")


def kind_of(data: bytes) -> str:
    """What a file is, such as "a PDF"; "" where it may be text."""
    if _is_pdf(data):
        return "a PDF"
    for beginning, kind in _BEGINNINGS:
        if data.startswith(beginning):
            return kind
    for pattern, kind in _PATTERNS:
        if pattern.match(data):
            return kind
    return ""


def _is_pdf(data: bytes) -> bool:
    """A PDF may begin within its first kilobyte; a text that speaks of one has no objects."""
    found = _PDF.search(data, 0, _PDF_WITHIN)
    if found is None:
        return False
    return found.start() == 0 or any(word in data for word in _PDF_INSIDE)


_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UNMARKED = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
_BREAKS = " \r\n、。，"  # text of any script has some of these
_ESCAPED = {b"\x1b$": "iso2022_jp_2", b"\x1b$)C": "iso2022_kr"}  # text of seven bits a byte
_ESCAPED_NAMES = {"iso2022_jp_2": "ISO-2022-JP", "iso2022_kr": "ISO-2022-KR"}
_MAX_CONTROL = 0.01  # share of control characters that damaged text may still have
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_ASCII = bytes(range(0x80))
_NAMED = 2  # encodings in an error


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, line ends and all, and the name of the encoding that it was in."""

    text: str
    encoding: str


def decode(data: bytes) -> Decoded:
    """The text of a file, line ends and all, in the file's own characters.

    UTF-8; UTF-16 and UTF-32, mostly by their byte-order mark; or one of `guessing.NAMES`, where the
    bytes leave no doubt which. A character read wrongly would be quoted as the file's own.

    Raises:
        UnreadableDocument: the file is empty, no text, or in no encoding that could be told.
    """
    if not data.strip():
        raise UnreadableDocument("the file is empty")
    if kind := kind_of(data):
        raise UnreadableDocument(f"it is {kind}, not text")
    decoded = _by_mark(data) or _by_zeros(data) or _by_escapes(data) or _by_trial(data)
    text = decoded.text
    if not text.strip("\ufeff\0 \r\n\t"):
        raise UnreadableDocument("the file holds no text")
    if _is_binary(text):
        raise UnreadableDocument("the file is binary, not text")
    return decoded


def _is_binary(text: str) -> bool:
    control = 0
    if _CONTROL.search(text):
        control = sum(text.count(chr(code)) for code in range(32) if _CONTROL.match(chr(code)))
    return control > len(text) * _MAX_CONTROL or not any(char.isalnum() for char in text)


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


def _by_escapes(data: bytes) -> Decoded | None:
    for mark, encoding in _ESCAPED.items():
        if mark in data and data.isascii():
            try:
                return Decoded(data.decode(encoding), _ESCAPED_NAMES[encoding])
            except UnicodeDecodeError:
                continue
    return None


def _by_trial(data: bytes) -> Decoded:
    try:
        return Decoded(data.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError as error:
        _refuse_damaged(data, error.start)
    found = guess(data)
    if found.name and not found.rivals:
        try:
            return Decoded(data.decode(found.name), NAMES[found.name])
        except UnicodeDecodeError:
            pass
    names = list(dict.fromkeys(NAMES[name] for name in (found.name, *found.rivals) if name))
    likely = f" ({' or '.join(names[:_NAMED])})" if found.name and names else ""
    raise UnreadableDocument(
        f"its text encoding could not be told for certain{likely}: save it as UTF-8"
    )


def _refuse_damaged(data: bytes, at: int) -> None:
    """Refuse UTF-8 with a few bytes wrong: in any other encoding, all the others would be."""
    kept, marked = (len(data.decode("utf-8", errors)) for errors in ("ignore", "replace"))
    plain = len(data) - len(data.translate(None, _ASCII))
    if kept - plain > marked - kept:
        raise UnreadableDocument(
            f"it is UTF-8 but for some bytes, the first after {at:,} others: save it as UTF-8 again"
        )
