"""Tables of HTML and JATS: their cells, and whether they hold data or only lay out a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from assistant.reading.office.grid import Cell
from assistant.reading.runs import Run
from assistant.reading.web.markup import Markup, Node

_HEADINGS = ("h1", "h2", "h3", "h4", "form", "ul", "ol", "pre")
_LONG_CELL = 600  # characters; a table with such cells and few rows lays out a page
_FEW_ROWS = 3
_FEW_LINES = 6
_MOST_SPAN = 1000

Inline = Callable[[Node, list[Node]], list[Run]]


def is_layout(markup: Markup, table: Node) -> bool:
    """Whether a table only puts things side by side."""
    if table.get("role") in ("presentation", "none"):
        return True
    rows = [list(cells_of(row)) for row, _ in rows_of(table)]
    if max(map(len, rows), default=0) < 2:
        return True
    if caption_of(table) is not None or any(cell.tag == "th" for row in rows for cell in row):
        return False
    if table.find("table") is not None or next(table.iter(*_HEADINGS), None) is not None:
        return True
    lengths = (len(markup.read(cell)) for row in rows for cell in row)
    return len(rows) <= _FEW_ROWS and any(length > _LONG_CELL for length in lengths)


def is_column(table: Node) -> bool:
    """Whether a table only puts a few things below one another, as lines of a cell do."""
    rows = [list(cells_of(row)) for row, _ in rows_of(table)]
    plain = caption_of(table) is None and next(table.iter("table", *_HEADINGS), None) is None
    return plain and len(rows) <= _FEW_LINES and all(len(row) <= 1 for row in rows)


def caption_of(table: Node) -> Node | None:
    """The caption of a table, where it has one."""
    return next((child for child in table.elements if child.tag == "caption"), None)


def rows_of(table: Node) -> Iterator[tuple[Node, bool]]:
    """The rows of a table, not of those in it, and whether they are in its head."""
    for child in table.elements:
        if child.tag == "tr":
            yield child, False
        elif child.tag in ("thead", "tbody", "tfoot"):
            for row in child.elements:
                if row.tag == "tr":
                    yield row, child.tag == "thead"


def cells_of(row: Node) -> Iterator[Node]:
    """The cells of a row."""
    return (child for child in row.elements if child.tag in ("td", "th"))


def table_cells(
    table: Node, inline: Inline, inner: list[Node], left_out: Callable[[Node], bool]
) -> tuple[list[list[Cell]], int | None]:
    """The rows of a data table, and how many of them are its head; None where that is not said.

    inner: tables in its cells are added to it.
    """
    rows: list[list[Cell]] = []
    head = 0
    for row, in_head in rows_of(table):
        if left_out(row):
            continue
        head += in_head and head == len(rows)
        rows.append(
            [
                Cell(
                    inline(cell, inner),
                    across=_span(cell.get("colspan")),
                    down=_span(cell.get("rowspan")),
                    header=cell.tag == "th",
                    bold=_is_bold(cell),
                )
                for cell in cells_of(row)
                if not left_out(cell)
            ]
        )
    return rows, head or None


def _span(value: str) -> int:
    return min(_MOST_SPAN, max(1, int(value))) if value.isdecimal() and len(value) < 9 else 1


def _is_bold(cell: Node) -> bool:
    """Whether all that a cell holds is in one bold element."""
    inside = [
        child for child in cell.children if isinstance(child, Node) or child.end > child.start + 9
    ]
    return len(inside) == 1 and isinstance(inside[0], Node) and inside[0].tag in ("b", "strong")
