"""Elements of inline SVG, and axes. Colours are the page's: elements only carry classes."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape

from assistant.printable import printable


def tag(name: str, *inside: str, **attributes: str | float) -> Markup:
    """One element. Text inside and in attributes is escaped; "class_" and "text_anchor" become
    "class" and "text-anchor".
    """
    written = Markup().join(
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), _text(value))
        for key, value in attributes.items()
    )
    body = Markup().join(escape(_text(one)) for one in inside)
    return Markup("<{0}{1}>{2}</{0}>").format(name, written, body)


def picture(
    width: float, height: float, title: str, desc: str, *inside: str, kind: str = "chart"
) -> Markup:
    """A drawing that is announced by its title and description."""
    return tag(
        "svg",
        tag("title", title),
        tag("desc", desc),
        *inside,
        class_=kind,
        viewBox=f"0 0 {width:g} {height:g}",
        role="img",
        aria_label=f"{title}. {desc}",
    )


def path(points: Iterable[tuple[float, float]], kind: str, *, closed: bool = False) -> Markup:
    """A line through points, or the area within them."""
    steps = "L".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return tag("path", class_=kind, d=f"M{steps}{'Z' if closed else ''}")


@dataclass(frozen=True, slots=True)
class Axis:
    """From values to places: `low` is drawn at `start`, `high` at `end`."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """The place of a value; of one outside the axis, the nearer end."""
        share = (value - self.low) / (self.high - self.low)
        return self.start + min(1.0, max(0.0, share)) * (self.end - self.start)


def ticks(low: float, high: float, about: int = 3) -> list[float]:
    """Round numbers that hold [low, high] between the first and the last: steps of 1, 2 or 5."""
    rough = max(high - low, 1e-9) / about
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(step * power for step in (1, 2, 5, 10) if step * power >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(number * step, 12) for number in range(first, max(last, first + 1) + 1)]


def _text(value: str | float) -> str:
    if isinstance(value, Markup):
        return value
    return printable(value) if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")
