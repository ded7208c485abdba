"""How an article is laid out on pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Layout:
    """What a typesetter is told. Lengths in points.

    header:     runs on every page.
    numbering:  of the pages, in the footer: "1"; "top" for numbers in the header; "" for none.
    line_numbers: in the margin.
    rules:      lines of tables: all around cells, above and below the head, or none.
    wide:       tables and figures go across all columns: to the top or foot of a page, or, where
                they may be longer than a page, on pages of their own.
    turned:     tables stand upright on their side.
    boxed:      parts that float stand in a frame.
    drop_cap:   the first letter of the text is three lines high.
    stamp:      written upwards in the left margin of the first page.
    watermark:  written across every page.
    front:      pages before the first with roman numbers: how many parts of the article are there.
    tagged:     whether the PDF says what is a heading, a paragraph, a table.
    outline:    whether the PDF has bookmarks.
    metadata:   title and author as the file's properties say them; None for the true ones.
    """

    columns: int = 1
    size: float = 10.0
    page: tuple[float, float] = (595.0, 842.0)
    header: str = ""
    numbering: str = "1"
    line_numbers: bool = False
    justify: bool = True
    rules: Literal["grid", "lines", "none"] = "lines"
    wide: Literal["", "float", "pages"] = ""
    turned: bool = False
    boxed: bool = False
    drop_cap: bool = False
    stamp: str = ""
    watermark: str = ""
    front: int = 0
    tagged: bool = False
    outline: bool = True
    metadata: tuple[str, str] | None = None
    font: str = "Libertinus Serif"

    @property
    def furniture(self) -> tuple[str, ...]:
        """What it puts on pages that is no part of the text."""
        return tuple(text for text in (self.header, self.stamp, self.watermark) if text)
