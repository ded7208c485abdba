"""Answers and hits as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assistant.answering.answer import Answer, Citation
from assistant.phrases.english import ENGLISH
from assistant.phrases.phrases import Phrases
from assistant.printable import one_line, printable
from assistant.reading.document import Document
from assistant.searching.hit import Hit


def answer_text(answer: Answer, phrases: Phrases = ENGLISH) -> str:
    """The answer and its numbered sources; where the documents do not say, what comes nearest."""
    parts = [printable(answer.text)]
    if answer.searched.strip() != answer.question.strip():
        searched = phrases.searched_for.format(question=one_line(answer.searched))
        parts.insert(0, f"{searched}\n")
    parts += [f"\n{one_line(note)}" for note in answer.notes]
    if answer.citations:
        parts += ["", phrases.sources if answer.found else phrases.nearest_passages]
        stated = {statement.marker for statement in answer.statements}
        for citation in answer.citations:
            parts += _source(citation, phrases, quoted=citation.marker not in stated)
    return "\n".join(parts)


def hits_text(hits: Iterable[Hit], phrases: Phrases = ENGLISH) -> str:
    """The passages, best first, each with its score and place."""
    return "\n\n".join("\n".join(_hit(place, hit, phrases)) for place, hit in enumerate(hits, 1))


def _source(citation: Citation, phrases: Phrases, *, quoted: bool) -> Iterator[str]:
    yield f"[{citation.marker}] {_title(citation.document)}"
    if citation.section:
        yield f"    {one_line(citation.section)}"
    if quoted:
        yield f"    “{one_line(citation.quote)}”"
    yield f"    {_place(citation.document, citation.start, citation.end, phrases)}"


def _hit(place: int, hit: Hit, phrases: Phrases) -> Iterator[str]:
    passage = hit.passage
    yield f"{place}. {_title(passage.document)}  ({phrases.score.format(score=hit.score)})"
    if passage.section:
        yield f"   {one_line(' > '.join(passage.section))}"
    yield f"   {_place(passage.document, passage.start, passage.end, phrases)}"
    yield f"   {one_line(passage.text)}"


def _title(document: Document) -> str:
    source = document.source
    known = [one_line(source.authors)] if source.authors else []
    known += [str(source.year)] if source.year is not None else []
    title = one_line(document.title)
    return f"{title} ({', '.join(known)})" if known else title


def _place(document: Document, start: int, end: int, phrases: Phrases) -> str:
    return f"{one_line(document.name)}, {phrases.characters.format(start=start, end=end)}"
