"""A run's scores as figures with intervals, over all questions and over groups of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from evals.kept.figure import Figure
from evals.kept.record import Line
from evals.metrics.table import METRICS
from evals.statistics.bootstrap import interval, interval_of
from evals.statistics.clusters import cluster
from evals.statistics.many import MANY, Many, Numbers, Table, table_of

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
    """A measure of single questions over the lines of a group; None where it applies to none."""
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
