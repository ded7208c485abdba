"""Questions for a cell of a small table: "What is the price of “Day ticket”?"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from assistant.chunking.chunks import Passage
from assistant.reading.document import Span
from assistant.suggestions.candidate import Candidate
from assistant.suggestions.usage import is_plural

_MOST_ROWS, _LONGEST_CELL, _LONGEST_NAME = 40, 60, 4  # rows, characters, words
_BRACKETS = re.compile(r"\s?[(\[][^()\[\]]*[)\]]")
_NOUNS = re.compile(r"[A-Za-z-]{3,}(?: [A-Za-z-]{2,}){0,2}")
_NAME = re.compile(r"(?=[^a-z]*[^\W\d])\w[\w'’./+-]*(?: [\w'’./+-]+){0,3}")
_PROPER = re.compile(r"[^\s\d]*\d\S*|[A-Z]\S*(?: [A-Z]\S*)*")
_CODE = re.compile(r"[A-Z][^\s\d]*\d\S*")
_MONEY = frozenset("price fee cost fare charge".split())
_HAS = frozenset(
    """weight mass height width length depth size capacity volume area power voltage speed
    temperature pressure population duration distance deadline address email e-mail phone
    telephone version colour color dose dosage frequency hours dimensions""".split()
)
_HAS_WITH_MORE = frozenset("level range rate limit number code date age current".split())
"""Nouns for what each of several things has, so that "the … of" reads well with any of them; the
last need a word before them ("noise level").
"""
_SAYS_NOTHING = re.compile(r"\W*|yes|no|x|none|n/?a", re.IGNORECASE)
_TERM = re.compile(r"(?:term|word|abbreviation|acronym|phrase)s?", re.IGNORECASE)
_MEANING = re.compile(r"(?:meaning|definition|explanation)s?", re.IGNORECASE)


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
            if (
                names[label] == 1
                and len(value) <= _LONGEST_CELL
                and not _SAYS_NOTHING.fullmatch(value)
            ):
                asks = _question(columns[0], columns[column], label)
                if asks:
                    source = Span(row.start, row.end)
                    yield Candidate(
                        asks, "table", f"{label} {columns[column]}", row.document, source
                    )


def _cell(row: Passage, number: int) -> str:
    cells = row.document.blocks[row.block or 0].cells
    if number >= len(cells):
        return ""
    return " ".join(row.document.text[cells[number].start : cells[number].end].split())


def _question(first: str, column: str, label: str) -> str:
    """The question for a cell; "" if the table's words make none that reads well."""
    if _TERM.fullmatch(first) and _MEANING.fullmatch(column):
        return f"What does “{label}” mean?" if len(label.split()) <= _LONGEST_NAME else ""
    pairs = [(column, label)]
    if _CODE.fullmatch(_BRACKETS.sub("", column).strip()):  # properties stand down the side
        pairs.append((label, column))
    for noun, thing in pairs:
        noun, thing = _BRACKETS.sub("", noun).strip(), _BRACKETS.sub("", thing).strip()
        if not (_NOUNS.fullmatch(noun) and _NAME.fullmatch(thing)):
            continue
        last = noun.split()[-1].lower()
        noun = noun if noun.isupper() else noun.lower()
        if last in _MONEY and not thing.istitle():  # not a firm's name
            return f"What is the {noun} of “{thing}”?"
        if _PROPER.fullmatch(thing) and (last in _HAS or (" " in noun and last in _HAS_WITH_MORE)):
            return f"What {'are' if is_plural(last) else 'is'} the {noun} of {thing}?"
    return ""
