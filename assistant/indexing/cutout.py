"""A document with its passages, as indexing hands them on, and its sentences in order."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.chunking.passage import CutDocument as CutDocument  # for those who index
from assistant.reading.document import Span


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the index. Its number is its place in the order of `sentences`.

    passage: number of its passage.
    id:      the same in every rebuild.
    """

    passage: int
    id: str
    document: str
    span: Span
    text: str

    @property
    def text_hash(self) -> bytes:
        """By which its vector is found again: equal texts have equal vectors."""
        return hashlib.sha256(self.text.encode()).digest()


def sentence_id(passage: str, ordinal: int) -> str:
    """The id of the ordinal-th sentence (from 0) of the passage with that id."""
    return f"{passage}:{ordinal}"


def sentences(documents: Sequence[CutDocument]) -> Iterator[Sentence]:
    """All sentences, in the order that gives them their numbers."""
    passages = (passage for document in documents for passage in document.passages)
    for number, passage in enumerate(passages):
        for ordinal, span in enumerate(passage.sentences):
            yield Sentence(
                passage=number,
                id=sentence_id(passage.id, ordinal),
                document=passage.document.name,
                span=span,
                text=passage.document.text[span.start : span.end],
            )
