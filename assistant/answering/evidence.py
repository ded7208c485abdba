"""Measure how well each sentence, row and heading of the best passages answers a question."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from assistant.answering.kinds import Kind
from assistant.chunking.chunks import Passage
from assistant.nlp.discourse import leans
from assistant.nlp.lexicon import Lexicon, Query
from assistant.nlp.tokens import is_stop, parts, stem, stems, tokens
from assistant.reading.document import Span
from assistant.retrieval.ranking import RankedPassage, RankedSentence

_PASSAGES = 40  # best passages whose sentences are looked at


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence, a row or a heading that may answer.

    signals: each in [0, 1], by name; see `gather`.
    score:   log-odds that it answers, as far as `signals` tell; comparable within one question.
    covers:  stems of the question's own words that it holds, each with its share of their weight.
    read:    log-odds that it answers, from a cross-encoder; None if none has read it.
    """

    sentence: RankedSentence
    ranked: RankedPassage
    text: str
    signals: Mapping[str, float] = field(repr=False)
    score: float
    covers: Mapping[str, float] = field(repr=False)
    read: float | None = None

    @property
    def passage(self) -> Passage:
        """The passage it stands in."""
        return self.ranked.passage

    @property
    def span(self) -> Span:
        """Where it stands in its document."""
        return self.sentence.span


class _Weights:
    """What each of the question's words weighs."""

    def __init__(self, query: Query, lexicon: Lexicon) -> None:
        idf = {term: lexicon.idf(term) for term in query.terms}
        own = [term for term, weight in query.terms.items() if weight == 1.0]
        self.plain = {term: weight * idf[term] for term, weight in query.terms.items()}
        self.squared = {term: weight * idf[term] ** 2 for term, weight in query.terms.items()}
        self._plain_sum = sum(self.plain[term] for term in own) or 1.0
        self._squared_sum = sum(self.squared[term] for term in own) or 1.0
        self._own = own

    def covered(self, words: Collection[str]) -> float:
        """The share of the question's words, by idf, that these stems are."""
        return min(1.0, sum(self.plain.get(term, 0.0) for term in words) / self._plain_sum)

    def rare(self, words: Collection[str]) -> float:
        """The same by squared idf: rare words count more."""
        return min(1.0, sum(self.squared.get(term, 0.0) for term in words) / self._squared_sum)

    def shares(self, words: Collection[str]) -> dict[str, float]:
        """The question's own words among these, each with its share."""
        return {term: self.plain[term] / self._plain_sum for term in self._own if term in words}


def gather(
    ranked: Sequence[RankedPassage], lexicon: Lexicon, query: Query, kind: Kind
) -> list[Evidence]:
    """The sentences of the best passages, best evidence first."""
    weights = _Weights(query, lexicon)
    named = Named.of(query.text)
    by_number = {passage.number: passage for passage in ranked}
    found = [
        one
        for passage in ranked[:_PASSAGES]
        if not _is_title(passage.passage)
        for one in _of_passage(passage, by_number, weights, named, kind)
    ]
    return sorted(found, key=lambda one: (-one.score, one.sentence.number))


def _is_title(passage: Passage) -> bool:
    """Whether it is the title of its document: that says what it is about, and answers nothing."""
    return passage.kind == "heading" and passage.text == passage.document.title


def _of_passage(
    ranked: RankedPassage,
    by_number: Mapping[int, RankedPassage],
    weights: _Weights,
    named: Named,
    kind: Kind,
) -> list[Evidence]:
    passage = ranked.passage
    document = passage.document
    headings = words_above(passage)
    earlier = _earlier(ranked, by_number)
    previous = [*earlier, *ranked.sentences]
    cosines = [sentence.cosine for sentence in ranked.sentences]
    seen: set[str] = set()
    found = []
    for place, sentence in enumerate(ranked.sentences):
        text = document.text[sentence.span.start : sentence.span.end]
        words = sentence.stems
        seen |= words  # a thing is named once and described in the sentences after it
        near = previous[max(0, place + len(earlier) - 2) : place + len(earlier)]
        around = words.union(*(one.stems for one in near))
        held = seen | around | headings
        signals = {
            "cosine": sentence.cosine,
            "after": cosines[place + 1] if place + 1 < len(cosines) else 0.0,
            "passage": ranked.cosine,
            "rare": weights.rare(words),
            "covered": weights.covered(words),
            "with_section": weights.covered(words | headings),
            "bm25": ranked.bm25,
            "kind": float(bool(kind.name) and kind.met(text)),
            "names": _share(named.names, held),
            "codes": _share(named.codes, held),
            "told_before": near[-1].cosine if near and leans(text) else 0.0,
            "together": weights.covered(around),
            "asks": float(text.rstrip('*_ ”"').endswith("?")),
            "short": 1.0 if len(text.split()) < 4 else 0.0,
            "heading": float(passage.kind == "heading"),
            "row": float(passage.kind == "row"),
            "near": ranked.near,
        }
        signals = {name: min(1.0, max(0.0, value)) for name, value in signals.items()}
        score = sum(WEIGHTS.get(name, 0.0) * value for name, value in signals.items())
        found.append(Evidence(sentence, ranked, text, signals, score, weights.shares(words)))
    return found


