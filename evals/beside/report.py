"""The figures of all libraries beside each other, as a table and as curves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from evals.beside.durability import Kills
from evals.beside.given import BETWEEN, SENTENCES
from evals.console import markdown
from evals.curves import curves

Told = Mapping[str, Any]
"""What the steps told of one library, all together; what failed is not in it."""

_WIDTH, _HEIGHT, _ACROSS = 760, 420, 2


def _seconds(key: str) -> Callable[[Told], str]:
    return lambda told: f"{told[key]:.2f} s"


def _milliseconds(*keys: str) -> Callable[[Told], str]:
    return lambda told: " / ".join(f"{1000 * told[key]:.1f}" for key in keys) + " ms"


def _megabytes(key: str) -> Callable[[Told], str]:
    return lambda told: f"{told[key] / 1e6:,.0f} MB"


def _share(key: str) -> Callable[[Told], str]:
    return lambda told: f"{told[key]:.4f}"


def _inside(step: str, what: str) -> Callable[[Told], str]:
    return lambda told: str(told[step][what])


def _first(told: Told) -> str:
    whole = told["import"] + told["open"] + told["first"]
    return f"{whole:.2f} s: {told['import']:.2f} + {told['open']:.2f} + {told['first']:.2f}"


def _with_reading(key: str, reading: str) -> Callable[[Told], str]:
    def cell(told: Told) -> str:
        part = f", {told[reading]:.1f} s of it reading" if told[reading] else ""
        return f"{told[key]:.1f} s{part}"

    return cell


def _disk(told: Told) -> str:
    size = told["disk"]
    return f"{size / 1e6:,.1f} MB, {size / told['sentences'] / 1e3:.1f} kB a sentence"


ROWS: Mapping[str, Callable[[Told], str]] = {
    "stored, without embedding": _with_reading("store", "reading"),
    "memory while storing, at most": _megabytes("most"),
    "on disk": _disk,
    "one document added": _with_reading("add", "add reading"),
    "changed": _seconds("change"),
    "removed": _seconds("remove"),
    "first search from nothing: importing + opening + searching": _first,
    "memory before importing": _megabytes("before"),
    "memory, opened": _megabytes("opened"),
    "memory after 60 searches": _megabytes("asked"),
    "search without embedding, p50 / p95": _milliseconds("p50", "p95"),
    "ten nearest by vector alone, p50": _milliseconds("nearest"),
    "recall@10, a sentence": _share(f"recall {SENTENCES}"),
    "recall@10, half way between two": _share(f"recall {BETWEEN}"),
    **{
        f"reader opened before: {what}": _inside("seen", what)
        for what in ("added", "added, reopened", "removed", "removed, reopened")
    },
    **{f"killed while adding one: {what}": _inside("kills", what) for what in Kills().rows()},
}
DRAWN: Mapping[str, tuple[str, float]] = {
    "storing, s": ("store", 1),
    "adding one document, s": ("add", 1),
    "removing it, s": ("remove", 1),
    "search, p50, ms": ("p50", 1e3),
    "memory after 60 searches, MB": ("asked", 1e-6),
    "on disk, MB": ("disk", 1e-6),
}
"""What is drawn, by which figure times what."""


def table(told: Mapping[str, Told]) -> str:
    """A column for each library, by its title; what was not measured is left out."""
    rows = [[what, *(_cell(one, cell) for one in told.values())] for what, cell in ROWS.items()]
    rows = [row for row in rows if any(row[1:])]
    failed = [
        f"{title}: {what} failed: {error}"
        for title, one in told.items()
        for what, error in one.get("failed", {}).items()
    ]
    return "\n\n".join([markdown(["", *told], rows), *failed])


def _cell(told: Told, cell: Callable[[Told], str]) -> str:
    try:
        return cell(told)
    except KeyError:
        return ""


def picture(told: Sequence[Mapping[str, Told]]) -> str:
    """A panel for each figure, a line for each library; given by size."""
    panels = []
    for number, (title, (key, times)) in enumerate(DRAWN.items()):
        lines: dict[str, list[tuple[float, float]]] = {}
        for by_library in told:
            for name, one in by_library.items():
                if key in one and "sentences" in one:
                    point = (one["sentences"], max(one[key] * times, 1e-3))
                    lines.setdefault(name, []).append(point)
        if lines:
            panels.append(_placed(curves(title, lines), title, number))
    height = -(-len(DRAWN) // _ACROSS) * _HEIGHT
    size = f'viewBox="0 0 {_ACROSS * _WIDTH} {height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(panels)}</svg>'


def _placed(panel: str, title: str, number: int) -> str:
    down, across = divmod(number, _ACROSS)
    heading = Markup('<text x="70" y="14">{}</text>').format(title)
    place = f'x="{across * _WIDTH}" y="{down * _HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}"'
    return panel.replace("<svg", f"<svg {place}", 1).removesuffix("</svg>") + f"{heading}</svg>"
