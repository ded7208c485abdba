"""Draw lines in one picture: figures by the number of sentences, by powers of ten, or shares."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from evals.reporting.svg import Axis, path, picture, tag

Points = Sequence[tuple[float, float]]
"""Across and up; of figures by the number of sentences both above 0."""
Ticks = Sequence[tuple[float, str]]
"""Values of an axis with what is written at them."""

_WIDTH, _HEIGHT = 760.0, 420.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 70.0, 520.0, 20.0, 370.0
_COLOURS = ("#1b6ca8", "#c0392b", "#2e8b57", "#8e44ad", "#b8860b", "#555555", "#d35400")
_STYLE = "text{font:13px sans-serif}path{fill:none;stroke-width:2}.grid{stroke:#ddd}"


def curves(title: str, lines: Mapping[str, Points]) -> str:
    """A picture of its own, as SVG; each line is called by its figure with the unit."""
    every = [point for points in lines.values() for point in points]
    across = _axis([one for one, _ in every], _LEFT, _RIGHT)
    up = _axis([one for _, one in every], _BOTTOM, _TOP)
    places = {
        name: [(across.at(math.log10(x)), up.at(math.log10(y))) for x, y in sorted(points)]
        for name, points in lines.items()
    }
    grid = _grid(across, up, _powers(across), _powers(up))
    desc = f"{len(lines)} figures by number of sentences"
    return _drawn(title, desc, places, grid, "sentences")


def shares(title: str, lines: Mapping[str, Points], across: str) -> str:
    """The same of shares by shares, both in [0, 1], with the diagonal on which they are equal.

    across: what the horizontal ones are of.
    """
    wide, high = Axis(0, 1, _LEFT, _RIGHT), Axis(0, 1, _BOTTOM, _TOP)
    places = {
        name: [(wide.at(x), high.at(y)) for x, y in sorted(points)]
        for name, points in lines.items()
    }
    diagonal = tag("line", class_="grid", x1=_LEFT, y1=_BOTTOM, x2=_RIGHT, y2=_TOP)
    fifths = [(fifth / 5, f"{20 * fifth} %") for fifth in range(6)]
    grid = [diagonal, *_grid(wide, high, fifths, fifths)]
    return _drawn(title, f"{len(lines)} lines by {across}", places, grid, across)


def _drawn(
    title: str, desc: str, lines: Mapping[str, Points], grid: Sequence[Markup], across: str
) -> str:
    """A picture of lines whose points are places in it."""
    drawn = [tag("style", Markup(_STYLE)), *grid]  # noqa: S704 - no text from outside
    for number, (name, places) in enumerate(lines.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        drawn.append(tag("g", path(places, "line"), stroke=colour))
        drawn += [tag("circle", cx=x, cy=y, r=3, fill=colour) for x, y in places]
        drawn.append(tag("text", name, x=_RIGHT + 16, y=_TOP + 14 + 22 * number, fill=colour))
    drawn.append(tag("text", across, x=(_LEFT + _RIGHT) / 2, y=_HEIGHT - 8))
    found = picture(_WIDTH, _HEIGHT, title, desc, *drawn)
    return str(found).replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)


def _axis(values: Sequence[float], start: float, end: float) -> Axis:
    low = math.floor(math.log10(min(values)))
    high = math.ceil(math.log10(max(values)))
    return Axis(low, max(high, low + 1), start, end)


def _powers(axis: Axis) -> Ticks:
    there = range(int(axis.low), int(axis.high) + 1)
    return [(one, f"{10**one:,}" if one >= 0 else f"{10.0**one:g}") for one in there]


def _grid(across: Axis, up: Axis, below: Ticks, beside: Ticks) -> list[Markup]:
    """Lines at the ticks of both axes, each with its label."""
    drawn = []
    for value, told in below:
        x = across.at(value)
        drawn.append(tag("line", class_="grid", x1=x, x2=x, y1=_TOP, y2=_BOTTOM))
        drawn.append(tag("text", told, x=x, y=_BOTTOM + 20, text_anchor="middle"))
    for value, told in beside:
        y = up.at(value)
        drawn.append(tag("line", class_="grid", x1=_LEFT, x2=_RIGHT, y1=y, y2=y))
        drawn.append(tag("text", told, x=_LEFT - 8, y=y + 4, text_anchor="end"))
    return drawn
