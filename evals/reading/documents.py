"""The documents of the benchmark, each from its article, its writer and what is hard about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from evals.reading.sources.articles import Shape, article
from evals.reading.sources.handwritten import handwritten
from evals.reading.truth import Article, Part, Sentence, Truth, plain_article
from evals.reading.writers import latex, markup, office, pdf_edits
from evals.reading.writers.layout import Layout
from evals.reading.writers.typst import Typeset, typeset

MANIFEST = "truth"
"""The folder beside the documents that holds the truth of each."""


@dataclass(frozen=True, slots=True)
class Made:
    """A file with its truth; `edits` of the truth are made where the format needs them."""

    data: bytes
    truth: Truth


Maker = Callable[[], Made]


def documents() -> dict[str, Maker]:
    """How each document is made, by its file's name."""
    found: dict[str, Maker] = {}
    for name, features, source, layout in (*_LAID_OUT, *_languages()):
        found[f"{name}.pdf"] = _pdf(f"{name}.pdf", features, source, layout)
    found.update(_edited())
    found.update(_by_latex())
    found.update(_other_formats())
    return found


def write_all(folder: Path, only: Iterable[str] = ()) -> Iterator[tuple[str, str]]:
    """Write documents and truths; yields each name, and why it could not be made or "".

    only: names of files; all if empty.
    """
    (folder / MANIFEST).mkdir(parents=True, exist_ok=True)
    chosen = set(only)
    for name, make in documents().items():
        if chosen and name not in chosen:
            continue
        try:
            made = make()
        except (FileNotFoundError, ImportError) as error:
            yield name, f"{error.__class__.__name__}: {error}"
            continue
        (folder / name).write_bytes(made.data)
        written = made.truth.model_dump_json(indent=1, exclude_defaults=True)
        (folder / MANIFEST / f"{name}.json").write_text(written, encoding="utf-8")
        yield name, ""


def read_truths(folder: Path) -> list[Truth]:
    """The truths that were written to a folder."""
    paths = sorted((folder / MANIFEST).glob("*.json"))
    return [Truth.model_validate_json(path.read_text("utf-8")) for path in paths]


def _placed(source: Article, made: Typeset) -> Article:
    """With the page of each sentence."""

    def on_page(sentence: Sentence) -> Sentence:
        begins, ends = made.begins.get(sentence.id), made.ends.get(sentence.id)
        if begins is None:
            return sentence
        places = {"page": begins.page, "ends": ends.page if ends else None}
        return sentence.model_copy(update=places)

    def placed(part: Part) -> Part:
        return part.model_copy(update={"sentences": tuple(map(on_page, part.sentences))})

    return source.model_copy(update={"parts": tuple(map(placed, source.parts))})


def _truth(name: str, features: tuple[str, ...], source: Article, **more: object) -> Truth:
    return Truth(file=name, features=features, article=plain_article(source)).model_copy(
        update=more
    )


def _pages(pdf: bytes, password: str | None = None) -> int:
    import pypdfium2

    return len(pypdfium2.PdfDocument(pdf, password=password))


def _pdf(name: str, features: tuple[str, ...], source: Article, layout: Layout) -> Maker:
    def make() -> Made:
        made = typeset(source, layout)
        pages = _pages(made.pdf)
        labels: tuple[str, ...] = ()
        if layout.front:
            first = min(
                mark.page
                for part in source.parts[layout.front :]
                if part.kind != "footnote"
                for mark in [made.begins[part.sentences[0].id]]
            )
            roman = ("i", "ii", "iii", "iv", "v", "vi")[: first - 1]
            labels = (*roman, *(str(n) for n in range(1, pages - len(roman) + 1)))
        truth = _truth(
            name,
            features,
            _placed(source, made),
            furniture=layout.furniture,
            pages=pages,
            labels=labels,
        )
        return Made(made.pdf, truth)

    return make


_HEAD = "Holt et al. · Journal of Made-up Work 12 (2019) 8877–8899"

