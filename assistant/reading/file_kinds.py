"""What a file is that holds no text, by how it begins."""

from __future__ import annotations

import re

_ZIP = "a ZIP archive or an Office document"
_BEGINNINGS = (
    (b"PK\x03\x04", _ZIP), (b"PK\x05\x06", _ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
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
)  # fmt: skip
# Formats that are written in text.
_WRITTEN = (
    (re.compile(rb"\{\\rtf\d{0,2}[\\{]"), "an RTF document"),
    (re.compile(rb"%!PS(?:-Adobe|\s{0,9}[\r\n])"), "PostScript"),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s{0,99}<(?:!doctype html|html)[\s>]", re.IGNORECASE),
     "a web page (HTML)"),
)  # fmt: skip
_BINARY = bytes({*range(0x20), 0x7F} - {*b"\t\n\v\f\r\x1b"})
"""Bytes of which text has none, and a binary format some."""

_PDF = re.compile(rb"%PDF-\d\.\d\s")
_PDF_WITHIN = 1024  # bytes that may stand before it
_PDF_INSIDE = (b"endobj", b"startxref")


def kind_of(data: bytes) -> str:
    """What a file is, such as "a PDF"; "" where it may be text."""
    for pattern, kind in _WRITTEN:
        if pattern.match(data):
            return kind
    plain = len(data.translate(None, _BINARY)) == len(data)
    if _is_pdf(data, plain=plain):
        return "a PDF"
    if plain:  # a text about GIF89a, or OggS
        return ""
    for beginning, kind in _BEGINNINGS:
        if data.startswith(beginning):
            return kind
    for pattern, kind in _PATTERNS:
        if pattern.match(data):
            return kind
    return ""


def _is_pdf(data: bytes, *, plain: bool) -> bool:
    """A PDF may begin within its first kilobyte; a text that speaks of one has no objects."""
    found = _PDF.search(data, 0, _PDF_WITHIN)
    if found is None:
        return False
    return (found.start() == 0 and not plain) or any(word in data for word in _PDF_INSIDE)
