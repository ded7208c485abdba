"""Read Jupyter notebooks (.ipynb): text cells as Markdown, code cells and what they printed."""

from __future__ import annotations

import json
import re

from assistant.errors import UnreadableDocument
from assistant.reading.document import Source
from assistant.reading.encodings.decoding import decode
from assistant.reading.markdown.reader import read_markdown
from assistant.reading.office.properties import authors_of, title_of
from assistant.reading.outline import Outline
from assistant.reading.runs import loose
from assistant.reading.structure import Structure

_MOST_OUTPUT = 20_000  # characters of a cell
_MOST_CELLS = 20_000
_COLOUR = re.compile(r"\x1b\[[0-9;]{0,20}[A-Za-z]")
_DAMAGED = "it is no notebook, or a damaged one: open it in Jupyter and save it again"


def read_notebook(data: bytes) -> Structure:
    """Structure a notebook; each cell is a part of it.

    Raises:
        UnreadableDocument: it is no notebook.
    """
    try:
        book = json.loads(decode(data).text)
    except (ValueError, RecursionError):
        raise UnreadableDocument(_DAMAGED) from None
    if not isinstance(book, dict):
        raise UnreadableDocument(_DAMAGED)
    cells = book.get("cells")
    if not isinstance(cells, list):  # notebooks of before 2015 have sheets
        sheets = book.get("worksheets")
        first = sheets[0] if isinstance(sheets, list) and sheets else None
        cells = first.get("cells") if isinstance(first, dict) else None
    if not isinstance(cells, list):
        raise UnreadableDocument(_DAMAGED)
    outline = Outline()
    for number, cell in enumerate(cells[:_MOST_CELLS], 1):
        if isinstance(cell, dict):
            outline.unit("cell", number)
            _cell(outline, cell)
    return outline.structure(source=_source(book, outline))


def _source(book: dict[str, object], outline: Outline) -> Source:
    metadata = book.get("metadata")
    known = metadata if isinstance(metadata, dict) else {}
    people = known.get("authors")
    names = [
        str(each.get("name", "")) for each in people if isinstance(each, dict)
    ] if isinstance(people, list) else []  # fmt: skip
    title = known.get("title")
    return Source(
        title=title_of(title if isinstance(title, str) else "", outline.first_heading),
        authors=authors_of(names),
    )


def _cell(outline: Outline, cell: dict[str, object]) -> None:
    kind = cell.get("cell_type")
    text = _joined(cell.get("source", cell.get("input")))
    if kind == "heading":  # of old notebooks
        level = cell.get("level")
        outline.heading(level if isinstance(level, int) and 0 < level < 7 else 1, [loose(text)])
    elif kind == "markdown":
        outline.embed(read_markdown(text), outline.path, goes_on=True)
    elif kind == "code":
        outline.add("code", [loose(text.strip("\n"))])
        outputs = cell.get("outputs")
        for output in outputs if isinstance(outputs, list) else ():
            if isinstance(output, dict) and (shown := _output(output).strip("\n")):
                outline.add("code", [loose(shown[:_MOST_OUTPUT])])
                if len(shown) > _MOST_OUTPUT:
                    outline.note("Long outputs were cut.")
    elif kind == "raw":
        outline.add("paragraph", [loose(text)])


def _output(output: dict[str, object]) -> str:
    if output.get("output_type") in ("error", "pyerr"):
        return _COLOUR.sub("", f"{_joined(output.get('ename'))}: {_joined(output.get('evalue'))}")
    data = output.get("data")
    if isinstance(data, dict):
        return _joined(data.get("text/plain"))
    return _COLOUR.sub("", _joined(output.get("text")))


def _joined(source: object) -> str:
    if isinstance(source, list):
        return "".join(part for part in source if isinstance(part, str))
    return source if isinstance(source, str) else ""
