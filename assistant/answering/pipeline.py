"""Answer a question with verbatim excerpts or table rows, each with its citation."""

from __future__ import annotations

import re
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from assistant.answering.advice import OwnHealth, names_own_thing
from assistant.answering.builder import Draft
from assistant.answering.choosing import choose
from assistant.answering.confidence import SURE, THRESHOLD, confidence, measure
from assistant.answering.conflicts import differ
from assistant.answering.definitions import definition
from assistant.answering.documents import Documents
from assistant.answering.evidence import Evidence, gather
from assistant.answering.excerpts import Excerpt
from assistant.answering.kinds import kind_of
from assistant.answering.rerank import second_look
from assistant.answering.scope import Scope, Section, scope, sections
from assistant.answering.tables import RowAnswer, Tables
from assistant.answering.tongues import language_line
from assistant.chunking.chunks import Passage
from assistant.messages import MESSAGES
from assistant.nlp.discourse import in_order, split_context
from assistant.nlp.lexicon import Query
from assistant.nlp.question_words import ASKING
from assistant.nlp.tokens import is_stop, tokens
from assistant.printable import one_line
from assistant.reading.document import Document, Span
from assistant.retrieval.ranking import NOWHERE, RankedPassage
from assistant.retrieval.retriever import Searcher
from assistant.types import Answer, Timings

_ALL = re.compile(
    r"\b(?:list|name|give|show|tell|enumerate)(?: me)? (?:all|every|each|them|the)\b"
    r"|\b(?:what|which|who) (?:are|were) (?:all|the \w+s)\b|\ball of (?:them|the)\b"
    r"|\b(?:complete|full|whole) list\b|\bevery (?:one|single)\b",
    re.IGNORECASE,
)
_COUNT = re.compile(r"\bhow many\b", re.IGNORECASE)


_READ_ALL = 5_000  # passages that are all looked at for a definition
_SEARCHED = 200  # that are looked at where there are more


@dataclass(frozen=True, slots=True)
class Weighed:
    """What running text gives as an answer. evidence: best first; confidence: in [0, 1]."""

    evidence: tuple[Evidence, ...]
    chosen: tuple[Excerpt, ...]
    signals: Mapping[str, float]
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
    sections: Collection[Section]


