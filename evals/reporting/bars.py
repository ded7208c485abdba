"""Shares of named groups as bars, two or more side by side for each group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from evals.reporting.svg import Axis, picture, tag

WIDTH = 480.0
_LEFT, _RIGHT, _TOP = 214.0, 464.0, 26.0
_THICK, _BETWEEN = 8.0, 8.0  # a bar; from one group to the next
_FIFTHS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
_X = Axis(0.0, 1.0, _LEFT, _RIGHT)


@dataclass(frozen=True, slots=True)
class Bar:
    """A share in [0, 1]; told: the same in words; before: where it was, to be marked."""

    value: float
    told: str
    before: float | None = None


def bars(
    title: str, series: Sequence[str], groups: Sequence[tuple[str, Sequence[Bar | None]]]
) -> Markup:
    """A bar of each series for each group, None leaving its place empty. Empty without groups."""
    if not groups:
        return Markup()
    pitch = len(series) * (_THICK + 1) + _BETWEEN
    bottom = _TOP + len(groups) * pitch
    drawn = [
        tag("line", class_="grid", x1=_X.at(mark), x2=_X.at(mark), y1=_TOP - 4, y2=bottom)
        + tag("text", f"{100 * mark:g}%", x=_X.at(mark), y=bottom + 16, text_anchor="middle")
        for mark in _FIFTHS
    ]
    drawn += [_key(name, number) for number, name in enumerate(series)]
    for number, (name, members) in enumerate(groups):
        top = _TOP + number * pitch + _BETWEEN / 2
        middle = top + (pitch - _BETWEEN) / 2
        drawn.append(tag("text", name, class_="name", x=_LEFT - 8, y=middle + 4, text_anchor="end"))
        drawn += [
            _bar(bar, place, top + place * (_THICK + 1)) for place, bar in enumerate(members) if bar
        ]
    desc = "; ".join(
        f"{name}: {', '.join(bar.told for bar in members if bar)}" for name, members in groups
    )
    return picture(WIDTH, bottom + 24, title, desc, *drawn)


def _bar(bar: Bar, place: int, y: float) -> Markup:
    drawn = tag(
        "rect",
        tag("title", bar.told),
        class_=f"column series{place + 1}",
        x=_LEFT,
        y=y,
        # A share of nothing still shows that it was measured.
        width=max(1.0, _X.at(bar.value) - _LEFT),
        height=_THICK,
    )
    if bar.before is None:
        return drawn
    x = _X.at(bar.before)
    return drawn + tag("line", class_="before", x1=x, x2=x, y1=y - 1, y2=y + _THICK + 1)


def _key(name: str, number: int) -> Markup:
    x = _LEFT + 70 * number
    return tag(
        "rect", class_=f"column series{number + 1}", x=x, y=4, width=_THICK, height=_THICK
    ) + tag("text", name, x=x + _THICK + 5, y=12)
