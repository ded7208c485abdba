"""The ruled lines and pictures of a page."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any, NamedTuple

from assistant.reading.pdf.bullets import is_dot
from assistant.reading.pdf.characters import has_mark
from assistant.reading.pdf.engine import raw
from assistant.reading.pdf.fragments import Page, Rect, Rule
from assistant.reading.pdf.hidden import Drawn, Paint

_MAX_OBJECTS = 20_000  # of one page; drawings can have millions
_MAX_DEPTH = 4
_MAX_SEGMENTS = 400  # of one path; what has more is a drawing
_THIN = 2.5  # points: as thin, a filled rectangle is a line
_SHORTEST = 6.0  # points
_SHORTEST_BAR, _LONGEST_BAR = 2.0, 250.0  # points: of a fraction
_TEXT, _PATH, _IMAGE, _FORM = 1, 2, 3, 5
_LAYER = -1  # what holds an object: a form in a layer; or a form, or 0 for the page


class Affine(NamedTuple):
    """x' = a·x + c·y + e, y' = b·x + d·y + f."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point goes."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def direction(self, x: float, y: float) -> tuple[float, float]:
        """Where a direction goes."""
        return self.a * x + self.c * y, self.b * x + self.d * y

    def after(self, first: Affine) -> Affine:
        """First the other, then this."""
        a, b = self.direction(first.a, first.b)
        c, d = self.direction(first.c, first.d)
        return Affine(a, b, c, d, *self.point(first.e, first.f))


def read_graphics(page: object, shown: Affine, found: Page) -> Drawn:
    """Fill the page's rules and pictures; returns in which order all is drawn."""
    drawn = Drawn()
    for order, (item, affine, holder) in enumerate(_objects(page, shown)):
        kind = raw.FPDFPageObj_GetType(item)
        _note(item, kind, order, affine, drawn)
        if kind == _TEXT and holder:
            drawn.in_forms[_address(item)] = holder == _LAYER
        bounds = _bounds(item, affine) if kind in (_IMAGE, _PATH) else None
        if bounds is None:
            continue
        if is_dot(bounds):
            found.dots.append(bounds)
        if kind == _IMAGE:
            found.pictures.append(bounds)
        elif _is_bar(bounds):
            found.bars.append(Rule(*bounds))
        if kind == _PATH:
            found.rules.extend(_rules(item, bounds, affine))
    return drawn


def _is_bar(bounds: Rect) -> bool:
    """Whether a path is a line that may part a fraction."""
    long, thick = bounds.x1 - bounds.x0, bounds.height
    return thick <= _THIN and max(_SHORTEST_BAR, 2 * thick) <= long <= _LONGEST_BAR


def _note(
    item: Any,  # noqa: ANN401 - a pointer of the engine
    kind: int,
    order: int,
    affine: Affine,
    drawn: Drawn,
) -> None:
    """Note when an object is drawn, and whether it covers what is below it."""
    if kind == _TEXT:
        drawn.objects[_address(item)] = order
    elif (kind == _IMAGE or (kind == _PATH and _is_filled(item))) and (
        bounds := _bounds(item, affine)
    ) is not None:
        clipped = raw.FPDFClipPath_CountPaths(raw.FPDFPageObj_GetClipPath(item)) > 0
        opaque = not clipped and not raw.FPDFPageObj_HasTransparency(item)
        drawn.paints.append(Paint(order, bounds, kind == _IMAGE and opaque))


def _address(item: Any) -> int:  # noqa: ANN401 - a pointer of the engine
    return ctypes.cast(item, ctypes.c_void_p).value or 0


def _is_filled(item: object) -> bool:
    mode, stroked = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item, ctypes.byref(mode), ctypes.byref(stroked))
    return mode.value != 0


def _objects(page: object, shown: Affine) -> Iterator[tuple[object, Affine, int]]:
    """Those of the page and, some levels deep, of the forms on it; with what holds each."""
    left = _MAX_OBJECTS
    count = raw.FPDFPage_CountObjects(page)
    waiting = [(page, raw.FPDFPage_GetObject, min(count, left), shown, 0, 0)]
    while waiting and left > 0:
        holder, get, count, affine, depth, inside = waiting.pop()
        for at in range(min(count, left)):
            left -= 1
            item = get(holder, at)
            if raw.FPDFPageObj_GetType(item) != _FORM:
                yield item, affine, inside
            elif depth < _MAX_DEPTH:
                inner = affine.after(_matrix(item))
                count = raw.FPDFFormObj_CountObjects(item)
                below = _LAYER if inside == _LAYER or has_mark(item, "OC") else _FORM
                get_one = raw.FPDFFormObj_GetObject
                waiting.append((item, get_one, count, inner, depth + 1, below))


def _matrix(item: object) -> Affine:
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix))
    return Affine(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _bounds(item: object, affine: Affine) -> Rect | None:
    box = [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPageObj_GetBounds(item, *(ctypes.byref(side) for side in box)):
        return None
    left, bottom, right, top = (side.value for side in box)
    return _rect(affine.point(left, bottom), affine.point(right, top))


def _rect(first: tuple[float, float], second: tuple[float, float]) -> Rect:
    (x0, y0), (x1, y1) = first, second
    return Rect(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _rules(item: object, bounds: Rect, affine: Affine) -> Iterator[Rule]:
    if _thin(bounds):
        if max(bounds.x1 - bounds.x0, bounds.y1 - bounds.y0) >= _SHORTEST:
            yield Rule(*bounds)
        return
    count = raw.FPDFPath_CountSegments(item)
    if not 2 <= count <= _MAX_SEGMENTS:
        return
    own = affine.after(_matrix(item))
    x, y = ctypes.c_float(), ctypes.c_float()
    previous = start = (0.0, 0.0)
    for at in range(count):
        segment = raw.FPDFPath_GetPathSegment(item, at)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = own.point(x.value, y.value)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_LINETO:
            yield from _line(previous, point)
        elif kind == raw.FPDF_SEGMENT_MOVETO:
            start = point
        if raw.FPDFPathSegment_GetClose(segment):
            yield from _line(point, start)
        previous = point


def _thin(rect: Rect) -> bool:
    return min(rect.x1 - rect.x0, rect.y1 - rect.y0) <= _THIN


def _line(first: tuple[float, float], second: tuple[float, float]) -> Iterator[Rule]:
    rect = _rect(first, second)
    width, height = rect.x1 - rect.x0, rect.y1 - rect.y0
    if min(width, height) <= 0.5 and max(width, height) >= _SHORTEST:
        yield Rule(*rect)
