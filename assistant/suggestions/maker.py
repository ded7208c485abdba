"""Make the candidate questions of a document."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

from assistant.chunking.chunks import Passage
from assistant.nlp.tokens import is_stop
from assistant.reading.document import Document, Span
from assistant.retrieval.retriever import Searcher
from assistant.suggestions.answered import Candidate
from assistant.suggestions.questions import Wording, asked, meanings, of_headings

_READ = 600  # passages of a document that questions are made from
_OPENING = 5  # passages with which an answer to what a document is about may begin
_LONGEST_TITLE = 6  # words
_SUBTITLE = re.compile(r"\s?[:(;,·]|\s[–—-]\s")
_NO_TITLE = re.compile(r"(?:re|fwd?|aw):|.*[“”{}?]|(?:your|our|my|this)\b", re.IGNORECASE)
_ASIDE = re.compile(
    r"\b(?:references|bibliography|acknowledge?ments?|funding|conflicts? of interest|competing"
    r"|author contributions|supplementary|data availability|table of contents)\b",
    re.IGNORECASE,
)


class Maker:
    """Makes candidates from the documents of one index. Safe to use from several threads."""

    def __init__(self, searcher: Searcher) -> None:
        self._index = searcher.index
        self._abbreviations = searcher.lexicon.abbreviations
        self._made: dict[str, tuple[Candidate, ...]] = {}
        self._lock = threading.Lock()

    def of_document(self, name: str) -> tuple[Candidate, ...]:
        """The candidates of a document, those of each kind in the order of their worth."""
        with self._lock:
            if name not in self._made:
                self._made[name] = tuple(self._of(self._index.passages_of(name)[:_READ]))
            return self._made[name]

    def _of(self, passages: Sequence[Passage]) -> Iterator[Candidate]:
        kept = [one for one in passages if not any(map(_ASIDE.search, one.section))]
        if not kept:
            return
        yield from asked(kept)
        document = kept[0].document
        if document.language not in ("", "en"):
            return  # the other questions are put in English
        text = [one for one in kept if one.kind == "text"]
        wording = Wording(" ".join(" ".join(one.text.split()) for one in text))
        title = self._title(document)
        for passage in text:
            yield from meanings(passage, self._abbreviations, wording)
        yield from of_headings(kept, wording)
        if text and title:
            source = Span(0, text[:_OPENING][-1].end)
            yield Candidate(f"What is “{title}” about?", "overview", title, document, source)

    @cached_property
    def _titles(self) -> Counter[str]:
        return Counter(_short(one) for one in self._index.documents)

    def _title(self, document: Document) -> str:
        """A short title of several words that is no other document's; "" if there is none."""
        title = _short(document)
        return title if " " in title and self._titles[title] == 1 else ""


def _short(document: Document) -> str:
    """A title short enough for a question; "" if there is none."""
    title = " ".join(document.source.title.split()).strip("“”\"'. ")
    if _NO_TITLE.match(title):
        return ""
    if len(title.split()) > _LONGEST_TITLE:
        title = _SUBTITLE.split(title)[0]
    if title.isupper():
        words = enumerate(title.lower().split())
        title = " ".join(w if is_stop(w) and n else w.capitalize() for n, w in words)
    return title if len(title.split()) <= _LONGEST_TITLE else ""
