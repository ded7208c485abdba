"""How long answers took: a histogram with the median and the 95th percentile."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from markupsafe import Markup

from evals.reporting.data import number
from evals.reporting.svg import Axis, picture, tag, ticks

WIDTH, HEIGHT = 420.0, 220.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 46.0, 398.0, 40.0, 172.0
_BARS = 30
_LABEL = 90.0  # room for "p95 0.111 s"


def histogram(title: str, seconds: Sequence[float]) -> Markup:
    """Up to the 99th percentile; the last bar holds everything slower. Empty without values."""
    if not seconds:
        return Markup()
    median, slow, end = (float(value) for value in np.percentile(seconds, (50, 95, 99)))
    along = ticks(0.0, max(end, 1e-3), 5)
    x = Axis(0.0, along[-1], _LEFT, _RIGHT)
    counts, edges = np.histogram(np.minimum(seconds, along[-1]), _BARS, (0.0, along[-1]))
    up = ticks(0.0, float(counts.max()), 3)
    y = Axis(0.0, up[-1], _BOTTOM, _TOP)
    drawn = [
        tag("line", class_="grid", x1=_LEFT, x2=_RIGHT, y1=y.at(mark), y2=y.at(mark))
        + tag("text", f"{mark:g}", x=_LEFT - 7, y=y.at(mark) + 4, text_anchor="end")
        for mark in up
    ]
    drawn += [_bar(x, y, int(counts[n]), edges[n], edges[n + 1]) for n in range(_BARS) if counts[n]]
    beyond = max(seconds) > along[-1]
    drawn += [
        tag(
            "text",
            f"{mark:g}{'+' if beyond and mark == along[-1] else ''}",
            x=x.at(mark),
            y=_BOTTOM + 18,
            text_anchor="middle",
        )
        for mark in along
    ]
    drawn.append(_percentile(x.at(median), f"p50 {number(median)} s", 14))
    drawn.append(_percentile(x.at(slow), f"p95 {number(slow)} s", 30))
    drawn.append(
        tag(
            "text",
            "seconds",
            class_="name",
            x=(_LEFT + _RIGHT) / 2,
            y=_BOTTOM + 38,
            text_anchor="middle",
        )
    )
    desc = (
        f"{len(seconds)} questions, median {number(median)} s, "
        f"95th percentile {number(slow)} s, slowest {number(max(seconds))} s"
    )
    return picture(WIDTH, HEIGHT, title, desc, *drawn)


def _bar(x: Axis, y: Axis, count: int, low: float, high: float) -> Markup:
    return tag(
        "rect",
        tag("title", f"{number(float(low))}–{number(float(high))} s: {count}"),
        class_="column",
        x=x.at(low) + 0.5,
        y=y.at(count),
        width=x.at(high) - x.at(low) - 1,
        height=_BOTTOM - y.at(count),
    )


def _percentile(x: float, label: str, height: float) -> Markup:
    """A line down from its label, which stands to its right if there is room."""
    right = x < WIDTH - _LABEL
    return tag("line", class_="percentile", x1=x, x2=x, y1=height - 10, y2=_BOTTOM) + tag(
        "text",
        label,
        class_="name",
        x=x + (5 if right else -5),
        y=height,
        text_anchor="start" if right else "end",
    )
