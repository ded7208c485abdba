"""Headings, tables, kinds of blocks, lists: how the text is built."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from assistant.reading.document import Block
from evals.reading.scoring.located import Folded, Found, fold, locate
from evals.reading.scoring.reading import Reading
from evals.reading.scoring.tally import Scores, Tally, tally
from evals.reading.truth import Part, Truth

_WHOLE = 0.9  # of a table's cells
_NUMBERED = re.compile(r"^[\dIVX.]+\s+")


def structure_scores(truth: Truth, reading: Reading, read: Folded) -> Scores:
    """Nothing of readers that give plain text."""
    if not reading.blocks:
        return {}
    return {
        **heading_scores(truth, reading),
        **cell_scores(truth, reading),
        **kind_scores(truth, reading, read),
    }


def unnumbered(text: str) -> str:
    """A heading without the number that a typesetter put before it."""
    return _NUMBERED.sub("", text)


def heading_scores(truth: Truth, reading: Reading) -> Scores:
    """Headings found, their levels, and headings that are none.

    A level is right if it is that of the truth or one deeper throughout: the title may count.
    """
    wanted = [
        (fold(part.text), part.level) for part in truth.article.parts if part.kind == "heading"
    ]
    if not wanted:
        return {}
    given: dict[str, int] = {}
    for block in reading.blocks:
        if block.kind == "heading":
            text = reading.text[block.start : block.end]
            given.setdefault(fold(text), block.level)
            given.setdefault(fold(unnumbered(text)), block.level)
    found = [(level, given[text]) for text, level in wanted if text in given]
    known = {text for text, _ in wanted} | {fold(truth.article.title)}
    others = [
        block
        for block in reading.blocks
        if block.kind == "heading" and not _is_known(reading, block, known)
    ]
    return {
        "headings found": Tally(len(found), len(wanted)),
        "heading levels": Tally(
            max(sum(level + deeper == read for level, read in found) for deeper in (0, 1)),
            len(found),
        ),
        "headings made up": Tally(len(others), len(wanted)),
    }


def _is_known(reading: Reading, block: Block, known: set[str]) -> bool:
    text = reading.text[block.start : block.end]
    return fold(text) in known or fold(unnumbered(text)) in known


class Grid(NamedTuple):
    """A table that was read: names of columns, rows of cells."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def grids(reading: Reading) -> list[Grid]:
    """The tables that were read, folded."""
    rows: dict[int, list[tuple[str, ...]]] = {}
    for block in reading.blocks:
        if block.kind == "row" and block.table is not None:
            cells = (fold(reading.text[cell.start : cell.end]) for cell in block.cells)
            rows.setdefault(block.table, []).append(tuple(cells))
    return [
        Grid(tuple(map(fold, reading.tables[number].columns)), tuple(found))
        for number, found in sorted(rows.items())
    ]


def cell_scores(truth: Truth, reading: Reading) -> Scores:
    """Cells that stand in a row with the same first cell and under the same name.

    A table that goes on over pages may have been read as several, which is counted by itself.
    """
    tables = [part for part in truth.article.parts if part.kind == "table"]
    if not tables:
        return {}
    read = grids(reading)
    right = total = wrong = given = whole = 0
    for table in tables:
        wanted = _cells(table)
        total += len(wanted)
        best, false = 0, 0
        alone = (_compared(wanted, grid, table)[0] for grid in read)
        whole += max(alone, default=0) > _WHOLE * len(wanted)
        for grid in _joined(read):
            hits, misses = _compared(wanted, grid, table)
            if hits > best:
                best, false = hits, misses
        right += best
        wrong += false
        given += best + false
    return {
        "cells": Tally(right, total),
        "cells in a wrong place": Tally(wrong, max(given, 1)),
        "tables in one piece": Tally(whole, len(tables)),
    }


def _joined(read: Sequence[Grid]) -> Iterator[Grid]:
    """Tables, and runs of tables of the same columns: one that goes on over pages."""
    for first, grid in enumerate(read):
        yield grid
        rows = grid.rows
        for other in read[first + 1 :]:
            if other.columns != grid.columns:
                break
            rows += other.rows
            yield Grid(grid.columns, rows)


def _cells(table: Part) -> dict[tuple[str, int], str]:
    """Folded cells by their row's first cell and their column."""
    return {
        (fold(row[0]), column): fold(cell)
        for row in table.rows
        for column, cell in enumerate(row)
        if fold(cell)
    }


def _compared(wanted: dict[tuple[str, int], str], grid: Grid, table: Part) -> tuple[int, int]:
    """How many cells are right, and how many hold something else."""
    place = _columns(grid, table)
    right = wrong = 0
    for row in grid.rows:
        if not row:
            continue
        for column, at in enumerate(place):
            if at is None or at >= len(row) or not row[at]:
                continue
            if wanted.get((row[place[0] or 0], column)) == row[at]:
                right += 1
            else:
                wrong += 1
    return right, wrong


def _columns(grid: Grid, table: Part) -> list[int | None]:
    """For each column of the truth, the one that was read under its name.

    A heading above several columns may be part of the name. A first column may have no name.
    """
    above = [text for text, size in table.groups for _ in range(size)] or [""] * len(table.columns)
    found: list[int | None] = []
    for number, (name, group) in enumerate(zip(table.columns, above, strict=True)):
        names = {fold(name), fold(group + name)}
        places = [at for at, given in enumerate(grid.columns) if given in names]
        if not places and number == 0:
            places = [0]
        found.append(places[0] if places else None)
    return found


_ALSO = {"turn": ("turn", "paragraph"), "paragraph": ("paragraph",), "field": ("field",)}


def kind_scores(truth: Truth, reading: Reading, read: Folded) -> Scores:
    """Whether blocks are of the right kind, and items know what introduces their list."""
    parts = [p for p in truth.article.parts if p.sentences and p.kind not in ("formula",)]
    texts = [sentence.text for part in parts for sentence in part.sentences]
    places = iter(locate(texts, read))
    scores: dict[str, list[bool]] = {}
    block_of: dict[int, int] = {}
    for part in parts:
        found = [next(places) for _ in part.sentences]
        first = found[0]
        if first is None:
            continue
        number = _block_at(reading.blocks, first)
        if number is None:
            continue
        block_of[id(part)] = number
        kind = "caption" if part.kind == "table" else part.kind
        scores.setdefault(f"kind: {kind}", []).append(reading.blocks[number].kind == kind)
    leads = [_lead_is_right(part, truth, reading, block_of) for part in parts if _has_lead(part)]
    return {
        **{name: tally(judged) for name, judged in scores.items()},
        **({"leads of lists": tally(leads)} if leads else {}),
    }


def _block_at(blocks: Sequence[Block], place: Found) -> int | None:
    for number, block in enumerate(blocks):
        if block.start <= place.start < block.end:
            return number
    return None


def _has_lead(part: Part) -> bool:
    return part.kind == "item" and part.level == 1 and part.lead is not None


def _lead_is_right(part: Part, truth: Truth, reading: Reading, block_of: dict[int, int]) -> bool:
    number = block_of.get(id(part))
    lead = truth.article.parts[part.lead or 0]
    return number is not None and reading.blocks[number].lead == block_of.get(id(lead), -1)
