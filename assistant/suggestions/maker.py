"""Make the candidate questions of a document."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

from assistant.chunking.chunks import Passage
from assistant.nlp.lexicon import Lexicon
from assistant.nlp.tokens import is_stop
from assistant.reading.document import Document, Span
from assistant.retrieval.retriever import Searcher
from assistant.suggestions.candidate import Candidate
from assistant.suggestions.cells import of_rows
from assistant.suggestions.headings import asked, of_headings
from assistant.suggestions.meanings import definitions, meanings
from assistant.suggestions.usage import Usage

_READ = 600  # passages of a document that questions are made from
_OPENING = 5  # passages with which an answer to what a document is about may begin
_LONGEST_TITLE = 9  # words
_SUBTITLE = re.compile(r"\s?[:(;,]|\s[–—-]\s")
_SIGNS = re.compile(r"(?<!\s)\s+[^\w\s)]+$")
_REPLY = re.compile(r"(?:re|fwd?|aw):", re.IGNORECASE)
_ASIDE = re.compile(
    r"\b(?:references|bibliography|acknowledge?ments?|funding|conflicts? of interest|competing"
    r"|author contributions|supplementary|data availability|table of contents)\b",
    re.IGNORECASE,
)


class Maker:
    """Makes candidates from the documents of one index. Safe to use from several threads."""

    def __init__(self, searcher: Searcher) -> None:
        self._index = searcher.index
        self._ordinary = searcher.embedder.vocabulary
        self._lexicon: Lexicon = searcher.lexicon
        self._made: dict[str, tuple[Candidate, ...]] = {}
        self._lock = threading.Lock()

    def of_document(self, name: str) -> tuple[Candidate, ...]:
        """The candidates of a document, those of each kind in the order of their worth."""
        with self._lock:
            if name not in self._made:
                self._made[name] = tuple(self._of(self._index.passages_of(name)[:_READ]))
            return self._made[name]

    @cached_property
    def _headings(self) -> Counter[str]:
        """How many documents have each heading."""
        return self._index.heading_counts()

    def _of(self, passages: Sequence[Passage]) -> Iterator[Candidate]:
        kept = [one for one in passages if not any(map(_ASIDE.search, one.section))]
        if not kept:
            return
        yield from asked(kept)
        document = kept[0].document
        if document.language not in ("", "en"):
            return  # the other questions are put in English
        text = [one for one in kept if one.kind == "text"]
        sentences = (document.text[s.start : s.end] for one in text for s in one.sentences)
        usage = Usage(sentences, self._ordinary)
        for passage in text:
            yield from definitions(passage, usage)
            yield from meanings(passage, self._lexicon.abbreviations)
        yield from of_headings(kept, usage, self._headings)
        tables: dict[int | None, list[Passage]] = {}
        for row in kept:
            if row.kind == "row":
                tables.setdefault(document.blocks[row.block or 0].table, []).append(row)
        for rows in tables.values():
            yield from of_rows(rows)
        yield from self._overview(document, text)

    @cached_property
    def _titles(self) -> Counter[str]:
        return Counter(_short(one) for one in self._index.documents)

    def _title(self, document: Document) -> str:
        """A short title that is no other document's; "" if there is none."""
        title = _short(document)
        return title if self._titles[title] == 1 else ""

    def _overview(self, document: Document, text: list[Passage]) -> Iterator[Candidate]:
        title = self._title(document)
        if " " in title and text:
            source = Span(0, text[:_OPENING][-1].end)
            yield Candidate(f"What is “{title}” about?", "overview", title, document, source)


def _short(document: Document) -> str:
    """A title short enough for a question, without braces; "" if there is none."""
    title = " ".join(document.source.title.split()).strip("“”\"'. ")
    title = _SIGNS.sub("", title)
    if len(title.split()) > _LONGEST_TITLE:
        title = _SUBTITLE.split(title)[0]
    if title.isupper():
        title = " ".join(
            w.lower() if is_stop(w.lower()) and n else w.capitalize()
            for n, w in enumerate(title.split())
        )
    if _REPLY.match(title):
        return ""
    fits = 0 < len(title.split()) <= _LONGEST_TITLE and not set("“”{}") & {*title}
    return title if fits else ""
