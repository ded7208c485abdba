"""Measure how well each sentence, row and heading of the best passages answers a question."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.answering.kinds import Kind
from assistant.chunking.chunks import Passage
from assistant.nlp.discourse import leans
from assistant.nlp.lexicon import Lexicon, Query
from assistant.nlp.tokens import parts, stem, stems, tokens
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
    names = frozenset(names_of(query.text))
    by_number = {passage.number: passage for passage in ranked}
    found = [
        one
        for passage in ranked[:_PASSAGES]
        for one in _of_passage(passage, by_number, lexicon, weights, names, kind)
    ]
    return sorted(found, key=lambda one: (-one.score, one.sentence.number))


def _of_passage(
    ranked: RankedPassage,
    by_number: Mapping[int, RankedPassage],
    lexicon: Lexicon,
    weights: _Weights,
    names: frozenset[str],
    kind: Kind,
) -> list[Evidence]:
    passage = ranked.passage
    document = passage.document
    headings = stems(" ".join((*passage.section, document.title)))
    earlier = _earlier(ranked, by_number)
    previous = [*earlier, *ranked.sentences]
    cosines = [sentence.cosine for sentence in ranked.sentences]
    seen: set[str] = set()
    found = []
    for place, sentence in enumerate(ranked.sentences):
        text = document.text[sentence.span.start : sentence.span.end]
        words = lexicon.sentence_stems[sentence.number]
        seen |= words  # a thing is named once and described in the sentences after it
        near = previous[max(0, place + len(earlier) - 2) : place + len(earlier)]
        around = words.union(*(lexicon.sentence_stems[one.number] for one in near))
        held = seen | around | headings
        signals = {
            "cosine": sentence.cosine,
            "before": cosines[place - 1] if place else 0.0,
            "after": cosines[place + 1] if place + 1 < len(cosines) else 0.0,
            "passage": ranked.cosine,
            "rare": weights.rare(words),
            "covered": weights.covered(words),
            "section": weights.covered(headings),
            "with_section": weights.covered(words | headings),
            "bm25": ranked.bm25,
            "kind": float(kind.met(text)) if kind.name else 0.0,
            "named": len(names & held) / len(names) if names else 1.0,
            "told_before": near[-1].cosine if near and leans(text) else 0.0,
            "together": weights.covered(around),
            "asks": float(text.rstrip("*_ ”\"").endswith("?")),
            "open": float(text.rstrip("*_ ").endswith(":")),
            "short": 1.0 if len(text.split()) < 4 else 0.0,
            "heading": float(passage.kind == "heading"),
            "row": float(passage.kind == "row"),
            "near": ranked.near,
        }
        signals = {name: min(1.0, max(0.0, value)) for name, value in signals.items()}
        score = sum(WEIGHTS.get(name, 0.0) * value for name, value in signals.items())
        found.append(Evidence(sentence, ranked, text, signals, score, weights.shares(words)))
    return found


# Fitted: see docs/decisions. Listwise: the sentence that answers against the others.
WEIGHTS: Mapping[str, float] = {
    "cosine": 1.0,
    "before": 0.3,
    "after": 0.3,
    "passage": 2.0,
    "rare": 1.5,
    "covered": 1.0,
    "section": 0.2,
    "bm25": 1.6,
    "kind": 0.45,
    "named": 0.8,
    "told_before": 0.5,
    "together": 0.6,
    "asks": -1.0,
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


_CODE = re.compile(r"\w*\d\w*|\w+(?:[-./_@]\w+)+")


def names_of(question: str) -> list[str]:
    """Stems of the names, codes, versions and figures in a question: what evidence must hold.

    A capital tells a name, but not at the beginning; a question in capitals tells none.
    """
    words = tokens(question)
    capitals = sum(word[:1].isupper() for word in words) <= len(words) / 2 + 1
    found = []
    for number, word in enumerate(words):
        inside = number > 0 and capitals
        if _CODE.fullmatch(word) and any(char.isdigit() for char in word):
            found.append(stem(word))
        elif sum(char.isupper() for char in word) > 1 or (inside and word[:1].isupper()):
            found += [stem(piece) for piece in parts(word)] if "-" in word else [stem(word)]
    return list(dict.fromkeys(found))


BETWEEN = " | "
_HEADING = 80  # characters: a title may be as long as a sentence


def in_context(passage: Passage, span: Span) -> str:
    """The sentence, the nearest heading (or else the published title), and the sentence before
    where it leans on that.

    The sentence comes first, since a cross-encoder cuts off the end of what is too long.
    """
    text = passage.document.text
    sentence = text[span.start : span.end]
    heading = passage.section[-1] if passage.section else passage.document.source.title
    parts_ = [sentence, heading[:_HEADING]] if heading else [sentence]
    earlier = [one for one in passage.sentences if one.end <= span.start]
    if earlier and (leans(sentence) or text[earlier[-1].start : earlier[-1].end].endswith("?")):
        parts_.append(text[earlier[-1].start : earlier[-1].end])
    return BETWEEN.join(" ".join(part.split()) for part in parts_)