_LAID_OUT: tuple[tuple[str, tuple[str, ...], Article, Layout], ...] = (
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


def _languages() -> Iterator[tuple[str, tuple[str, ...], Article, Layout]]:
    for number, language in enumerate(("german", "polish", "greek", "russian")):
        shape = Shape(sections=5, table=5)
        layout = Layout(columns=1 + number % 2, size=9.5)
        features = (language, "table", "hyphenation", f"{layout.columns} columns")
        yield language, features, article(language, language, 30 + number, shape), layout
    for language in ("hebrew", "arabic"):
        font = "DejaVu Sans" if language == "arabic" else "Libertinus Serif"
        source = article(language, language, 40, Shape(sections=4, table=4))
        yield language, (language, "right to left"), source, Layout(font=font)
    for language, font in (("chinese", "Noto Serif CJK SC"), ("japanese", "Noto Serif CJK JP")):
        source = article(language, language, 50, Shape(sections=4, table=4))
        yield language, (language, "no spaces"), source, Layout(font=font)


def _edited() -> dict[str, Maker]:
    def edited(
        name: str, features: tuple[str, ...], seed: int, edit: Callable[[bytes], bytes], **more: object
    ) -> Maker:
        def make() -> Made:
            source = article(name.removesuffix(".pdf"), "engineering", seed, Shape(table=6))
            made = _pdf(name, features, source, Layout(size=11))()
            return Made(edit(made.data), made.truth.model_copy(update=more))

        return make

    def form() -> Made:
        source = handwritten("form")
        blank = source.model_copy(update={"parts": tuple(map(_blank, source.parts))})
        made = typeset(blank, Layout(size=12))
        places = {
            part.name: (made.begins[sentence.id], sentence.text)
            for part in source.parts
            for sentence in part.sentences
            if part.kind == "field"
        }
        truth = _truth("form.pdf", ("form fields",), _placed(source, made), pages=1)
        return Made(pdf_edits.filled(made.pdf, places), truth)

    return {
        "turned-page.pdf": edited(
            "turned-page.pdf", ("page turned by 90°",), 61, lambda pdf: pdf_edits.turned(pdf, 2)
        ),
        "scanned-page.pdf": edited(
            "scanned-page.pdf",
            ("scanned page",),
            62,
            lambda pdf: pdf_edits.scanned(pdf, 2),
            unread=(2,),
        ),
        "password.pdf": edited(
            "password.pdf",
            ("encrypted with a password",),
            63,
            lambda pdf: pdf_edits.encrypted(pdf, "secret"),
            password="secret",  # noqa: S106 - of a made-up file
        ),
        "copying-forbidden.pdf": edited(
            "copying-forbidden.pdf",
            ("encrypted, opens without a password",),
            64,
            lambda pdf: pdf_edits.encrypted(pdf, ""),
        ),
        "form.pdf": form,
    }


def _blank(part: Part) -> Part:
    if part.kind != "field":
        return part
    empty = (sentence.model_copy(update={"text": ""}) for sentence in part.sentences)
    return part.model_copy(update={"sentences": tuple(empty)})


def _by_latex() -> dict[str, Maker]:
    def set_by_latex(name: str, features: tuple[str, ...], source: Article, columns: int) -> Maker:
        def make() -> Made:
            made = latex.typeset_latex(source, columns)
            truth = _truth(
                name,
                features,
                _placed(source, made).model_copy(update={"doi": ""}),
                pages=_pages(made.pdf),
                optional=latex.NUMBERING,
            )
            return Made(made.pdf, truth)

        return make

    two = article("latex-two-columns", "engineering", 71, Shape(marks="bracket", footnotes=3, table=6))
    return {
        "latex-one-column.pdf": set_by_latex(
            "latex-one-column.pdf",
            ("LaTeX", "ligatures", "table"),
            article("latex-one-column", "medicine", 70, Shape(table=6, subsections=True)),
            1,
        ),
        "latex-two-columns.pdf": set_by_latex(
            "latex-two-columns.pdf", ("LaTeX", "two columns", "footnotes", "reference list"), two, 2
        ),
        "latex-formulas.pdf": set_by_latex(
            "latex-formulas.pdf", ("LaTeX", "formulas"), handwritten("formulas"), 1
        ),
    }


_MARKUP: dict[str, Callable[[Article], str]] = {
    "html": markup.to_html,
    "xml": markup.to_jats,
    "md": markup.to_markdown,
    "txt": markup.to_text,
    "tex": latex.to_latex,
}
_OFFICE: dict[str, Callable[[Article], bytes]] = {
    "docx": office.to_docx,
    "xlsx": office.to_xlsx,
    "pptx": office.to_pptx,
}
_CONVERTED = {"odt": "docx", "rtf": "docx", "epub": "docx", "ods": "xlsx", "odp": "pptx"}


def _other_formats() -> dict[str, Maker]:
    scholarly = article(
        "scholarly", "medicine", 80, Shape(marks="bracket", table=6, figure=True, doi="10.5555/s.80")
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
    found["office.pdf"] = _other("office.pdf", "pdf", replace_name(handwritten("leaflet"), "office"))
    return found


def replace_name(source: Article, name: str) -> Article:
    """The same article under another name."""
    return source.model_copy(update={"name": name})


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
        kept = kept.model_copy(update={"authors": ()}) if suffix == "txt" else kept
        kept = _tables_only(kept) if suffix in ("xlsx", "ods") else kept
        kept = _as_slides(kept) if suffix in ("pptx", "odp") else kept
        optional = {"tex": latex.NUMBERING, "txt": latex.NUMBERING, "xlsx": ("1",), "ods": ("1",)}.get(suffix, ())
        pages = _pages(data) if suffix == "pdf" else 0
        truth = _truth(name, (suffix.upper(),), kept, pages=pages, optional=optional)
        return Made(data, truth)

    return make


def _tables_only(source: Article) -> Article:
    tables = (part for part in source.parts if part.kind == "table")
    return source.model_copy(
        update={"parts": tuple(part.model_copy(update={"sentences": ()}) for part in tables)}
    )


def _as_slides(source: Article) -> Article:
    """Headings of one level, points without a lead-in, and a table's caption as its slide's title."""
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
