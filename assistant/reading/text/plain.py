"""Read plain text: as people type it, or as it was extracted from pages."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from assistant.reading.data.medline import is_medline, read_medline
from assistant.reading.document import Source
from assistant.reading.structure import Structure
from assistant.reading.text.extracted import read_extracted
from assistant.reading.text.lines import Line, body_width, split_lines
from assistant.reading.text.tables import take_tables
from assistant.reading.text.titles import first_line_title, guess_title
from assistant.reading.text.typed import read_typed

_BROKEN = 0.08  # of the blank lines, those that stand inside a sentence
_SURELY_BROKEN = 3
_ENDS = ".!?:;\"'”’»)]。！？"


def read_plain(file_text: str) -> Structure:
    """Clean and structure plain text."""
    if is_medline(file_text):
        return read_medline(file_text)
    lines = split_lines(file_text)
    if _is_extracted(lines):
        return read_extracted(file_text, lines)
    structure = read_typed(file_text, lines)
    if structure.source.title:
        return structure
    title = guess_title(structure)
    if not title and len(lines) > 1 and lines[1].after_blank:
        title = first_line_title(structure)
    return replace(structure, source=Source(title=title))


def _is_extracted(lines: list[Line]) -> bool:
    """Whether blank lines say little: they stand inside sentences, or the cells of tables."""
    gaps = broken = 0
    for before, line in pairwise(lines):
        if line.after_blank and not line.after_page:
            gaps += 1
            broken += line.text[:1].islower() and before.text[-1] not in _ENDS
    if broken >= _SURELY_BROKEN and broken >= gaps * _BROKEN:
        return True
    tables, _ = take_tables(lines, body_width(lines))
    return any(table.rows for table in tables)
