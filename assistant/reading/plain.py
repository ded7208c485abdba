"""Plain text, as typed or as extracted from a PDF, to blocks.

Figures' captions and tables stand in the middle of sentences in extracted text. They are taken
out, so that the sentence runs on, and put after the paragraph that they interrupt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.reading.assembly import Assembly
from assistant.reading.document import BlockKind
from assistant.reading.lines import Line, body_width, is_wrapped, split_lines
from assistant.reading.outline import Outline, ends_sentence
from assistant.reading.structure import Structure, Writer, spans
from assistant.reading.tables import RawTable, take_tables

_ITEM = re.compile(
    r"(?:[•‣◦▪●\ufffd]\s+|[-*–]\s+(?=\S)|\((?:[A-Za-z]|[ivx]{2,4}|\d{1,2})\)\s?(?=[A-Z])"
    r"|\d{1,2}[.)]\s+(?=[A-Z]))"
)
_BULLET = re.compile(r"[•‣◦▪●\ufffd]\s")
_CAPTION = re.compile(
    r"(?:Fig\.?|Figure|Box|Scheme|Table)\s*S?\d+[a-z]?\b[.:]?(?:\s+[A-Z(]|$)", re.IGNORECASE
)
# A caption's first line that is only its number: "Figure 1.", "Fig.S2b:".
_LABEL = re.compile(r"\S++\s++S?\d++[a-z]?[.:]?|\S+\d[a-z]?[.:]?")
_NARROW = 0.8  # of the body's width: a line this short may end a paragraph
_TITLE_LIKE = 0.6  # of the body's width: so short and without a full stop, it stands alone


@dataclass(frozen=True, slots=True)
class _Caption:
    """A figure's caption; before: how many of the other lines stand before it."""

    before: int
    lines: tuple[Line, ...]


def read_plain(file_text: str) -> Structure:
    """Clean and structure plain text."""
    lines = split_lines(file_text)
    width = body_width(lines)
    tables, lines = take_tables(lines, width)
    captions, lines, kept = _take_captions(lines)
    tables = [replace(table, before=kept[table.before]) for table in tables]
    floating: list[RawTable | _Caption] = sorted(
        [*tables, *captions], key=lambda found: found.before
    )
    writer = Writer(Assembly(file_text))
    outline = Outline.of(lines, width)
    for kind, group, end in _paragraphs(lines, width, outline):
        written = writer.block(kind, spans(group), outline.path)
        if kind == "heading" and written.end > written.start:
            outline.enter(writer.title(written))
            writer.retitle(outline.path)
        else:
            outline.leave_heading()
        # A float goes after the paragraph it interrupts, never between a heading and its text.
        while floating and kind != "heading" and floating[0].before <= end:
            _write(writer, floating.pop(0), outline.path)
    for found in floating:
        _write(writer, found, outline.path)
    return writer.structure()


def _write(writer: Writer, found: RawTable | _Caption, section: tuple[str, ...]) -> None:
    if isinstance(found, _Caption):
        writer.block("caption", spans(found.lines), section)
    else:
        writer.table(found)


def _take_captions(lines: list[Line]) -> tuple[list[_Caption], list[Line], list[int]]:
    """Take out figures' captions.

    Also returns, for each of the lines' old positions (and the end), how many lines are left
    before it.
    """
    captions: list[_Caption] = []
    rest: list[Line] = []
    kept: list[int] = []
    at, cut = 0, False
    while at < len(lines):
        end = _caption_end(lines, at)
        kept += [len(rest)] * max(1, end - at)
        if end > at:
            captions.append(_Caption(len(rest), tuple(lines[at:end])))
            at, cut = end, True
            continue
        line = lines[at]
        rest.append(replace(line, after_blank=True, after_page=True) if cut else line)
        at, cut = at + 1, False
    return captions, rest, [*kept, len(rest)]


def _caption_end(lines: list[Line], at: int) -> int:
    """Where a caption that begins at `lines[at]` ends; `at` itself where none begins."""
    first = lines[at]
    if not _CAPTION.match(first.text) or not (first.after_blank or first.after_page):
        return at
    end = at + 1
    labelled = _LABEL.fullmatch(first.text) is not None  # the caption itself follows the label
    while end < len(lines) and not lines[end].after_page:
        if lines[end].after_blank and not (labelled and end == at + 1):
            break
        end += 1
    return end


def _paragraphs(
    lines: list[Line], width: float, outline: Outline
) -> Iterator[tuple[BlockKind, list[Line], int]]:
    """Kind and lines of each block in order, and the number of lines up to its end.

    The caller tells the outline of each heading before it asks for the next block.
    """
    wrapped = is_wrapped(lines)
    at = 0
    while at < len(lines):
        count = outline.heading(lines, at)
        if count:
            yield "heading", lines[at : at + count], at + count
            at += count
            continue
        kind: BlockKind = "item" if _begins_item(lines, at) else "paragraph"
        end = at + 1
        while end < len(lines) and wrapped and _goes_on(lines, end, width, outline):
            end += 1
        yield kind, lines[at:end], end
        at = end


def _begins_item(lines: list[Line], at: int) -> bool:
    line = lines[at]
    if not _ITEM.match(line.text):
        return False
    if at == 0 or line.after_blank or _BULLET.match(line.text):
        return True
    return ends_sentence(lines[at - 1].text) or _ITEM.match(lines[at - 1].text) is not None


def _goes_on(lines: list[Line], at: int, width: float, outline: Outline) -> bool:
    """Whether `lines[at]` belongs to the same block as the line before it."""
    before, line = lines[at - 1], lines[at]
    if _begins_item(lines, at):
        return False
    finished, lower = ends_sentence(before.text), line.text[:1].islower()
    if finished and outline.heading(lines, at):
        return False
    if line.after_blank or line.after_page:
        stands_alone = len(before.text) < width * _TITLE_LIKE and not before.text.endswith("-")
        return lower or not (finished or (stands_alone and line.text[:1].isupper()))
    return lower or not (finished and len(before.text) < width * _NARROW)
