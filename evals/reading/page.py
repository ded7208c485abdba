"""The results as one HTML page, in the look of the evaluation's report."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from evals.reading.measuring import Result
from evals.reading.readers import OURS
from evals.reading.report import MEASURES, Measure, goal, reached, readers_of, value
from evals.reading.same_article import SameArticle
from evals.reading.scoring.tally import Scores, added
from evals.reading.speed import Cost
from evals.reporting import svg

_HERE = Path(__file__).parent
_STYLE = _HERE.parent / "reporting" / "report.css"


@dataclass(frozen=True, slots=True)
class Benchmark:
    """Everything that was measured. reviews: each measure over the text and over the PDFs."""

    results: Sequence[Result]
    costs: Mapping[str, Cost] = field(default_factory=dict)
    same: SameArticle | None = None
    reviews: Mapping[str, tuple[float, float]] = field(default_factory=dict)


def render(benchmark: Benchmark) -> str:
    """The page, ready to be written as UTF-8."""
    style = Markup(_STYLE.read_text("utf-8"))  # noqa: S704 - our own file
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pdfs = [one for one in benchmark.results if one.file.endswith(".pdf")]
    others = [one for one in benchmark.results if not one.file.endswith(".pdf")]
    return environment.get_template("page.html.jinja").render(
        style=style,
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'",
        tables=[(title, _table(some)) for title, some in _titled(pdfs, others)],
        picture=picture(benchmark.results),
        benchmark=benchmark,
        documents=[one for one in benchmark.results if one.reader == OURS],
        measures=_DOCUMENT_MEASURES,
        cell=_cell,
    )


def _titled(pdfs: list[Result], others: list[Result]) -> list[tuple[str, list[Result]]]:
    return [(title, some) for title, some in (("PDFs", pdfs), ("Other formats", others)) if some]


@dataclass(frozen=True, slots=True)
class Row:
    """A measure in all readers' figures. reached: by the assistant; None where there is no goal."""

    measure: Measure
    goal: str
    values: tuple[str, ...]
    reached: bool | None


@dataclass(frozen=True, slots=True)
class Table:
    """The readers, with how many documents each was given, and a row for each measure."""

    readers: tuple[str, ...]
    rows: tuple[Row, ...]


def _table(results: Sequence[Result]) -> Table:
    readers = readers_of(results)
    sums = {name: added(one.scores for one in results if one.reader == name) for name in readers}
    rows = [
        Row(
            measure,
            goal(measure),
            tuple(value(measure, sums[name].get(measure.name)) for name in readers),
            reached(measure, sums.get(OURS, {}).get(measure.name)),
        )
        for measure in MEASURES
        if any(measure.name in sums[name] for name in readers)
    ]
    counts = (f"{name}, {sum(one.reader == name for one in results)}" for name in readers)
    return Table(tuple(counts), tuple(rows))


_DOCUMENT_MEASURES = tuple(
    measure
    for measure in MEASURES
    if measure.name
    in (
        *("order", "character errors", "numbers lost", "numbers lost unnoticed"),
        *("numbers made up", "cells", "headings found", "page", "box"),
    )
)
_GOOD = {
    **{measure.name: measure.goal for measure in MEASURES},
    "numbers lost": ("at most", 0.0),
    "numbers made up": ("at most", 0.0),
    "headings found": ("at least", 1.0),
}


def _cell(scores: Scores, measure: Measure) -> tuple[str, str]:
    """A figure, and its class: worse is warmer."""
    tally = scores.get(measure.name)
    share = tally.share if tally else None
    wanted = _GOOD[measure.name]
    if share is None or wanted is None:
        return "", "–"
    away = wanted[1] - share if wanted[0] == "at least" else share - wanted[1]
    heat = sum(away > limit for limit in (0, 0.01, 0.03, 0.1, 0.3))
    return f"heat{heat}" if heat else "", value(measure, tally)


_DRAWN = ("order", "character errors", "numbers lost", "cells", "headings found", "page", "box")
_WIDTH, _STEP, _LEFT, _TOP = 720.0, 34.0, 190.0, 40.0


def picture(results: Sequence[Result]) -> Markup:
    """Each measure of PDFs as a row, each reader as a mark on it; right is better."""
    pdfs = [one for one in results if one.file.endswith(".pdf")]
    readers = readers_of(pdfs)
    sums = {name: added(one.scores for one in pdfs if one.reader == name) for name in readers}
    axis = svg.Axis(0.8, 1.0, _LEFT, _WIDTH - 40)
    height = _TOP + _STEP * len(_DRAWN) + 20
    drawn = []
    for tick in (0.8, 0.85, 0.9, 0.95, 1.0):
        x = axis.at(tick)
        drawn.append(svg.tag("line", class_="track", x1=x, x2=x, y1=_TOP - 14, y2=height - 16))
        label = f"{'≤ ' if tick == axis.low else ''}{tick:.0%}"
        drawn.append(svg.tag("text", label, x=x, y=_TOP - 20, text_anchor="middle"))
    words = []
    for number, name in enumerate(_DRAWN):
        y = _TOP + _STEP * number + 8
        drawn.append(svg.tag("text", _as_good(name), x=_LEFT - 14, y=y + 4, text_anchor="end"))
        for reader in readers:
            tally = sums[reader].get(name)
            if tally is None or tally.share is None:
                continue
            good = 1 - tally.share if name in ("character errors", "numbers lost") else tally.share
            x = axis.at(good)
            words.append(f"{_as_good(name)}, {reader}: {good:.2%}")
            drawn.append(_mark(readers.index(reader), x, y))
    legend = [
        part
        for place, name in enumerate(readers)
        for part in (
            _mark(place, _LEFT + 150 * place, height - 6),
            svg.tag("text", name, x=_LEFT + 12 + 150 * place, y=height - 2),
        )
    ]
    title = "How well PDFs are read"
    return svg.picture(_WIDTH, height + 6, title, "; ".join(words), *drawn, *legend)


def _as_good(name: str) -> str:
    return {"character errors": "characters right", "numbers lost": "numbers kept"}.get(name, name)


def _mark(reader: int, x: float, y: float) -> Markup:
    """The assistant is a disc, others are a square and a diamond."""
    if reader == 0:
        return svg.tag("circle", class_="dot", cx=x, cy=y, r=5)
    if reader == 1:
        return svg.tag("rect", class_="before", fill="none", x=x - 4, y=y - 4, width=8, height=8)
    corners = f"{x:.1f},{y - 6:.1f} {x + 6:.1f},{y:.1f} {x:.1f},{y + 6:.1f} {x - 6:.1f},{y:.1f}"
    return svg.tag("polygon", class_="before", fill="none", points=corners)