# Fitted listwise by `python -m evals.ranking`, the sentence that answers against the others of its
# question, on seven sources of equal weight: docs/decisions/0012-excerpts.md.
WEIGHTS: Mapping[str, float] = {
    "cosine": 4.05,
    "passage": 2.77,
    "after": 0.49,
    "rare": 0.78,
    "covered": 0.26,
    "with_section": 2.51,
    "bm25": 1.5,
    "kind": 1.58,
    "names": 0.87,
    "codes": 1.04,
    "told_before": 0.49,
    "together": 2.36,
    "short": -1.11,
    "heading": -0.98,
    "row": 0.61,
    "asks": -0.78,
    "near": 10.0,
}


def _earlier(
    passage: RankedPassage, by_number: Mapping[int, RankedPassage]
) -> tuple[RankedSentence, ...]:
    """The sentences of the passage before, in the same section of running text."""
    before = by_number.get(passage.number - 1)
    if before is None or not passage.passage.kind == before.passage.kind == "text":
        return ()
    same = (
        before.passage.section == passage.passage.section
        and before.passage.document is passage.passage.document
    )
    return before.sentences if same else ()


@dataclass(frozen=True, slots=True)
class Named:
    """What a question calls by name, which evidence must hold. Stems.

    names: capitalised words, but not the first one.
    codes: whatever has a digit: ids, versions, dates, figures.
    ids:   those of them that tell one thing from another ("P-200", "order 1003", "1.1.0", the
           parts of "12 May 2025"); an amount, as in "a £60 dinner", is none.
    """

    names: frozenset[str]
    codes: frozenset[str]
    ids: frozenset[str]

    @classmethod
    def of(cls, question: str) -> Named:
        """The names and codes of a question; one in capitals throughout has no names."""
        words = tokens(question)
        shouted = sum(word[:1].isupper() for word in words) > len(words) / 2 + 1
        codes = [word for word in words if any(char.isdigit() for char in word)]
        names = [
            piece
            for number, word in enumerate(words)
            if word not in codes and not is_stop(word)
            for piece in ([word] if sum(map(str.isupper, word)) > 1 else parts(word))
            if not shouted and (sum(map(str.isupper, piece)) > 1 or (number and piece[0].isupper()))
        ]
        ids = [part for found in _ID.finditer(question) for part in tokens(found["id"])]
        return cls(*(frozenset(map(stem, found)) for found in (names, codes, ids)))


_MONTH = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
)
_ID = re.compile(
    rf"(?<![\w£$€.,-])(?P<id>\d{{1,2}} (?i:{_MONTH}),? \d{{4}}"
    r"|(?=[A-Za-z]{1,12}[-./]?\d)[A-Za-z]{1,12}[-./]?\d[\w./-]{0,20}(?<=\w)|\d{1,4}(?:\.\d{1,4}){2,4}"
    r"|(?<=version )\d{1,4}(?:\.\d{1,4}){0,3}|(?<=[a-z]{2} )(?<! in )(?<! of )(?<! by )(?<!from )"
    r"\d{3,8}(?=\W{0,3}$|\W{0,2} (?:is|was|were|are|sent|be|and|or|leave|arrive|cost|weigh)))"
    r"(?![\w%])"
)


def _share(wanted: Collection[str], held: Collection[str]) -> float:
    return sum(one in held for one in wanted) / len(wanted) if wanted else 1.0


def above(passage: Passage) -> tuple[str, ...]:
    """What stands over a passage: title, headings, authors, and a row's table and columns."""
    document = passage.document
    source = document.source
    found = (
        *passage.section,
        document.title,
        document.name,
        source.authors,
        str(source.year or ""),
    )
    if passage.kind != "row" or passage.block is None:
        return found
    table = document.tables[document.blocks[passage.block].table or 0]
    return (*found, table.caption, *table.columns)


def words_above(passage: Passage) -> frozenset[str]:
    """Stems of what stands over a passage."""
    return _stems(" ".join(above(passage)))


@lru_cache(maxsize=4096)
def _stems(text: str) -> frozenset[str]:
    return frozenset(stems(text))


BETWEEN = " | "
_HEADING = 80  # characters: a title may be as long as a sentence


def in_context(passage: Passage, span: Span) -> str:
    """The sentence, the nearest heading (or else the title), and the sentence before where it
    leans on that or answers it. A row has its columns' names.

    The sentence comes first, since a cross-encoder cuts off the end of what is too long.
    """
    text = passage.document.text
    sentence = _row(passage) if passage.kind == "row" else text[span.start : span.end]
    heading = passage.section[-1] if passage.section else passage.document.source.title
    shown = [sentence, heading[:_HEADING]] if heading else [sentence]
    earlier = [one for one in passage.sentences if one.end <= span.start]
    if earlier:
        before = text[earlier[-1].start : earlier[-1].end]
        if leans(sentence) or before.endswith("?"):
            shown.append(before)
    return BETWEEN.join(" ".join(part.split()) for part in shown)


def _row(passage: Passage) -> str:
    return "; ".join(f"{column}: {cell}" if column else cell for column, cell in cells(passage))


def cells(passage: Passage) -> tuple[tuple[str, str], ...]:
    """The cells of a row, each with its column's name."""
    document = passage.document
    block = document.blocks[passage.block or 0]
    columns = document.tables[block.table or 0].columns
    return tuple(
        (column, document.text[cell.start : cell.end])
        for column, cell in zip(columns, block.cells, strict=False)
    )
