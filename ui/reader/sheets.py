"""The pages of a document as printed, beside its text."""

from __future__ import annotations

import bisect
import json
from dataclasses import dataclass
from urllib.parse import quote as url_quote

from assistant.reading.document import Document
from assistant.reading.units import Unit

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sheets:
    """The pages of a document.

    pages:  in order.
    marked: where the words of a place stand on them: page, and left, top, width and height in
            hundredths of it.
    """

    document: Document
    pages: tuple[Unit, ...]
    marked: tuple[tuple[int, float, float, float, float], ...] = ()

    @property
    def shown(self) -> Unit:
        """The page to begin with: that of the first mark, else the first."""
        number = self.marked[0][0] if self.marked else 1
        return next((page for page in self.pages if page.number == number), self.pages[0])

    @property
    def as_json(self) -> str:
        """For `static/reader_page.js`: number, label, width and height of each page."""
        return json.dumps([(one.number, one.label, one.width, one.height) for one in self.pages])

    @property
    def marked_json(self) -> str:
        """The marks, likewise."""
        return json.dumps(self.marked)

    def address(self, page: Unit) -> str:
        """The address of the page's image, without its width."""
        name = url_quote(self.document.name, safe="", errors="replace")
        return f"/api/page/{page.number}/{name}?sha={self.document.file.sha256[:16]}"


def sheets(document: Document, at: Range | None) -> Sheets | None:
    """The pages, with what lies in `at` marked; None if the file has none that can be shown."""
    pages = tuple(unit for unit in document.file.units if unit.kind == "page" and unit.width > 0)
    if not pages:
        return None
    place = document.place(*at) if at else None
    sizes = {page.number: (page.width, page.height) for page in pages}
    marked = []
    for box in place.boxes if place else ():
        if box.page in sizes:
            width, height = sizes[box.page]
            across, down = 100 / width, 100 / height
            marked.append(
                (
                    box.page,
                    round(box.x0 * across, 2),
                    round(box.y0 * down, 2),
                    round((box.x1 - box.x0) * across, 2),
                    round((box.y1 - box.y0) * down, 2),
                )
            )
    return Sheets(document, pages, tuple(marked))


class Leaves:
    """On which page each place of a document's text begins."""

    def __init__(self, document: Document) -> None:
        self._origin = document.origin
        self._pages = [unit for unit in document.file.units if unit.kind == "page"]
        self._starts = [unit.start for unit in self._pages]
        self._last = 0

    def turned(self, start: int, end: int) -> Unit | None:
        """The page that this place begins on, where no earlier one began on it."""
        if not self._pages:
            return None
        origin = self._origin.to_origin(start, end)
        if not origin:
            return None
        number = bisect.bisect_right(self._starts, origin[0][0])
        if number <= self._last:
            return None
        self._last = number
        return self._pages[number - 1]
