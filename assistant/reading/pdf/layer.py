"""Make the layer: all characters of the file, page by page, with the place of each word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from assistant.reading.document import Span
from assistant.reading.pdf.fragments import Page, Rect
from assistant.reading.pdf.strips import Strip, pieces
from assistant.reading.structure import Layer
from assistant.reading.text_builder import WITHOUT_SPACES
from assistant.reading.units import Boxes, Unit


def make_layer(pages: Sequence[Page], strips: Iterable[tuple[int, Strip]]) -> Layer:
    """The layer of a file; sets where each strip stands in it.

    A page's strips stand in the order in which the file has their first characters.
    strips: with the number of the page of each.
    """
    by_page: defaultdict[int, list[Strip]] = defaultdict(list)
    for number, strip in strips:
        by_page[number].append(strip)
    builder = _Builder()
    units: list[Unit] = []
    for page in pages:
        label = "" if page.label == str(page.number) else page.label
        units.append(Unit("page", page.number, builder.length, label, page.width, page.height))
        for strip in sorted(by_page[page.number], key=lambda strip: strip.fragments[0].index):
            builder.add(strip)
    return Layer("".join(builder.parts), is_text=False, units=tuple(units), boxes=builder.boxes)


class _Builder:
    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._rects: list[Rect] = []

    @property
    def boxes(self) -> Boxes:
        return Boxes(tuple(self._starts), tuple(self._ends), tuple(self._rects))

    def add(self, strip: Strip) -> None:
        start = self.length
        self.parts.append(" " * strip.indent)
        self.length += strip.indent
        for fragment, piece in zip(strip.fragments, pieces(strip.fragments), strict=True):
            apart = WITHOUT_SPACES.match(piece) is not None
            if apart or piece.startswith(" ") or self.length == start + strip.indent:
                begin = self.length + piece.startswith(" ")
                self._starts.append(begin)
                self._ends.append(self.length + len(piece))
                self._rects.append(fragment.rect)
            else:
                self._ends[-1] += len(piece)
                self._rects[-1] = self._rects[-1].united(fragment.rect)
            self.parts.append(piece)
            self.length += len(piece)
        strip.span = Span(start, self.length)
        self.parts.append("\n")
        self.length += 1
