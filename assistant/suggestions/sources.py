"""All candidates that an index gives, made passage by passage when they are asked for."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import cached_property

from assistant.answering.definitions import definition
from assistant.chunking.passage import Passage
from assistant.nlp.tokens import tokens
from assistant.retrieval.retriever import Searcher
from assistant.suggestions import from_headings, from_sentences, from_tables
from assistant.suggestions.candidate import Candidate

_ASIDE = re.compile(
    r"\b(?:references|bibliography|acknowledge?ments?|funding|conflicts? of interest|competing"
    r"|author contributions|abbreviations|supplementary|data availability|consent|ethics)\b",
    re.IGNORECASE,
)
_METHODS = re.compile(r"\b(?:methods?|materials|statistical analysis|procedures?)\b", re.IGNORECASE)
_SHORT = re.compile(r"[A-Za-z]?[A-Z][A-Z0-9-]{1,6}")


class Maker:
    """Makes candidates from the passages of one index. Safe to use from several threads."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self.passages = searcher.index.passages
        self._made: dict[int, tuple[Candidate, ...]] = {}
        self._lock = threading.Lock()

    def of_passage(self, number: int) -> tuple[Candidate, ...]:
        """The candidates of a passage, and of the section that begins with it."""
        with self._lock:
            if number not in self._made:
                self._made[number] = tuple(self._of_passage(number))
            return self._made[number]

    def by_place(self, document: str) -> tuple[Candidate, ...]:
        """What rows of a document's tables share."""
        rows = [p for p in self.passages if p.kind == "row" and p.document.name == document]
        return tuple(from_tables.by_place(rows))

    def meaning(self, short: str) -> Candidate | None:
        """What an abbreviation stands for; None where no document sets it out."""
        if not _SHORT.fullmatch(short):
            return None
        asked = f"What does {short} stand for?"
        found = definition(asked, self.passages, self._searcher.lexicon.abbreviations)
        return None if found is None else Candidate(asked, "meaning", found.passage, found.span)

    def is_of_methods(self, passage: Passage) -> bool:
        """Whether a passage tells how something was done, which few ask first."""
        return any(_METHODS.search(heading) for heading in passage.section[-2:])

    @cached_property
    def _in_lower_case(self) -> frozenset[str]:
        documents = self._searcher.index.documents
        written = {word for one in documents for word in tokens(one.text) if word.islower()}
        return self._searcher.embedder.vocabulary | written

    def _of_passage(self, number: int) -> Iterator[Candidate]:
        passage = self.passages[number]
        if passage.kind != "text" or any(_ASIDE.search(heading) for heading in passage.section):
            return
        if passage.section and self._begins_section(number):
            asked = from_headings.question(passage.section[-1], self._in_lower_case)
            if asked:
                yield Candidate(asked, "heading", passage, None)
        for span in passage.sentences:
            text = passage.document.text[span.start : span.end]
            for made in from_sentences.questions(text, self._in_lower_case):
                yield Candidate(made.question, made.kind, passage, span, made.alone)

    def _begins_section(self, number: int) -> bool:
        passage = self.passages[number]
        before = self.passages[number - 1] if number else None
        return (
            before is None
            or before.document.name != passage.document.name
            or before.section != passage.section
        )
