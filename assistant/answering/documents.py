"""Answer questions about the documents themselves, in their own words: lists, overviews, whose they
are and when.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.answering.document_questions import (
    DocumentQuestions,
    Masked,
    Request,
    mask,
    meant,
    names,
)
from assistant.answering.overview import Place, joined, overview
from assistant.answering.scope import SECTION, label, sections
from assistant.chunking.chunks import Passage
from assistant.messages import MESSAGES
from assistant.nlp.tokens import stems
from assistant.query.examples import content
from assistant.reading.document import Document, Span
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
        places = [place for one in documents[:_LISTED] for place in self._name(one)]
        return Told(tuple(places), LIST_SURE, lead, cut)

    def _name(self, document: Document) -> list[Place]:
        """Where the title stands, or else the first line."""
        there = self._of(document)
        for one in there[:_FIRST]:
            if document.source.title and one.text == document.source.title:
                return [(one, Span(one.start, one.end))]
        return [(one, one.sentences[0]) for one in there[:1]]

    def _sought(self, subject: str, documents: Sequence[Document]) -> Told | None:
        """The documents that are about a subject: by their names, or else by their text."""
        words = content(subject)
        found = [one for one in documents if words and words <= names(one)]
        if not found:
            ranked = self._searcher.rank(
                self._searcher.query(subject), [one.name for one in documents]
            )
            found = [one.passage.document for one in ranked[:1] if words <= stems(one.passage.text)]
        places = [place for one in found[:_LISTED] for place in self._name(one)]
        return Told(tuple(places), METADATA_SURE) if places else None

    def _overview(
        self, question: str, asked: Request, documents: Sequence[Document], near: Collection[int]
    ) -> Told | None:
        if asked.subject:
            chosen = self._by_subject(asked.subject, documents)
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

    def _by_subject(self, subject: str, documents: Sequence[Document]) -> list[Sequence[Passage]]:
        """Passages of the document or the section that is called by most of a subject's words."""
        words = content(subject)
        options: dict[tuple[str, tuple[str, ...]], frozenset[str]] = {}
        for one in documents:
            options[one.name, ()] = label(one)
            for passage in self._of(one):
                for depth in range(1, len(passage.section) + 1):
                    part = passage.section[:depth]
                    options[one.name, part] = frozenset(stems(part[-1]))
        shares = {key: len(words & held) / max(1, len(words)) for key, held in options.items()}
        best = max(shares.values(), default=0.0)
        if best < _ENOUGH:
            return []
        name, part = next(key for key, share in shares.items() if share == best)
        document = next(one for one in documents if one.name == name)
        return [[one for one in self._of(document) if one.section[: len(part)] == part]]

    def _meant(
        self, masked: Masked, documents: Sequence[Document], near: Collection[int]
    ) -> list[Document]:
        """The documents that a question means; all where it does not say."""
        labels = {one.name: names(one) for one in documents}
        found: list[str] = []
        for named in filter(None, masked.named):
            called = meant(named, labels)
            found += called if len(called) < len(documents) else ()
        if not found and not masked.plural:
            passages = self._searcher.index.passages
            talked_of = [passages[number].document.name for number in near]
            found = [max(talked_of, key=talked_of.count)] if talked_of else []
        return [one for one in documents if not found or one.name in found]

    def _vectors(self, places: Sequence[Place]) -> NDArray[np.float32]:
        """Of sentences, each with its passage."""
        held = [(one.id, one.sentences.index(span)) for one, span in places]
        return self._searcher.index.vectors_of(held)

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
            return Told(tuple(joined(sorted(found, key=_order))), METADATA_SURE)
        known = [(one, line) for one in asked if (line := _known(one))]
        if not known or len(known) > _COMPARED:
            return None
        lead = MESSAGES.metadata.format(known="; ".join(line for _, line in known))
        places = [place for one, _ in known for place in self._name(one)]
        return Told(tuple(places), METADATA_SURE, lead)

    def _line(self, document: Document, part: str, form: re.Pattern[str]) -> list[Place]:
        """The line at the edge of a document that tells most likely what is asked."""
        there = [
            (one, span)
            for one in self._of(document)
            if one.kind not in ("row", "caption")
            for span in one.sentences
        ]
        edges = there if len(there) <= _FIRST + _LAST else there[:_FIRST] + there[-_LAST:]
        said = {_BY: document.source.authors, _DATE: str(document.source.year or "")}.get(form, "")
        told = re.findall(r"\w{3,}", said)
        vector = self._searcher.embedder.embed_questions([part])[0]
        best: tuple[float, Place] | None = None
        cosines = (self._vectors(edges) @ vector).tolist()
        for number, ((one, span), cosine) in enumerate(zip(edges, cosines, strict=True)):
            text = document.text[span.start : span.end]
            known = any(name in text for name in told)
            if not (known or form.search(text)):
                continue
            score = cosine + known + _EDGE * (number < _TOP)
            if best is None or score > best[0]:
                best = score, (one, span)
        return [best[1]] if best else []

    def _newest(self, documents: Sequence[Document]) -> Place | None:
        """The line that names the newest version: by its date, or else by its number."""
        found = [
            (_date(text), _numbered(text), (one, span))
            for document in documents
            for one in self._of(document)
            for span in one.sentences
            if len((text := document.text[span.start : span.end]).split()) <= _SHORT
            and _VERSION.search(text)
        ]
        return max(found, key=lambda one: one[:2])[2] if len(found) > 1 else None

    def _of(self, document: Document) -> Sequence[Passage]:
        return self._searcher.index.passages_of(document.name)


def _order(place: Place) -> tuple[str, int]:
    return place[0].document.name, place[1].start


def _known(document: Document) -> str:
    source = document.source
    told = [part for part in (source.authors, str(source.year or "")) if part]
    return f"“{document.title}”: {', '.join(told)}" if told else ""


def _numbered(text: str) -> tuple[int, ...]:
    found = re.search(r"(?<![\d.])\d{1,6}(?:\.\d{1,6}){1,4}", text)
    return tuple(map(int, found[0].split("."))) if found else ()


def _date(text: str) -> tuple[int, ...]:
    found = re.search(r"\b(\d{4})-(\d\d)(?:-(\d\d))?|\b((?:19|20)\d\d)\b", text)
    return tuple(int(one) for one in found.groups() if one) if found else ()
