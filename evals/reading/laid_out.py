"""The PDFs that Typst makes: what each holds, and how it is laid out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from evals.reading.sources.articles import Shape, article
from evals.reading.sources.handwritten import handwritten
from evals.reading.truth import Article
from evals.reading.writers.layout import Layout


class LaidOut(NamedTuple):
    """A document by its name, what is hard about it, what it says and how it looks."""

    name: str
    features: tuple[str, ...]
    article: Article
    layout: Layout


def laid_out() -> Iterator[LaidOut]:
    """All of them."""
    yield from map(LaidOut._make, _ENGLISH)
    yield from _languages()


_HEAD = "Holt et al. · Journal of Made-up Work 12 (2019) 8877–8899"

_ENGLISH: tuple[tuple[str, tuple[str, ...], Article, Layout], ...] = (
    (
        "one-column",
        ("one column", "page numbers", "table", "bookmarks"),
        article("one-column", "medicine", 1, Shape(table=8, subsections=True)),
        Layout(),
    ),
    (
        "two-columns",
        ("two columns", "running header", "table in a column", "hyphenation"),
        article("two-columns", "medicine", 2, Shape(8, 5, table=8, doi="10.5555/walk.2")),
        Layout(columns=2, size=9, header=_HEAD, numbering="top"),
    ),
    (
        "three-columns",
        ("three columns", "hyphenation", "box"),
        article("three-columns", "history", 3, Shape(sections=6, sidebar=True)),
        Layout(columns=3, size=8.5, page=(842, 595), boxed=True),
    ),
    (
        "line-numbers",
        ("line numbers", "one column"),
        article("line-numbers", "engineering", 4, Shape(7, 4)),
        Layout(line_numbers=True, size=11),
    ),
    (
        "line-numbers-two-columns",
        ("line numbers", "two columns"),
        article("line-numbers-two-columns", "law", 5, Shape(sections=5)),
        Layout(line_numbers=True, columns=2, size=9),
    ),
    (
        "watermark",
        ("watermark", "running header"),
        article("watermark", "finance", 6, Shape(8, 4, table=6)),
        Layout(watermark="CONFIDENTIAL 6677", header="Annual report 7788"),
    ),
    (
        "margin-stamp",
        ("margin stamp", "two columns", "bracketed reference marks", "reference list"),
        article("margin-stamp", "software", 7, Shape(marks="bracket", doi="10.5555/store.7")),
        Layout(stamp="arXiv:2611.01234v1 [cs.DB] 3 Nov 2026", columns=2, size=9),
    ),
    (
        "footnotes",
        ("footnotes", "one column", "two pages and more"),
        article("footnotes", "history", 8, Shape(8, 4, footnotes=20)),
        Layout(),
    ),
    (
        "footnotes-two-columns",
        ("footnotes", "two columns"),
        article("footnotes-two-columns", "law", 9, Shape(footnotes=4, sections=5)),
        Layout(columns=2, size=9),
    ),
    (
        "long-table",
        ("table over pages",),
        article("long-table", "finance", 10, Shape(table=90)),
        Layout(rules="lines"),
    ),
    (
        "long-grid-table",
        ("table over pages of its own", "cells of several lines", "two columns"),
        article("long-grid-table", "medicine", 26, Shape(8, 3, table=30, remarks=True)),
        Layout(rules="grid", columns=2, size=9, wide="pages", header=_HEAD),
    ),
    (
        "wide-table-turned",
        ("wide table turned on the page",),
        article("wide-table-turned", "finance", 11, Shape(table=8, wide=3)),
        Layout(turned=True, size=9),
    ),
    (
        "table-without-rules",
        ("table without rules",),
        article("table-without-rules", "engineering", 12, Shape(table=8)),
        Layout(rules="none"),
    ),
    (
        "table-with-grid",
        ("table with a grid", "two columns"),
        article("table-with-grid", "cooking", 13, Shape(table=8)),
        Layout(rules="grid", columns=2, size=9),
    ),
    (
        "merged-heads",
        ("merged header cells",),
        article("merged-heads", "medicine", 14, Shape(table=8, groups=True)),
        Layout(),
    ),
    (
        "table-across-columns",
        ("table across two columns", "figure across two columns"),
        article("table-across-columns", "medicine", 15, Shape(table=8, figure=True, sections=6)),
        Layout(columns=2, size=9, wide="float"),
    ),
    (
        "formulas",
        ("formulas", "raised and lowered digits"),
        handwritten("formulas"),
        Layout(),
    ),
    (
        "narrow-columns",
        ("ligatures", "hyphenation", "narrow columns"),
        article("narrow-columns", "cooking", 16, Shape(sections=5)),
        Layout(columns=3, size=9),
    ),
    (
        "roman-pages",
        ("roman page labels", "front matter"),
        article("roman-pages", "law", 17, Shape(sections=6)),
        Layout(front=8),
    ),
    (
        "raised-marks",
        ("raised reference marks", "reference list", "two columns"),
        article("raised-marks", "medicine", 18, Shape(8, 5, marks="raised")),
        Layout(columns=2, size=9, header=_HEAD),
    ),
    (
        "bracket-marks",
        ("bracketed reference marks", "reference list", "one column"),
        article("bracket-marks", "engineering", 19, Shape(marks="bracket", sections=5)),
        Layout(),
    ),
    (
        "drop-cap",
        ("drop cap", "two columns"),
        article("drop-cap", "history", 20, Shape(sections=5)),
        Layout(drop_cap=True, columns=2, size=9.5),
    ),
    (
        "boxes",
        ("boxed text", "one column"),
        article("boxes", "cooking", 21, Shape(sidebar=True, sections=4)),
        Layout(boxed=True),
    ),
    (
        "figure",
        ("figure with caption between paragraphs", "two columns"),
        article("figure", "engineering", 22, Shape(figure=True, sections=5)),
        Layout(columns=2, size=9),
    ),
    (
        "no-bookmarks-bad-properties",
        ("wrong title in the file's properties", "no bookmarks"),
        article("no-bookmarks-bad-properties", "law", 23, Shape(doi="10.5555/law.23")),
        Layout(outline=False, metadata=("Microsoft Word - final_v3 (2).doc", "admin")),
    ),
    (
        "tagged",
        ("tagged PDF", "table", "two columns"),
        article("tagged", "software", 24, Shape(table=8, subsections=True)),
        Layout(tagged=True, columns=2, size=9),
    ),
    ("leaflet", ("nested lists with lead-ins", "table"), handwritten("leaflet"), Layout()),
    (
        "leaflet-two-columns",
        ("nested lists with lead-ins", "two columns"),
        handwritten("leaflet"),
        Layout(columns=2, size=9),
    ),
    ("interview", ("turns of speakers",), handwritten("interview"), Layout()),
    ("guide", ("code", "table"), handwritten("guide"), Layout()),
    ("minutes", ("list", "short"), handwritten("minutes"), Layout(size=12)),
    ("bridge", ("one column", "steps", "table", "quotation"), handwritten("bridge"), Layout()),
    (
        "sans-letter",
        ("another font", "American paper"),
        article("sans-letter", "software", 25, Shape(subsections=True, table=6)),
        Layout(font="DejaVu Sans", page=(612, 792), size=9, justify=False),
    ),
)


def _languages() -> Iterator[LaidOut]:
    for number, language in enumerate(("german", "polish", "greek", "russian")):
        shape = Shape(sections=5, table=5)
        layout = Layout(columns=1 + number % 2, size=9.5)
        features = (language, "table", "hyphenation", f"{layout.columns} columns")
        yield LaidOut(language, features, article(language, language, 30 + number, shape), layout)
    for language in ("hebrew", "arabic"):
        font = "DejaVu Sans" if language == "arabic" else "Libertinus Serif"
        source = article(language, language, 40, Shape(sections=4, table=4))
        yield LaidOut(language, (language, "right to left"), source, Layout(font=font))
    for language, font in (("chinese", "Noto Serif CJK SC"), ("japanese", "Noto Serif CJK JP")):
        source = article(language, language, 50, Shape(sections=4, table=4))
        yield LaidOut(language, (language, "no spaces"), source, Layout(font=font))
