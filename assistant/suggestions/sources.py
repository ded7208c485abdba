"""Generate candidate questions from sentences, headings and tables."""

from __future__ import annotations

import re
import threading
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import cached_property

from assistant.answering.definitions import definition
from assistant.chunking.chunks import Passage
from assistant.nlp.tokens import tokens
from assistant.reading.document import Span
from assistant.reading.text.tables import CODE
from assistant.retrieval.retriever import Searcher
from assistant.suggestions.candidate import Candidate, Made
from assistant.suggestions.clauses import clause
from assistant.suggestions.inversion import turned
from assistant.suggestions.patterns import (
    apposed,
    by_authors,
    counted,
    instanced,
    listed,
    rated,
    seen,
    superlative,
)
from assistant.suggestions.phrasing import POINTING, fits, lowered, plain

_PLACE = re.compile(r"locat|place|countr|city|\bsite", re.IGNORECASE)
_OUTCOME = re.compile(r"outcome|endpoint|measure", re.IGNORECASE)
_NAME = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z]+)?")
_LEAST_ROWS, _MOST_ROWS = 2, 6  # rows that share a place


def cells(row: Passage) -> dict[str, str]:
    """A row's cells by the names of their columns."""
    block = row.document.blocks[row.block or 0]
    columns = row.document.tables[block.table or 0].columns
    text = row.document.text
    texts = (" ".join(text[cell.start : cell.end].split()) for cell in block.cells)
    return dict(zip(columns, texts, strict=False))


def by_place(rows: Iterable[Passage]) -> Iterator[Candidate]:
    """Which trials took place in Jordan: for the places that several rows of a table share."""
    places: dict[tuple[str, int | None, str], list[Passage]] = defaultdict(list)
    for row in rows:
        block = row.document.blocks[row.block or 0]
        if place := _place(cells(row)):
            places[row.document.name, block.table, place].append(row)
    for (_, _, place), there in places.items():
        noun = _noun(there)
        if noun and _LEAST_ROWS <= len(there) <= _MOST_ROWS:
            yield Candidate(
                f"Which {noun} took place in {place}?", "table", there[0], _whole(there[0])
            )


def of_row(row: Passage, told: Sequence[str]) -> Iterator[Candidate]:
    """What a registered trial measures and where it takes place.

    told: texts that were shown already; what they say is not asked again.
    """
    found = cells(row)
    code = next((text for text in found.values() if CODE.fullmatch(text)), "")
    if not code:
        return
    for name, text in found.items():
        if not text or any(text in " ".join(one.split()) for one in told):
            continue
        if _OUTCOME.search(name):
            yield Candidate(f"What does trial {code} measure?", "table", row, _whole(row))
        elif _PLACE.search(name):
            yield Candidate(f"Where does trial {code} take place?", "table", row, _whole(row))


def _whole(row: Passage) -> Span:
    return Span(row.start, row.end)


def _place(found: dict[str, str]) -> str:
    """The country or town at the end of a row's place; "" if there is none."""
    text = next((text for name, text in found.items() if _PLACE.search(name)), "")
    last = text.split(",")[-1].strip()
    return last if _NAME.fullmatch(last) and "," in text else ""


def _noun(rows: Sequence[Passage]) -> str:
    """What the rows are, if the table says so: "trials", "studies"; else ""."""
    block = rows[0].document.blocks[rows[0].block or 0]
    table = rows[0].document.tables[block.table or 0]
    said = f"{table.caption} {' '.join(table.columns)}"
    match = re.search(r"\b(trial|study|studies)s?\b", said, re.IGNORECASE)
    return "" if match is None else ("trials" if match[1].lower() == "trial" else "studies")


_NUMBER = re.compile(r"^(?:\d+(?:\.\d+)*\.?|[IVX]+\.|[A-Z]\.)\s+")
_AND_MORE = re.compile(r" and (?:preclinical|clinical)? ?(?:evidence|safety|outlook|perspectives)$")
_WHAT_ARE = (
    "symptoms|causes|advantages|benefits|drawbacks|disadvantages|limitations|risks|risk factors"
    "|side effects|signs|sources|uses|functions|goals|aims|requirements|consequences|challenges"
)
_KNOWN = (
    "diagnosis|treatment|prevention|transmission|epidemiology|management|aetiology|etiology"
    "|pathogenesis|role|purpose|history|structure|incidence|prevalence"
)
_FORMS = (
    (
        r"(?:impact|effects?|influence) of (?P<x>.+?) on (?P<y>.+)",
        "What effect {do} {x} have on {y}?",
    ),
    (r"mechanisms? (?:of action )?of (?P<x>.+?) treatment", "How does treatment with {x} work?"),
    (r"mechanisms? of action of (?P<x>.+)", "What is the mechanism of action of {x}?"),
    (
        r"(?P<kind>pre-?clinical|clinical) evidence (?:for|of) (?P<x>.+)",
        "What {kind} evidence is there for {x}?",
    ),
    (
        r"(?:clinical )?safety of (?P<x>.+?)(?: treatment| therapy)?",
        "How safe is treatment with {x}?",
    ),
    (r"procedures? for (?P<x>.+)", "What is the procedure for {x}?"),
    (r"types of (?P<x>.+)", "What types of {x} are there?"),
    (r"therapeutic potential of (?P<x>.+)", "What is the therapeutic potential of {x}?"),
    (rf"(?P<kind>{_WHAT_ARE}) (?P<of>of|for|in) (?P<x>.+)", "What are the {kind} {of} {x}?"),
    (rf"(?P<kind>{_KNOWN}) of (?P<x>.+)", "What is known about the {kind} of {x}?"),
    (r"applications? of (?P<x>.+) in (?P<y>.+)", "How {are} {x} used in {y}?"),
    (r"(?P<q>(?:how|why|when|where|what|which|who|can|does|do|is|are|should) .+\?)", "{q}"),
)
_COMPILED = tuple(
    (re.compile(form, re.IGNORECASE | re.DOTALL), question) for form, question in _FORMS
)
_LONGEST_HEADING = 16  # words
_MANY = re.compile(r"(?:[a-z]s|[A-Z]{2}s|people|children|mice)$")


