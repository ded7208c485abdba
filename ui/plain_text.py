"""Answers and hits as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assistant.answering.answer import Answer, Citation, Composition
from assistant.checking.verdict import CheckedSentence, Verdict
from assistant.printable import one_line, printable
from assistant.reading.document import Document
from assistant.searching.hit import Hit

IN_OTHER_WORDS = "In other words"
WITHHELD = "A sentence is withheld"
QUOTES_STAY = "Too little of this is held up by the quotes: they stay the answer."
PARTLY = "partly"


def sentence_text(sentence: CheckedSentence) -> str:
    """A composed sentence with its markers, and what of it is not held up."""
    text = one_line(sentence.text) + "".join(f" [{marker}]" for marker in sentence.markers)
    if sentence.verdict is Verdict.PARTLY:
        text += f" ({PARTLY}: {one_line(sentence.reason)})"
    return text


def written_by(composed: Composition) -> str:
    """Which model wrote, and how fast."""
    parts = [f"written by {one_line(composed.model)}"]
    if composed.first_word is not None:
        parts.append(f"first word after {composed.first_word:.1f} s")
        writing = composed.seconds - composed.first_word
        if composed.tokens and composed.tokens > 1 and writing > 0:
            parts.append(f"{(composed.tokens - 1) / writing:.0f} tokens/s")
    return ", ".join(parts)


def answer_text(answer: Answer) -> str:
    """The quoted answer and its numbered sources; of a refusal, what comes nearest."""
    parts = [printable(answer.quoted)]
    if answer.searched.strip() != answer.question.strip():
        parts.insert(0, f"Searched for: {one_line(answer.searched)}\n")
    if answer.citations:
        parts += ["", "Sources" if answer.found else "Nearest passages"]
        stated = {statement.marker for statement in answer.statements}
        for citation in answer.citations:
            parts += _source(citation, quoted=citation.marker not in stated)
    return "\n".join(parts)


def hits_text(hits: Iterable[Hit]) -> str:
    """The passages, best first, each with its score and place."""
    return "\n\n".join("\n".join(_hit(place, hit)) for place, hit in enumerate(hits, 1))


def _source(citation: Citation, *, quoted: bool) -> Iterator[str]:
    yield f"[{citation.marker}] {_title(citation.document)}"
    if citation.section:
        yield f"    {one_line(citation.section)}"
    if quoted:
        yield f"    “{one_line(citation.quote)}”"
    yield f"    {_place(citation.document, citation.start, citation.end)}"


def _hit(place: int, hit: Hit) -> Iterator[str]:
    passage = hit.passage
    yield f"{place}. {_title(passage.document)}  (score {hit.score:.2f})"
    if passage.section:
        yield f"   {one_line(' > '.join(passage.section))}"
    yield f"   {_place(passage.document, passage.start, passage.end)}"
    yield f"   {one_line(passage.text)}"


def _title(document: Document) -> str:
    source = document.source
    known = [one_line(source.authors)] if source.authors else []
    known += [str(source.year)] if source.year is not None else []
    title = one_line(document.title)
    return f"{title} ({', '.join(known)})" if known else title


def _place(document: Document, start: int, end: int) -> str:
    return f"{one_line(document.name)}, characters {start:,}–{end:,}"
