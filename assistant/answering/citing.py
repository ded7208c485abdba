"""Citations: numbered, exact places in documents."""

from __future__ import annotations

from assistant.answering.answer import Citation
from assistant.chunking.passage import Passage
from assistant.reading.document import Span


class Citations:
    """Gives out markers from 1 on, one for each place."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, int, int], Citation] = {}

    def cite(self, passage: Passage, span: Span) -> Citation:
        """The citation of a place; the same place keeps its marker."""
        key = _key(passage, span)
        if key not in self._found:
            self._found[key] = self.place(passage, span)
        return self._found[key]

    def has(self, passage: Passage, span: Span) -> bool:
        """Whether a place is cited."""
        return _key(passage, span) in self._found

    def place(self, passage: Passage, span: Span) -> Citation:
        """A place as a citation with the next marker, which it does not take."""
        document = passage.document
        return Citation(
            marker=len(self._found) + 1,
            document=document,
            start=span.start,
            end=span.end,
            quote=document.text[span.start : span.end],
            section=" > ".join(passage.section),
            origin=document.origin.to_origin(span.start, span.end),
        )

    def all(self) -> tuple[Citation, ...]:
        """All citations in the order of their markers."""
        return tuple(self._found.values())


def _key(passage: Passage, span: Span) -> tuple[str, int, int]:
    return passage.document.name, span.start, span.end
