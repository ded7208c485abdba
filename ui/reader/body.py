"""The text of a document as HTML. Every block and cell carries `data-start`, its offset."""

from __future__ import annotations

from assistant.reading.document import Block, Document, Span
from ui.markup import escape
from ui.reader.marking import Range, marked
from ui.reader.parts import Part

_HIGHEST, _LOWEST = 2, 6  # levels of headings; the first is the title's
TABLE = "Table"


def level(block: Block) -> int:
    """Of a heading, from 2 to 6."""
    return min(_LOWEST, max(_HIGHEST, len(block.section) + _HIGHEST - 1))


class PartWriter:
    """Writes parts of a document, with what lies in `at` marked."""

    def __init__(self, document: Document, at: Range | None = None) -> None:
        self._document, self._at = document, at

    def part(self, part: Part) -> str:
        """One part as HTML."""
        first = part.blocks[0]
        if part.kind == "heading":
            return self._element(f"h{level(first)}", first, "reader-heading", ' tabindex="-1"')
        if part.kind == "item":
            items = "".join(self._element("li", block, "reader-item") for block in part.blocks)
            return f'<ul class="reader-list">{items}</ul>'
        if part.kind == "row":
            return self._table(part)
        if part.kind == "caption":
            return self._element("p", first, "reader-caption")
        return self._element("p", first, "reader-paragraph")

    def _table(self, part: Part) -> str:
        columns = part.table.columns if part.table else ()
        width = max(len(columns), *(len(row.cells) for row in part.blocks), 1)
        name = TABLE
        caption = head = ""
        if part.caption:
            caption = self._element("caption", part.caption, "reader-caption")
            name = self._document.text[part.caption.start : part.caption.end]
        if any(columns):
            names = [*columns, *[""] * (width - len(columns))]
            cells = "".join(f'<th scope="col" dir="auto">{escape(one)}</th>' for one in names)
            head = f"<thead><tr>{cells}</tr></thead>"
        rows = "".join(self._row(row, width) for row in part.blocks)
        return (
            f'<div class="reader-table" role="region" tabindex="0" aria-label="{escape(name)}">'
            f"<table>{caption}{head}<tbody>{rows}</tbody></table></div>"
        )

    def _row(self, row: Block, width: int) -> str:
        cells = [self._element("td", cell) for cell in row.cells]
        cells += ["<td></td>"] * (width - len(cells))
        if not row.cells:
            cells = [self._element("td", row, "", f' colspan="{width}"')]
        return f"<tr>{''.join(cells)}</tr>"

    def _element(self, tag: str, place: Block | Span, kind: str = "", more: str = "") -> str:
        if place.start == place.end:
            return f"<{tag}></{tag}>"
        named = f' class="{kind}"' if kind else ""
        text = marked(self._document.text, place.start, place.end, self._at)
        return f'<{tag}{named} data-start="{place.start}" dir="auto"{more}>{text}</{tag}>'
