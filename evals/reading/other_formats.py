"""The same articles in formats that are no PDFs."""

from __future__ import annotations

from collections.abc import Callable

from evals.reading.making import Made, Maker, page_count, truth_of
from evals.reading.sources.articles import Shape, article
from evals.reading.sources.handwritten import handwritten
from evals.reading.truth import Article, Part, Sentence
from evals.reading.writers import epub, latex, markup, office, text

_MARKUP: dict[str, Callable[[Article], str]] = {
    "html": markup.to_html,
    "xml": markup.to_jats,
    "md": text.to_markdown,
    "txt": text.to_text,
    "tex": latex.to_latex,
}
_OFFICE: dict[str, Callable[[Article], bytes]] = {
    "docx": office.to_docx,
    "xlsx": office.to_xlsx,
    "pptx": office.to_pptx,
    "epub": epub.to_epub,
}
_CONVERTED = {"odt": "docx", "rtf": "docx", "ods": "xlsx", "odp": "pptx"}


def other_formats() -> dict[str, Maker]:
    """Those of LibreOffice are left out where it is not installed."""
    scholarly = article(
        "scholarly",
        "medicine",
        80,
        Shape(marks="bracket", table=6, figure=True, doi="10.5555/s.80"),
    )
    found: dict[str, Maker] = {}
    for source in (handwritten("bridge"), handwritten("leaflet"), scholarly):
        for suffix in (*_MARKUP, "docx", "odt", "rtf", "epub"):
            name = f"{source.name}.{suffix}"
            found[name] = _other(name, suffix, source)
    for name in ("formulas", "guide", "interview"):
        for suffix in ("html", "md", "docx", "txt"):
            found[f"{name}.{suffix}"] = _other(f"{name}.{suffix}", suffix, handwritten(name))
    for suffix in ("xlsx", "ods", "pptx", "odp"):
        found[f"leaflet.{suffix}"] = _other(f"leaflet.{suffix}", suffix, handwritten("leaflet"))
    found["office.pdf"] = _other("office.pdf", "pdf", handwritten("leaflet"))
    return found


_FURNITURE = {
    "html": markup.FURNITURE,
    **dict.fromkeys(("docx", "odt", "rtf", "pdf"), (office.HEADER,)),
}
_WITH_DOI = ("html", "xml", "md")
"""Formats that are written with the article's DOI."""


def _other(name: str, suffix: str, source: Article) -> Maker:
    def make() -> Made:
        if suffix in _MARKUP:
            data = _MARKUP[suffix](source).encode()
        elif suffix in _OFFICE:
            data = _OFFICE[suffix](source)
        else:
            before = _CONVERTED.get(suffix, "docx")
            data = office.converted(_OFFICE[before](source), before, suffix)
        kept = source if suffix in _WITH_DOI else source.model_copy(update={"doi": ""})
        kept = _as_sheets(kept) if suffix in ("xlsx", "ods") else kept
        kept = _as_slides(kept) if suffix in ("pptx", "odp") else kept
        optional = {
            "tex": latex.NUMBERING,
            "txt": latex.NUMBERING,
            "xlsx": ("1",),
            "ods": ("1",),
        }.get(suffix, ())
        pages = page_count(data) if suffix == "pdf" else 0
        truth = truth_of(name, (suffix.upper(),), kept, pages=pages, optional=optional)
        truth = truth.model_copy(update={"furniture": _FURNITURE.get(suffix, ())})
        return Made(data, truth)

    return make


def _as_sheets(source: Article) -> Article:
    """Each table without its caption, on a sheet that has a name."""
    parts: list[Part] = []
    for number, table in enumerate((p for p in source.parts if p.kind == "table"), 1):
        name = Sentence(text=office.SHEET.format(number))
        parts.append(Part(kind="heading", level=1, sentences=(name,)))
        parts.append(table.model_copy(update={"sentences": ()}))
    return source.model_copy(update={"parts": tuple(parts)})


def _as_slides(source: Article) -> Article:
    """Headings of one level, points without lead-in, a table's caption as its slide's title."""
    parts: list[Part] = []
    for part in source.parts:
        if part.kind == "table":
            parts.append(Part(kind="heading", level=1, sentences=part.sentences))
            parts.append(part.model_copy(update={"sentences": ()}))
        elif part.kind == "heading":
            parts.append(part.model_copy(update={"level": 1}))
        else:
            parts.append(part.model_copy(update={"kind": "item", "lead": None}))
    return source.model_copy(update={"parts": tuple(parts)})
