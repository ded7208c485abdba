"""The rows of the report's tables, each figure with its interval drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from evals.records.record import Figure
from evals.reporting.data import NONE, Measure, ReportData, interval, signed, told, value_of
from evals.reporting.differences import change, paired
from evals.reporting.svg import Axis, picture, tag

WIDTH, HEIGHT = 120.0, 14.0
_MIDDLE = HEIGHT / 2
_AXIS = Axis(0.0, 1.0, 5.0, WIDTH - 5.0)


def strip(measure: Measure, figure: Figure | None, before: float | None = None) -> Markup:
    """A share on the scale from 0 to 1, with a tick where it was before; nothing for others."""
    if figure is None or figure.mean is None or not measure.share:
        return Markup()
    drawn = [_line(0.0, 1.0, "track")]
    words = value_of(measure, figure.mean)
    if figure.low is not None and figure.high is not None:
        drawn.append(_line(figure.low, figure.high, "range"))
        words += f", 95% interval {interval(measure, figure.low, figure.high)}"
    if before is not None:
        x = _AXIS.at(before)
        drawn.append(tag("line", class_="before", x1=x, x2=x, y1=1, y2=HEIGHT - 1))
        words += f", before {value_of(measure, before)}"
    drawn.append(tag("circle", class_="dot", cx=_AXIS.at(figure.mean), cy=_MIDDLE, r=3.5))
    return picture(WIDTH, HEIGHT, measure.title, words, *drawn, kind="strip")


def _line(low: float, high: float, kind: str) -> Markup:
    return tag("line", class_=kind, x1=_AXIS.at(low), x2=_AXIS.at(high), y1=_MIDDLE, y2=_MIDDLE)


FAMILIES = {
    "answers": "Answers",
    "refusals": "Answering and refusing",
    "retrieval": "Search",
    "citations": "Citations",
    "composed": "Composed answers",
    "cost": "Time",
}
GROUPS = {
    "kind": "Kind of question",
    "why": "Why there is no answer",
    "section": "Section of the documents",
}
_HEAT = (0.95, 0.85, 0.75, 0.6, 0.4)


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure in words. heat: 0 for (nearly) all of a share, to 5 for little of it."""

    value: str = NONE
    interval: str = NONE
    scored: int = 0
    unjudged: int = 0
    heat: int = 0


@dataclass(frozen=True, slots=True)
class MetricRow:
    """A measure over all questions and both splits.

    change: since the baseline, in the measure's unit, over the questions that both runs share;
            told: the same in words; better: whether that is good, None if it is neither.
    """

    measure: Measure
    all: Cell
    tune: Cell
    check: Cell
    strip: Markup
    change: str
    told: str
    better: bool | None


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group of questions: the interval of the first column's measure, and all columns."""

    name: str
    questions: int
    strip: Markup
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class GroupTable:
    """Groups of one sort, the worst first. intervals: whether any has an interval to draw."""

    sort: str
    title: str
    columns: tuple[Measure, ...]
    rows: tuple[GroupRow, ...]
    intervals: bool


def metric_rows(report: ReportData) -> dict[str, list[MetricRow]]:
    """The rows of all measures, by the title of their family."""
    lines = paired(report.run, report.baseline) if report.baseline else ([], [])
    found: dict[str, list[MetricRow]] = {}
    for measure in report.metrics:
        figure = report.figure(measure.name)
        moved = change(measure, *lines)
        before = figure.mean - moved if figure and figure.mean is not None and moved else None
        row = MetricRow(
            measure=measure,
            all=_cell(measure, figure),
            tune=_cell(measure, report.figure(measure.name, "split:tune")),
            check=_cell(measure, report.figure(measure.name, "split:check")),
            strip=strip(measure, figure, before),
            change=signed(measure, moved),
            told=told(measure, moved),
            better=_is_better(measure, moved),
        )
        found.setdefault(FAMILIES[measure.family], []).append(row)
    return found


def group_tables(report: ReportData) -> list[GroupTable]:
    """One for each sort of group that has figures of the headline's measures."""
    by_group: dict[str, dict[str, Figure]] = {}
    for figure in report.figures:
        by_group.setdefault(figure.group, {})[figure.metric] = figure
    found = []
    for sort, title in GROUPS.items():
        groups = {name: by_group[name] for name in by_group if name.startswith(f"{sort}:")}
        columns = tuple(
            one for one in report.main if any(one.name in group for group in groups.values())
        )
        if columns:
            drawn = [group.get(columns[0].name) for group in groups.values()]
            intervals = any(figure and _spreads(figure) for figure in drawn)
            found.append(GroupTable(sort, title, columns, _rows(columns, groups), intervals))
    return found


def _rows(
    columns: Sequence[Measure], groups: Mapping[str, Mapping[str, Figure]]
) -> tuple[GroupRow, ...]:
    def worst_first(name: str) -> tuple[float, str]:
        first = groups[name].get(columns[0].name)
        mean = None if first is None else first.mean
        if mean is None:
            return (2.0, name)
        return (-mean if columns[0].better == "lower" else mean, name)

    return tuple(
        GroupRow(
            name=name.partition(":")[2].replace("_", " "),
            questions=max((f.scored + f.unjudged for f in groups[name].values()), default=0),
            strip=strip(columns[0], groups[name].get(columns[0].name)),
            cells=tuple(_cell(one, groups[name].get(one.name)) for one in columns),
        )
        for name in sorted(groups, key=worst_first)
    )


def _cell(measure: Measure, figure: Figure | None) -> Cell:
    if figure is None:
        return Cell()
    heat = 0
    if measure.share and figure.mean is not None and measure.better is not None:
        good = figure.mean if measure.better == "higher" else 1 - figure.mean
        heat = heat_of(good)
    return Cell(
        value=value_of(measure, figure.mean),
        interval=interval(measure, figure.low, figure.high),
        scored=figure.scored,
        unjudged=figure.unjudged,
        heat=heat,
    )


def heat_of(good: float) -> int:
    """How strong the colour of a share is: 0 for (nearly) all, to 5 for little of it."""
    return sum(good < limit for limit in _HEAT)


def _spreads(figure: Figure) -> bool:
    """Whether there is an interval to see: one section drawn again and again gives none."""
    return figure.low is not None and figure.high is not None and figure.high - figure.low > 1e-9


def _is_better(measure: Measure, moved: float | None) -> bool | None:
    if moved is None or measure.better is None or signed(measure, moved) == "0":
        return None
    return (moved > 0) == (measure.better == "higher")
