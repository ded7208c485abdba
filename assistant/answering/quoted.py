"""The quoted answer: the sentences or rows that answer, verbatim, each with its citation."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Sequence

from assistant.answering import phrases
from assistant.answering.answer import Answer, Statement, Timings
from assistant.answering.choice import Chosen, choose, choose_all
from assistant.answering.citing import Citations
from assistant.answering.clauses import clauses
from assistant.answering.confidence import THRESHOLD, confidence
from assistant.answering.decisive import decisive
from assistant.answering.definitions import definition
from assistant.answering.differing import differ
from assistant.answering.enumerating import asks_by_name, asks_for_all, enumerated
from assistant.answering.evidence import Evidence, blended, gather
from assistant.answering.rows import RowAnswer, Rows
from assistant.answering.scope import scope
from assistant.answering.sections import sections
from assistant.answering.signals import measure
from assistant.answering.wanted import Wanted, wanted
from assistant.cutting.passage import Passage
from assistant.reading.document import Document, Span, Table
from assistant.searching.ranking import RankedPassage
from assistant.searching.searcher import Searcher, hit

_HITS = 10  # passages that an answer carries
_SIDES = 4  # documents that an answer sets side by side
_NEAREST = 3  # passages that a refusal names
_SURE = 0.97  # of rows that fulfil every condition of a question, and of definitions
_SURE_LISTED = 0.8  # of all studies that a section names
_UNSURE = 0.1  # that a table without a matching row answers all the same


class QuotedAnswerer:
    """Answers from one opened index. Safe to use from several threads.

    threshold: confidence in [0, 1] below which a question is refused.
    """

    def __init__(self, searcher: Searcher, threshold: float = THRESHOLD) -> None:
        self._searcher = searcher
        self._threshold = threshold
        self._rows = Rows(searcher.index.passages, searcher.lexicon.abbreviations)

    def answer(
        self, question: str, searched: str, documents: Iterable[str] | None = None
    ) -> Answer:
        """Answer a question that stands alone.

        question: as asked, for the record.
        searched: with what a follow-up refers to put in.

        Raises:
            UsageError: the question is empty or too long, or a document is not there.
        """
        started = time.perf_counter()
        query = self._searcher.query(searched)
        names = None if documents is None else list(documents)
        asked = scope(query.text, self._documents(names))
        names = list(asked.documents) or names
        ranked = self._searcher.rank(query, names)
        named = sections(query.text, (one.passage for one in ranked), self._searcher.lexicon)
        ranked = [one for one in ranked if one.passage.section in named] or ranked
        found_at = time.perf_counter()
        draft = _Draft(question, query.text, ranked, self._threshold)
        rows = self._rows.answer(query.text, names)
        parts = clauses(query.text)
        of_parts = {part: self._rows.answer(part, names) for part in parts}
        found_rows = [found for found in of_parts.values() if found and found.rows]
        if rows is not None and (rows.rows or not found_rows):
            draft.from_rows(rows)
        elif defined := self._definition(query.text, names):
            draft.from_text([defined], Wanted.DEFINITION, _SURE)
        elif ranked:
            wish = wanted(query.text)
            evidence = gather(ranked, self._searcher.lexicon, query, wish)
            in_text = [part for part, found in of_parts.items() if not (found and found.rows)]
            sides = self._sides(in_text, names, evidence, each=asked.each)
            if asks_for_all(query.text) and not sides:
                listed = enumerated(query.text, evidence, narrowed=bool(named))
                chosen = choose_all(listed, self._searcher.index.passages)
            else:
                chosen = choose(evidence, self._searcher.index.passages, sides)
            signals = measure(query, wish, evidence, chosen, self._searcher.lexicon)
            sure = confidence(signals)
            if chosen and named and asks_by_name(query.text):
                sure = max(sure, _SURE_LISTED)
            draft.from_text(chosen, wish.kind, sure, found_rows)
            if asked.each:
                draft.by_document(chosen, query.terms)
        else:
            draft.refuse(phrases.REFUSAL_EMPTY, 0.0)
        return draft.finish(Timings(found_at - started, time.perf_counter() - found_at))

    def _documents(self, names: list[str] | None) -> list[Document]:
        documents = self._searcher.index.documents
        return [one for one in documents if names is None or one.name in names]

    def _sides(
        self,
        parts: Sequence[str],
        names: list[str] | None,
        evidence: Sequence[Evidence],
        *,
        each: bool,
    ) -> list[list[Evidence]]:
        """Evidence by part of the question, and by document where it asks about each of them."""
        sides = [blended(self._gather(part, names), evidence) for part in parts]
        by_document: dict[str, list[Evidence]] = {}
        for one in evidence if each else ():
            by_document.setdefault(one.passage.document.name, []).append(one)
        return [*sides, *list(by_document.values())[:_SIDES]]

    def _gather(self, question: str, names: list[str] | None) -> list[Evidence]:
        query = self._searcher.query(question)
        ranked = self._searcher.rank(query, names)
        return gather(ranked, self._searcher.lexicon, query, wanted(query.text))

    def _definition(self, question: str, names: list[str] | None) -> Chosen | None:
        passages = (  # looked at only where a definition is asked for
            passage
            for passage in self._searcher.index.passages
            if names is None or passage.document.name in names
        )
        return definition(question, passages, self._searcher.lexicon.abbreviations)


class _Draft:
    """An answer being put together."""

    def __init__(
        self, question: str, searched: str, ranked: Sequence[RankedPassage], threshold: float
    ) -> None:
        self._question = question
        self._searched = searched
        self._ranked = ranked
        self._threshold = threshold
        self._citations = Citations()
        self._statements: list[Statement] = []
        self._lead = ""
        self._found = True
        self._confidence = 0.0

    def from_text(
        self,
        chosen: Sequence[Chosen],
        kind: Wanted,
        sure: float,
        tables: Sequence[RowAnswer] = (),
    ) -> None:
        """Quote the chosen sentences, or refuse.

        tables: rows that answer other parts of the question.
        """
        sure = (sure + _SURE * len(tables)) / (1 + len(tables))
        if sure < self._threshold:
            self.refuse(phrases.REFUSAL, sure)
            return
        self._confidence = sure
        for part in chosen:
            citation = self._citations.cite(part.passage, part.span)
            statement = Statement(part.text, citation.marker, decisive(kind, part.text))
            self._statements.append(statement)
        for rows in tables:
            self._quote(rows)

    def by_document(self, chosen: Sequence[Chosen], asked: Collection[str]) -> None:
        """Say that the quotes are grouped by document, and whether the documents differ."""
        if self._found and len({part.document.name for part in chosen}) > 1:
            self._lead = phrases.DIFFER if differ(chosen, asked) else phrases.BY_DOCUMENT

    def _quote(self, rows: RowAnswer) -> None:
        for passage, span in rows.rows:
            citation = self._citations.cite(passage, span)
            cells = _cells(passage, rows.table)
            self._statements.append(Statement(citation.quote, citation.marker, cells=cells))

    def from_rows(self, rows: RowAnswer) -> None:
        """Set out the rows, or say that there is none, or that it lacks what was asked."""
        table = _label(rows.table)
        if not rows.rows:
            self.refuse(phrases.NO_ROW.format(table=table), _UNSURE)
        elif rows.lacks:
            self.refuse(phrases.ROW_LACKS.format(table=table), _UNSURE, rows)
        else:
            self._confidence = _SURE
            self._lead = _count(rows, table) if rows.counted else ""
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
                Statement(_place(citation.document.title, citation.section), citation.marker)
            )

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
        )


def _place(title: str, section: str) -> str:
    return f"{title} — {section}" if section else title


def _label(table: Table) -> str:
    words = table.caption.split()
    return " ".join(words[:2]).rstrip(".:") if len(words) > 1 else phrases.UNNAMED_TABLE


def _count(rows: RowAnswer, table: str) -> str:
    if len(rows.rows) == rows.total:
        return phrases.ALL_ROWS.format(table=table, total=rows.total)
    phrase = phrases.ONE_ROW if len(rows.rows) == 1 else phrases.SOME_ROWS
    return phrase.format(count=len(rows.rows), total=rows.total, table=table)


def _cells(passage: Passage, table: Table) -> tuple[tuple[str, str], ...]:
    """The cells of a row, by column."""
    text = passage.document.text
    cells = passage.document.blocks[passage.block or 0].cells
    return tuple(
        (column, text[cell.start : cell.end])
        for column, cell in zip(table.columns, cells, strict=False)
    )
