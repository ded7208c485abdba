"""PDFs whose layout is drawn by chance, so that a reader is not made for the known ones.

Another seed gives other documents: what was mended for those of one seed is tried on the next.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

from evals.reading.laid_out import LaidOut
from evals.reading.sources.articles import Shape, article
from evals.reading.writers.layout import Layout

COUNT = 12
_MOST = 3  # columns
_FIELDS = ("medicine", "law", "engineering", "cooking", "finance", "history", "software", "german")
_FONTS = ("Libertinus Serif", "New Computer Modern", "DejaVu Sans", "DejaVu Serif")
_PAPERS = ((595.0, 842.0), (612.0, 792.0), (499.0, 709.0), (842.0, 595.0))
_HEADERS = ("", "A running head 4411", "Vol. 12, No. 3, 2019 · Reports of Nowhere")


def mixed(seed: int) -> Iterator[LaidOut]:
    """The documents of a seed."""
    for number in range(1, COUNT + 1):
        chance = random.Random(f"{seed} {number}")  # noqa: S311 - layouts, no secrets
        name = f"mixed-{seed}-{number}"
        field, shape, layout = chance.choice(_FIELDS), _shape(chance), _layout(chance)
        if shape.marks == "raised":  # else notes and references would share their numbers
            shape = replace(shape, footnotes=0)
        if shape.remarks or layout.columns == _MOST:  # else cells would lie over one another
            layout = replace(layout, wide="pages")
        if layout.columns == _MOST:  # else numbers of lines would lie over words
            layout = replace(layout, line_numbers=False)
        source = article(name, field, 1000 * seed + number, shape)
        yield LaidOut(name, ("by chance", *_features(shape, layout)), source, layout)


def _shape(chance: random.Random) -> Shape:
    return Shape(
        sections=chance.randint(3, 7),
        paragraphs=chance.randint(2, 5),
        subsections=chance.random() < 0.5,
        marks=chance.choice(("", "raised", "bracket")),
        footnotes=chance.choice((0, 0, 3)),
        table=chance.choice((0, 5, 8, 40)),
        groups=chance.random() < 0.2,
        remarks=chance.random() < 0.2,
        figure=chance.random() < 0.4,
        sidebar=chance.random() < 0.2,
    )


def _layout(chance: random.Random) -> Layout:
    return Layout(
        columns=chance.choice((1, 1, 2, 2, 3)),
        size=chance.choice((8.5, 9.0, 10.0, 11.0)),
        page=chance.choice(_PAPERS),
        header=chance.choice(_HEADERS),
        numbering=chance.choice(("1", "1", "top", "")),
        line_numbers=chance.random() < 0.15,
        justify=chance.random() < 0.7,
        rules=chance.choice(("grid", "lines", "none")),
        wide=chance.choice(("", "", "pages")),
        boxed=True,
        stamp=chance.choice(("", "", "", "preprint 2611.7734, not yet reviewed")),
        watermark=chance.choice(("", "", "", "", "DRAFT 9944")),
        tagged=chance.random() < 0.3,
        outline=chance.random() < 0.5,
        font=chance.choice(_FONTS),
    )


def _features(shape: Shape, layout: Layout) -> Iterator[str]:
    yield f"{layout.columns} columns"
    yield layout.font
    if shape.table:
        yield f"table of {shape.table} rows, rules: {layout.rules}"
    if layout.line_numbers:
        yield "line numbers"
    if shape.footnotes:
        yield "footnotes"