class QuotedAnswerer:
    """Answers from one opened index. Safe to use from several threads.

    threshold:    confidence in [0, 1] below which a question is refused.
    multilingual: whether another embedding model searches than the English one.
    """

    def __init__(
        self, searcher: Searcher, threshold: float = THRESHOLD, *, multilingual: bool = False
    ) -> None:
        self._searcher = searcher
        self._multilingual = multilingual
        self._threshold = threshold
        self._tables = Tables(searcher.index, searcher.lexicon.abbreviations)
        self._about = Documents(searcher)
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
        searched: with what a follow-up leans on behind it, see `split_context`.
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
        draft = Draft(question, text, found.ranked, asked, self._not_asked(names))
        if (
            told := self._about.answer(split_context(text)[0], self._documents(names), near)
        ) is not None:
            draft.quote(told.places, told.sure, told.lead)
            if told.note:
                draft.note(told.note)
        elif (rows := self._row_answer(found)) is not None:
            draft.from_rows(rows)
        elif defined := self._definition(split_context(text)[0], found.names):
            draft.quote([defined], SURE)
        elif found.ranked:
            self._from_text(draft, found, asked())
        else:
            draft.refuse(MESSAGES.refusal_empty.format(asked=asked()), 0.0)
        if self._of_own_health(text, found) and not self._leaves_it(question, text):
            draft.note(MESSAGES.no_advice)
        if draft.is_doubtful and (line := self._language_line(question, names)):
            draft.note(line)
        return draft.finish(Timings(found_at - started, time.perf_counter() - found_at))

    def _from_text(self, draft: Draft, found: _Found, asked: str) -> None:
        weighed = self._weigh(found)
        if not weighed.chosen or weighed.confidence < self._threshold:
            draft.refuse(MESSAGES.refusal.format(asked=asked), weighed.confidence)
            return
        lead = ""
        if len({one.document.name for one in weighed.chosen}) > 1 and (
            found.scope.each or differ(weighed.chosen, found.query.terms)
        ):
            different = differ(weighed.chosen, found.query.terms)
            lead = MESSAGES.differ if different else MESSAGES.by_document
        draft.from_excerpts(weighed.chosen, weighed.confidence, lead)
        draft.draw_on(weighed.evidence)

    def _of_own_health(self, text: str, found: _Found) -> bool:
        """Whether it is about the asker's own health; a follow-up is read after its context."""
        read = in_order(text)
        vector = (
            found.vector if read == text else self._searcher.vector(replace(found.query, text=read))
        )
        return self._own_health.asked(read, vector)

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
        question is about the documents, or answered from a table, by a definition, or from nothing.
        """
        found = self._search(self._searcher.query(question), None, NOWHERE)
        text = found.query.text
        if self._about.answer(split_context(text)[0], self._documents(None)) is not None:
            return None
        if self._row_answer(found) is not None:
            return None
        if self._definition(split_context(text)[0], found.names) or not found.ranked:
            return None
        weighed = self._weigh(found)
        return weighed if weighed.chosen else None

    def _search(self, query: Query, names: list[str] | None, near: Mapping[int, float]) -> _Found:
        if names is not None:
            self._searcher.require(names)
        asked = scope(query.text, self._documents(names))
        names = list(asked.documents) or names
        vector = self._searcher.vector(query)
        ranked = self._searcher.rank(query, names, near, vector)
        named = sections(query.text, (one.passage for one in ranked))
        inside = [one for one in ranked if one.passage.section in named]
        return _Found(
            query, vector, asked, names, inside or ranked, named if inside else frozenset()
        )

    def _weigh(self, found: _Found) -> Weighed:
        """Choose excerpts from the ranked passages, and measure how well they answer."""
        query, lexicon = found.query, self._searcher.lexicon
        kind = kind_of(query.text)
        evidence = gather(found.ranked, lexicon, query, kind)
        if self._searcher.encoder is not None:
            evidence = second_look(evidence, in_order(query.text), self._searcher.encoder)
        every = _ALL.search(query.text) is not None
        chosen = choose(
            evidence,
            query.terms,
            query.text,
            whole=every or _COUNT.search(query.text) is not None,
            every=every,
            each=found.scope.each,
        )
        if not chosen:  # questions alone, or nothing but a title
            return Weighed(tuple(evidence), (), {}, 0.0)
        signals = measure(query, kind, evidence, chosen, lexicon, self._searcher.encoder)
        return Weighed(tuple(evidence), tuple(chosen), signals, confidence(signals))

    def _language_line(self, question: str, names: list[str] | None) -> str:
        asked = self._documents(names)
        return language_line(question, asked, multilingual=self._multilingual)

    def _documents(self, names: list[str] | None) -> list[Document]:
        documents = self._searcher.index.documents
        return [one for one in documents if names is None or one.name in names]

    def _not_asked(self, names: list[str] | None) -> int:
        """How many documents of the index are not among these."""
        return len(self._searcher.index.documents) - len(self._documents(names))

    def _who_was_asked(self, names: list[str] | None) -> str:
        titles = [one_line(one.title) for one in self._documents(names)]
        return MESSAGES.who_was_asked(titles, self._not_asked(names))

    def _definition(self, question: str, names: list[str] | None) -> tuple[Passage, Span] | None:
        """Where an abbreviation that is asked for is set out."""
        return definition(
            question, self._in_order(question, names), self._searcher.lexicon.abbreviations
        )

    def _in_order(self, question: str, names: list[str] | None) -> Iterator[Passage]:
        """All passages; of very many those that hold words of the question. Read one by one."""
        index = self._searcher.index
        every: Iterable[Passage] = index.passages
        if len(index.passages) > _READ_ALL:
            numbers = index.bm25([one for one in tokens(question) if not is_stop(one)], _SEARCHED)
            every = (index.passages[number] for number in sorted(numbers))
        yield from (one for one in every if names is None or one.document.name in names)

    def _row_answer(self, found: _Found) -> RowAnswer | None:
        found_in = (one.passage.document.name for one in found.ranked)
        return self._tables.answer(_of_rows(found.query.text), found.names, found_in)


def _of_rows(text: str) -> str:
    """A question as tables are asked: "Which trials, and in Spain?" without its brackets."""
    asked, about = split_context(text)
    if not about:
        return text
    leads = "" if ASKING & {token.lower() for token in tokens(asked)} else "Which "
    return f"{leads}{', '.join(about)} {asked}" if leads else f"{asked} {', '.join(about)}"
