"""The confidence, drawn: risk against coverage, and share right against confidence."""

from __future__ import annotations

from markupsafe import Markup

from evals.reporting.data import Curves, number, percent
from evals.reporting.svg import Axis, path, picture, tag, ticks
from evals.statistics.confidence import Bin

WIDTH, HEIGHT = 420.0, 290.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 52.0, 398.0, 12.0, 242.0
_FIFTHS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
_X = Axis(0.0, 1.0, _LEFT, _RIGHT)
_ROOM, _COLUMN = 58.0, 32.0  # below a plot for counts; the highest of their columns


def risk_coverage(curves: Curves) -> Markup:
    """How wrong the surest answers are on average, the more of them are taken. Steps, because
    the risk is only known where a question is added. Empty without points.
    """
    if not curves.risk_coverage:
        return Markup()
    marks = ticks(0.0, min(1.0, max(0.02, *(risk for _, risk in curves.risk_coverage))), 4)
    y = Axis(0.0, marks[-1], _BOTTOM, _TOP)
    steps: list[tuple[float, float]] = []
    for coverage, risk in curves.risk_coverage:
        steps += [
            (steps[-1][0] if steps else _X.at(0.0), y.at(risk)),
            (_X.at(coverage), y.at(risk)),
        ]
    area = [(steps[0][0], y.at(0.0)), *steps, (steps[-1][0], y.at(0.0))]
    last = curves.risk_coverage[-1]
    desc = (
        f"Risk {percent(last[1])} at coverage {percent(last[0])}; "
        f"area under the curve {number(curves.area)}"
    )
    return picture(
        WIDTH,
        HEIGHT,
        "Risk against coverage",
        desc,
        _frame(y, marks, "coverage: share of questions, surest first", "risk"),
        path(area, "band", closed=True),
        path(steps, "line"),
    )


def reliability(curves: Curves, title: str = "Share right against confidence") -> Markup:
    """Each bin as a dot with the interval of its share, and below it how many answers it holds; on
    the diagonal, the confidence is what it says. Empty without bins.
    """
    if not curves.bins:
        return Markup()
    y = Axis(0.0, 1.0, _BOTTOM, _TOP)
    most = max(one.count for one in curves.bins)
    drawn = [path([(_X.at(0), y.at(0)), (_X.at(1), y.at(1))], "diagonal")]
    for one in curves.bins:
        drawn += [_dot(one, y), _counted(one, most)]
    desc = (
        f"{sum(one.count for one in curves.bins)} answers in {len(curves.bins)} bins; expected "
        f"calibration error {percent(curves.calibration_error)}, AUROC of right answers "
        f"{number(curves.auroc_right)}"
    )
    return picture(
        WIDTH,
        HEIGHT + _ROOM,
        title,
        desc,
        _frame(y, list(_FIFTHS), "confidence", "share right", _ROOM),
        *drawn,
    )


def _dot(one: Bin, y: Axis) -> Markup:
    x, (low, high) = _X.at(one.confidence), one.interval
    told = (
        f"confidence {percent(one.confidence)}, right {percent(one.right)} "
        f"({percent(low)}–{percent(high)}), {one.count} answers"
    )
    return tag("line", class_="range", x1=x, x2=x, y1=y.at(low), y2=y.at(high)) + tag(
        "circle", tag("title", told), class_="dot", cx=x, cy=y.at(one.right), r=4
    )


def _counted(one: Bin, most: int) -> Markup:
    """How many answers a bin holds, as a column with the number on top."""
    start, end = _X.at(one.low), _X.at(one.high)
    high = max(1.0, _COLUMN * one.count / most)
    foot = _BOTTOM + _ROOM
    return tag(
        "rect", class_="count", x=start + 1, y=foot - high, width=end - start - 2, height=high
    ) + tag("text", str(one.count), x=(start + end) / 2, y=foot - high - 3, text_anchor="middle")


def _frame(y: Axis, marks: list[float], across: str, up: str, below: float = 0.0) -> Markup:
    """Grid, ticks and the names of both axes; those across stand so far below the plot."""
    parts = [
        tag("line", class_="grid", x1=_LEFT, x2=_RIGHT, y1=y.at(mark), y2=y.at(mark))
        + tag("text", f"{100 * mark:g}%", x=_LEFT - 7, y=y.at(mark) + 4, text_anchor="end")
        for mark in marks
    ]
    parts += [
        tag("text", f"{100 * mark:g}%", x=_X.at(mark), y=_BOTTOM + below + 18, text_anchor="middle")
        for mark in _FIFTHS
    ]
    middle = (_TOP + _BOTTOM) / 2
    parts.append(
        tag(
            "text",
            across,
            class_="name",
            x=(_LEFT + _RIGHT) / 2,
            y=_BOTTOM + below + 38,
            text_anchor="middle",
        )
    )
    parts.append(
        tag(
            "text",
            up,
            class_="name",
            x=12,
            y=middle,
            text_anchor="middle",
            transform=f"rotate(-90 12 {middle:g})",
        )
    )
    return Markup().join(parts)
