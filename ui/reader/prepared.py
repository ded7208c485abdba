"""A document's HTML without marks, made once: a mark changes only the parts that it lies in."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

from assistant.reading.document import Document
from ui.reader.body import PartWriter
from ui.reader.contents import contents
from ui.reader.marking import Range
from ui.reader.parts import Part, parts

KEPT = 8


@dataclass(frozen=True, slots=True)
class Prepared:
    """html: of each part, without a mark. contents: of all of them, "" where there are none."""

    document: Document
    parts: tuple[Part, ...]
    html: tuple[str, ...]
    contents: str
    words: int

    def body(self, at: Range | None = None) -> str:
        """All parts, in sections that begin with a heading; what lies in `at` is marked."""
        writer = PartWriter(self.document, at)
        sections: list[list[str]] = [[]]
        for part, html in zip(self.parts, self.html, strict=True):
            if part.kind == "heading":
                sections.append([])
            touched = at is not None and part.start < at[1] and at[0] < part.end
            sections[-1].append(writer.part(part) if touched else html)
        return "".join(
            f'<section class="reader-section">{"".join(section)}</section>'
            for section in sections
            if section
        )


def prepare(document: Document) -> Prepared:
    """All that the address does not change."""
    shown, writer = tuple(parts(document)), PartWriter(document)
    return Prepared(
        document=document,
        parts=shown,
        html=tuple(writer.part(part) for part in shown),
        contents=contents(document, shown),
        words=len(document.text.split()),
    )


class Shelf:
    """The last documents that were read. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, str], Prepared] = OrderedDict()

    def get(self, document: Document) -> Prepared:
        """The document prepared, from the shelf where it is there."""
        key = document.name, document.sha256
        with self._lock:
            found = self._kept.pop(key, None)
        found = found or prepare(document)
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return found
