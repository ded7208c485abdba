"""Build an answer from the chosen excerpts: statements, citations, notes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from assistant.answering.confidence import SURE
from assistant.answering.evidence import Evidence, cells
from assistant.answering.excerpts import MAX_ITEMS, Excerpt
from assistant.answering.tables import RowAnswer
from assistant.chunking.chunks import Passage
from assistant.messages import MEDIUM, MESSAGES
from assistant.nlp.powers import lost_powers
from assistant.printable import one_line
from assistant.reading.document import Span, Table
from assistant.retrieval.ranking import RankedPassage
from assistant.retrieval.retriever import hit, shown
from assistant.types import Answer, Citation, Statement, Timings


class Citations:
    """Assigns markers from 1, one for each place."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, int, int], Citation] = {}

    def cite(self, passage: Passage, span: Span) -> Citation:
        """The citation of a place; the same place keeps its marker."""
        key = _key(passage, span)
        if key not in self._found:
            self._found[key] = self.place(passage, span)
        return self._found[key]

    def has(self, passage: Passage, span: Span) -> bool:
        """Whether a place is cited."""
        return _key(passage, span) in self._found

    def place(self, passage: Passage, span: Span) -> Citation:
        """A citation with the next marker, without using that marker up."""
        document = passage.document
        return Citation(
            marker=len(self._found) + 1,
            document=document,
            start=span.start,
            end=span.end,
            quote=document.text[span.start : span.end],
            section=" > ".join(passage.section),
            origin=document.origin.to_origin(span.start, span.end),
        )

    def all(self) -> tuple[Citation, ...]:
        """All citations in the order of their markers."""
        return tuple(self._found.values())


def _key(passage: Passage, span: Span) -> tuple[str, int, int]:
    return passage.document.name, span.start, span.end


_HITS = 10  # passages that an answer carries
_NEAREST = 3  # passages that a refusal names
_FURTHER = 5  # sentences, quoted and further ones, that a language model may draw on
_CLOSE = 3.0  # log-odds below the best that a further sentence may be
_UNSURE = 0.1  # that a table without a matching row answers all the same


