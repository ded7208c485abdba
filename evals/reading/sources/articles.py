"""Articles put together from generated sections and what a layout is to be tried with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from evals.reading.sources.generator import Generator
from evals.reading.truth import Article, Part, Sentence

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_JOURNALS = ("Annals of Made-up Work", "Proceedings of Nowhere", "Letters on Invented Matters")
_SURNAMES = ("Abel", "Brandt", "Costa", "Dahl", "Eriksen", "Faber", "Gallo", "Hsu", "Ito", "Jung")


@dataclass(frozen=True, slots=True)
class Shape:
    """What an article has besides sections of text.

    sections, paragraphs: how many sections, and paragraphs in each.
    subsections: whether every other section is one of the second level.
    marks:       how sentences point to the reference list.
    footnotes:   how many.
    table:       rows of its table; 0 for none.
    groups:      whether the table has headings above several columns.
    wide:        how often the columns of its table stand side by side, as for several years.
    remarks:     whether its last column holds sentences, which take several lines.
    figure:      whether a figure with its caption stands between two paragraphs.
    sidebar:     whether a text in a box stands between two paragraphs.
    doi:         of the article.
    """

    sections: int = 4
    paragraphs: int = 3
    subsections: bool = False
    marks: Literal["", "raised", "bracket"] = ""
    footnotes: int = 0
    table: int = 0
    groups: bool = False
    wide: int = 1
    remarks: bool = False
    figure: bool = False
    sidebar: bool = False
    doi: str = ""


def article(name: str, bank: str, seed: int, shape: Shape | None = None) -> Article:
    """An article of a field; the same arguments give the same article."""
    return _Builder(Generator(bank, seed), shape or Shape()).article(name, seed)


class _Builder:
    def __init__(self, generator: Generator, shape: Shape) -> None:
        self._generator, self._shape = generator, shape
        self._parts: list[Part] = []
        self._cited = 0
        self._noted = 0

    def article(self, name: str, seed: int) -> Article:
        bank, shape = self._generator.bank, self._shape
        for number in range(shape.sections):
            level = 2 if shape.subsections and number % 2 else 1
            section = self._generator.section(number, shape.paragraphs, level)
            self._parts += [self._pointing(part) for part in section]
            if number == 1:
                self._parts += self._between()
        if shape.marks:
            self._references()
        return Article(
            name=name,
            title=bank["title"],
            authors=tuple(bank["authors"]),
            year=2010 + seed % 14,
            doi=shape.doi,
            language=bank["language"],
            right_to_left=bank.get("right_to_left", False),
            parts=tuple(self._parts),
        ).numbered()

    def _pointing(self, part: Part) -> Part:
        """With marks of references and footnotes at some of its sentences."""
        if part.kind != "paragraph":
            return part
        sentences = list(part.sentences)
        if self._shape.marks:
            self._cited += 1
            mark = str(self._cited)
            marked = mark.translate(_RAISED) if self._shape.marks == "raised" else f" [{mark}]"
            sentences[0] = _before_stop(sentences[0], marked)
        if self._noted < self._shape.footnotes and len(sentences) > 1:
            self._noted += 1
            sentences[1] = _before_stop(sentences[1], str(self._noted).translate(_RAISED))
        return part.model_copy(update={"sentences": tuple(sentences)})

    def _between(self) -> list[Part]:
        """What stands in the middle of the article, and text after it."""
        made, shape, found = self._generator, self._shape, []
        if shape.figure:
            text = f"Figure 1. {made.sentence()}"
            found += [Part(kind="caption", sentences=(Sentence(text=text),), floats=True)]
            found.append(made.paragraph())
        if shape.sidebar:
            found.append(made.paragraph().model_copy(update={"floats": True}))
            found.append(made.paragraph())
        if shape.table:
            found += [self._table(), made.paragraph()]
        for number in range(1, shape.footnotes + 1):
            sentence = Sentence(text=made.sentence())
            found.append(Part(kind="footnote", mark=str(number), sentences=(sentence,)))
        return found

    def _table(self) -> Part:
        made, shape = self._generator, self._shape
        kinds = made.bank["table"]["kinds"]
        table = made.table(rows=shape.table)
        title = f"Table 1. {table.text}" if made.language == "en" else table.text
        columns, rows = table.columns, table.rows
        groups: tuple[tuple[str, int], ...] = ()
        if shape.wide > 1:
            years = range(2015, 2015 + shape.wide)
            columns = (columns[0], *(f"{c} {year}" for year in years for c in table.columns[1:]))
            rows = tuple(
                (row[0], *(made.number(kind) for _ in years for kind in kinds)) for row in rows
            )
        if shape.remarks:
            columns = (*columns, "Remarks")
            rows = tuple((*row, made.sentence()) for row in rows)
        if shape.groups:
            groups = (("", 1), ("Before", 2), ("After", len(columns) - 3))
        return table.model_copy(
            update={
                "sentences": (Sentence(text=title),),
                "columns": columns,
                "rows": rows,
                "groups": groups,
            }
        )

    def _references(self) -> None:
        made = self._generator
        heading = Sentence(text="References")
        self._parts.append(Part(kind="heading", level=1, sentences=(heading,)))
        for number in range(1, self._cited + 1):
            name = _SURNAMES[number % len(_SURNAMES)]
            pages = made.number("n").replace(",", "")
            text = (
                f"{name} {chr(64 + number % 26 or 90)}, {_SURNAMES[(number * 7) % 10]} K. "
                f"{made.bank['headings'][number % len(made.bank['headings'])]} reconsidered. "
                f"{_JOURNALS[number % 3]} {1980 + number}; {number + 3}: {pages}."
            )
            mark = f"[{number}]" if self._shape.marks == "bracket" else f"{number}."
            self._parts.append(Part(kind="reference", mark=mark, sentences=(Sentence(text=text),)))


def _before_stop(sentence: Sentence, mark: str) -> Sentence:
    text = sentence.text
    if mark.startswith(" ["):
        return Sentence(text=f"{text[:-1]}{mark}{text[-1]}")
    return Sentence(text=f"{text}{mark}")
