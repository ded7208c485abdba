"""One question as the report shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from evals.kept.record import Cited, GoldPlace, Line
from evals.reporting.data import Measure
from evals.reporting.differences import Difference, goodness
from evals.reporting.marking import facts_held, gold_quote, piece
from evals.reporting.words import signed, value_of

_CHIPS = 2


@dataclass(frozen=True, slots=True)
class Scored:
    """A score in words. before: "" where it is unchanged or there is none; better: of a change."""

    title: str
    before: str
    now: str
    change: str
    better: bool | None


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer with its evidence marked."""

    title: str
    line: Line
    pieces: tuple[tuple[Markup, int], ...]
    sources: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """An accepted form of a fact, all of them joined, and whether each answer holds one."""

    forms: str
    before: bool | None
    now: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its answers, what they should hold, and its scores.

    answers: before and now; one where they read the same.
    chips:   for the closed row: the greatest changes, or without a baseline the lowest scores.
    changed, unchanged: scores.
    """

    difference: Difference
    answers: tuple[Answered, ...]
    gold: tuple[tuple[GoldPlace, Markup], ...]
    facts: tuple[Fact, ...]
    chips: tuple[Scored, ...]
    changed: tuple[Scored, ...]
    unchanged: tuple[Scored, ...]


def question(one: Difference, metrics: Sequence[Measure], baseline: bool) -> Question:
    """All that is shown of a question. baseline: whether the run is compared with one.

    Times are left out of the scores: those of one question differ in every run.
    """
    shown = [measure for measure in metrics if measure.family != "cost"]
    scores = [score for measure in shown if (score := _score(measure, one))]
    changed = [(size, score) for size, score in scores if score.before]
    unchanged = [(size, score) for size, score in scores if not score.before]
    return Question(
        difference=one,
        answers=tuple(_answers(one, baseline)),
        gold=tuple((gold, gold_quote(gold, one.now, one.before)) for gold in one.now.gold),
        facts=tuple(_facts(one)),
        chips=_first(changed if baseline else [(s, c) for s, c in unchanged if s < 0]),
        changed=tuple(score for _, score in changed),
        unchanged=tuple(score for _, score in unchanged),
    )


def _first(scores: list[tuple[float, Scored]]) -> tuple[Scored, ...]:
    """Those of the greatest size, in the order of the measures."""
    sizes = sorted((abs(size) for size, _ in scores if size), reverse=True)[:_CHIPS]
    return tuple(score for size, score in scores if size and abs(size) in sizes)[:_CHIPS]


def _score(measure: Measure, one: Difference) -> tuple[float, Scored] | None:
    """A score and its size for the closed row: the gain; without a pair, what it falls short by;
    0 for what is no share.
    """
    if measure.name not in one.now.scores:
        return None
    now = one.now.scores[measure.name]
    before = one.before.scores.get(measure.name) if one.before else now
    if now == before:
        short = 0.0
        if measure.share and now is not None and measure.better is not None:
            short = goodness(measure, now) - (1 if measure.better == "higher" else 0)
        return short, Scored(measure.title, "", value_of(measure, now), "", None)
    gain = 0.0
    if now is not None and before is not None and measure.better is not None:
        gain = goodness(measure, now - before)
    moved = None if now is None or before is None else now - before
    words = (value_of(measure, before), value_of(measure, now), signed(measure, moved))
    better = gain > 0 if gain else None
    return (gain if measure.share else 0.0), Scored(measure.title, *words, better)


def _answers(one: Difference, baseline: bool) -> list[Answered]:
    if one.before is None:
        return [_answered("Answer", one.now)]
    if one.rewritten:
        return [_answered("Answer before", one.before), _answered("Answer now", one.now)]
    return [_answered("Answer, unchanged" if baseline else "Answer", one.now)]


def _answered(title: str, line: Line) -> Answered:
    used = {one.marker for one in line.pieces}
    return Answered(
        title=title,
        line=line,
        pieces=tuple((piece(line, one), one.marker) for one in line.pieces),
        sources=tuple(one for one in line.citations if one.marker in used) if line.found else (),
    )


def _facts(one: Difference) -> list[Fact]:
    now = facts_held(one.now)
    before = facts_held(one.before) if one.before and one.rewritten else None
    return [
        Fact(" / ".join(forms), before[n] is not None if before else None, now[n] is not None)
        for n, forms in enumerate(one.now.facts)
    ]
