"""Put the answers to the questions of one message together, each under its question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.messages import MEDIUM, MESSAGES
from assistant.types import Answer, Citation, Statement


def joined(question: str, answers: Sequence[Answer]) -> Answer:
    """One answer of those that were found; the lead says what answers which question.

    question: the message as asked.
    answers:  to each of its questions; at least one of them found.
    """
    found = [one for one in answers if one.found]
    citations: dict[tuple[str, int, int], Citation] = {}
    statements: list[Statement] = []
    leads: list[str] = []
    for one in found:
        markers = {}
        for cited in one.citations:
            place = (cited.document.name, cited.start, cited.end)
            kept = citations.setdefault(place, replace(cited, marker=len(citations) + 1))
            markers[cited.marker] = kept.marker
        new = [replace(said, marker=markers[said.marker]) for said in one.statements]
        statements += [said for said in new if said not in statements]
        marks = "".join(f"[{marker}]" for marker in dict.fromkeys(said.marker for said in new))
        told = MESSAGES.part if one.confidence >= MEDIUM else MESSAGES.part_unsure
        leads.append(told.format(question=one.question, marks=marks))
    missing = [
        MESSAGES.part_missing.format(question=one.question) for one in answers if not one.found
    ]
    return replace(
        found[0],
        question=question,
        searched=" ".join(one.searched for one in answers),
        lead=" ".join(leads),
        statements=tuple(statements),
        citations=tuple(citations.values()),
        confidence=min(one.confidence for one in found),
        further=(),
        notes=tuple(dict.fromkeys([*missing, *(note for one in found for note in one.notes)])),
    )
