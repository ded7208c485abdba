"""Figures with confidence intervals, for all questions and for groups."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from evals.metrics.table import METRICS
from evals.records.record import Figure, Line
from evals.statistics import confidence
from evals.statistics.bootstrap import Values, cluster, interval, interval_of

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Table:
    """What is needed of all lines, as arrays with one entry for each question.

    error: 1 − facts found for an answerable question; else 0 if it was handled, 1 if not; nan where
           that could not be judged.
    gap:   facts found of a follow-up asked in full, less those found in the conversation; nan for
           other questions.
    """

    answerable: NDArray[np.bool_]
    found: NDArray[np.bool_]
    decided: NDArray[np.bool_]
    right: NDArray[np.bool_]
    confidence: Values
    error: Values
    gap: Values
    search_seconds: Values
    seconds: Values


def table_of(lines: Sequence[Line]) -> Table:
    """The arrays of some lines."""

    def column(name: str) -> Values:
        return np.array([_value(line, name) for line in lines], dtype=np.float64)

    answerable = np.array([line.answerable for line in lines], dtype=bool)
    facts, decision = column("facts"), column("decision")
    return Table(
        answerable=answerable,
        found=np.array([line.found for line in lines], dtype=bool),
        decided=decision == 1,
        right=column("right") == 1,
        confidence=np.array([line.confidence for line in lines], dtype=np.float64),
        error=np.where(answerable, 1 - facts, 1 - decision),
        gap=column("facts_in_full") - facts,
        search_seconds=np.array([line.search_seconds for line in lines], dtype=np.float64),
        seconds=np.array([line.seconds for line in lines], dtype=np.float64),
    )


def _value(line: Line, name: str) -> float:
    value = line.scores.get(name)
    return float("nan") if value is None else value


@dataclass(frozen=True, slots=True)
class Many:
    """A measure of many questions. of: its value for the questions with these numbers."""

    name: str
    title: str
    about: str
    family: Literal["refusals", "cost", "answers"]
    of: Callable[[Table, Numbers], float | None]
    share: bool = True
    better: Literal["higher", "lower"] = "higher"


def refusal_precision(table: Table, some: Numbers) -> float | None:
    """The share of the refused questions that should be refused."""
    refused = ~table.found[some]
    return _share(~table.answerable[some] & refused, refused)


def auroc(table: Table, some: Numbers) -> float | None:
    """AUROC of the confidence, for answerable against unanswerable questions."""
    return confidence.auroc(table.confidence[some], table.answerable[some])


def aurc(table: Table, some: Numbers) -> float | None:
    """Area under the risk–coverage curve."""
    judged = some[~np.isnan(table.error[some])]
    if not len(judged):
        return None
    return confidence.aurc(table.confidence[judged], table.error[judged])


def ece(table: Table, some: Numbers) -> float | None:
    """AUROC of the confidence of answers, against their being wholly right."""
    given = some[table.found[some]]
    return confidence.ece(table.confidence[given], table.right[given]) if len(given) else None


def followup_gap(table: Table, some: Numbers) -> float | None:
    """What follow-ups lose by being follow-ups."""
    gaps = table.gap[some]
    gaps = gaps[~np.isnan(gaps)]
    return float(gaps.mean()) if len(gaps) else None


def _percentile(column: str, percent: float) -> Callable[[Table, Numbers], float | None]:
    def of(table: Table, some: Numbers) -> float | None:
        values: Values = getattr(table, column)[some]
        return float(np.percentile(values, percent)) if len(values) else None

    return of


def _share(part: NDArray[np.bool_], whole: NDArray[np.bool_]) -> float | None:
    return float(part.sum() / whole.sum()) if whole.any() else None


MANY = (
    Many(
        "refusal_precision",
        "refusals that are right",
        "Of the refused questions, the share that the documents do not answer.",
        "refusals",
        refusal_precision,
    ),
    Many(
        "auroc",
        "AUROC of the confidence",
        "How often an answerable question has more confidence than an unanswerable one.",
        "refusals",
        auroc,
    ),
    Many(
        "aurc",
        "area under risk–coverage",
        "Mean share of wrong answers over all thresholds of the confidence.",
        "refusals",
        aurc,
        better="lower",
    ),
    Many(
        "ece",
        "calibration error (ECE)",
        "Distance between the confidence of answers and the share that is wholly right.",
        "refusals",
        ece,
        better="lower",
    ),
    Many(
        "followup_gap",
        "follow-ups: lost",
        "Facts found when follow-ups are asked in full, less those found in the conversation.",
        "answers",
        followup_gap,
        better="lower",
    ),
    Many(
        "search_p50",
        "first evidence, p50",
        "Median seconds from the question to the passages found.",
        "cost",
        _percentile("search_seconds", 50),
        share=False,
        better="lower",
    ),
    Many(
        "search_p95",
        "first evidence, p95",
        "The 95th percentile of the same.",
        "cost",
        _percentile("search_seconds", 95),
        share=False,
        better="lower",
    ),
    Many(
        "seconds_p50",
        "whole answer, p50",
        "Median seconds from the question to the whole answer.",
        "cost",
        _percentile("seconds", 50),
        share=False,
        better="lower",
    ),
    Many(
        "seconds_p95",
        "whole answer, p95",
        "The 95th percentile of the same.",
        "cost",
        _percentile("seconds", 95),
        share=False,
        better="lower",
    ),
)


UNJUDGED_LIMIT = 0.02
"""Share of the questions of a metric that may be beyond judging; with more, a run fails."""


def figures(lines: Sequence[Line]) -> list[Figure]:
    """Every measure over all questions, both splits, every kind and every section."""
    found: list[Figure] = []
    for group, chosen in groups(lines).items():
        found += [one for metric in METRICS if (one := mean_of(chosen, metric.name, group))]
        if group == "all" or group.startswith("split:"):
            table = table_of(chosen)
            clusters = [cluster(line) for line in chosen]
            found += [one for many in MANY if (one := _many(table, many, group, clusters))]
    return found


def groups(lines: Sequence[Line]) -> dict[str, list[Line]]:
    """The lines of each group, by its name, in the order of reports."""
    found: dict[str, list[Line]] = {"all": list(lines)}
    for prefix, name in (("split", "split"), ("kind", "kind"), ("why", "why"), ("section", None)):
        for line in lines:
            value = getattr(line, name) if name else line.section or "(no section)"
            if value:
                found.setdefault(f"{prefix}:{value}", []).append(line)
    return found


def mean_of(lines: Sequence[Line], metric: str, group: str) -> Figure | None:
    """A measure of single questions over the lines of a group; None if it applies to none."""
    scored = [line for line in lines if line.scores.get(metric) is not None]
    unjudged = sum(line.scores.get(metric, 0.0) is None for line in lines)
    if not scored:
        return Figure(metric, group, None, None, None, 0, unjudged) if unjudged else None
    values = np.array([line.scores[metric] for line in scored], dtype=np.float64)
    # Within one section there is but one cluster: there, questions are drawn singly.
    alone = group.startswith("section:")
    clusters = [line.id if alone else cluster(line) for line in scored]
    low, high = interval(values, clusters) if len(set(clusters)) > 1 else (None, None)
    return Figure(metric, group, float(values.mean()), low, high, len(scored), unjudged)


def _many(table: Table, many: Many, group: str, clusters: Sequence[str]) -> Figure | None:
    everything: Numbers = np.arange(len(clusters))
    value = many.of(table, everything)
    if value is None:
        return None
    bounds = interval_of(lambda some: many.of(table, some), clusters)
    low, high = bounds or (None, None)
    return Figure(many.name, group, value, low, high, len(clusters), 0)


def too_many_unjudged(lines: Sequence[Line]) -> list[str]:
    """The metrics that could not judge more than `UNJUDGED_LIMIT` of their questions, with why."""
    found: list[str] = []
    for metric in METRICS:
        applies = [line for line in lines if metric.name in line.scores]
        unjudged = [line for line in applies if line.scores[metric.name] is None]
        if len(unjudged) > UNJUDGED_LIMIT * len(applies):
            reason = unjudged[0].unjudged.get(metric.name, "")
            found.append(
                f"{metric.title}: {len(unjudged)} of {len(applies)} questions could not be judged "
                f"({unjudged[0].id}: {reason})"
            )
    return found


def worst(lines: Sequence[Line], count: int) -> list[Line]:
    """Lines by how much a reader is misled.

    An answer with a missing fact is the worse the surer it was; a wrong refusal keeps an answer
    back, but says nothing false, and comes after.
    """
    return sorted(lines, key=lambda line: (-_harm(line), line.id))[:count]


def _harm(line: Line) -> float:
    if line.scores.get("right") != 0:
        return 0.0
    if not line.found:
        return 0.5 * (1 - line.confidence)
    missing = 1 - (line.scores.get("facts") or 0.0) if line.answerable else 1.0
    return missing * (0.5 + line.confidence)
