"""Answer questions about the documents themselves, in their own words: lists, overviews, whose they
are and when.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from assistant.answering.document_questions import DocumentQuestions, Request
from assistant.answering.overview import Place, joined, overview
from assistant.answering.references import SECTION, Masked, label, mask, meant, sections
from assistant.chunking.chunks import Passage
from assistant.messages import MESSAGES
from assistant.nlp.tokens import stems
from assistant.query.examples import content
from assistant.reading.document import Document
from assistant.retrieval.retriever import Searcher

_LISTED = 20  # documents that a list names
_COMPARED = 6  # documents that an overview or a line of authors is given of
_SENTENCES = (6, 3, 2)  # of an overview of one document, of each of two, of each of more
_TOP, _EDGE = 5, 0.2  # what the first lines get the more
_FIRST, _LAST = 14, 6  # sentences where a document says whose it is
_SHORT = 8  # words of a heading that names a version
_ENOUGH = 0.5  # share of a subject's words that the name of a document or section has to hold
LIST_SURE, OVERVIEW_SURE, METADATA_SURE = 0.95, 0.6, 0.85
"""Confidences: of the general gold set's questions that are answered so, overviews hold 0.56 of the
facts (8 questions), and lines on author, date and version all (9).
"""

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DATE = re.compile(
    rf"\b(?:1[5-9]|20)\d\d\b|\b\d\d? {_MONTH}\b|\b{_MONTH}\.? \d|\b\d\d?[./]\d\d?[./]\d", re.I
)
_VERSION = re.compile(
    r"\b(?:version|revision|rev\.?|edition|release|v) ?(?:\d|[A-Z]\b)|\b\d+\.\d+\.\d+", re.I
)
_BY = re.compile(
    r"\b(?i:by|from|authors?|written|prepared|drawn up|issued|taken|took|edited|editors?|compiled"
    r"|signed|interview(?:er|ed)|owner|published|responsible)\b[^.]{0,80}?\b(?:[A-Z]|the [a-z]+)"
)
# What a part of a question asks for, and what a line that tells it holds; the first that fits.
_ASKS = (
    (re.compile(r"\b(?:version|edition|release)\b", re.I), _VERSION),
    (re.compile(r"\b(?:who|whose|whom|authors?)\b", re.I), _BY),
    (
        re.compile(r"\b(?:when|date|year|old|recent|day|newest|oldest|latest|up to date)\b", re.I),
        _DATE,
    ),
)
_PARTS = re.compile(
    r",? and (?=(?:who|when|what|which|how|until|since|by|on|in)\b)|, (?=when\b)", re.I
)
_NEWEST = re.compile(r"\b(?:newest|latest|newer|most recent|current)\b", re.I)
_NUMBERED = re.compile(r"(?<![\d.])\d{1,6}(?:\.\d{1,6}){1,4}")
_DATED = re.compile(r"\b(\d{4})-(\d\d)(?:-(\d\d))?|\b((?:19|20)\d\d)\b")


@dataclass(frozen=True, slots=True)
class Told:
    """What is said about documents. places: what is quoted, in order; lead: "" for none."""

    places: tuple[Place, ...]
    sure: float
    lead: str = ""
    note: str = ""


class Documents:
    """Answers questions about the documents of one index. Safe to use from several threads."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self._passages = searcher.index.passages
        self._numbered = {one.id: number for number, one in enumerate(self._passages)}
        by_name = groupby(self._passages, key=lambda one: one.document.name)
        self._by_name = {name: list(passages) for name, passages in by_name}
        self._questions = DocumentQuestions(searcher.embedder)

    def answer(
        self, question: str, documents: Sequence[Document], near: Collection[int] = ()
    ) -> Told | None:
        """What to say; None if the question is not about documents, or nothing tells.

        documents: that are asked.
        near:      numbers of passages that the conversation was about, for "Who wrote it?".
        """
        if not documents or (asked := self._questions.asked(question, documents)) is None:
            return None
        if asked.kind == "list":
            return self._listed(documents)
        if asked.kind == "about":
            return self._sought(asked.subject, documents)
        if asked.kind == "overview":
            return self._overview(question, asked, documents, near)
        return self._metadata(question, documents, near)

    def _listed(self, documents: Sequence[Document]) -> Told:
        count = len(documents)
        lead = MESSAGES.one_document if count == 1 else MESSAGES.documents_there.format(count=count)
        cut = MESSAGES.list_cut.format(shown=_LISTED, total=count) if count > _LISTED else ""
        return Told(self._names(documents[:_LISTED]), LIST_SURE, lead, cut)

    def _names(self, documents: Sequence[Document]) -> tuple[Place, ...]:
        """Where the title of each stands, or else its first line."""
        found: list[Place] = []
        for document in documents:
            there = self._of(document)
            title = [one for one in there[:_FIRST] if one.text == document.source.title]
            found += [(one, one.sentences[0]) for one in (*title, *there)[:1]]
        return tuple(found)

    def _sought(self, subject: str, documents: Sequence[Document]) -> Told | None:
        """The documents that are about a subject: by their names, or else by their text."""
        words = content(subject)
        found = [one for one in documents if words and words <= label(one)]
        if not found:
            query = self._searcher.query(subject)
            ranked = self._searcher.rank(query, [one.name for one in documents])
            found = [one.passage.document for one in ranked[:1] if words <= stems(one.passage.text)]
        places = self._names(found[:_LISTED])
        return Told(places, METADATA_SURE) if places else None

    def _overview(
        self, question: str, asked: Request, documents: Sequence[Document], near: Collection[int]
    ) -> Told | None:
        if asked.subject:
            chosen = [self._by_subject(asked.subject, documents)]
        else:
            chosen = [self._of(one) for one in self._meant(asked.masked, documents, near)]
            if named := sections(question, [one for each in chosen for one in each]):
                chosen = [[one for one in each if one.section in named] for each in chosen]
            elif SECTION.search(question):
                return None
        chosen = [one for one in chosen if one]
        if not 0 < len(chosen) <= _COMPARED:
            return None
        count = _SENTENCES[min(len(chosen), len(_SENTENCES)) - 1]
        places = [place for one in chosen for place in overview(one, count, self._vectors)]
        lead = MESSAGES.by_document if len(chosen) > 1 else ""
        return Told(tuple(places), OVERVIEW_SURE, lead) if places else None

    def _by_subject(self, subject: str, documents: Sequence[Document]) -> list[Passage]:
        """Passages of the document or the section that is called by most of a subject's words."""
        words = content(subject)
        best, found = 0.0, list[Passage]()
        for one in documents:
            there = self._of(one)
            parts = {one.section[:n] for one in there for n in range(1, len(one.section) + 1)}
            for part in ((), *sorted(parts)):
                held = frozenset(stems(part[-1])) if part else label(one)
                share = len(words & held) / max(1, len(words))
                if share > best and share >= _ENOUGH:
                    best, found = share, [p for p in there if p.section[: len(part)] == part]
        return found

    def _meant(
        self, masked: Masked, documents: Sequence[Document], near: Collection[int]
    ) -> list[Document]:
        """The documents that a question means; all where it does not say."""
        found = [name for named in masked.named for name in meant(named, documents)]
        if not found and not masked.plural:
            talked_of = [self._passages[number].document.name for number in near]
            found = [max(talked_of, key=talked_of.count)] if talked_of else []
        return [one for one in documents if not found or one.name in found]

    def _vectors(self, places: Sequence[Place]) -> NDArray[np.float32]:
        """Of sentences, each with its passage."""
        index = self._searcher.index
        numbers = [self._numbered[one.id] for one, _ in places]
        first = np.searchsorted(index.sentence_passage, numbers)
        ordinals = [one.sentences.index(span) for one, span in places]
        return index.vectors[first + np.array(ordinals, dtype=np.int64)]

    def _metadata(
        self, question: str, documents: Sequence[Document], near: Collection[int]
    ) -> Told | None:
        """Lines that tell who and when; else what is known of the files."""
        if _NEWEST.search(question) and (newest := self._newest(documents)):
            return Told((newest,), METADATA_SURE)
        found: list[Place] = []
        asked: list[Document] = []
        for part in _PARTS.split(question):
            masked = mask(part, documents)
            if any(masked.named) or not asked:
                whole = masked if any(masked.named) else mask(question, documents)
                asked = self._meant(whole, documents, near)
            form = next((form for asks, form in _ASKS if asks.search(part)), None)
            if form is not None and len(asked) <= _COMPARED:
                found += [place for one in asked for place in self._line(one, part, form)]
        if found:
            order = sorted(found, key=lambda one: (one[0].document.name, one[1].start))
            return Told(tuple(joined(order)), METADATA_SURE)
        known = [one for one in asked if one.source.authors or one.source.year]
        if not known or len(known) > _COMPARED:
            return None
        lead = MESSAGES.metadata.format(known="; ".join(map(_known, known)))
        return Told(self._names(known), METADATA_SURE, lead)

    def _line(self, document: Document, part: str, form: re.Pattern[str]) -> list[Place]:
        """The line at the edge of a document that tells most likely what is asked."""
        there = [place for place in self._lines(document) if place[0].kind in ("text", "heading")]
        edges = there if len(there) <= _FIRST + _LAST else there[:_FIRST] + there[-_LAST:]
        said = {_BY: document.source.authors, _DATE: str(document.source.year or "")}.get(form, "")
        told = re.findall(r"\w{3,}", said)
        vector = self._searcher.embedder.embed_questions([part])[0]
        scores = (self._vectors(edges) @ vector).tolist()
        for number, place in enumerate(edges):
            known = any(name in _text(place) for name in told)
            fits = known or form.search(_text(place))
            scores[number] += known + _EDGE * (number < _TOP) if fits else -np.inf
        best = max(range(len(edges)), key=scores.__getitem__, default=0)
        return edges[best : best + 1] if edges and scores[best] > -np.inf else []

    def _newest(self, documents: Sequence[Document]) -> Place | None:
        """The line that names the newest version: by its date, or else by its number."""
        found = [
            place
            for document in documents
            for place in self._lines(document)
            if len(_text(place).split()) <= _SHORT and _VERSION.search(_text(place))
        ]
        return max(found, key=_release) if len(found) > 1 else None

    def _lines(self, document: Document) -> Iterator[Place]:
        return ((one, span) for one in self._of(document) for span in one.sentences)

    def _of(self, document: Document) -> list[Passage]:
        return self._by_name.get(document.name, [])


def _text(place: Place) -> str:
    return place[0].document.text[place[1].start : place[1].end]


def _known(document: Document) -> str:
    told = (document.source.authors, str(document.source.year or ""))
    return f"“{document.title}”: {', '.join(filter(None, told))}"


def _release(place: Place) -> tuple[list[int], list[int]]:
    """The date of a line and its number, as they are compared."""
    dated, numbered = _DATED.search(_text(place)), _NUMBERED.search(_text(place))
    return (
        [int(one) for one in dated.groups() if one] if dated else [],
        [int(one) for one in numbered[0].split(".")] if numbered else [],
    )
