"""Take the text, the ruled lines and the pictures of a page from PDFium."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from assistant.reading.pdf import glyphs
from assistant.reading.pdf.bullets import add_bullets
from assistant.reading.pdf.cell_starts import mark_cell_starts
from assistant.reading.pdf.characters import HYPHEN, Font, characters_of, font_of, is_artifact
from assistant.reading.pdf.direction import mirror
from assistant.reading.pdf.engine import Pdf, raw
from assistant.reading.pdf.forms import form_of, read_fields
from assistant.reading.pdf.fractions import join_fractions
from assistant.reading.pdf.fragments import Fragment, Page, Rect, Style
from assistant.reading.pdf.graphics import Affine, read_graphics
from assistant.reading.pdf.hidden import Look, settle
from assistant.reading.pdf.layer_numbers import Glyph, layer_numbers
from assistant.reading.pdf.roots import join_roots
from assistant.reading.text_builder import WITHOUT_SPACES

MAX_CHARACTERS = 200_000
"""Of one page; what is beyond is told and not read."""

_SCALE = 1000  # the engine gives whole device units
_SLANT = 0.05  # of a text's direction: more is neither upright nor a quarter turn
# A character of a script without spaces is a word of its own: each has its box.
_WIDE = WITHOUT_SPACES.pattern
_WORD = re.compile(rf"{_WIDE}|(?:(?!{_WIDE})[^\s\0\ufffe])+\ufffe?|\ufffe")
_UNMAPPED = re.compile("[\ufffd\ue000-\uf8ff]")
_NO_LETTER = r"(?:[\ufffd\ue000-\uf8ff\x01-\x08\x0b\x0c\x0e-\x1f]|\r(?!\n))"
_GARBLED = re.compile(rf"[^\W\d_]{_NO_LETTER}|{_NO_LETTER}[^\W\d_]")
_LOOKED = re.compile(rf"\d|{glyphs.ACCENT.pattern}")
_FRACTION = re.compile(r"(\d{1,3})[/\u2044]\d{1,3}")
_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x01-\x08\x0e-\x1f\x7f]+"
)
_SOFT_HYPHEN = "\u00ad"
_SPACES = " \t\u00a0\u2003\u2002\u2009"
_ASCENT, _DESCENT = 0.72, 0.2  # of the size: what letters take above and below their baseline


class _Object(NamedTuple):
    """A text object: its style, the direction in which its text runs, a point of its baseline."""

    style: Style
    angle: int
    point: tuple[float, float]


_text_object = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(raw.FPDFText_GetTextObject, ctypes.c_void_p).value or 0
)
"""The same function, which gives the address as a number."""


class Extractor:
    """Reads the pages of one file, whose fonts it knows once they were met."""

    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf
        self._fonts: dict[int, Font] = {}
        self._form = form_of(pdf)

    def page(self, number: int) -> Page | None:
        """A page, counted from 1; None where the file's page is broken."""
        page = raw.FPDF_LoadPage(self.pdf.raw, number - 1)
        if not page:
            return None
        try:
            width, height = raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page)
            found = Page(number, float(width), float(height), label=self.pdf.label(number))
            shown = _shown(page, found)
            look = Look(self.pdf, found, read_graphics(page, shown, found))
            text = raw.FPDFText_LoadPage(page)
            if text:
                try:
                    address = ctypes.cast(text, ctypes.c_void_p)
                    _Text(text, address, shown, found, self._fonts, look).read()
                    mirror(found)
                    mark_cell_starts(found)
                    join_roots(found)
                    join_fractions(found)
                    add_bullets(found)
                finally:
                    raw.FPDFText_ClosePage(text)
            if self._form is not None:
                read_fields(page, shown, found, self._form)
            return found
        finally:
            raw.FPDF_ClosePage(page)


def _shown(page: object, size: Page) -> Affine:
    """From the page's own coordinates to points from the top left as shown."""
    width, height = (max(1, int(min(side, 2e5) * _SCALE)) for side in (size.width, size.height))
    x, y = ctypes.c_int(), ctypes.c_int()
    corners: list[tuple[float, float]] = []
    for at in ((0.0, 0.0), (100.0, 0.0), (0.0, 100.0)):
        raw.FPDF_PageToDevice(page, 0, 0, width, height, 0, *at, ctypes.byref(x), ctypes.byref(y))
        corners.append((x.value / _SCALE, y.value / _SCALE))
    (e, f), (ax, bx), (cx, dx) = corners
    return Affine((ax - e) / 100, (bx - f) / 100, (cx - e) / 100, (dx - f) / 100, e, f)


