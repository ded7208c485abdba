"""Questions about the rows of a table: which of them share a place, and what one of them says."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from assistant.chunking.passage import Passage
from assistant.reading.document import Span
from assistant.reading.table_rows import CODE
from assistant.suggestions.candidate import Candidate

_PLACE = re.compile(r"locat|place|countr|city|\bsite", re.IGNORECASE)
_OUTCOME = re.compile(r"outcome|endpoint|measure", re.IGNORECASE)
_NAME = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z]+)?")
_LEAST, _MOST = 2, 6  # rows that share a place


def cells(row: Passage) -> dict[str, str]:
    """A row's cells by the names of their columns."""
    block = row.document.blocks[row.block or 0]
    columns = row.document.tables[block.table or 0].columns
    text = row.document.text
    texts = (" ".join(text[cell.start : cell.end].split()) for cell in block.cells)
    return dict(zip(columns, texts, strict=False))


def by_place(rows: Iterable[Passage]) -> Iterator[Candidate]:
    """Which trials took place in Jordan: for the places that several rows of a table share."""
    places: dict[tuple[str, int | None, str], list[Passage]] = defaultdict(list)
    for row in rows:
        block = row.document.blocks[row.block or 0]
        if place := _place(cells(row)):
            places[row.document.name, block.table, place].append(row)
    for (_, _, place), there in places.items():
        noun = _noun(there)
        if noun and _LEAST <= len(there) <= _MOST:
            yield Candidate(
                f"Which {noun} took place in {place}?", "table", there[0], _whole(there[0])
            )


def of_row(row: Passage, told: Sequence[str]) -> Iterator[Candidate]:
    """What a registered trial measures and where it takes place.

    told: texts that were shown already; what they say is not asked again.
    """
    found = cells(row)
    code = next((text for text in found.values() if CODE.fullmatch(text)), "")
    if not code:
        return
    for name, text in found.items():
        if not text or any(text in " ".join(one.split()) for one in told):
            continue
        if _OUTCOME.search(name):
            yield Candidate(f"What does trial {code} measure?", "table", row, _whole(row))
        elif _PLACE.search(name):
            yield Candidate(f"Where does trial {code} take place?", "table", row, _whole(row))


def _whole(row: Passage) -> Span:
    return Span(row.start, row.end)


def _place(found: dict[str, str]) -> str:
    """The country or town at the end of a row's place; "" where there is none."""
    text = next((text for name, text in found.items() if _PLACE.search(name)), "")
    last = text.split(",")[-1].strip()
    return last if _NAME.fullmatch(last) and "," in text else ""


def _noun(rows: Sequence[Passage]) -> str:
    """What the rows are, as far as the table says it: "trials", "studies"; else ""."""
    block = rows[0].document.blocks[rows[0].block or 0]
    table = rows[0].document.tables[block.table or 0]
    said = f"{table.caption} {' '.join(table.columns)}"
    match = re.search(r"\b(trial|study|studies)s?\b", said, re.IGNORECASE)
    return "" if match is None else ("trials" if match[1].lower() == "trial" else "studies")
