"""Answer questions about the documents themselves, in their own words: lists, overviews, whose they
are and when.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.answering.overview import Place, joined, overview
from assistant.answering.references import SECTION, Masked, is_noun, label, mask, meant, sections
from assistant.chunking.chunks import Passage
from assistant.messages import MESSAGES
from assistant.nlp import versions
from assistant.nlp.bylines import says, signatures, tells
from assistant.nlp.kinds import Kind
from assistant.nlp.tokens import stems, tokens
from assistant.query.examples import Examples, content
from assistant.reading.document import Document
from assistant.retrieval.retriever import Searcher

FILE = Path(__file__).with_name("document_questions.json")
"""Examples by kind."""

LEAST = 0.8
"""Cosine to the nearest example. With it, 2 of 6,078 questions of SQuAD and none of 1,481 of CLAPNQ
and COVID-QA are taken for questions about documents, the titles of their articles being the names.
"""

_SUBJECT = re.compile(
    r"\b(?:(?P<holds>talks? about|covers?|mentions?|describes?|discuss(?:es)?)"
    r"|about|on|deals? with|dealing with) (?P<subject>[^?.!]+)",
    re.IGNORECASE,
)
_WHICH = re.compile(
    r"^(?!.*\b(?:not|no|never|and|or)\b|.*n['’]t\b)(?:(?:(?:in|of) )?which\b"
    r"|.*\b(?:where can|(?:is|are) there|do you have)\b)",
    re.IGNORECASE,
)

_NAMED = re.compile(r"\bthe document\b")  # in a masked question
_LISTED = 20  # documents that a list names
_FEW = 100  # documents whose headings are all looked at
_COMPARED = 6  # documents that an overview or a line of authors is given of
_SENTENCES = (6, 3, 2)  # of an overview of one document, of each of two, of each of more
_TOP, _EDGE, _HIGHER = 5, 0.15, 0.03  # what the first lines get the more, and the highest of these
_SAID = 0.3  # what a line gets that says that something was revised, issued, signed …
_FIRST, _LAST = 14, 6  # sentences where a document says whose it is
LIST_SURE, OVERVIEW_SURE, METADATA_SURE, METADATA_UNSURE = 0.95, 0.6, 0.85, 0.45
"""Confidences: of the general gold set's questions that are answered so, overviews hold 0.56 of the
facts (8 questions), and lines on author, date and version all (9).
"""

_ASKS = (
    (re.compile(r"\b(?:who|whose|whom|authors?)\b", re.I), "author"),
    (re.compile(r"\b(?:version|edition|release)\b", re.I), "number"),
    (re.compile(r"\b(?:when|date|year|old|recent|day|newest|latest|up to date)\b", re.I), "date"),
)
"""How it is asked whose a document is and of when, and the kinds of things that tell."""


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
        self._examples = Examples(json.loads(FILE.read_text("utf-8")), searcher.embedder, LEAST)

    def answer(
        self, question: str, documents: Sequence[Document], near: Collection[int] = ()
    ) -> Told | None:
        """What to say; None if the question is not about documents, or nothing tells.

        documents: that are asked.
        near:      numbers of passages that the conversation was about, for "Who wrote it?".
        """
        masked = mask(question, documents)
        if sign := versions.asked(question):
            called = [one for one in documents if label(one) & stems(question)]
            for there in (called, documents[:_FEW]):
                found = [told for one in there if (told := self._version(one, sign))]
                if len(found) == 1:
                    return found[0]
            return None
        kind, subject = self._asked(question, masked) if documents else ("", "")
        if kind == "list":
            lead = MESSAGES.one_document if len(documents) == 1 else MESSAGES.documents_there
            return self._listed(documents, LIST_SURE, lead.format(count=len(documents)))
        if subject:
            return self._sought(subject, documents, by_name=kind == "about")
        tell = {"overview": self._overview, "metadata": self._metadata}.get(kind)
        return tell(question, self._meant(masked, documents, near)) if tell else None

    def _asked(self, question: str, masked: Masked) -> tuple[str, str]:
        """What is asked about the documents: "list", "about", "holds", "overview", "metadata" or
        "" for nothing; and what a document sought is about or holds.
        """
        if (found := _SUBJECT.search(question)) and _WHICH.search(question):
            about = tokens(question.replace(found["subject"], "the subject"))
            plain = [f"document{'s' * one.endswith('s')}" if is_noun(one) else one for one in about]
            told = any(not is_noun(one) for one in content(found["subject"]))
            if told and self._examples.kind_of(" ".join(plain)) == "about":
                return "holds" if found["holds"] else "about", found["subject"].strip()
        kind = self._examples.kind_of(masked.text)
        named = kind == "list" and _NAMED.search(masked.text)  # "How many parts are there?"
        return ("" if kind == "about" or named else kind), ""

    def _version(self, document: Document, sign: int) -> Told | None:
        heads = [(one, one.sentences[0]) for one in self._of(document) if one.kind == "heading"]
        at = versions.outermost([*map(_text, heads)], sign)
        return None if at is None else Told((heads[at],), METADATA_SURE)

    def _listed(self, documents: Sequence[Document], sure: float, lead: str = "") -> Told:
        count = len(documents)
        cut = MESSAGES.list_cut.format(shown=_LISTED, total=count) if count > _LISTED else ""
        return Told(self._names(documents[:_LISTED]), sure, lead, cut)

    def _names(self, documents: Sequence[Document]) -> tuple[Place, ...]:
        """Where the title of each stands, or else its first line."""
        found: list[Place] = []
        for document in documents:
            there = self._of(document)
            title = [one for one in there[:_FIRST] if one.text == document.source.title]
            found += [(one, one.sentences[0]) for one in (*title, *there)[:1]]
        return tuple(found)

    def _sought(self, subject: str, documents: Sequence[Document], *, by_name: bool) -> Told | None:
        """Those named after a subject, or all with a passage that has it, if all can be read."""
        words = content(subject)
        found = [one for one in documents if by_name and words <= label(one)]
        if not found:
            names = [one.name for one in documents]
            ranked = self._searcher.rank(self._searcher.query(subject), names)
            if len(ranked) < len(self._searcher.index.numbers_of(names)):
                return None
            there = {x.passage.document.name for x in ranked if words <= stems(x.passage.text)}
            found = [one for one in documents if one.name in there]
        return self._listed(found, METADATA_SURE) if found else None

    def _overview(self, question: str, documents: Sequence[Document]) -> Told | None:
        chosen = [self._of(one) for one in documents]
        if SECTION.search(question):
            named = sections(question, [one for each in chosen for one in each])
            chosen = [[one for one in each if one.section in named] for each in chosen]
        chosen = [one for one in chosen if one]
        if not 0 < len(chosen) <= _COMPARED:
            return None
        count = _SENTENCES[min(len(chosen), len(_SENTENCES)) - 1]
        places = [place for one in chosen for place in overview(one, count, self._vectors)]
        every = len({one.document.name for one, _ in places}) == len(documents) > 1
        lead = MESSAGES.by_document if every else ""
        return Told(tuple(places), OVERVIEW_SURE, lead) if places else None

    def _meant(
        self, masked: Masked, documents: Sequence[Document], near: Collection[int]
    ) -> list[Document]:
        """The documents that a question means; all where it does not say."""
        found = [*meant(masked.named, documents)]
        if not found and not masked.plural:
            passages = self._searcher.index.passages
            talked_of = [passages[number].document.name for number in near]
            found = [max(talked_of, key=talked_of.count)] if talked_of else []
        return [one for one in documents if not found or one.name in found]

    def _vectors(self, places: Sequence[Place]) -> NDArray[np.float32]:
        """Of sentences, each with its passage."""
        held = [(one.id, one.sentences.index(span)) for one, span in places]
        return self._searcher.index.vectors_of(held)

    def _metadata(self, question: str, chosen: Sequence[Document]) -> Told | None:
        """Lines that tell who and when; else what is known of the files, if it tells that."""
        if len(chosen) > _COMPARED:
            return None
        parts = [(one, form, kind) for one in question.split(" and ") for form, kind in _ASKS]
        told = [(part, Kind(kind)) for part, form, kind in parts if form.search(part)]
        found = [place for one in chosen for place in self._lines(one, told)]
        if found:
            sure = METADATA_SURE if all(map(tells, map(_text, found))) else METADATA_UNSURE
            return Told(tuple(joined(found)), sure)
        whose = any(kind.name == "author" for _, kind in told)
        known = [x for x in chosen if x.source.authors or (x.source.year and not whose)]
        lead = MESSAGES.metadata.format(known="; ".join(map(_known, known)))
        return Told(self._names(known), METADATA_SURE, lead) if known else None

    def _lines(self, document: Document, asked: Sequence[tuple[str, Kind]]) -> list[Place]:
        """The lines at the edges of a document that tell most likely what is asked, each part of
        the question for its kind of thing; none where nothing says whose it is, if that is asked.
        """
        there = [
            (one, span)
            for one in self._of(document)
            if one.kind in ("text", "heading")
            for span in one.sentences
        ]
        edges = there if len(there) <= _FIRST + _LAST else there[:_FIRST] + there[-_LAST:]
        source = document.source
        best: set[int] = set()
        for part, kind in asked:
            said = source.authors if kind.name == "author" else str(source.year or "")
            names = {*re.findall(r"\w{3,}", said)}
            known = [
                len(names.intersection(re.findall(r"\w+", _text(one)))) >= min(2, len(names)) > 0
                for one in edges
            ]
            vector = self._searcher.embedder.embed_questions([part])[0]
            top = np.maximum(0, _TOP - np.arange(len(edges)))
            scores = self._vectors(edges) @ vector + known + _EDGE * (top > 0) + _HIGHER * top
            scores += [_SAID * says(_text(place)) for place in edges]
            fit = [n for n, place in enumerate(edges) if known[n] or kind.met(_text(place))]
            if kind.name == "author" and not any(known):
                signed = signatures([*map(_text, edges[-_LAST:])])
                fit = fit or [len(edges[:-_LAST]) + n for n in signed]
                if not fit or names:
                    return []
            best |= {max(fit, key=scores.__getitem__)} if fit else set()
        return [edges[number] for number in sorted(best)]

    def _of(self, document: Document) -> Sequence[Passage]:
        return self._searcher.index.passages_of(document.name)


def _text(place: Place) -> str:
    return place[0].document.text[place[1].start : place[1].end]


def _known(document: Document) -> str:
    told = (document.source.authors, str(document.source.year or ""))
    return f"“{document.title}”: {', '.join(filter(None, told))}"
