"""The general collections in reports: by kind and field of their documents, both halves apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from markupsafe import Markup

from evals.gate.general_baseline import GeneralResults
from evals.metrics.table import BY_NAME
from evals.reporting.bars import Bar, bars
from evals.reporting.data import NONE, Curves, curves, percent, signed
from evals.reporting.tables import heat_of
from evals.statistics.halves import HALVES, Group, Half, Share, by_halves, single

TITLES = {"all": "All", "talk": "Conversation", "kind": "Kind of document", "field": "Field"}


@dataclass(frozen=True, slots=True)
class Column:
    """A measure as shown. missed: the share that it does not hold for is shown, which is bad."""

    measure: str
    title: str
    missed: bool = False


COLUMNS = (
    Column("facts", "facts found"),
    Column("right", "wholly right"),
    Column("refused", "rightly refused"),
    Column("answered", "wrongly refused", missed=True),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A share in words. change: in points, signed as shown; "" if it is none or there is nothing to
    compare with, "new" if only these questions are new; better: whether it is good.

    of: how many questions it is a share of; heat: 0 for good, to 5 for bad.
    """

    value: str = NONE
    change: str = ""
    better: bool | None = None
    of: int = 0
    heat: int = 0


@dataclass(frozen=True, slots=True)
class HalfCells:
    """One half of a row. questions: 0 if the group has none in this half."""

    questions: int
    unanswerable: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A group. halves: tune and check."""

    name: str
    halves: tuple[HalfCells, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """What the page shows. families: rows by the sort of group; drawings: a title and its bars.

    changes: what the gate says of each measure; curves: of the confidence, by half.
    """

    questions: int
    collections: int
    families: Sequence[tuple[str, Sequence[Row]]]
    drawings: Sequence[tuple[str, Markup]]
    curves: Sequence[tuple[str, Curves]]
    results: GeneralResults
    columns: Sequence[Column] = COLUMNS
    halves: Sequence[str] = HALVES


def section(found: GeneralResults) -> Section:
    """All of it for the page."""
    groups = by_halves(found.lines, found.before)
    lines = [one.line for one in single(found.lines)]
    return Section(
        questions=len(lines),
        collections=len({one.collection for one in found.lines}),
        families=[
            (title, [_row(one, compared=bool(found.before)) for one in groups if one.sort == sort])
            for sort, title in TITLES.items()
            if any(one.sort == sort for one in groups)
        ],
        drawings=[
            (
                f"Facts found by {TITLES[sort].lower()}",
                bars(
                    f"Facts found by {TITLES[sort].lower()}",
                    HALVES,
                    [(one.name, _bars(one)) for one in groups if one.sort == sort],
                ),
            )
            for sort in ("kind", "field")
        ],
        curves=[(half, curves([line for line in lines if line.split == half])) for half in HALVES],
        results=found,
    )


def _row(group: Group, *, compared: bool) -> Row:
    name = "all questions" if group.sort == "all" else group.name
    return Row(
        name,
        tuple(
            HalfCells(
                half.questions,
                half.unanswerable,
                _cells(half, compared=compared),
            )
            for half in group.halves
        ),
    )


def _cells(half: Half, *, compared: bool) -> tuple[Cell, ...]:
    return tuple(
        _cell(column, half.shares[column.measure], compared=compared) for column in COLUMNS
    )


def _cell(column: Column, share: Share, *, compared: bool) -> Cell:
    if share.mean is None:
        return Cell()
    sign = -1 if column.missed else 1
    change = "new" if compared else ""
    if share.change is not None:
        change = signed(BY_NAME[column.measure], sign * share.change).removeprefix("0")
    return Cell(
        value=percent(1 - share.mean if column.missed else share.mean),
        change=change,
        better=None if share.change is None or not change else share.change > 0,
        of=share.scored,
        heat=heat_of(share.mean),
    )


def _bars(group: Group) -> list[Bar | None]:
    return [_bar(half) for half in group.halves]


def _bar(half: Half) -> Bar | None:
    share = half.shares["facts"]
    if share.mean is None:
        return None
    told = f"{half.split}: {percent(share.mean)} of {share.scored} questions"
    if share.change is None:
        return Bar(share.mean, told)
    before = share.mean - share.change
    return Bar(share.mean, f"{told}, before {percent(before)}", before)


HEADING = ["", "half", "questions", *(column.title for column in COLUMNS)]


def text_rows(found: GeneralResults) -> list[list[str]]:
    """A row for each half of each group, under `HEADING`."""
    return [
        [
            group.name if group.sort in ("all", "talk") else f"{group.sort}: {group.name}",
            half.split,
            str(half.questions),
            *map(_text, _cells(half, compared=bool(found.before))),
        ]
        for group in by_halves(found.lines, found.before)
        for half in group.halves
        if half.questions
    ]


def _text(cell: Cell) -> str:
    return f"{cell.value} ({cell.change})" if cell.change else cell.value


def as_data(found: GeneralResults) -> dict[str, object]:
    """The groups and the changes, for programs; shares by measure, as they are measured."""
    return {
        "groups": [asdict(group) for group in by_halves(found.lines, found.before)],
        "changes": [asdict(change) for change in found.changes],
        "uncompared": found.uncompared if found.before else [],
    }
