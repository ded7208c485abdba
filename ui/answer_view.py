"""An answer as the page shows it. It is complete in itself: a saved one can be shown again after
the documents have changed or gone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from pydantic.dataclasses import dataclass

from assistant.citation import CitationRecord, PlaceRecord, fields_of, fields_of_place
from assistant.nlp.discourse import split_context
from assistant.reading.references import Reference, references
from assistant.types import CheckedSentence, Outdated, Verdict
from ui import table_row
from ui.excerpt import excerpt
from ui.table_row import ShownCell

if TYPE_CHECKING:
    from assistant.types import Answer, Citation, Statement

Range = tuple[int, int]

NEARBY = 12
"""Passages kept with an answer beside those that it quotes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCitation(CitationRecord):
    """A quote with the passage around it.

    passage: the text around the quote, `quote_at` the quote's range in it.
    cells:   of the passage, if it is a table's row; else ().
    code:    whether it is of a program, so that its line breaks and spaces mean something.
    references: entries of the document's list that the quote points to.
    """

    passage: str
    quote_at: Range
    cut_before: bool = False
    cut_after: bool = False
    cells: tuple[ShownCell, ...] = ()
    code: bool = False
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPassage(PlaceRecord):
    """A passage that was found and not quoted."""

    text: str


@dataclass(frozen=True, slots=True)
class ShownStatement:
    """A line of the answer: words of a document, a table's row, or a place that a refusal names.

    decisive: ranges of `text` that answer the question.
    cells:    of a row; else ().
    """

    text: str
    marker: int
    kind: Literal["quote", "row", "place"] = "quote"
    decisive: tuple[Range, ...] = ()
    cells: tuple[ShownCell, ...] = ()

    @property
    def naming(self) -> tuple[ShownCell, ...]:
        """A row's number, if it has one, and its name."""
        return self.cells[: 2 if self.cells and self.cells[0].is_number else 1]

    @property
    def further(self) -> tuple[ShownCell, ...]:
        """The other cells of a row."""
        return self.cells[len(self.naming) :]


@dataclass(frozen=True, slots=True)
class ShownSentence:
    """A sentence of a language model, checked; see `assistant.types`."""

    text: str
    verdict: Literal["supported", "partly", "unsupported"]
    reason: str = ""
    markers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownText:
    """What a language model wrote from the quotes.

    leads:   whether it stands before the quotes.
    fault:   why it is missing or incomplete; "" if it is whole.
    stopped: whether a person ended the writing.
    writing: whether more of it is to come.
    tokens:  how many the model wrote; None if that is not known.
    """

    model: str = ""
    sentences: tuple[ShownSentence, ...] = ()
    leads: bool = True
    fault: str = ""
    stopped: bool = False
    writing: bool = False
    tokens: int | None = None

    @property
    def held_up(self) -> tuple[ShownSentence, ...]:
        """The sentences that a reader sees where the text leads."""
        return tuple(one for one in self.sentences if one.verdict != "unsupported")

    @property
    def leading(self) -> tuple[ShownSentence, ...]:
        """The sentences that stand before the quotes."""
        return self.held_up if self.leads else ()

    @property
    def withheld(self) -> tuple[ShownSentence, ...]:
        """The sentences that no quote supports."""
        return tuple(one for one in self.sentences if one.verdict == "unsupported")


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """An answer as the page shows it; the fields that it shares with `Answer` mean the same.

    nearby:  the best passages that hold none of the quotes, best first.
    seconds: how long each step took, by its name: "search", "answer", "first_word", "compose".
    """

    question: str
    searched: str
    found: bool
    confidence: float
    lead: str = ""
    statements: tuple[ShownStatement, ...] = ()
    citations: tuple[ShownCitation, ...] = ()
    notes: tuple[str, ...] = ()
    composed: ShownText | None = None
    nearby: tuple[ShownPassage, ...] = ()
    seconds: tuple[tuple[str, float], ...] = ()
    quoted: str = ""
    not_asked: int = 0
    outdated: tuple[Outdated, ...] = ()

    @property
    def about(self) -> tuple[str, ...]:
        """What of the talk before it was searched with the question; see `Answer`."""
        return split_context(self.searched)[1]

    def citation(self, marker: int) -> ShownCitation | None:
        """The citation with this marker; None if there is none."""
        return next((one for one in self.citations if one.marker == marker), None)

    @property
    def is_talk(self) -> bool:
        """Whether it answers small talk, and quotes nothing."""
        return self.found and bool(self.lead) and not (self.statements or self.citations)

    @property
    def unnamed(self) -> tuple[int, ...]:
        """The markers that no statement points at."""
        named = {one.marker for one in self.statements}
        return tuple(one.marker for one in self.citations if one.marker not in named)