class Draft:
    """An answer being put together. Each method that says something is called once.

    asked:     tells what a refusal begins with: who was asked; called only for one.
    not_asked: how many documents of the index were not asked.
    """

    def __init__(
        self,
        question: str,
        searched: str,
        ranked: Sequence[RankedPassage],
        asked: Callable[[], str],
        not_asked: int,
    ) -> None:
        self._asked = asked
        self._not_asked = not_asked
        self._question = question
        self._searched = searched
        self._ranked = shown(ranked)
        self._citations = Citations()
        self._statements: list[Statement] = []
        self._further: list[Citation] = []
        self._notes: list[str] = []
        self._lead = ""
        self._found = True
        self._confidence = 0.0

    def from_excerpts(self, chosen: Sequence[Excerpt], sure: float, lead: str = "") -> None:
        """Quote the excerpts, in the order of their places where they are of one document.

        lead: a line before them; "" says that they may not answer where that is not sure.
        """
        self._confidence = sure
        self._lead = lead or ("" if sure >= MEDIUM else MESSAGES.may_not_answer)
        for one in _in_order(chosen):
            for part in one.parts:
                if part == one.deciding or not self._citations.has(one.passage, part):
                    self._quote_part(one, part)
            if one.total:
                self._notes.append(MESSAGES.list_cut.format(shown=one.shown, total=one.total))

    def _quote_part(self, excerpt: Excerpt, part: Span) -> None:
        row = excerpt.passage.kind == "row" and part == excerpt.evidence.span
        citation = self._citations.cite(excerpt.passage, part)
        deciding: tuple[tuple[int, int], ...] = ()
        if part.start <= excerpt.deciding.start and excerpt.deciding.end <= part.end:
            start = excerpt.deciding.start - part.start
            deciding = ((start, excerpt.deciding.end - part.start),)
        if deciding == ((0, part.end - part.start),) and len(excerpt.parts) == 1:
            deciding = ()  # all of it decides: nothing to mark
        self._statements.append(
            Statement(
                citation.quote,
                citation.marker,
                deciding,
                cells=cells(excerpt.passage) if row else (),
            )
        )

    def quote(self, places: Iterable[tuple[Passage, Span]], sure: float, lead: str = "") -> None:
        """Quote these places, below a line by code."""
        self._confidence = sure
        self._lead = lead
        for passage, span in places:
            citation = self._citations.cite(passage, span)
            self._statements.append(Statement(citation.quote, citation.marker))

    def draw_on(self, evidence: Sequence[Evidence]) -> None:
        """Keep the next best sentences, for a language model to draw on besides the quotes."""
        best = evidence[0].score if evidence else 0.0
        quoted = len(self._citations.all())
        for one in evidence:
            if quoted + len(self._further) >= _FURTHER or one.score < best - _CLOSE:
                break
            if not self._citations.has(one.passage, one.span):
                self._further.append(self._citations.place(one.passage, one.span))

    def from_rows(self, rows: RowAnswer) -> None:
        """Give the rows, or say that the row lacks what was asked."""
        table = _label(rows.table)
        if rows.lacks:
            self.refuse(MESSAGES.row_lacks.format(table=table), _UNSURE, rows)
        else:
            self._confidence = SURE
            self._lead = _count(rows, table) if rows.counted else ""
            for passage, span, column in rows.rows[:MAX_ITEMS]:
                citation = self._citations.cite(passage, span)
                marked = _marked(passage, span, column)
                self._statements.append(
                    Statement(citation.quote, citation.marker, marked, cells=cells(passage))
                )
            if len(rows.rows) > MAX_ITEMS:
                cut = MESSAGES.list_cut.format(shown=MAX_ITEMS, total=len(rows.rows))
                self._notes.append(cut)

    def refuse(self, why: str, sure: float, rows: RowAnswer | None = None) -> None:
        """Say that the documents do not answer, and cite what is nearest."""
        self._found, self._confidence, self._lead = False, sure, why
        nearest = [(passage, span) for passage, span, _ in rows.rows] if rows else []
        nearest += [
            (ranked.passage, Span(ranked.passage.start, ranked.passage.end))
            for ranked in self._ranked
        ]
        places = {(passage.id, span): (passage, span) for passage, span in nearest}
        for passage, span in list(places.values())[:_NEAREST]:
            citation = self._citations.cite(passage, span)
            self._statements.append(
                Statement(_place(citation.document.title, citation.section), citation.marker)
            )

    def note(self, text: str) -> None:
        """Have a line shown below the answer."""
        self._notes.append(text)

    @property
    def is_doubtful(self) -> bool:
        """Whether it refuses, or is not sure."""
        return not self._found or self._confidence < MEDIUM

    def finish(self, timings: Timings) -> Answer:
        """The answer."""
        return Answer(
            question=self._question,
            searched=self._searched,
            found=self._found,
            lead=self._lead,
            statements=tuple(self._statements),
            citations=self._citations.all(),
            confidence=round(self._confidence, 3),
            hits=tuple(hit(ranked) for ranked in self._ranked[:_HITS]),
            timings=timings,
            further=tuple(self._further) if self._found else (),
            notes=(*self._notes, *self._doubts()),
            not_asked=self._not_asked,
        )

    def _doubts(self) -> Iterator[str]:
        """What may be wrong in the quotes, since their file could not tell it."""
        stated = {one.marker for one in self._statements} if self._found else set()
        quotes = [one for one in self._citations.all() if one.marker in stated]
        found = dict.fromkeys(
            pair
            for one in quotes
            if one.document.file.is_plain  # of other files, a reader keeps the raised digits
            for pair in lost_powers(one.quote)
        )
        if found:
            told = (MESSAGES.lost_power.format(written=old, power=new) for old, new in found)
            yield MESSAGES.lost_powers.format(powers="; ".join(told))
        yield from dict.fromkeys(filter(None, map(_recognised, quotes)))
        yield from dict.fromkeys(filter(None, map(_uncertain, quotes)))


def _in_order(chosen: Sequence[Excerpt]) -> list[Excerpt]:
    """Documents in order of their best excerpt, each document's excerpts in their own order."""
    order = list(dict.fromkeys(one.document.name for one in chosen))
    return sorted(chosen, key=lambda one: (order.index(one.document.name), one.parts[0].start))


def _place(title: str, section: str) -> str:
    title = one_line(title)  # may be the file's name, line ends and all
    return MESSAGES.place.format(title=title, section=section) if section else title


def _count(rows: RowAnswer, table: str) -> str:
    if len(rows.rows) == rows.total:
        return MESSAGES.all_rows.format(table=table, total=rows.total)
    phrase = MESSAGES.one_row if len(rows.rows) == 1 else MESSAGES.some_rows
    return phrase.format(count=len(rows.rows), total=rows.total, table=table)


def _marked(passage: Passage, span: Span, column: int | None) -> tuple[tuple[int, int], ...]:
    """Where the cell of a column stands in a quoted row."""
    if column is None or passage.block is None:
        return ()
    cell = passage.document.blocks[passage.block].cells[column]
    inside = span.start <= cell.start < cell.end <= span.end
    return ((cell.start - span.start, cell.end - span.start),) if inside else ()


def _label(table: Table) -> str:
    words = table.caption.split()
    return " ".join(words[:2]).rstrip(".:") if len(words) > 1 else MESSAGES.unnamed_table


def _recognised(citation: Citation) -> str:
    """That a quote's words were recognised from a picture; "" where they were not."""
    document = citation.document
    pages = document.report.recognised_pages
    page = document.page_among(pages, citation.start, citation.end)
    return MESSAGES.recognised.format(page=page, title=one_line(document.title)) if page else ""


def _uncertain(citation: Citation) -> str:
    """That letters of a quote's page may be wrong or lost; "" where nothing says so."""
    document = citation.document
    page = document.uncertain_page(citation.start, citation.end)
    return MESSAGES.uncertain.format(page=page, title=one_line(document.title)) if page else ""
