"""The quoted answer: the sentences or rows that answer, verbatim, each with its citation."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence

from assistant.answering import phrases
from assistant.answering.answer import Answer, Statement, Timings
from assistant.answering.choice import Chosen, choose
from assistant.answering.citing import Citations
from assistant.answering.confidence import THRESHOLD, confidence
from assistant.answering.decisive import decisive
from assistant.answering.definitions import definition
from assistant.answering.evidence import gather
from assistant.answering.rows import RowAnswer, Rows
from assistant.answering.second_look import second_look
from assistant.answering.signals import measure
from assistant.answering.wanted import Wanted, wanted
from assistant.reading.document import Span, Table
from assistant.searching.ranking import RankedPassage
from assistant.searching.searcher import Searcher, hit

_HITS = 10  # passages that an answer carries
_NEAREST = 3  # passages that a refusal names
_SURE = 0.97  # of rows that fulfil every condition of a question, and of definitions
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
        ranked = self._searcher.rank(query, names)
        found_at = time.perf_counter()
        draft = _Draft(question, query.text, ranked, self._threshold)
        rows = self._rows.answer(query.text, names)
        if rows is not None:
            draft.from_rows(rows)
        elif defined := self._definition(query.text, names):
            draft.from_text([defined], Wanted.DEFINITION, _SURE)
        elif ranked:
            wish = wanted(query.text)
            evidence = gather(ranked, self._searcher.lexicon, query, wish)
            if self._searcher.encoder is not None:
                evidence = second_look(evidence, query.text, self._searcher.encoder)
            chosen = choose(evidence, self._searcher.index.passages)
            signals = measure(query, wish, evidence, chosen, self._searcher.lexicon)
            draft.from_text(chosen, wish.kind, confidence(signals))
        else:
            draft.refuse(phrases.REFUSAL_EMPTY, 0.0)
        return draft.finish(Timings(found_at - started, time.perf_counter() - found_at))

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

    def from_text(self, chosen: Sequence[Chosen], kind: Wanted, sure: float) -> None:
        """Quote the chosen sentences, or refuse."""
        if sure < self._threshold:
            self.refuse(phrases.REFUSAL, sure)
            return
        self._confidence = sure
        for part in chosen:
            citation = self._citations.cite(part.passage, part.span)
            statement = Statement(part.text, citation.marker, decisive(kind, part.text))
            self._statements.append(statement)

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
            for passage, span in rows.rows:
                citation = self._citations.cite(passage, span)
                self._statements.append(Statement(citation.quote, citation.marker))

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