def shown(answer: Answer, writing: Sequence[CheckedSentence] | None = None) -> ShownAnswer:
    """What there is to show of an answer.

    writing: what a language model has written so far; None once it is done, or where none writes.
    """
    return ShownAnswer(
        question=answer.question,
        searched=answer.searched,
        found=answer.found,
        confidence=answer.confidence,
        lead=answer.lead,
        statements=tuple(_statement(answer, one) for one in answer.statements),
        citations=tuple(_citation(answer, one) for one in answer.citations),
        notes=answer.notes,
        composed=_text(answer, writing),
        nearby=_nearby(answer),
        seconds=_seconds(answer),
        quoted=answer.quoted,
        not_asked=answer.not_asked,
        outdated=answer.outdated,
    )


def _citation(answer: Answer, citation: Citation) -> ShownCitation:
    around = excerpt(answer, citation)
    end = around.start + len(around.text)
    return ShownCitation(
        **fields_of(citation),
        passage=around.text,
        quote_at=around.quote,
        cut_before=around.cut_before,
        cut_after=around.cut_after,
        cells=table_row.cells(citation.document, around.start, end),
        code=citation.document.kind_at(citation.start) == "code",
        references=references(citation.quote, citation.document),
    )


def _nearby(answer: Answer) -> tuple[ShownPassage, ...]:
    quoted = [(one.document.name, one.start, one.end) for one in answer.citations]
    found = []
    for passage in (hit.passage for hit in answer.hits):
        document, start, end = passage.document, passage.start, passage.end
        if not any(
            document.name == where and start < last and first < end for where, first, last in quoted
        ):
            place = fields_of_place(document, start, end, " > ".join(passage.section))
            found.append(ShownPassage(**place, text=document.text[start:end]))
    return tuple(found[:NEARBY])


def _statement(answer: Answer, statement: Statement) -> ShownStatement:
    cited = next((one for one in answer.citations if one.marker == statement.marker), None)
    kind: Literal["quote", "row", "place"] = "quote"
    cells: tuple[ShownCell, ...] = ()
    if cited is not None:
        if statement.text == cited.quote:
            cells = table_row.cells(cited.document, cited.start, cited.end)
        if cells:
            kind = "row"
        elif not answer.found and statement.text.startswith(cited.document.title):
            kind = "place"
    return ShownStatement(statement.text, statement.marker, kind, statement.decisive, cells)


def _text(answer: Answer, writing: Sequence[CheckedSentence] | None) -> ShownText | None:
    done = answer.composed
    if done is None:
        return None if writing is None else ShownText(sentences=_checked(writing), writing=True)
    return ShownText(
        done.model,
        _checked(done.sentences),
        done.leads,
        done.fault,
        done.stopped,
        tokens=done.tokens,
    )


def _checked(sentences: Sequence[CheckedSentence]) -> tuple[ShownSentence, ...]:
    names: dict[Verdict, Literal["supported", "partly", "unsupported"]] = {
        Verdict.SUPPORTED: "supported",
        Verdict.PARTLY: "partly",
        Verdict.UNSUPPORTED: "unsupported",
    }
    return tuple(
        ShownSentence(one.text, names[one.verdict], one.reason, one.markers) for one in sentences
    )


def _seconds(answer: Answer) -> tuple[tuple[str, float], ...]:
    steps = [("search", answer.timings.search), ("answer", answer.timings.answer)]
    if answer.composed is not None:
        if answer.composed.first_word is not None:
            steps.append(("first_word", answer.composed.first_word))
        steps.append(("compose", answer.composed.seconds))
    return tuple(steps)
