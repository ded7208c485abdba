"""Build an answer from the chosen excerpts: statements, citations, notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from math import floor

from assistant.answering.confidence import SURE
from assistant.answering.documents import Told
from assistant.answering.evidence import Evidence
from assistant.answering.excerpts import MAX_ITEMS, Excerpt, block_at
from assistant.answering.tables import RowAnswer
from assistant.chunking.chunks import Passage
from assistant.messages import MEDIUM, MESSAGES
from assistant.nlp.discourse import capital
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


class Citations(dict[tuple[str, int, int], Citation]):
    """The citations, each by its place; their markers count from 1."""

    def cite(self, passage: Passage, span: Span) -> Citation:
        """The citation of a place; the same place keeps its marker."""
        made = self.made(passage, span)
        return self.setdefault(made.key, made)

    def has(self, passage: Passage, span: Span) -> bool:
        """Whether a place is cited."""
        return (passage.document.name, span.start, span.end) in self

    def made(self, passage: Passage, span: Span) -> Citation:
        """A citation with the next marker, without using that marker up."""
        document = passage.document
        block = document.blocks[block_at(document, span.start)]  # a heading is not above itself
        above = block.section[:-1] if block.kind == "heading" else passage.section
        section = " > ".join(above)
        quote = document.text[span.start : span.end]
        origin = document.origin.to_origin(span.start, span.end)
        return Citation(len(self) + 1, document, span.start, span.end, quote, section, origin)


@dataclass
class Draft:
    """An answer being put together. Each method that says something is called once.

    not_asked: how many documents of the index were not asked, because only others were chosen.
    """

    question: str
    searched: str
    ranked: Sequence[RankedPassage]
    not_asked: int
    _citations: Citations = field(default_factory=Citations)
    _statements: list[Statement] = field(default_factory=list)
    _further: tuple[Citation, ...] = ()
    _notes: tuple[str, ...] = ()
    _lead: str = ""
    _found: bool = True
    _confidence: float = 0.0

    def from_excerpts(self, chosen: Sequence[Excerpt], sure: float, lead: str = "") -> None:
        """Quote the best excerpt, then the others in the order of their documents and places.

        lead: a line before them; where they may not answer, that is said instead.
        """
        self._confidence = sure
        self._lead = lead if sure >= MEDIUM else MESSAGES.may_not_answer
        order = list(dict.fromkeys(one.document.name for one in chosen))
        best, *others = chosen
        others.sort(key=lambda one: (order.index(one.document.name), one.parts[0].start))
        for one in (best, *others):
            for part in one.parts:
                if part == one.deciding or not self._citations.has(one.passage, part):
                    row = one.passage.kind == "row" and part == one.evidence.span
                    marked = () if part == one.deciding and len(one.parts) == 1 else (one.deciding,)
                    self._state(one.passage, part, marked, row=row)
            if one.total:
                self._cut(one.total)

    def quote(self, told: Told) -> None:
        """Quote what is said about documents, below a line by code."""
        self._confidence, self._lead = told.sure, told.lead
        for passage, span in told.places:
            self._state(passage, span, row=passage.kind == "row")
        self.note(told.note)

    def draw_on(self, evidence: Sequence[Evidence]) -> None:
        """Keep the next best sentences, for a language model to draw on besides the quotes."""
        further = (
            self._citations.made(one.passage, one.span)
            for one in evidence
            if one.score >= evidence[0].score - _CLOSE
            if not self._citations.has(one.passage, one.span)
        )
        self._further = tuple(islice(further, max(0, _FURTHER - len(self._citations))))

    def from_rows(self, rows: RowAnswer) -> None:
        """Give the rows, or say that the row lacks what was asked."""
        if rows.lacks:
            self._lead = capital(MESSAGES.row_lacks.format(table=_table(rows)))
            self._refuse(_UNSURE, [(passage, span) for passage, span, _ in rows.rows])
            return
        self._confidence = SURE
        self._lead = _count(rows) if rows.counted else ""
        for passage, span, column in rows.rows[:MAX_ITEMS]:
            cells = passage.document.blocks[passage.block or 0].cells
            marked = () if column is None else cells[column : column + 1]
            self._state(passage, span, marked, row=True)
        if len(rows.rows) > MAX_ITEMS:
            self._cut(len(rows.rows))

    def refuse(self, sure: float, searched: Sequence[Document], others: int) -> None:
        """Say that the documents searched do not answer, unlike `others` more, and what is near."""
        titles = [one_line(one.title) for one in searched]
        lead = MESSAGES.refusal if self.ranked else MESSAGES.refusal_empty
        self._lead = lead.format(asked=MESSAGES.who_was_asked(titles, others))
        self._refuse(sure, [])

    def _refuse(self, sure: float, nearest: Sequence[tuple[Passage, Span]]) -> None:
        self._found, self._confidence = False, sure
        ranked = (one.passage for one in shown(self.ranked))
        places = (*nearest, *((one, Span(one.start, one.end)) for one in ranked))
        once = {(passage.id, span): (passage, span) for passage, span in places}
        for passage, span in list(once.values())[:_NEAREST]:
            title = one_line(passage.document.title)  # may be the file's name, line ends and all
            below = passage.section[passage.section[:1] == (title,) :]  # a title may be a heading
            place = MESSAGES.place.format(title=title, section=" > ".join(below))
            marker = self._citations.cite(passage, span).marker
            self._statements.append(Statement(place if below else title, marker))

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

    def _cut(self, total: int) -> None:
        self.note(MESSAGES.list_cut.format(shown=MAX_ITEMS, total=total))

    def note(self, text: str) -> None:
        """Have a line shown below the answer; "" for none."""
        self._notes += (text,) if text else ()

    @property
    def found(self) -> bool:
        """Whether it answers."""
        return self._found

    @property
    def is_doubtful(self) -> bool:
        """Whether it refuses, or is not sure."""
        return not self._found or self._confidence < MEDIUM

    def finish(self, timings: Timings) -> Answer:
        """The answer."""
        return Answer(
            question=self.question,
            searched=self.searched,
            found=self._found,
            lead=self._lead,
            statements=tuple(self._statements),
            citations=tuple(self._citations.values()),
            confidence=floor(self._confidence * 1000 + 1e-6) / 1000,  # below .5 stays below it
            hits=tuple(map(hit, shown(self.ranked)[:_HITS])),
            timings=timings,
            further=self._further if self._found else (),
            notes=(*self._notes, *self._doubts()),
            not_asked=self.not_asked,
        )

    def _doubts(self) -> Iterator[str]:
        """What may be wrong in the quotes, since their file could not tell it."""
        stated = {one.marker for one in self._statements} if self._found else set()
        quotes = [one for one in self._citations.values() if one.marker in stated]
        found = dict.fromkeys(
            pair
            for one in quotes
            if one.document.file.is_plain  # of other files, a reader keeps the raised digits
            for pair in (*lost_powers(one.quote), *bare_powers(one.quote, one.document.text))
        )
        if found:
            told = (MESSAGES.lost_power.format(written=old, power=new) for old, new in found)
            yield MESSAGES.lost_powers.format(powers="; ".join(told))
        for message, attribute in (
            (MESSAGES.recognised, "recognised_pages"),
            (MESSAGES.uncertain, "uncertain_pages"),
        ):
            pages = [(one, getattr(one.document.report, attribute)) for one in quotes]
            yield from dict.fromkeys(
                message.format(page=page, title=one_line(one.document.title))
                for one, there in pages
                if (page := one.document.page_among(there, one.start, one.end))
            )


def _table(rows: RowAnswer) -> str:
    """What its table is called: "Table 1"."""
    words = rows.table.caption.split()
    return " ".join(words[:2]).rstrip(".:") if len(words) > 1 else MESSAGES.unnamed_table


def _count(rows: RowAnswer) -> str:
    found = len(rows.rows)
    phrase = MESSAGES.one_row if found == 1 else MESSAGES.some_rows
    phrase = MESSAGES.all_rows if found == rows.total else phrase
    return capital(phrase.format(count=found, total=rows.total, table=_table(rows)))
