"""Find where an abbreviation is set out: "What does NEDA stand for?"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from assistant.chunking.chunks import Passage
from assistant.nlp.word_statistics import singular
from assistant.reading.document import Span

_ASKS = re.compile(
    r"\b(?:what|which words?)\b.{0,20}?\b(?:does|do|is|are)\b(?: the)?(?: abbreviation| acronym"
    r"| term| letters)? (?P<a>[\w+-]+) (?:stand(?:ing)? for|mean|short for|an abbreviation)\b"
    r"|\b(?:meaning|definition|full (?:form|name)|long form|expansion) of (?:the )?"
    r"(?:abbreviation |acronym )?(?P<b>[\w+-]+)",
    re.IGNORECASE,
)


def definition(
    question: str, passages: Iterable[Passage], abbreviations: Mapping[str, str]
) -> tuple[Passage, Span] | None:
    """The first sentence that sets out the abbreviation asked for; None if none is asked for."""
    found = _ASKS.search(question)
    short = singular((found["a"] or found["b"]) if found else "")
    long_form = abbreviations.get(short)
    if not long_form:
        return None
    bracketed = re.compile(rf"{re.escape(long_form)}\s*\({re.escape(short)}s?\)", re.IGNORECASE)
    for passage in passages:
        if bracketed.search(passage.text):
            for span in passage.sentences:
                if bracketed.search(passage.document.text[span.start : span.end]):
                    return passage, span
    return None
