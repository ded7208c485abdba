"""Answer a question with verbatim excerpts or table rows, each with its citation."""

from __future__ import annotations

import re
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.answering.advice import OwnHealth
from assistant.answering.builder import Draft
from assistant.answering.choosing import choose, differ
from assistant.answering.confidence import THRESHOLD, confidence, measure
from assistant.answering.documents import Documents, Told
from assistant.answering.evidence import Evidence, gather
from assistant.answering.excerpts import Excerpt
from assistant.answering.references import Scope, scope, sections
from assistant.answering.rerank import second_look
from assistant.answering.tables import RowAnswer, Tables
from assistant.answering.tongues import language_line
from assistant.messages import MESSAGES
from assistant.nlp.discourse import in_brackets, split_context, unpointed
from assistant.nlp.kinds import kind_of
from assistant.nlp.lexicon import Query
from assistant.nlp.named import Named
from assistant.reading.document import Document
from assistant.retrieval.ranking import NOWHERE, RankedPassage
from assistant.retrieval.retriever import Searcher
from assistant.types import Answer, Timings

_ALL = re.compile(
    r"\b(?:list|name|give|show|tell|enumerate)(?: me)? (?:all|every|each|them|the)\b"
    r"|\b(?:what|which|who) (?:are|were) (?:all|the \w+s)\b|\ball of (?:them|the)\b"
    r"|\b(?:complete|full|whole) list\b|\bevery (?:one|single)\b"
    r"|^\W*(?:and |but |so )?which (?:[a-z-]+ )?[a-z-]{2,}[^\Ws]s\b(?! (?:is|was|has|does)\b)",
    re.IGNORECASE,
)
_COUNT = re.compile(r"\bhow many\b", re.IGNORECASE)
_HOW = re.compile(
    r"\W*(?:and |but |so )?(?:how|what (?:do|must|should))"
    r" (?:do|to|can|should|must|is|are|i|we|you)\b",
    re.I,
)
_OTHER = re.compile(r"\b(?:an)?other\b", re.IGNORECASE)
_NEAREST = 5  # passages that tell whether the documents are about health
_OF_A_WORD = 300  # passages that are looked at, of those that hold a word


@dataclass(frozen=True, slots=True)
class Weighed:
    """What running text gives as an answer. evidence: best first; confidence: in [0, 1]."""

    evidence: tuple[Evidence, ...]
    chosen: tuple[Excerpt, ...]
    signals: Mapping[str, float]
    confidence: float


