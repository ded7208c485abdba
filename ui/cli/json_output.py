"""Answers and hits as JSON for other programs; docs/places.md says what the places mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.answering.answer import Answer, Citation, Composition
from assistant.printable import json_text
from assistant.retrieval.hit import Hit
from ui.file_place import file_object, shown_file


def to_json(value: object, *, indent: int | None = 2) -> str:
    """`value` as readable JSON that a terminal can print; nothing of it is lost."""
    return json_text(value, indent)


def answer_object(answer: Answer) -> dict[str, Any]:
    """The answer with its citations."""
    return {
        "question": answer.question,
        "searched": answer.searched,
        "found": answer.found,
        "text": answer.text,
        "notes": list(answer.notes),
        "confidence": answer.confidence,
        "citations": [_citation(citation) for citation in answer.citations],
        "composed": None if answer.composed is None else _composed(answer.composed),
        "timings": {
            "search": answer.timings.search,
            "answer": answer.timings.answer,
            "total": answer.timings.total,
        },
    }


def _composed(composed: Composition) -> dict[str, Any]:
    return {
        "model": composed.model,
        "leads": composed.leads,
        "fault": composed.fault,
        "stopped": composed.stopped,
        "sentences": [
            {
                "text": one.text,
                "verdict": one.verdict.value,
                "reason": one.reason,
                "markers": list(one.markers),
            }
            for one in composed.sentences
        ],
        "first_word": composed.first_word,
        "seconds": composed.seconds,
        "tokens": composed.tokens,
    }


def hits_object(question: str, hits: Sequence[Hit]) -> dict[str, Any]:
    """The question and its hits, best first."""
    return {"question": question, "hits": [_hit(hit) for hit in hits]}


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "marker": citation.marker,
        "document": citation.document.name,
        "title": citation.document.title,
        "section": citation.section,
        "quote": citation.quote,
        "file": file_object(shown_file(citation.document, citation.start, citation.end)),
        "text_start": citation.start,
        "text_end": citation.end,
        "origin": [list(part) for part in citation.origin],
    }


def _hit(hit: Hit) -> dict[str, Any]:
    passage = hit.passage
    return {
        "document": passage.document.name,
        "title": passage.document.title,
        "section": " > ".join(passage.section),
        "text": passage.text,
        "file": file_object(shown_file(passage.document, passage.start, passage.end)),
        "text_start": passage.start,
        "text_end": passage.end,
        "score": hit.score,
        "cosine": hit.cosine,
        "bm25": hit.bm25,
        "matched": [[span.start, span.end] for span in hit.matched],
    }
