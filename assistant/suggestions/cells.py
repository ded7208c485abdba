"""Questions for a cell of a small table: "What is the price of “Day ticket”?"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from assistant.chunking.chunks import Passage
from assistant.nlp.noun_phrases import is_plural, phrases
from assistant.reading.document import Span
from assistant.suggestions.answered import Candidate

_MOST_ROWS, _LONGEST_CELL = 40, 60  # rows, characters
_BRACKETS = re.compile(r"\s?[(\[][^()\[\]]*[)\]]")
_THING = re.compile(r"(?=[^a-z]*[^\W\d])\w[\w'’./+-]*(?: [\w'’./+-]+){0,3}")
_CODE = re.compile(r"[A-Z][^\s\d]*\d\S*")
_PAID = re.compile(r"(?:price|fee|cost|fare|charge)$", re.IGNORECASE)
_SAYS_NOTHING = re.compile(r"\W*|yes|no|x|none|n/?a", re.IGNORECASE)
_HAS = re.compile(
    r"(?:[a-z-]{3,} ){0,2}(?:price|fee|cost|fare|charge|weight|mass|height|width|length|depth|size"
    r"|capacity|volume|area|power|voltage|speed|temperature|pressure|population|duration|distance"
    r"|deadline|address|e-?mail|telephone|version|colou?r|dose|dosage|frequency|hours|dimensions)"
    r"|(?:[a-z-]{3,} ){1,2}(?:level|range|rate|limit|number|code|date|age|current)",
    re.IGNORECASE,
)
"""What each of several things has, so that "the … of" reads well with any of them."""


def of_rows(rows: Sequence[Passage]) -> Iterator[Candidate]:
    """Questions for cells of one table's rows, from different columns first."""
    if len(rows) > _MOST_ROWS:
        return
    names = Counter(_cell(row, 0) for row in rows)
    block = rows[0].document.blocks[rows[0].block or 0]
    columns = rows[0].document.tables[block.table or 0].columns
    for shift in range(len(rows)):
        for column in range(1, len(columns)):
            row = rows[(shift + column) % len(rows)]
            label, value = _cell(row, 0), _cell(row, column)
            said = len(value) <= _LONGEST_CELL and not _SAYS_NOTHING.fullmatch(value)
            if said and names[label] == 1 and (asks := _question(columns[column], label)):
                subject, source = f"{label} {columns[column]}", Span(row.start, row.end)
                yield Candidate(asks, "table", subject, row.document, source)


def _cell(row: Passage, number: int) -> str:
    cells = row.document.blocks[row.block or 0].cells
    if number >= len(cells):
        return ""
    return " ".join(row.document.text[cells[number].start : cells[number].end].split())


def _question(column: str, label: str) -> str:
    """The question for a cell; "" if the table's words make none that reads well."""
    noun, thing = _BRACKETS.sub("", column).strip(), _BRACKETS.sub("", label).strip()
    if _CODE.fullmatch(noun):  # properties stand down the side
        noun, thing = thing, noun
    whole = [one.text for one in phrases(thing)] == [thing]  # not "Cut every year"
    if not (whole and _HAS.fullmatch(noun) and _THING.fullmatch(thing)):
        return ""
    if thing.istitle() and _PAID.search(noun):  # a firm's name: the price is of what it offers
        return ""
    verb = "are" if is_plural(noun.split()[-1]) else "is"
    shown = thing if _CODE.fullmatch(thing) else f"“{thing}”"
    return f"What {verb} the {noun if noun.isupper() else noun.lower()} of {shown}?"
