"""What a document says, known before it is written to a file: what readers are held to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from pydantic import BaseModel, ConfigDict

from evals.reading.inline import plain

Kind = Literal[
    "heading",
    "paragraph",
    "item",
    "caption",
    "table",
    "code",
    "quotation",
    "footnote",
    "reference",
    "turn",
    "field",
    "formula",
]

FLOATS = ("caption", "table", "footnote", "formula")
"""Kinds that may stand before or after the text that they stand in."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Sentence(_Frozen):
    """A sentence, or another text that belongs together: a heading, a line of code.

    id:    unique in its document.
    text:  with marks of style as in `evals.reading.inline`; in a truth file, plain.
    page:  where it begins, counted from 1; None where the typesetter does not tell.
    ends:  the page where it ends.
    """

    id: str = ""
    text: str
    page: int | None = None
    ends: int | None = None


class Part(_Frozen):
    """A block of a document.

    sentences: of a table, its caption; of code, its lines.
    level:     heading: 1 is the outermost below the title; item: depth of its list, from 1.
    lead:      item: the part that introduces its list, by its place among the parts.
    mark:      of a footnote or a reference, what stands before it.
    name:      of a turn, who speaks; of a field, its label.
    groups:    of a table, a heading above several columns: (text, how many columns).
    math:      of a formula, how it is written for Typst and for LaTeX.
    floats:    whether it may stand elsewhere in the text: a box, a figure's caption.
    """

    kind: Kind
    sentences: tuple[Sentence, ...] = ()
    level: int = 0
    lead: int | None = None
    mark: str = ""
    name: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    groups: tuple[tuple[str, int], ...] = ()
    math: tuple[str, str] = ("", "")
    floats: bool = False

    @property
    def text(self) -> str:
        """All its sentences."""
        return ("\n" if self.kind == "code" else " ").join(one.text for one in self.sentences)


class Article(_Frozen):
    """A document as its author knows it, before any typesetter has seen it."""

    name: str
    title: str
    authors: tuple[str, ...] = ()
    year: int | None = None
    doi: str = ""
    language: str = "en"
    right_to_left: bool = False
    parts: tuple[Part, ...] = ()

    def numbered(self) -> Article:
        """With an id for every sentence."""
        count = iter(range(10**6))

        def named(part: Part) -> Part:
            sentences = (one.model_copy(update={"id": f"s{next(count)}"}) for one in part.sentences)
            return part.model_copy(update={"sentences": tuple(sentences)})

        return self.model_copy(update={"parts": tuple(named(part) for part in self.parts)})


class Truth(_Frozen):
    """What a file holds, kept beside it.

    features:    what is hard about the file, in words for people.
    article:     plain texts, and the page of each sentence where the typesetter tells it.
    furniture:   what stands on the pages and is no part of the text: running headers, stamps.
    optional:    what a reader may give or leave out: numbers of sections and lists.
    unread:      pages that hold a picture of text and no text.
    password:    without it, the file cannot be read; a reader is to say so.
    pages:       how many there are; 0 for a file without pages.
    labels:      what is printed as the number of each page, where that is not its number.
    """

    file: str
    features: tuple[str, ...]
    article: Article
    furniture: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    unread: tuple[int, ...] = ()
    password: str = ""
    pages: int = 0
    labels: tuple[str, ...] = ()

    def body(self) -> Iterator[tuple[Part, Sentence]]:
        """The sentences that have one order, in it."""
        for part in self.article.parts:
            if part.kind not in FLOATS and not part.floats:
                for sentence in part.sentences:
                    yield part, sentence

    def texts(self) -> Iterator[str]:
        """Everything that a reader should give, cells included."""
        for part in self.article.parts:
            yield from ([part.name] if part.name else [])
            yield from (sentence.text for sentence in part.sentences)
            yield from (text for text, _ in part.groups)
            yield from part.columns
            for row in part.rows:
                yield from row


def plain_article(article: Article) -> Article:
    """With the texts as a reader should give them."""

    def plain_part(part: Part) -> Part:
        return part.model_copy(
            update={
                "sentences": tuple(
                    one.model_copy(update={"text": plain(one.text)}) for one in part.sentences
                ),
                "name": plain(part.name),
                "columns": tuple(map(plain, part.columns)),
                "rows": tuple(tuple(map(plain, row)) for row in part.rows),
                "groups": tuple((plain(text), size) for text, size in part.groups),
            }
        )

    parts = tuple(plain_part(part) for part in article.parts)
    return article.model_copy(update={"title": plain(article.title), "parts": parts})


_NUMBER = re.compile(r"(?<![A-Za-z\d])\d+(?:[.,:/]\d+)*(?:[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?")


def numbers(text: str) -> list[str]:
    """Numbers with their exponents: "10⁶" is one, and is not "106"; "H2" is none."""
    return _NUMBER.findall(text)
