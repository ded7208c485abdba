"""Retrieval: were the passages that hold the gold quotes found, and how soon?

A passage is as relevant as the share of a gold quote that it holds, in tenths. Recall, reciprocal
rank and nDCG are those of trec_eval, through `ir_measures`; a passage counts as relevant for the
first two when it holds half of a quote. Several passages that answer alike all count for recall;
"within N words" asks only for the first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.chunking.chunks import Passage
from evals.metrics.outcome import Outcome, Place, Score

if TYPE_CHECKING:
    from ir_measures import Measure

    from evals.metrics.outcome import Scorer

_TENTHS = 10
_ENOUGH = 0.6  # of a quote's words: the same share as in `evals.benchmarks`
_WORD = re.compile(r"\S+")


def relevance(passage: Passage, gold: Sequence[Place]) -> int:
    """In tenths: the largest share of a gold quote that the passage holds."""
    name = passage.document.name
    shares = [
        place.overlap(name, passage.start, passage.end) / (place.end - place.start)
        for place in gold
    ]
    return round(_TENTHS * max(shares, default=0.0))


def ranking(measure: str) -> Scorer:
    """A scorer by an `ir_measures` name, such as "nDCG@10"."""

    def score(outcome: Outcome) -> Score | None:
        if not outcome.case.answerable:
            return None
        relevant = {one.id: relevance(one, outcome.gold) for one in outcome.passages}
        if outcome.lost or not relevant:
            return Score(None, "a gold quote is not in the index")
        return Score(_trec(measure, relevant, [hit.passage.id for hit in outcome.answer.hits]))

    return score


def _trec(measure: str, relevant: dict[str, int], found: list[str]) -> float:
    import ir_measures

    judged = [ir_measures.Qrel("q", passage, grade) for passage, grade in relevant.items()]
    ranked = [ir_measures.ScoredDoc("q", passage, -place) for place, passage in enumerate(found)]
    value = ir_measures.calc_aggregate([_measure(measure)], judged, ranked)
    return float(next(iter(value.values())))


@lru_cache(maxsize=16)
def _measure(name: str) -> Measure:
    import ir_measures

    return ir_measures.parse_measure(name)


def within(words: int) -> Scorer:
    """A scorer: 1 if most of a gold quote was read within so many words, best passage first."""

    def score(outcome: Outcome) -> Score | None:
        if not outcome.case.answerable:
            return None
        if outcome.lost:
            return Score(None, "a gold quote is not in the index")
        passages = [hit.passage for hit in outcome.answer.hits]
        return Score(float(words_read(passages, outcome.gold) <= words))

    return score


def words_read(passages: Sequence[Passage], gold: Sequence[Place]) -> float:
    """How many words are read until one has read most of a gold quote; infinity if never."""
    texts = {passage.document.name: passage.document.text for passage in passages}
    missing: list[set[tuple[str, int]]] = []
    enough: list[float] = []
    for place in gold:
        text = texts.get(place.document, "")
        starts = {(place.document, m.start()) for m in _WORD.finditer(text, place.start, place.end)}
        missing.append(starts)
        enough.append((1 - _ENOUGH) * len(starts) if starts else -1)
    read = 0
    for passage in passages:
        name = passage.document.name
        for match in _WORD.finditer(passage.document.text, passage.start, passage.end):
            read += 1
            for left, allowed in zip(missing, enough, strict=True):
                left.discard((name, match.start()))
                if len(left) <= allowed:
                    return read
    return float("inf")
