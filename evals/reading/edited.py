"""PDFs that are changed after they were set, and those that LaTeX sets."""

from __future__ import annotations

from collections.abc import Callable

from evals.reading.making import Made, Maker, page_count, pdf_maker, placed, truth_of
from evals.reading.sources.articles import Shape, article
from evals.reading.sources.handwritten import handwritten
from evals.reading.truth import Article, Part
from evals.reading.writers import latex, pdf_edits
from evals.reading.writers.layout import Layout
from evals.reading.writers.typst import typeset


def edited_documents() -> dict[str, Maker]:
    """Turned, scanned, locked; and a form."""

    def edited(
        name: str,
        features: tuple[str, ...],
        seed: int,
        edit: Callable[[bytes], bytes],
        **more: object,
    ) -> Maker:
        def make() -> Made:
            source = article(name.removesuffix(".pdf"), "engineering", seed, Shape(table=6))
            made = pdf_maker(name, features, source, Layout(size=11))()
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
        truth = truth_of("form.pdf", ("form fields",), placed(source, made), pages=1)
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
    # A line to write on: the typesetter tells the place of nothing as that of what follows.
    empty = (sentence.model_copy(update={"text": f"_ {28 * '_'}"}) for sentence in part.sentences)
    return part.model_copy(update={"sentences": tuple(empty)})


def latex_documents() -> dict[str, Maker]:
    """Left out where there is no pdfLaTeX."""

    def set_by_latex(name: str, features: tuple[str, ...], source: Article, columns: int) -> Maker:
        def make() -> Made:
            made = latex.typeset_latex(source, columns)
            truth = truth_of(
                name,
                features,
                placed(source, made).model_copy(update={"doi": ""}),
                pages=page_count(made.pdf),
                optional=latex.NUMBERING,
            )
            return Made(made.pdf, truth)

        return make

    two = article(
        "latex-two-columns", "engineering", 71, Shape(marks="bracket", footnotes=3, table=6)
    )
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
