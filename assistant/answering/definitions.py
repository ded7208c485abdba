"""What an abbreviation stands for: answered by the sentence that defines it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from assistant.answering.selection import Chosen
from assistant.chunking.passage import Passage
from assistant.nlp.abbreviations import singular

_ASKS = re.compile(
    r"\b(?:what|which words?)\b.{0,20}?\b(?:does|do|is|are)\b(?: the)?(?: abbreviation| acronym"
    r"| term| letters)? (?P<a>[\w+-]+) (?:stand(?:ing)? for|mean|short for|an abbreviation)\b"
    r"|\b(?:meaning|definition|full (?:form|name)|long form|expansion) of (?:the )?"
    r"(?:abbreviation |acronym )?(?P<b>[\w+-]+)",
    re.IGNORECASE,
)


def definition(
    question: str, passages: Iterable[Passage], abbreviations: Mapping[str, str]
) -> Chosen | None:
    """The first sentence that sets out the abbreviation asked for; None where none is asked for."""
    found = _ASKS.search(question)
    short = singular((found.group("a") or found.group("b")) if found else "")
    long_form = abbreviations.get(short)
    if not long_form:
        return None
    bracketed = re.compile(rf"{re.escape(long_form)}\s*\({re.escape(short)}s?\)", re.IGNORECASE)
    for passage in passages:
        if bracketed.search(passage.text):
            for span in passage.sentences:
                if bracketed.search(passage.document.text[span.start : span.end]):
                    return Chosen(passage, span, 1.0)
    return None