def question(heading: str, in_lower_case: Container[str]) -> str:
    """The question that the section below a heading answers; "" if its form is unknown."""
    title = _AND_MORE.sub("", _NUMBER.sub("", " ".join(heading.split())))
    title = re.sub(r"(?:(?<!\s)\s++)?\([^()]*\)", "", title)
    title = re.sub(r"^the ", "", title, flags=re.IGNORECASE)
    if not title.endswith("?") and not fits(title):
        return ""
    for form, asked in _COMPILED:
        if match := form.fullmatch(title):
            return _filled(asked, match, in_lower_case)
    return ""


def _filled(asked: str, match: re.Match[str], in_lower_case: Container[str]) -> str:
    parts = {
        name: value.lower() if name in ("kind", "of") else lowered(value, in_lower_case)
        for name, value in match.groupdict().items()
    }
    if "q" not in parts and POINTING & {*" ".join(parts.values()).lower().split()}:
        return ""
    subject = re.split(r" (?:of|in|for) ", parts.get("x", ""))[0]
    several = bool(_MANY.search(subject)) and not subject.endswith(("ss", "us", "is"))
    parts |= {"do": "do" if several else "does", "are": "are" if several else "is"}
    made = asked.format(**parts)
    return made[0].upper() + made[1:] if len(made.split()) <= _LONGEST_HEADING else ""


_SHORTEST_SENTENCE, _LONGEST_SENTENCE, _MOST_WITH_NUMBER = 4, 18, 25  # words of a question
_SMALL = 3  # letters of a word that may come twice
_MAY_COME_AGAIN = frozenset("cells with from stem cell that".split())


def questions(sentence: str, in_lower_case: Container[str]) -> Iterator[Made]:
    """The questions that a sentence answers; for most sentences none.

    in_lower_case: words that are not names, since the documents write them in lower case.
    """
    text = plain(sentence).split(";")[0]
    found = [*by_authors(text, in_lower_case), *counted(text), *rated(text)]
    if fits(text):
        found += [*superlative(text), *instanced(text, in_lower_case), *seen(text)]
        found += apposed(text, in_lower_case)
        lists = list(listed(text, in_lower_case))
        found += lists
        if not lists and (parsed := clause(text, in_lower_case)):
            found += turned(parsed)
    yield from (made for made in found if _reads_well(made))


def _reads_well(made: Made) -> bool:
    """Whether a question is neither too short nor too long and repeats no word in a row."""
    words = made.question.split()
    if (
        not _SHORTEST_SENTENCE
        <= len(words)
        <= (_MOST_WITH_NUMBER if made.kind == "value" else _LONGEST_SENTENCE)
    ):
        return False
    long = [word for word in words if len(word) > _SMALL and word not in _MAY_COME_AGAIN]
    return len(long) == len({*long})


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
        return tuple(by_place(rows))

    def meaning(self, short: str) -> Candidate | None:
        """What an abbreviation stands for; None if no document sets it out."""
        if not _SHORT.fullmatch(short):
            return None
        asked = f"What does {short} stand for?"
        found = definition(asked, self.passages, self._searcher.lexicon.abbreviations)
        return None if found is None else Candidate(asked, "meaning", *found)

    def is_of_methods(self, passage: Passage) -> bool:
        """Whether a passage describes how something was done, which few people ask first."""
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
            asked = question(passage.section[-1], self._in_lower_case)
            if asked:
                yield Candidate(asked, "heading", passage, None)
        for span in passage.sentences:
            text = passage.document.text[span.start : span.end]
            for made in questions(text, self._in_lower_case):
                yield Candidate(made.question, made.kind, passage, span, made.alone)

    def _begins_section(self, number: int) -> bool:
        passage = self.passages[number]
        before = self.passages[number - 1] if number else None
        return (
            before is None
            or before.document.name != passage.document.name
            or before.section != passage.section
        )
