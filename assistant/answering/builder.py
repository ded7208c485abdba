"""Build an answer from the chosen sentences: statements, citations, highlights."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence

from assistant.answering.answer_type import Wanted
from assistant.answering.conflicts import differ
from assistant.answering.scoring import Evidence
from assistant.answering.selection import Chosen
from assistant.answering.table_qa import RowAnswer
from assistant.chunking.chunks import Passage
from assistant.messages import MESSAGES
from assistant.nlp.lexicon import without_references
from assistant.nlp.powers import lost_powers
from assistant.printable import one_line
from assistant.reading.document import Span, Table
from assistant.retrieval.ranking import RankedPassage
from assistant.retrieval.retriever import hit
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


_UNIT = (
    r"(?:\s?%|\s+(?:patients?|participants|individuals|people|years?|months?|weeks?|days?|h|mg|kg)"
    r"\b)?"
)
_FIGURE = rf"\b\d[\d.,]*\d?{_UNIT}"
_FORMS: dict[Wanted, str] = {
    Wanted.ANYTHING: r"\b\d[\d.,–-]{0,20}\d?\s?%",
    Wanted.PERCENTAGE: r"\b\d[\d.,–-]{0,20}\d?\s?%",
    Wanted.NUMBER: _FIGURE,
    Wanted.YEAR: r"\b(?:1[89]|20)\d\d\b",
    Wanted.AGE: rf"\b\d+ (?:and|to) \d+\b|\b\d+-year-old\b|{_FIGURE}",
    Wanted.TIME: rf"\b(?:1[89]|20)\d\d\b|\b\d+[\s-](?:years?|months?|weeks?|days?|h)\b|{_FIGURE}",
    Wanted.DURATION: r"\b\w+[\s-](?:years?|months?|weeks?|days?|h)\b",
    Wanted.DOSE: r"\d[\d.,]{0,20}\s?(?:×\s?\d+ cells/kg|mg|ml|µg)(?:/\w+)?",
    Wanted.PERSON: r"\b[A-Z][\w’'-]{1,50}(?: [A-Z][\w’'-]{1,50})? et\s+al\b\.?"
    r"|\b[A-Z][a-z]+ [A-Z][a-z]+\b",
    Wanted.PLACE: r"\b(?:[A-Z][\w’'-]{1,50} ){0,9}"
    r"(?:University|Hospital|Institute|Cent(?:er|re)|Clinic)\b(?: (?:of|de|in) [A-Z][\w’'-]+)*",
    Wanted.FREQUENCY: r"\b(?:daily|weekly|monthly|yearly|once|twice|every \w+"
    r"|\w+ times|per (?:day|week|month|year))\b",
    Wanted.MONEY: r"[$€£¥]\s?\d[\d.,]*\d?|\b\d[\d.,]{0,20}\s?(?:dollars?|euros?|pounds|USD|EUR)\b",
    Wanted.YES_NO: r"\b(?:no|not|never|neither|nor|without|cannot|lack(?:s|ed|ing)?"
    r"|fail(?:s|ed)? to|significant(?:ly)?|remains? \w+)\b",
    Wanted.DEFINITION: r"\([A-Za-z](?:[^\WA-Z]|[+-])*+[A-Z][\w+-]*+\)",
}
_PATTERNS = {kind: re.compile(form) for kind, form in _FORMS.items()}


def decisive(kind: Wanted, text: str) -> tuple[tuple[int, int], ...]:
    """Ranges of a quote that hold the kind of thing asked for; none if it has no known form."""
    pattern = _PATTERNS.get(kind)
    if pattern is None:
        return ()
    plain = without_references(text)
    return tuple(match.span() for match in pattern.finditer(plain))


_HITS = 10  # passages that an answer carries
_NEAREST = 3  # passages that a refusal names
_FURTHER = 5  # sentences, quoted and further ones, that a language model may draw on
_CLOSE = 0.7  # share of the best score that a further sentence must reach
SURE = 0.97  # of rows that fulfil every condition of a question, and of definitions
_UNSURE = 0.1  # that a table without a matching row answers all the same


class Draft:
    """An answer being put together. Each method that says something is called once.

    threshold: confidence in [0, 1] below which a question is refused.
    asked:     tells what a refusal begins with: who was asked; called only for one.
    not_asked: how many documents of the index were not asked.
    """

    def __init__(
        self,
        question: str,
        searched: str,
        ranked: Sequence[RankedPassage],
        threshold: float,
        asked: Callable[[], str],
        not_asked: int,
    ) -> None:
        self._asked = asked
        self._not_asked = not_asked
        self._question = question
        self._searched = searched
        self._ranked = ranked
        self._threshold = threshold
        self._citations = Citations()
        self._statements: list[Statement] = []
        self._further: list[Citation] = []
        self._notes: list[str] = []
        self._lead = ""
        self._found = True
        self._confidence = 0.0

    def from_text(
        self,
        chosen: Sequence[Chosen],
        kind: Wanted,
        sure: float,
        tables: Sequence[RowAnswer] = (),
        why_not: Callable[[], str] | None = None,
    ) -> None:
        """Quote the chosen sentences, or refuse.

        tables:  rows that answer other parts of the question.
        why_not: tells what a refusal begins with; asked only for one.
        """
        if sure < self._threshold:
            if not tables:
                self.refuse(
                    why_not() if why_not else MESSAGES.refusal.format(asked=self._asked()), sure
                )
                return
            chosen = ()
        self._confidence = (sure + SURE * len(tables)) / (1 + len(tables))
        for part in chosen:
            citation = self._citations.cite(part.passage, part.span)
            statement = Statement(part.text, citation.marker, decisive(kind, part.text))
            self._statements.append(statement)
        for rows in tables:
            self._quote(rows)

    def by_document(self, chosen: Sequence[Chosen], asked: Collection[str]) -> None:
        """Say that the quotes are grouped by document, and whether the documents differ."""
        if self._found and len({part.document.name for part in chosen}) > 1:
            self._lead = MESSAGES.differ if differ(chosen, asked) else MESSAGES.by_document

    def draw_on(self, evidence: Sequence[Evidence]) -> None:
        """Keep the next best sentences, for a language model to draw on besides the quotes."""
        best = evidence[0].score if evidence else 0.0
        quoted = len(self._citations.all())
        for one in evidence:
            if quoted + len(self._further) >= _FURTHER or one.score < _CLOSE * best:
                break
            if not self._citations.has(one.passage, one.span):
                self._further.append(self._citations.place(one.passage, one.span))

    def _quote(self, rows: RowAnswer) -> None:
        for passage, span in rows.rows:
            citation = self._citations.cite(passage, span)
            cells = _cells(passage, rows.table)
            self._statements.append(Statement(citation.quote, citation.marker, cells=cells))

    def from_rows(self, rows: RowAnswer) -> None:
        """Give the rows, or say that no row matches, or that the row lacks what was asked."""
        table = self._label(rows.table)
        if not rows.rows:
            self.refuse(MESSAGES.no_row.format(table=table), _UNSURE)
        elif rows.lacks:
            self.refuse(MESSAGES.row_lacks.format(table=table), _UNSURE, rows)
        else:
            self._confidence = SURE
            self._lead = self._count(rows, table) if rows.counted else ""
            self._quote(rows)

    def refuse(self, why: str, sure: float, rows: RowAnswer | None = None) -> None:
        """Say that the documents do not answer, and cite what is nearest."""
        self._found, self._confidence, self._lead = False, sure, why
        nearest = [(passage, span) for passage, span in rows.rows] if rows else []
        nearest += [
            (ranked.passage, Span(ranked.passage.start, ranked.passage.end))
            for ranked in self._ranked
        ]
        places = {(passage.id, span): (passage, span) for passage, span in nearest}
        for passage, span in list(places.values())[:_NEAREST]:
            citation = self._citations.cite(passage, span)
            self._statements.append(
                Statement(self._place(citation.document.title, citation.section), citation.marker)
            )

    def note(self, text: str) -> None:
        """Have a line shown below the answer."""
        self._notes.append(text)

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

    def _place(self, title: str, section: str) -> str:
        title = one_line(title)  # may be the file's name, line ends and all
        return MESSAGES.place.format(title=title, section=section) if section else title

    def _count(self, rows: RowAnswer, table: str) -> str:
        if len(rows.rows) == rows.total:
            return MESSAGES.all_rows.format(table=table, total=rows.total)
        phrase = MESSAGES.one_row if len(rows.rows) == 1 else MESSAGES.some_rows
        return phrase.format(count=len(rows.rows), total=rows.total, table=table)

    def _label(self, table: Table) -> str:
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


def _cells(passage: Passage, table: Table) -> tuple[tuple[str, str], ...]:
    """The cells of a row, by column."""
    text = passage.document.text
    cells = passage.document.blocks[passage.block or 0].cells
    return tuple(
        (column, text[cell.start : cell.end])
        for column, cell in zip(table.columns, cells, strict=False)
    )
