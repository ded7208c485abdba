"""Build an answer from the chosen excerpts: statements, citations, notes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from assistant.answering.confidence import SURE
from assistant.answering.documents import Told
from assistant.answering.evidence import Evidence
from assistant.answering.excerpts import MAX_ITEMS, Excerpt
from assistant.answering.tables import RowAnswer
from assistant.chunking.chunks import Passage
from assistant.messages import MEDIUM, MESSAGES
from assistant.nlp.powers import bare_powers, lost_powers
from assistant.printable import one_line
from assistant.reading.document import Document, Span
from assistant.retrieval.ranking import RankedPassage
from assistant.retrieval.retriever import hit, shown
from assistant.types import Answer, Citation, Statement, Timings

_HITS = 10  # passages that an answer carries
_NEAREST = 3  # passages that a refusal names
_FURTHER = 5  # sentences, quoted and further ones, that a language model may draw on
_CLOSE = 3.0  # log-odds below the best that a further sentence may be
_UNSURE = 0.1  # that a table without a matching row answers all the same


class Citations:
    """Assigns markers from 1, one for each place."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, int, int], Citation] = {}

    def cite(self, passage: Passage, span: Span) -> Citation:
        """The citation of a place; the same place keeps its marker."""
        key = passage.document.name, span.start, span.end
        if key not in self._found:
            self._found[key] = self.place(passage, span)
        return self._found[key]

    def has(self, passage: Passage, span: Span) -> bool:
        """Whether a place is cited."""
        return (passage.document.name, span.start, span.end) in self._found

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


class Draft:
    """An answer being put together. Each method that says something is called once.

    asked:     the documents that were asked.
    not_asked: how many documents of the index were not asked.
    """

    def __init__(
        self,
        question: str,
        searched: str,
        ranked: Sequence[RankedPassage],
        asked: Sequence[Document],
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
        order = list(dict.fromkeys(one.document.name for one in chosen))
        for one in sorted(chosen, key=lambda x: (order.index(x.document.name), x.parts[0].start)):
            for part in one.parts:
                if part == one.deciding or not self._citations.has(one.passage, part):
                    row = one.passage.kind == "row" and part == one.evidence.span
                    marked = () if part == one.deciding and len(one.parts) == 1 else (one.deciding,)
                    self._state(one.passage, part, marked, row=row)
            if one.total:
                self._cut(one.shown, one.total)

    def quote(self, told: Told) -> None:
        """Quote what is said about documents, below a line by code."""
        self._confidence, self._lead = told.sure, told.lead
        for passage, span in told.places:
            self._state(passage, span)
        self.note(told.note)

    def draw_on(self, evidence: Sequence[Evidence]) -> None:
        """Keep the next best sentences, for a language model to draw on besides the quotes."""
        room = max(0, _FURTHER - len(self._citations.all()))
        self._further = [
            self._citations.place(one.passage, one.span)
            for one in evidence
            if one.score >= evidence[0].score - _CLOSE
            if not self._citations.has(one.passage, one.span)
        ][:room]

    def from_rows(self, rows: RowAnswer) -> None:
        """Give the rows, or say that the row lacks what was asked."""
        table = _label(rows)
        if rows.lacks:
            self._lead = MESSAGES.row_lacks.format(table=table)
            self._refuse(_UNSURE, [(passage, span) for passage, span, _ in rows.rows])
            return
        self._confidence = SURE
        self._lead = _count(rows, table) if rows.counted else ""
        for passage, span, column in rows.rows[:MAX_ITEMS]:
            block = passage.document.blocks[passage.block or 0]
            self._state(
                passage,
                span,
                block.cells[column : column + 1] if column is not None else (),
                row=True,
            )
        if len(rows.rows) > MAX_ITEMS:
            self._cut(MAX_ITEMS, len(rows.rows))

    def refuse(self, sure: float) -> None:
        """Say that the documents do not answer, and cite what is nearest."""
        titles = [one_line(one.title) for one in self._asked]
        asked = MESSAGES.who_was_asked(titles, self._not_asked)
        self._lead = (MESSAGES.refusal if self._ranked else MESSAGES.refusal_empty).format(
            asked=asked
        )
        self._refuse(sure, [])

    def _refuse(self, sure: float, nearest: Sequence[tuple[Passage, Span]]) -> None:
        self._found, self._confidence = False, sure
        ranked = [one.passage for one in self._ranked]
        places = (*nearest, *((one, Span(one.start, one.end)) for one in ranked))
        once = {(passage.id, span): (passage, span) for passage, span in places}
        for passage, span in list(once.values())[:_NEAREST]:
            citation = self._citations.cite(passage, span)
            title = one_line(citation.document.title)  # may be the file's name, line ends and all
            place = MESSAGES.place.format(title=title, section=citation.section)
            self._statements.append(
                Statement(place if citation.section else title, citation.marker)
            )

    def _state(
        self, passage: Passage, part: Span, marked: Iterable[Span] = (), *, row: bool = False
    ) -> None:
        """Quote a place. marked: what decides, where it lies inside."""
        citation = self._citations.cite(passage, part)
        decisive = tuple(
            (one.start - part.start, one.end - part.start)
            for one in marked
            if part.start <= one.start < one.end <= part.end
        )
        columns = passage.cells if row else ()
        self._statements.append(Statement(citation.quote, citation.marker, decisive, cells=columns))

    def _cut(self, shown: int, total: int) -> None:
        self.note(MESSAGES.list_cut.format(shown=shown, total=total))

    def note(self, text: str) -> None:
        """Have a line shown below the answer; "" for none."""
        self._notes += [text] if text else []

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
            for pair in (
                *lost_powers(one.quote),
                *bare_powers(one.quote, one.document.text),
            )
        )
        if found:
            told = (MESSAGES.lost_power.format(written=old, power=new) for old, new in found)
            yield MESSAGES.lost_powers.format(powers="; ".join(told))
        for message, attribute in (
            (MESSAGES.recognised, "recognised_pages"),
            (MESSAGES.uncertain, "uncertain_pages"),
        ):
            pages = [_page(one, getattr(one.document.report, attribute)) for one in quotes]
            yield from dict.fromkeys(
                message.format(page=page, title=title) for page, title in pages if page
            )


def _page(one: Citation, pages: Collection[int]) -> tuple[int, str]:
    """The first of these pages on which a quote stands, 0 for none, and of what document."""
    document = one.document
    return document.page_among(pages, one.start, one.end), one_line(document.title)


def _label(rows: RowAnswer) -> str:
    words = rows.table.caption.split()
    return " ".join(words[:2]).rstrip(".:") if len(words) > 1 else MESSAGES.unnamed_table


def _count(rows: RowAnswer, table: str) -> str:
    if len(rows.rows) == rows.total:
        return MESSAGES.all_rows.format(table=table, total=rows.total)
    phrase = MESSAGES.one_row if len(rows.rows) == 1 else MESSAGES.some_rows
    return phrase.format(count=len(rows.rows), total=rows.total, table=table)
