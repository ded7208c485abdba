"""A conversation as PDF, with a font of its own, so that "≥ 5 α" is what it says everywhere."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from assistant.messages import MESSAGES
from assistant.printable import one_line
from ui.export.content import LEDE, Exchange, Line, Source, date, exchanges, program
from ui.kept_answers import Documents, none

if TYPE_CHECKING:
    from fpdf import FPDF

    from assistant.history.conversation import KeptConversation

FONTS = Path(__file__).parents[1] / "static" / "fonts"
MISSING = "\ufffd"
"""Stands for a character that the font lacks."""

_FAMILY = "DejaVu"
_INK, _QUIET, _ACCENT = (27, 33, 38), (85, 96, 106), (15, 97, 117)
_MARGIN = 22.0  # mm
_INDENT = 6.0
_LACKING = (
    f"{MISSING} stands for a character that this file's font lacks; the Markdown and JSON exports "
    "have it."
)


def pdf(conversation: KeptConversation, documents: Documents = none) -> bytes:
    """The whole conversation on A4 pages; the only links in it lead to https://doi.org.

    documents: as in `ui.export.content.answers`.
    """
    parts = exchanges(conversation, documents)  # before anything is drawn: it may be refused
    page = _Page(conversation)
    page.text(conversation.name, 16, bold=True, after=1)
    page.text(f"{date(conversation.made)} · {program()}", 8.5, _QUIET)
    page.text(LEDE, 8.5, _QUIET, after=3)
    for one in parts:
        _exchange(page, one)
    if page.lacking:
        page.text(_LACKING, 8.5, _QUIET)
    return page.finished()


def _exchange(page: _Page, one: Exchange) -> None:
    page.rule()
    page.heading(f"{one.number}. {one.question}")
    made = date(one.made)
    if one.about:
        made += f" · {MESSAGES.about.format(phrases=' · '.join(one.about))}"
    page.text(made, 8.5, _QUIET, after=2)
    if one.composed:
        page.text(" ".join(_line(line) for line in one.composed), 11, after=1)
        page.text(f"written by {one.model}", 8.5, _QUIET, after=2)
        page.text("The quotes", 9.5, bold=True, after=1)
    for line in one.answer:
        page.text(_line(line), 11, after=1.5)
    for note in one.notes:
        page.text(note, 9, _QUIET, after=1)
    if one.confidence:
        page.text(one.confidence, 9, _QUIET, after=1)
    if one.sources:
        page.text(one.heading, 9.5, bold=True, before=2, after=1)
    for source in one.sources:
        _source(page, source)


def _line(line: Line) -> str:
    remark = f" ({line.remark})" if line.remark else ""
    return one_line(line.text) + "".join(f" [{marker}]" for marker in line.markers) + remark


def _source(page: _Page, source: Source) -> None:
    page.text(f"[{source.marker}] {source.title}", 9.5, bold=True)
    if source.bibliography:
        page.text(source.bibliography, 8.5, _QUIET)
    if source.doi:
        page.text(source.doi, 8.5, _ACCENT, link=source.doi)
    page.text(source.place, 8.5, _QUIET, after=0 if source.sha256 else 1)
    if source.sha256:
        page.text(f"sha256 {source.sha256}", 7, _QUIET, after=1)
    page.text(f"“{one_line(source.quote)}”", 9.5, indent=_INDENT, after=3)


class _Page:
    """What is drawn, from top to bottom. lacking: whether the font lacked a character."""

    def __init__(self, conversation: KeptConversation) -> None:
        self.lacking = False
        self._pdf = _new()
        self._pdf.set_title(one_line(conversation.name))
        self._pdf.set_creator(program())
        self._pdf.set_creation_date(conversation.changed)

    def text(
        self,
        text: str,
        size: float,
        colour: tuple[int, int, int] = _INK,
        *,
        bold: bool = False,
        before: float = 0,
        after: float = 0,
        indent: float = 0,
        link: str = "",
    ) -> None:
        """A paragraph. size: in points; before, after, indent: in millimetres."""
        style: Literal["", "B"] = "B" if bold else ""
        self._pdf.set_font(_FAMILY, style, size)
        self._pdf.set_text_color(*colour)
        self._pdf.set_y(self._pdf.get_y() + before)
        self._pdf.set_x(_MARGIN + indent)
        self._pdf.multi_cell(
            0,
            size * 0.5,
            self._drawable(text, style),
            align="L",
            link=link or None,
            new_x="LMARGIN",
            new_y="NEXT",
        )
        self._pdf.set_y(self._pdf.get_y() + after)

    def heading(self, text: str) -> None:
        """A question, which is also in the outline that readers of PDF show beside it."""
        name = self._drawable(text, "B")
        self._pdf.start_section(name if len(name) <= 100 else name[:100] + "…")
        self.text(text, 12.5, bold=True, after=0.5)

    def rule(self) -> None:
        """A line across, on a new page if there is hardly room below it."""
        if self._pdf.will_page_break(30):
            self._pdf.add_page()
            return
        top = self._pdf.get_y() + 2
        self._pdf.set_draw_color(217, 223, 226)
        self._pdf.line(_MARGIN, top, self._pdf.w - _MARGIN, top)
        self._pdf.set_y(top + 4)

    def finished(self) -> bytes:
        """The file."""
        return bytes(self._pdf.output())

    def _drawable(self, text: str, style: Literal["", "B"]) -> str:
        known = _characters(style)
        line = one_line(text)
        drawn = "".join(char if ord(char) in known else MISSING for char in line)
        self.lacking = self.lacking or drawn != line
        return drawn


def _new() -> FPDF:
    from fpdf import FPDF

    class Numbered(FPDF):
        def footer(self) -> None:
            self.set_y(-14)
            self.set_font(_FAMILY, "", 8)
            self.set_text_color(*_QUIET)
            self.cell(0, 5, f"{self.page_no()} / {{nb}}", align="C")

    made = Numbered(format="A4")
    made.set_margins(_MARGIN, 18, _MARGIN)
    made.set_auto_page_break(True, 20)
    for style in ("", "B"):
        made.add_font(_FAMILY, style, _font(style))
    made.add_page()
    return made


def _font(style: str) -> Path:
    return FONTS / ("DejaVuSans-Bold.ttf" if style else "DejaVuSans.ttf")


@cache
def _characters(style: str) -> frozenset[int]:
    """What the font can draw."""
    from fontTools.ttLib import TTFont

    with TTFont(_font(style), lazy=True) as font:
        return frozenset(font.getBestCmap())
