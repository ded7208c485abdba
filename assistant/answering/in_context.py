"""A sentence as a cross-encoder reads it: with what it cannot be understood without."""

from __future__ import annotations

from assistant.chunking.passage import Passage
from assistant.nlp.discourse import leans
from assistant.reading.document import Span

BETWEEN = " | "
_HEADING = 80  # characters: a title may be as long as a sentence


def in_context(passage: Passage, span: Span) -> str:
    """The sentence, the nearest heading (or else the published title), and the sentence before
    where it leans on that.

    The sentence comes first, since a cross-encoder cuts off the end of what is too long.
    """
    text = passage.document.text
    sentence = text[span.start : span.end]
    heading = passage.section[-1] if passage.section else passage.document.source.title
    parts = [sentence, heading[:_HEADING]] if heading else [sentence]
    if leans(sentence):
        earlier = [one for one in passage.sentences if one.end <= span.start]
        parts += [text[one.start : one.end] for one in earlier[-1:]]
    return BETWEEN.join(" ".join(part.split()) for part in parts)