@dataclass(frozen=True, slots=True)
class _Found:
    """What the search gave.

    near:   passages that the talk is about. names: of the documents that were searched, None for
            all. ranked: only of the sections that the question names, where it names any.
    """

    query: Query
    near: Mapping[int, float]
    scope: Scope
    names: list[str] | None
    ranked: list[RankedPassage]


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
        asked = self._documents(names)
        not_asked = len(self._searcher.index.documents) - len(asked)
        draft = Draft(question, found.query.text, found.ranked, not_asked)
        if isinstance(told := self._told(found, asked), Told):
            draft.quote(told)
        elif told is not None:
            draft.from_rows(told)
        else:
            self._from_text(draft, found)
        noted = self._own_health.noted(question, found.query.text, self._vector)
        if noted and self._own_health.told(self._near(found)):
            draft.note(MESSAGES.no_advice if draft.found else MESSAGES.ask_a_doctor)
        if draft.is_doubtful:
            draft.note(language_line(question, asked, multilingual=self._multilingual))
        return draft.finish(Timings(found_at - started, time.perf_counter() - found_at))

    def weigh(self, question: str) -> Weighed | None:
        """What is chosen from running text and how sure that is, for measuring; None if the
        question is about the documents, or answered from a table or from nothing.
        """
        found = self._search(self._searcher.query(question), None, NOWHERE)
        if self._told(found, self._documents(None)) is not None:
            return None
        weighed = self._weigh(found)
        return weighed if weighed.chosen else None

    def _search(self, query: Query, names: list[str] | None, near: Mapping[int, float]) -> _Found:
        if names is not None:
            self._searcher.require(names)
        there = self._documents(names)
        own, about = split_context(query.text)
        passages = self._searcher.index.passages
        here = {passages[number].document.name for number in near}
        asked = scope(own, there, here, self._elsewhere)
        if about and asked == Scope():  # what it leans on may name one
            asked = scope(query.text, there, elsewhere=self._elsewhere)
        names = list(asked.documents) or names
        ranked = self._searcher.rank(query, names, near)
        named = sections(query.text, (one.passage for one in ranked))
        inside = [one for one in ranked if one.passage.section in named]
        return _Found(query, near, asked, names, inside or ranked)

    def _told(self, found: _Found, asked: Sequence[Document]) -> Told | RowAnswer | None:
        """What is said about the documents themselves, or by the rows of a table."""
        question, about = split_context(found.query.text)
        told = self._about.answer(question, asked, found.near)
        found_in = (one.passage.document.name for one in found.ranked)
        rows = told or self._tables.answer(" ".join((question, *about)), found.names, found_in)
        # What a question leans on may be something else: "And the other one?", "And the white one?"
        another = _OTHER.search(question) or unpointed(question) != question
        unsure = isinstance(rows, RowAnswer) and (rows.lacks or another)
        return None if about and unsure else rows

    def _from_text(self, draft: Draft, found: _Found) -> None:
        weighed = self._weigh(found)
        searched = self._documents(found.names)
        if not weighed.chosen or weighed.confidence < self._threshold:
            others = len(self._searcher.index.documents) - len(searched)
            draft.refuse(weighed.confidence, searched, others)
            return
        quoted = {one.document.name for one in weighed.chosen}
        each = found.scope.each and len(quoted) == len(searched) > 1
        different = differ(weighed.chosen, found.query.terms)
        lead = MESSAGES.differ if different else MESSAGES.by_document if each else ""
        draft.from_excerpts(weighed.chosen, weighed.confidence, lead)
        draft.draw_on(weighed.evidence)

    def _weigh(self, found: _Found) -> Weighed:
        """Choose excerpts from the ranked passages, and measure how well they answer."""
        query, lexicon, encoder = found.query, self._searcher.lexicon, self._searcher.encoder
        kind, read = kind_of(query.text), found.scope.without_names(in_brackets(query.text))
        evidence = gather(found.ranked, lexicon, query, kind)
        if encoder is not None and evidence:
            evidence = second_look(evidence, read, encoder)
        every = _ALL.search(query.text) is not None
        whole = every or _COUNT.search(query.text) is not None
        steps = _HOW.match(query.text) is not None
        named, each = Named.of(query.text), found.scope.each
        names = named.names | named.codes
        chosen = choose(
            evidence, query.terms, names, whole=whole, steps=steps, every=every, each=each
        )
        if not chosen:  # questions alone, or nothing but a title
            return Weighed(tuple(evidence), (), {}, 0.0)
        signals = measure(query, kind, evidence, chosen, lexicon, encoder, read)
        return Weighed(tuple(evidence), tuple(chosen), signals, confidence(signals))

    def _elsewhere(self, word: str, names: Collection[str]) -> bool:
        """Whether a word stands in other documents, as far as its best passages tell."""
        index = self._searcher.index
        found = index.bm25([word], _OF_A_WORD)
        return any(index.passages[one].document.name not in names for one in found)

    def _near(self, found: _Found) -> Iterator[NDArray[np.float32]]:
        """The vectors of the nearest passages, one by one."""
        for near in found.ranked[:_NEAREST]:
            held = range(len(near.passage.sentences))
            yield self._searcher.index.vectors_of([(near.passage.id, one) for one in held])

    def _vector(self, text: str) -> NDArray[np.float32]:
        return self._searcher.vector(self._searcher.query(text))

    def _documents(self, names: list[str] | None) -> list[Document]:
        documents = self._searcher.index.documents
        return [one for one in documents if names is None or one.name in names]
