"""A candidate question and the place that it was made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.reading.document import Document, Span

Kind = Literal["asked", "definition", "heading", "table", "meaning", "overview"]
"""Where a question comes from: it stands in the document, a sentence that defines something, a
heading, a cell of a table, an abbreviation that is set out, the document as a whole."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question and the material that it was made from.

    subject: what it is about, without the words of asking.
    source:  the text that answers it: of a heading, the whole section below.
    """

    question: str
    kind: Kind
    subject: str
    document: Document
    source: Span
