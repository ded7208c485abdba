"""Answer a question with verbatim sentences or table rows, each with its citation."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np
from numpy.typing import NDArray

from assistant.answering.advice import OwnHealth, names_own_thing
from assistant.answering.answer_type import Wanted, Wish, wanted
from assistant.answering.builder import SURE, Draft
from assistant.answering.confidence import THRESHOLD, Signals, confidence, measure
from assistant.answering.decompose import clauses
from assistant.answering.refusal import why_not
from assistant.answering.rerank import second_look
from assistant.answering.scope import Scope, scope, sections
from assistant.answering.scoring import Evidence, blended, gather
from assistant.answering.selection import (
    Chosen,
    asks_by_name,
    asks_for_all,
    choose,
    choose_all,
    definition,
    enumerated,
)
from assistant.answering.table_qa import Rows
from assistant.messages import MESSAGES
from assistant.nlp.discourse import asks_why
from assistant.nlp.lexicon import Query
from assistant.reading.document import Document
from assistant.retrieval.ranking import NOWHERE, RankedPassage
from assistant.retrieval.retriever import Searcher
from assistant.types import Answer, Timings

_SIDES = 4  # documents that an answer sets side by side
_SURE_LISTED = 0.8  # of all studies that a section names


@dataclass(frozen=True, slots=True)
class Weighed:
    """What running text gives as an answer. evidence: best first; confidence: in [0, 1]."""

    wish: Wish
    evidence: tuple[Evidence, ...]
    chosen: tuple[Chosen, ...]
    signals: Signals
    confidence: float


@dataclass(frozen=True, slots=True)
class _Found:
    """What the search gave. vector: of the query; names: of the documents that were searched, None
    for all; sections: those that the question names, only their passages are left; empty for all.
    """

    query: Query
    vector: NDArray[np.float32] = field(repr=False)
    scope: Scope
    names: list[str] | None
    ranked: list[RankedPassage]
    sections: Collection[tuple[str, ...]]


class QuotedAnswerer:
    """Answers from one opened index. Safe to use from several threads.

    threshold: confidence in [0, 1] below which a question is refused.
    """

    def __init__(self, searcher: Searcher, threshold: float = THRESHOLD) -> None:
        self._searcher = searcher
        self._threshold = threshold
        self._rows = Rows(searcher.index.passages, searcher.lexicon.abbreviations)
        self._own_health = OwnHealth(searcher.embedder.fingerprint)

    def answer(
        self,
        question: str,
        searched: str,
        documents: Iterable[str] | None = None,
        near: Mapping[int, float] = NOWHERE,
    ) -> Answer:
        """Answer a question that stands alone.

        question: as asked, for the record.
        searched: with what a follow-up refers to put in.
        near:     passage number to what its score is raised by, in [0, 1].

        Raises:
            UsageError: the question is empty or too long, or a document is not there.
        """
        started = time.perf_counter()
        names = None if documents is None else list(documents)
        found = self._search(self._searcher.query(searched), names, near)
        found_at = time.perf_counter()
        text = found.query.text
        asked = partial(self._who_was_asked, names)
        draft = Draft(
            question,
            text,
            found.ranked,
            self._threshold,
            asked,
            self._not_asked(names),
        )
        rows = self._rows.answer(text, found.names)
        of_parts = {part: self._rows.answer(part, found.names) for part in clauses(text)}
        found_rows = [one for one in of_parts.values() if one and one.rows]
        if rows is not None and (rows.rows or not found_rows):
            draft.from_rows(rows)
        elif defined := self._definition(text, found.names):
            draft.from_text([defined], Wanted.DEFINITION, SURE)
        elif found.ranked:
            in_text = [part for part, one in of_parts.items() if not (one and one.rows)]
            weighed = self._weigh(found, in_text)
            reason = partial(
                why_not,
                found.query,
                weighed.wish,
                found.ranked,
                self._searcher.lexicon,
                asked,
            )
            draft.from_text(
                weighed.chosen, weighed.wish.kind, weighed.confidence, found_rows, reason
            )
            draft.draw_on(weighed.evidence)
            if found.scope.each:
                draft.by_document(weighed.chosen, found.query.terms)
        else:
            draft.refuse(MESSAGES.refusal_empty.format(asked=asked()), 0.0)
        if self._own_health.asked(text, found.vector) and not self._leaves_it(question, text):
            draft.note(MESSAGES.no_advice)
        return draft.finish(Timings(found_at - started, time.perf_counter() - found_at))

    def _leaves_it(self, question: str, searched: str) -> bool:
        """Whether a follow-up has a subject of its own that is not anybody's health, so that only
        the words that were put in are about that.
        """
        if question == searched or not names_own_thing(question):
            return False
        vector = self._searcher.vector(self._searcher.query(question))
        return not self._own_health.asked(question, vector)

    def weigh(self, question: str) -> Weighed | None:
        """What is chosen from running text and how sure that is, for measuring; None if the
        question is answered from a table, by a definition, or from nothing.
        """
        found = self._search(self._searcher.query(question), None, NOWHERE)
        text = found.query.text
        parts = clauses(text)
        if any(self._rows.answer(part, found.names) is not None for part in (text, *parts)):
            return None
        if self._definition(text, found.names) or not found.ranked:
            return None
        return self._weigh(found, parts)

    def _search(self, query: Query, names: list[str] | None, near: Mapping[int, float]) -> _Found:
        if names is not None:
            self._searcher.require(names)
        asked = scope(query.text, self._documents(names))
        names = list(asked.documents) or names
        vector = self._searcher.vector(query)
        ranked = self._searcher.rank(query, names, near, vector)
        named = sections(query.text, (one.passage for one in ranked), self._searcher.lexicon)
        inside = [one for one in ranked if one.passage.section in named]
        return _Found(
            query, vector, asked, names, inside or ranked, named if inside else frozenset()
        )

    def _weigh(self, found: _Found, parts: Sequence[str]) -> Weighed:
        """Choose sentences from the ranked passages, and measure how well they answer."""
        query, passages = found.query, self._searcher.index.passages
        wish = wanted(query.text)
        evidence = gather(found.ranked, self._searcher.lexicon, query, wish)
        if self._searcher.encoder is not None:
            evidence = second_look(evidence, query.text, self._searcher.encoder)
        sides = self._sides(parts, found, evidence)
        if asks_for_all(query.text) and not sides:
            listed = enumerated(query.text, evidence, narrowed=bool(found.sections))
            chosen = choose_all(listed, passages)
            named = bool(chosen and found.sections and asks_by_name(query.text))
        else:
            chosen = choose(evidence, passages, sides, why=asks_why(query.text))
            named = False
        signals = measure(query, wish, evidence, chosen, self._searcher.lexicon)
        sure = confidence(signals)
        if named:
            sure = max(sure, _SURE_LISTED)
        return Weighed(wish, tuple(evidence), tuple(chosen), signals, sure)

    def _documents(self, names: list[str] | None) -> list[Document]:
        documents = self._searcher.index.documents
        return [one for one in documents if names is None or one.name in names]

    def _not_asked(self, names: list[str] | None) -> int:
        """How many documents of the index are not among these."""
        return len(self._searcher.index.documents) - len(self._documents(names))

    def _who_was_asked(self, names: list[str] | None) -> str:
        titles = [one.title for one in self._documents(names)]
        return MESSAGES.who_was_asked(titles, self._not_asked(names))

    def _sides(
        self,
        parts: Sequence[str],
        found: _Found,
        evidence: Sequence[Evidence],
    ) -> list[list[Evidence]]:
        """Evidence for each part of the question, and for each document if it asks about each."""
        sides = [blended(self._gather(part, found), evidence) for part in parts]
        by_document: dict[str, list[Evidence]] = {}
        for one in evidence if found.scope.each else ():
            by_document.setdefault(one.passage.document.name, []).append(one)
        return [*sides, *list(by_document.values())[:_SIDES]]

    def _gather(self, question: str, found: _Found) -> list[Evidence]:
        # Nobody typed it: with its spelling corrected and its topic before it, it may be longer
        # than a question may be.
        query = self._searcher.lexicon.query(question)
        ranked = self._searcher.rank(query, found.names)
        inside = [one for one in ranked if one.passage.section in found.sections]
        ranked = inside or ranked
        return gather(ranked, self._searcher.lexicon, query, wanted(query.text))

    def _definition(self, question: str, names: list[str] | None) -> Chosen | None:
        passages = (  # looked at only where a definition is asked for
            passage
            for passage in self._searcher.index.passages
            if names is None or passage.document.name in names
        )
        return definition(question, passages, self._searcher.lexicon.abbreviations)
