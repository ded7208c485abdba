"""Tell text that no reader of a page sees: white on white, covered, tiny, in a layer that is off.

What may be hidden is looked up in the page's objects; whether it is, its picture decides.
"""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from assistant.reading.pdf.characters import has_mark
from assistant.reading.pdf.engine import EngineError, Pdf, raw
from assistant.reading.pdf.fragments import Page, Rect

_INVISIBLE_MODE = 3  # neither filled nor stroked
_TINY = 1.0  # points: nobody reads smaller text
_LIGHT = 225  # of 255: from here on, a colour may be that of the paper
_FAINT = 40  # of 255: opacity
_CONTRAST = 12  # of 255: less is not seen
_SCALE = 2.0  # pixels a point
_MOST_PIXELS = 4e6
_MOST_PAINTS = 2_000  # of one page; more are a drawing
_SCAN = 0.5  # of a page: a picture so large, and the text is what was recognised in it


_MAX_DEPTH = 5  # of forms in forms

_Picture = tuple[bytes, int, int]
"""The bytes of a page's picture, of a line of it, and of a pixel."""


class Paint(NamedTuple):
    """A filled shape or a picture; it covers what is drawn before it. picture: an opaque one."""

    order: int
    rect: Rect
    picture: bool = False


@dataclass(slots=True)
class Drawn:
    """In which order a page's objects are drawn. objects: by the address of each.

    in_forms: by the address of text in forms (drawings used as one object), whether these are
    marked as of a layer.
    """

    objects: dict[int, int] = field(default_factory=dict)
    in_forms: dict[int, bool] = field(default_factory=dict)
    paints: list[Paint] = field(default_factory=list)


class Look:
    """Looks at what may be hidden on one page, of which it makes a picture when it has to."""

    def __init__(self, pdf: Pdf, page: Page, drawn: Drawn) -> None:
        self._pdf, self._page, self._drawn = pdf, page, drawn
        self._pictures: dict[bool, _Picture] = {}
        size = max((paint.rect for paint in drawn.paints if paint.picture), key=_area, default=None)
        self.is_scan = size is not None and _area(size) >= _SCAN * page.width * page.height

    def is_hidden(self, item: object, address: int, size: float, rect: Rect) -> bool:
        """Whether a piece of text of this object is not seen."""
        if not item:
            return False
        if size < _TINY or is_invisible(item):
            return True
        covers = self._covers(address, rect)
        if any(paint.picture for paint in covers):
            return True
        if (covers or _is_faint(item)) and self._is_blank(rect):
            return True
        return self._may_be_off(item, address) and self._is_undrawn(rect)

    def _may_be_off(self, item: object, address: int) -> bool:
        """Whether a piece of text is in a layer, or in a form that may name one itself."""
        in_layer = self._drawn.in_forms.get(address)
        if in_layer is not None and (in_layer or self._pdf.has_layered_forms):
            return True
        return has_mark(item, "OC")

    def _covers(self, address: int, rect: Rect) -> list[Paint]:
        paints = self._drawn.paints
        if len(paints) > _MOST_PAINTS:
            return []
        order = self._drawn.objects.get(address, -1)
        covers = [paint for paint in paints if paint.order > order and _holds(paint.rect, rect)]
        return [paint._replace(picture=paint.picture and order >= 0) for paint in covers]

    def _is_blank(self, rect: Rect) -> bool:
        """Whether the picture of the page has one colour there."""
        inked, channels = self._seen(rect, layers=True)
        if not inked:
            return False
        return all(
            max(inked[at::channels]) - min(inked[at::channels]) <= _CONTRAST
            for at in range(min(channels, 3, len(inked)))
        )

    def _is_undrawn(self, rect: Rect) -> bool:
        """Whether the page looks the same there without what may be in a layer that is off."""
        seen, _ = self._seen(rect, layers=True)
        return bool(seen) and seen == self._seen(rect, layers=False)[0]

    def _seen(self, rect: Rect, *, layers: bool) -> tuple[bytes, int]:
        """The pixels of a part of the page, and the bytes of each. layers: with their text."""
        if layers not in self._pictures:
            self._pictures[layers] = self._drawn_page(layers=layers)
        data, stride, channels = self._pictures[layers]
        scale = self._scale
        x0, x1 = max(0, int(rect.x0 * scale)), math.ceil(rect.x1 * scale)
        y0, y1 = max(0, int(rect.y0 * scale)), math.ceil(rect.y1 * scale)
        rows = [
            data[y * stride + x0 * channels : y * stride + min(x1 * channels, stride)]
            for y in range(y0, y1)
        ]
        return b"".join(rows), channels

    @property
    def _scale(self) -> float:
        area = max(1.0, self._page.width * self._page.height)
        return min(_SCALE, math.sqrt(_MOST_PIXELS / area))

    def _drawn_page(self, *, layers: bool) -> _Picture:
        try:
            page = self._pdf.document[self._page.number - 1]
        except EngineError:
            return b"", 0, 1
        try:
            if not layers:
                _take_layers_off(page)
            bitmap = page.render(scale=self._scale)
            try:
                return bytes(bitmap.buffer), bitmap.stride, bitmap.n_channels
            finally:
                bitmap.close()
        finally:
            page.close()


def _take_layers_off(page: Any) -> None:  # noqa: ANN401 - a page of the engine
    """Let text in layers and in forms not be drawn."""
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=_MAX_DEPTH):
        if item.level > 0 or has_mark(item.raw, "OC"):
            raw.FPDFPageObj_SetIsActive(item.raw, False)


def settle(page: Page, hidden: set[int], *, is_scan: bool) -> None:
    """Leave hidden fragments out, unless they are what was recognised in a scan.

    hidden: their ids.
    """
    count = sum(len(parts) for parts in page.fragments.values())
    page.layered = is_scan and 2 * len(hidden) > count
    if page.layered or not hidden:
        return
    page.hidden += len(hidden)
    for angle, parts in page.fragments.items():
        page.unseen += [part.text for part in parts if id(part) in hidden]
        page.fragments[angle] = [part for part in parts if id(part) not in hidden]


def is_invisible(item: object) -> bool:
    """Whether a text object is drawn without any ink."""
    return bool(raw.FPDFTextObj_GetTextRenderMode(item) == _INVISIBLE_MODE)


def _is_faint(item: object) -> bool:
    """Whether its colour may be that of the paper."""
    channels = [ctypes.c_uint() for _ in range(4)]
    if not raw.FPDFPageObj_GetFillColor(item, *map(ctypes.byref, channels)):
        return False
    red, green, blue, opacity = (channel.value for channel in channels)
    return min(red, green, blue) >= _LIGHT or opacity <= _FAINT


def _area(rect: Rect) -> float:
    return (rect.x1 - rect.x0) * (rect.y1 - rect.y0)


def _holds(outer: Rect, inner: Rect) -> bool:
    """Whether most of a word lies within."""
    edge = 0.2 * inner.height
    across = outer.x0 <= inner.x0 + edge and outer.x1 >= inner.x1 - edge
    return across and outer.y0 <= inner.y0 + edge and outer.y1 >= inner.y1 - edge
