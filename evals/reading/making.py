"""Makes a document: its file, and the truth of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from evals.reading.truth import Article, Part, Sentence, Truth, plain_article
from evals.reading.writers.layout import Layout
from evals.reading.writers.typst import Typeset, typeset


@dataclass(frozen=True, slots=True)
class Made:
    """A file with its truth."""

    data: bytes
    truth: Truth


Maker = Callable[[], Made]


def placed(source: Article, made: Typeset) -> Article:
    """With the page of each sentence."""

    def on_page(sentence: Sentence) -> Sentence:
        begins, ends = made.begins.get(sentence.id), made.ends.get(sentence.id)
        if begins is None:
            return sentence
        places = {"page": begins.page, "ends": ends.page if ends else None}
        return sentence.model_copy(update=places)

    def with_pages(part: Part) -> Part:
        return part.model_copy(update={"sentences": tuple(map(on_page, part.sentences))})

    return source.model_copy(update={"parts": tuple(map(with_pages, source.parts))})


def truth_of(name: str, features: tuple[str, ...], source: Article, **more: object) -> Truth:
    """The truth of a file. more: its other fields."""
    return Truth(file=name, features=features, article=plain_article(source)).model_copy(
        update=more
    )


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has."""
    import pypdfium2

    return len(pypdfium2.PdfDocument(pdf))


def pdf_maker(name: str, features: tuple[str, ...], source: Article, layout: Layout) -> Maker:
    """Makes a PDF by Typst."""

    def make() -> Made:
        made = typeset(source, layout)
        pages = page_count(made.pdf)
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
        truth = truth_of(
            name,
            features,
            placed(source, made),
            furniture=layout.furniture,
            pages=pages,
            labels=labels,
        )
        return Made(made.pdf, truth)

    return make
