"""The characters of a page and the fonts they are in, as PDFium has them."""

from __future__ import annotations

import ctypes
import re
from array import array
from collections.abc import Sequence
from typing import NamedTuple

from assistant.reading.pdf.engine import raw

HYPHEN = "\ufffe"  # how the engine marks a hyphen at which it has joined two lines
_SURROGATE = re.compile("[\ud800-\udfff]")
_BOLD = re.compile(
    r"bold|black|heavy|semibold|demi|(?:^|[-,+])(?:cmbx|cmb|sfbx|bd)|-medi(?:$|\W)", re.I
)
_ITALIC = re.compile(r"italic|oblique|(?:^|[-,+])(?:cmti|cmsl|sfti)|-it(?:$|al)", re.I)
_FIXED = re.compile(
    r"mono|courier|consol|typewriter|menlo|source ?code|fira ?code|(?:^|[-,+])(?:cmtt|sftt)",
    re.IGNORECASE,
)
_FIXED_PITCH, _FORCE_BOLD = 1, 1 << 18  # flags of a font; its weight is but guessed by the engine


def characters_of(text: object, count: int) -> tuple[str, Sequence[int]]:
    """The characters of a page, and the engine's index of each: it counts in UTF-16."""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = raw.FPDFText_GetText(text, 0, count, buffer)
    if written == count + 1:
        units = bytes(buffer)[: 2 * count]
    else:  # some have no text: ask for each
        each = (raw.FPDFText_GetUnicode(text, at) & 0xFFFF for at in range(count))
        units = b"".join((0xFFFE if unit == 2 else unit).to_bytes(2, "little") for unit in each)
    letters = units.decode("utf-16-le", "surrogatepass")
    if len(letters) == count:
        return _SURROGATE.sub("\ufffd", letters), range(count)
    index = array("l")
    at = 0
    for letter in letters:
        index.append(at)
        at += 2 if letter > "\uffff" else 1
    return _SURROGATE.sub("\ufffd", letters), index


class Font(NamedTuple):
    """A font. fixed: all its letters are of one width."""

    name: str = ""
    bold: bool = False
    italic: bool = False
    fixed: bool = False


def font_of(font: object) -> Font:
    """What the file says of a font."""
    size = raw.FPDFFont_GetBaseFontName(font, None, 0)
    name = ""
    if 1 < size < 500:
        buffer = ctypes.create_string_buffer(size)
        raw.FPDFFont_GetBaseFontName(font, buffer, size)
        name = buffer.value.decode("utf-8", "replace")
    plain = name.split("+", 1)[-1]
    flags = raw.FPDFFont_GetFlags(font)
    bold = _BOLD.search(plain) is not None or bool(flags & _FORCE_BOLD)
    fixed = _FIXED.search(plain) is not None or bool(flags & _FIXED_PITCH)
    return Font(plain, bold, _ITALIC.search(plain) is not None, fixed)


def is_artifact(found: object) -> bool:
    """Whether the file says that a text object is decoration of its page."""
    return has_mark(found, "Artifact")


def has_mark(found: object, name: str) -> bool:
    """Whether a text object stands in marked content of that name."""
    for at in range(min(raw.FPDFPageObj_CountMarks(found), 8)):
        mark = raw.FPDFPageObj_GetMark(found, at)
        buffer = (ctypes.c_ushort * 20)()
        size = ctypes.c_ulong()
        if raw.FPDFPageObjMark_GetName(mark, buffer, 40, ctypes.byref(size)) and (
            bytes(buffer)[: size.value].decode("utf-16-le", "ignore").rstrip("\0") == name
        ):
            return True
    return False
