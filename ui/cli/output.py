"""Answers and hits for a terminal: as plain text, and as JSON for other programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from assistant.citation import place_record, record
from assistant.messages import MESSAGES
from assistant.printable import json_text, one_line, printable
from assistant.reading.document import Document
from assistant.reading.places import FilePlace, in_words
from assistant.types import Answer, CheckedSentence, Citation, Composition, Hit, Verdict


def sentence_text(sentence: CheckedSentence) -> str:
    """A composed sentence with its markers, and what of it is not held up."""
    text = one_line(sentence.text) + "".join(f" [{marker}]" for marker in sentence.markers)
    if sentence.verdict is Verdict.PARTLY:
        text += f" ({MESSAGES.partly.format(reason=one_line(sentence.reason))})"
    return text


def struck(text: str) -> str:
    """Text struck through, as far as a terminal can: each character with a stroke over it."""
    return "".join(f"{char}\u0336" for char in one_line(text))


def written_by(composed: Composition) -> str:
    """Which model wrote, and how fast."""
    parts = [MESSAGES.written_by.format(model=one_line(composed.model))]
    if composed.first_word is not None:
        parts.append(MESSAGES.first_word.format(seconds=composed.first_word))
        writing = composed.seconds - composed.first_word
        if composed.tokens and composed.tokens > 1 and writing > 0:
            parts.append(MESSAGES.speed.format(tokens=(composed.tokens - 1) / writing))
    return ", ".join(parts)


def answer_text(answer: Answer) -> str:
    """The quoted answer, how sure it is, and its sources; of a refusal, what comes nearest."""
    told = [f"{one.told} [{one.marker}]" for one in answer.statements]
    parts = [printable("\n".join([answer.lead, *told] if answer.lead else told))]
    if answer.about:
        phrases = one_line(" · ".join(answer.about))
        parts.insert(0, f"{MESSAGES.about.format(phrases=phrases)}\n")
    parts += [f"\n{one_line(note)}" for note in (*answer.notes, *_outdated(answer))]
    if answer.found and not answer.is_talk:
        parts += ["", MESSAGES.confidence(answer.confidence)]
    if answer.citations:
        parts += ["", MESSAGES.sources if answer.found else MESSAGES.nearest_passages]
        stated = {statement.marker for statement in answer.statements}
        for citation in answer.citations:
            parts += _source(citation, quoted=citation.marker not in stated)
    return "\n".join(parts)


def _outdated(answer: Answer) -> list[str]:
    """What became of the cited files since they were indexed, and what to do."""
    said = (MESSAGES.outdated(one.change, one.document, one.now) for one in answer.outdated)
    return [MESSAGES.run_index.format(said=one) for one in said]


def hits_text(hits: Iterable[Hit]) -> str:
    """The passages, best first, each with its score and place."""
    return "\n\n".join("\n".join(_hit(place, hit)) for place, hit in enumerate(hits, 1))


def sources(citations: Iterable[Citation]) -> Iterator[str]:
    """Citations that nothing has quoted yet: each with its quote and its place."""
    for citation in citations:
        yield from _source(citation, quoted=True)


def _source(citation: Citation, *, quoted: bool) -> Iterator[str]:
    yield f"[{citation.marker}] {_title(citation.document)}"
    if citation.section:
        yield f"    {one_line(citation.section)}"
    if quoted:
        yield f"    “{one_line(citation.quote)}”"
    yield f"    {_place(citation.document, citation.place)}"


def _hit(place: int, hit: Hit) -> Iterator[str]:
    passage = hit.passage
    yield f"{place}. {_title(passage.document)}  ({MESSAGES.score.format(score=hit.score)})"
    if passage.section:
        yield f"   {one_line(' > '.join(passage.section))}"
    yield f"   {_place(passage.document, passage.place)}"
    yield f"   {one_line(passage.text)}"


def _title(document: Document) -> str:
    source = document.source
    known = [one_line(source.authors)] if source.authors else []
    known += [str(source.year)] if source.year is not None else []
    title = one_line(document.title)
    return f"{title} ({', '.join(known)})" if known else title


def _place(document: Document, place: FilePlace | None) -> str:
    """The file's name, and where in the file as it lies on the disk."""
    name = one_line(document.name)
    return name if place is None else f"{name}, {in_words(place)}"


def to_json(value: object, *, indent: int | None = 2) -> str:
    """`value` as readable JSON that a terminal can print; nothing of it is lost."""
    return json_text(value, indent)


def answer_object(answer: Answer) -> dict[str, Any]:
    """The answer with its citations."""
    return {
        "question": answer.question,
        "searched": answer.searched,
        "about": list(answer.about),
        "found": answer.found,
        "text": answer.text,
        "notes": list(answer.notes),
        "confidence": answer.confidence,
        "not_asked": answer.not_asked,
        "outdated": [asdict(one) for one in answer.outdated],
        "citations": [record(citation).to_json() for citation in answer.citations],
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
    return {"question": question, "hits": [_hit_as_json(hit) for hit in hits]}


def _hit_as_json(hit: Hit) -> dict[str, Any]:
    passage = hit.passage
    section = " > ".join(passage.section)
    return {
        **place_record(passage.document, passage.start, passage.end, section).to_json(),
        "text": passage.text,
        "score": hit.score,
        "cosine": hit.cosine,
        "bm25": hit.bm25,
        "matched": [[span.start, span.end] for span in hit.matched],
    }