class _Text:
    def __init__(
        self,
        text: object,
        address: ctypes.c_void_p,
        shown: Affine,
        page: Page,
        fonts: dict[int, Font],
        look: Look,
    ) -> None:
        self.text, self.shown, self.page, self.fonts = text, shown, page, fonts
        self._box = [ctypes.c_double() for _ in range(4)]
        self._refs = [ctypes.byref(value) for value in self._box]
        self._objects: dict[int, _Object] = {}
        self._matrix = raw.FS_MATRIX()
        self._address = address
        self._look_at = look
        self._hidden: set[int] = set()
        self._drawn = 0

    def read(self) -> None:
        """Fill the page's fragments, in the order of the file."""
        count = raw.FPDFText_CountChars(self.text)
        self.page.cut = count > MAX_CHARACTERS
        count = min(count, MAX_CHARACTERS)
        characters, index = characters_of(self.text, count)
        self.page.garbled = _GARBLED.search(characters) is not None
        for match in _WORD.finditer(characters):
            start, end = match.span()
            word = match.group().replace(HYPHEN, "-")
            if word[-1] == _SOFT_HYPHEN and self._is_drawn(characters, end - 1, index):
                word = f"{word[:-1]}-"
            if _INVISIBLE.fullmatch(word):
                continue
            space = start > 0 and characters[start - 1] in _SPACES
            self._word(word, start, end, index, space)
        self.page.numbers = layer_numbers(characters, cache(lambda at: self._glyph(index[at])))
        settle(self.page, self._hidden, is_scan=self._look_at.is_scan)
        if 0 in self.page.fragments and glyphs.ACCENT.search(characters):
            self.page.fragments[0] = glyphs.put_accents(self.page.fragments[0], self._rect)

    def _is_drawn(self, characters: str, at: int, index: Sequence[int]) -> bool:
        """Whether a soft hyphen is seen: it ends a line, and takes room there."""
        ends = at + 1 == len(characters) or characters[at + 1] in "\r\n"
        rect = self._rect(index[at]) if ends else Rect(0, 0, 0, 0)
        return rect.x1 - rect.x0 > 0.1 or rect.height > 0.1

    def _word(self, word: str, start: int, end: int, index: Sequence[int], space: bool) -> None:
        """A word is one fragment, or several where its style changes inside."""
        first, last = self._object(index[start]), self._object(index[end - 1])
        looked = end - start > 1 and _LOOKED.search(word) is not None
        if first == last and not (looked and not self._is_fraction(word, start, index)):
            self._fragment(word, start, end, index, space, first)
            return
        begin, current = start, self._look(word[0], index[start])
        for at in range(start + 1, end + 1):
            following = self._look(word[at - start], index[at]) if at < end else None
            if following != current:
                part = word[begin - start : at - start]
                self._fragment(part, begin, at, index, space, *current)
                begin, current, space = at, following or (0, 0), False

    def _is_fraction(self, word: str, start: int, index: Sequence[int]) -> bool:
        """Whether its digits are raised as those of a fraction are, and not as a mark is."""
        found = _FRACTION.fullmatch(word)
        return found is not None and all(
            self._look(word[at], index[start + at])[1] == 1 for at in range(found.end(1))
        )

    def _look(self, letter: str, index: int) -> tuple[int, int]:
        """The text object of a character; 1 for a raised digit or sign, 2 for an accent alone."""
        number = self._object(index)
        if glyphs.ACCENT.match(letter):
            return number, 2
        least = _RAISED_DIGIT if letter.isdecimal() else _RAISED_SIGN if letter in "+−" else 0.0
        if not least:
            return number, 0
        known = self._known(number, index)
        height = known.point[1] - self._rect(index).y1
        return number, int(known.angle == 0 and height > least * known.style.size)

    def _object(self, index: int) -> int:
        """The text object of a character, as a number; 0 where it has none."""
        return _text_object(self._address, index) or 0

    def _fragment(
        self,
        word: str,
        start: int,
        end: int,
        index: Sequence[int],
        space: bool,
        number: int,
        raised: int = 0,
    ) -> None:
        """number: of its text object; raised: 1 for glyphs of raised digits and signs."""
        first = last = self._rect(index[start])
        if end - start > 1:
            last = self._rect(index[end - 1])
        rect = first.united(last)
        if glyphs.needs_boxes(word):
            boxes = [self._rect(index[at]) for at in range(start, end)]
            word = glyphs.mended(word, boxes)
        known = self._known(number, index[start])
        if known.angle == -1:
            known = known._replace(point=self._origin(index[start]))
        if _UNMAPPED.search(word):
            self.page.unmapped += len(word)
        if raised == 1:
            known = _as_raised(known)
        fragment = _placed(word, index[start], known, rect, self.page)
        fragment.space = space
        fragment.rightward = last.x0 > first.x0
        fragment.begins = number != self._drawn
        self._drawn = number
        item = raw.FPDFText_GetTextObject(self.text, index[start])
        if not _on_page(fragment.rect, self.page):
            self.page.hidden += any(map(str.isalnum, word))
            self.page.unseen.append(word)
            return
        self.page.fragments.setdefault(known.angle, []).append(fragment)
        if self._look_at.is_hidden(item, number, known.style.size, rect):
            self._hidden.add(id(fragment))

    def _known(self, number: int, index: int) -> _Object:
        known = self._objects.get(number) if number else None
        if known is None:
            known = self._objects[number] = self._described(index)
        return known

    def _rect(self, index: int) -> Rect:
        raw.FPDFText_GetCharBox(self.text, index, *self._refs)
        left, right, bottom, top = (value.value for value in self._box)
        x0, y0 = self.shown.point(left, bottom)
        x1, y1 = self.shown.point(right, top)
        return Rect(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def _origin(self, index: int) -> tuple[float, float]:
        raw.FPDFText_GetCharOrigin(self.text, index, *self._refs[:2])
        return self.shown.point(self._box[0].value, self._box[1].value)

    def _glyph(self, index: int) -> Glyph:
        """A character, in the frame of its text's direction."""
        number = self._object(index)
        known, rect, (x, y) = self._known(number, index), self._rect(index), self._origin(index)
        size = known.style.size
        if known.angle == 90:
            return Glyph(number, -rect.y1, -rect.y0, x, size)
        if known.angle == 270:
            return Glyph(number, rect.y0, rect.y1, -x, size)
        if known.angle == 180:
            return Glyph(number, -rect.x1, -rect.x0, -y, size)
        return Glyph(number, rect.x0, rect.x1, y, size)

    def _described(self, index: int) -> _Object:
        matrix = self._matrix
        raw.FPDFText_GetMatrix(self.text, index, ctypes.byref(matrix))
        along = self.shown.direction(matrix.a, matrix.b)
        across = self.shown.direction(matrix.c, matrix.d)
        size = raw.FPDFText_GetFontSize(self.text, index) * math.hypot(*across)
        found = raw.FPDFText_GetTextObject(self.text, index)
        font = self._font(found)
        artifact = bool(found) and is_artifact(found)
        size = round(min(max(size, 0.1), 5000.0), 1)
        if raw.FPDFText_HasUnicodeMapError(self.text, index) == 1:
            self.page.unmapped += 1
        style = Style(font.name, size, font.bold, font.italic, artifact, font.fixed)
        return _Object(style, _angle(*along), self._origin(index))

    def _font(self, found: object) -> Font:
        font = raw.FPDFTextObj_GetFont(found) if found else None
        if not font:
            return Font()
        address = ctypes.cast(font, ctypes.c_void_p).value or 0
        if address not in self.fonts:
            self.fonts[address] = font_of(font)
        return self.fonts[address]


def _as_raised(known: _Object) -> _Object:
    """As smaller text on a higher line, which is what the glyph looks like."""
    style = replace(known.style, size=round(_RAISED_SIZE * known.style.size, 1))
    x, y = known.point
    return known._replace(style=style, point=(x, y - _RAISED_BY * known.style.size))


# Of the size: so far above the baseline, the glyph of a digit or a sign is raised.
_RAISED_DIGIT, _RAISED_SIGN = 0.18, 0.34
_RAISED_SIZE, _RAISED_BY = 0.6, 0.33  # of the size: how it would be set from usual digits


def _angle(x: float, y: float) -> int:
    """Of a direction as shown (y downwards)."""
    length = math.hypot(x, y) or 1.0
    if abs(y) <= _SLANT * length:
        return 0 if x >= 0 else 180
    if abs(x) <= _SLANT * length:
        return 90 if y < 0 else 270
    return -1


def _placed(word: str, index: int, known: _Object, rect: Rect, page: Page) -> Fragment:
    """A fragment in the frame of its direction, its box as high as its letters may be."""
    up, down = known.style.size * _ASCENT, known.style.size * _DESCENT
    x, y = known.point
    style = known.style
    if known.angle == 90:
        rect = Rect(min(rect.x0, x - up), rect.y0, max(rect.x1, x + down), rect.y1)
        return Fragment(word, index, page.height - rect.y1, page.height - rect.y0, x, style, rect)
    if known.angle == 270:
        rect = Rect(min(rect.x0, x - down), rect.y0, max(rect.x1, x + up), rect.y1)
        return Fragment(word, index, rect.y0, rect.y1, page.width - x, style, rect)
    if known.angle == 180:
        rect = Rect(rect.x0, min(rect.y0, y - down), rect.x1, max(rect.y1, y + up))
        x0, x1 = page.width - rect.x1, page.width - rect.x0
        return Fragment(word, index, x0, x1, page.height - y, style, rect)
    if known.angle == 0:
        rect = Rect(rect.x0, min(rect.y0, y - up), rect.x1, max(rect.y1, y + down))
    return Fragment(word, index, rect.x0, rect.x1, y, style, rect)


def _on_page(rect: Rect, page: Page) -> bool:
    return rect.x1 > 0 and rect.y1 > 0 and rect.x0 < page.width and rect.y0 < page.height
