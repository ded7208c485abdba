"""The general collections by kind and field of their documents, both halves apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from evals.gold_cases import Split
from evals.records.general import MEASURES, GeneralLine

HALVES: tuple[Split, ...] = ("tune", "check")
Sort = Literal["all", "talk", "kind", "field"]
Scores = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Share:
    """The mean of a measure, in [0, 1]; None if it applies to no question.

    change: since before, over the questions that were scored then too; None without any.
    """

    mean: float | None
    scored: int
    change: float | None


@dataclass(frozen=True, slots=True)
class Half:
    """One half of a group. shares: by measure. unanswerable: those that should be refused."""

    split: Split
    questions: int
    unanswerable: int
    shares: Mapping[str, Share]


@dataclass(frozen=True, slots=True)
class Group:
    """Questions about documents of one kind or field. halves: tune and check, in this order."""

    sort: Sort
    name: str
    halves: tuple[Half, ...]


def by_halves(lines: Sequence[GeneralLine], before: Scores) -> list[Group]:
    """All questions, the further follow-ups, which are in no other group, then those of each kind,
    then those of each field: the worst first.

    before: accepted scores by `GeneralLine.key`.
    """
    if not lines:
        return []
    alone, talks = single(lines), [one for one in lines if one.talk]
    return [
        _group("all", "all", alone, before),
        *([_group("talk", "further follow-ups", talks, before)] if talks else []),
        *_sorted("kind", alone, before),
        *_sorted("field", alone, before),
    ]


def single(lines: Sequence[GeneralLine]) -> list[GeneralLine]:
    """All but the further follow-ups."""
    return [one for one in lines if not one.talk]


def _sorted(
    sort: Literal["kind", "field"], lines: Sequence[GeneralLine], before: Scores
) -> Iterator[Group]:
    members: dict[str, list[GeneralLine]] = {}
    for one in lines:
        members.setdefault(getattr(one, sort), []).append(one)

    def facts(name: str) -> tuple[float, str]:
        mean = _share("facts", members[name], before).mean
        return 1.0 if mean is None else mean, name

    for name in sorted(members, key=facts):
        yield _group(sort, name, members[name], before)


def _group(sort: Sort, name: str, lines: Sequence[GeneralLine], before: Scores) -> Group:
    return Group(sort, name, tuple(_half(split, lines, before) for split in HALVES))


def _half(split: Split, lines: Sequence[GeneralLine], before: Scores) -> Half:
    chosen = [one for one in lines if one.line.split == split]
    return Half(
        split=split,
        questions=len(chosen),
        unanswerable=sum(not one.line.answerable for one in chosen),
        shares={measure: _share(measure, chosen, before) for measure in MEASURES},
    )


def _share(measure: str, lines: Sequence[GeneralLine], before: Scores) -> Share:
    scored = [(one.key, one.scores[measure]) for one in lines if measure in one.scores]
    gains = [
        value - before[key][measure]
        for key, value in scored
        if key in before and measure in before[key]
    ]
    return Share(
        mean=_mean([value for _, value in scored]), scored=len(scored), change=_mean(gains)
    )


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
