"""The piece of a document in which a citation is shown."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.reading.document import Document
from assistant.types import Answer, Citation

CONTEXT = 150
"""Characters kept on each side of a quote that no passage of the answer holds."""

_SENTENCE_ENDS = re.compile(r"[.!?]\s+")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of a document, and whether the document's text goes on at either side.

    start: where `text` begins in the document.
    quote: where the cited words lie in `text`, half-open.
    """

    text: str
    start: int
    quote: tuple[int, int]
    cut_before: bool
    cut_after: bool


def excerpt(answer: Answer, citation: Citation) -> Excerpt:
    """The table's row or the passage that holds the citation, or else its quote with some text
    around it.
    """
    start, end = _row(citation) or _passage(answer, citation) or _surroundings(citation)
    text = citation.document.text
    return Excerpt(
        text=text[start:end],
        start=start,
        quote=(citation.start - start, citation.end - start),
        cut_before=bool(text[:start].strip()),
        cut_after=bool(text[end:].strip()),
    )


def _row(citation: Citation) -> tuple[int, int] | None:
    for block in citation.document.blocks:
        if block.kind == "row" and block.start <= citation.start < citation.end <= block.end:
            return block.start, block.end
    return None


def _passage(answer: Answer, citation: Citation) -> tuple[int, int] | None:
    for hit in answer.hits:
        passage = hit.passage
        same = passage.document.name == citation.document.name
        if same and passage.start <= citation.start and citation.end <= passage.end:
            return passage.start, passage.end
    return None


def _surroundings(citation: Citation) -> tuple[int, int]:
    return (
        _cut_before(citation.document, citation.start),
        _cut_after(citation.document, citation.end),
    )


def _cut_before(document: Document, start: int) -> int:
    """Where to begin at most `CONTEXT` characters before `start`: at a sentence, else a word."""
    if start <= CONTEXT:
        return 0
    before = document.text[start - CONTEXT : start]
    sentence = _SENTENCE_ENDS.search(before)
    if sentence:
        return start - CONTEXT + sentence.end()
    space = before.find(" ")
    return start - CONTEXT + space + 1 if space >= 0 else start - CONTEXT


def _cut_after(document: Document, end: int) -> int:
    """Where to stop at most `CONTEXT` characters after `end`: at a sentence, else a word."""
    after = document.text[end : end + CONTEXT]
    if len(after) < CONTEXT:
        return len(document.text)
    sentences = list(_SENTENCE_ENDS.finditer(after))
    if sentences:
        return end + sentences[-1].start() + 1
    space = after.rfind(" ")
    return end + space if space >= 0 else end + CONTEXT
