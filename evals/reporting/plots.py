"""The confidence, drawn: risk against coverage, and share right against confidence."""

from __future__ import annotations

import math

from markupsafe import Markup

from evals.reporting.data import Curves, number, percent
from evals.reporting.svg import Axis, path, picture, tag, ticks

WIDTH, HEIGHT = 420.0, 290.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 52.0, 398.0, 12.0, 242.0
_FIFTHS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
_X = Axis(0.0, 1.0, _LEFT, _RIGHT)


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


def reliability(curves: Curves) -> Markup:
    """Each bin as a dot, its area by how many answers it holds; on the diagonal, the confidence is
    what it says. Empty without bins.
    """
    if not curves.bins:
        return Markup()
    y = Axis(0.0, 1.0, _BOTTOM, _TOP)
    most = max(one.count for one in curves.bins)
    drawn = [path([(_X.at(0), y.at(0)), (_X.at(1), y.at(1))], "diagonal")]
    for one in curves.bins:
        x, place = _X.at(one.confidence), y.at(one.right)
        told = (
            f"confidence {percent(one.confidence)}, right {percent(one.right)}, {one.count} answers"
        )
        drawn.append(tag("line", class_="gap", x1=x, x2=x, y1=y.at(one.confidence), y2=place))
        radius = 3 + 8 * math.sqrt(one.count / most)
        drawn.append(tag("circle", tag("title", told), class_="bin", cx=x, cy=place, r=radius))
    desc = (
        f"{len(curves.bins)} bins; expected calibration error {percent(curves.calibration_error)}"
    )
    return picture(
        WIDTH,
        HEIGHT,
        "Share right against confidence",
        desc,
        _frame(y, list(_FIFTHS), "confidence", "share right"),
        *drawn,
    )


def _frame(y: Axis, marks: list[float], across: str, up: str) -> Markup:
    """Grid, ticks and the names of both axes."""
    parts = [
        tag("line", class_="grid", x1=_LEFT, x2=_RIGHT, y1=y.at(mark), y2=y.at(mark))
        + tag("text", f"{100 * mark:g}%", x=_LEFT - 7, y=y.at(mark) + 4, text_anchor="end")
        for mark in marks
    ]
    parts += [
        tag("text", f"{100 * mark:g}%", x=_X.at(mark), y=_BOTTOM + 18, text_anchor="middle")
        for mark in _FIFTHS
    ]
    middle = (_TOP + _BOTTOM) / 2
    parts.append(
        tag(
            "text",
            across,
            class_="name",
            x=(_LEFT + _RIGHT) / 2,
            y=_BOTTOM + 38,
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
