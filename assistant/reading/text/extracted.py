"""Read text that was extracted from pages, such as those of a PDF, into blocks under headings."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from assistant.reading.document import BlockKind
from assistant.reading.structure import Structure, Writer, spans
from assistant.reading.text.headings import states_something
from assistant.reading.text.line_forms import CAPTION
from assistant.reading.text.lines import Line, body_width, is_wrapped
from assistant.reading.text.tables import RawTable, take_tables
from assistant.reading.text_builder import Assembly

_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+(?=[A-Z“‘\"'(]|[a-z]{1,2}[A-Z])")
_KNOWN = re.compile(
    r"(?:abstract|background|introduction|methods?|materials and methods|results?|discussion"
    r"|conclusions?|limitations|references|acknowledge?ments?|funding|abbreviations)",
    re.IGNORECASE,
)
_UNFINISHED = re.compile(r"\b(?:a|an|and|as|at|by|for|from|in|into|of|on|or|the|to|with)$")
_ENDS_SENTENCE = re.compile(r"[.!?:;]['\")\]”’]*(?:\s?\[[\d,\s–-]+\]\.?)?$")
_SHORT = 0.85  # of the body's width: a heading's lines stop well before the margin
_MAX_LINES = 3
MAX_DEPTH = 12
"""Headings above one another: of more, right under each other, each takes the place of the last."""

_MAX_CHARACTERS = 150


def ends_sentence(text: str) -> bool:
    """Whether a line ends as a sentence does, a reference mark after it allowed."""
    return _ENDS_SENTENCE.search(text) is not None


@dataclass
class Outline:
    """Follows the headings of one document from top to bottom."""

    width: float
    numbered: bool = False
    _number: tuple[int, ...] = ()
    _path: list[tuple[int, str]] = field(default_factory=list)
    _after_heading: bool = False

    @classmethod
    def of(cls, lines: list[Line], width: float) -> Outline:
        """An outline that knows whether this document numbers its headings."""
        probe, found, at = cls(width, numbered=True), 0, 0
        while at < len(lines):
            count = probe.heading(lines, at)
            if count and _NUMBERED.match(lines[at].text):
                found += 1
                probe.enter(" ".join(line.text for line in lines[at : at + count]))
            at += max(1, count)
        return cls(width, numbered=found >= 3)

    @property
    def path(self) -> tuple[str, ...]:
        """The headings above the present place, outermost first."""
        return tuple(title for _, title in self._path)

    def heading(self, lines: list[Line], at: int) -> int:
        """How many lines the heading that begins at `lines[at]` has; 0 if none begins there."""
        line = lines[at]
        match = _NUMBERED.match(line.text) if self.numbered else None
        if match and self._can_follow(_parse(match.group(1))):
            count = self._extent(lines, at)
            return count if count and self._stands_apart(lines, at) else 0
        if _KNOWN.fullmatch(line.text.strip(" :.")):
            return 1 if self._stands_apart(lines, at) else 0
        return 0 if self.numbered else self._unnumbered(lines, at)

    def enter(self, title: str) -> None:
        """Go below a heading."""
        match = _NUMBERED.match(title)
        if match and self.numbered:
            self._number = _parse(match.group(1))
            level = len(self._number)
        elif self._after_heading and not self.numbered:
            level = min(self._path[-1][0] + 1, MAX_DEPTH) if self._path else 1
        else:
            level = 1
        self._path = [entry for entry in self._path if entry[0] < level] + [(level, title)]
        self._after_heading = True

    def leave_heading(self) -> None:
        """Say that text stands under the last heading.

        A heading right under another is its part; one after text has no known level where
        nothing is numbered, so it stands alone.
        """
        self._after_heading = False

    def _can_follow(self, number: tuple[int, ...]) -> bool:
        if not self._number:
            return number in ((1,), (0,))
        if number == (*self._number, 1):
            return True
        depth = len(number)
        return (
            depth <= len(self._number)
            and number[:-1] == self._number[: depth - 1]
            and number[-1] == self._number[depth - 1] + 1
        )

    def _extent(self, lines: list[Line], at: int) -> int:
        """Lines of a numbered heading: it goes on while the title is plainly unfinished."""
        title = lines[at].text
        if len(title) > _MAX_CHARACTERS or title.endswith((".", ",", ";")):
            return 0
        count = 1
        while count < _MAX_LINES and at + count < len(lines):
            following = lines[at + count]
            if following.after_blank or not self._continues(title, following.text):
                break
            title = f"{title} {following.text}"
            count += 1
        return 0 if states_something(title) else count

    def _continues(self, title: str, following: str) -> bool:
        unfinished = _UNFINISHED.search(title) is not None or following[:1].islower()
        abbreviation = re.match(r"[a-z]{1,2}[A-Z]", following) is not None  # "iPSCs are a ..."
        return unfinished and not (abbreviation and not _UNFINISHED.search(title))

    def _stands_apart(self, lines: list[Line], at: int) -> bool:
        before = lines[at - 1] if at else None
        return (
            before is None
            or self._after_heading
            or ((lines[at].after_blank or lines[at].after_page) and ends_sentence(before.text))
        )

    def _unnumbered(self, lines: list[Line], at: int) -> int:
        if not self._stands_apart(lines, at) or not lines[at].text[:1].isupper():
            return 0
        count = 0
        for line in lines[at : at + _MAX_LINES]:
            if count and (
                line.after_blank or not self._continues(lines[at + count - 1].text, line.text)
            ):
                break
            if len(line.text) > self.width * _SHORT or ends_sentence(line.text):
                return 0
            if line.text.endswith(("-", ",")):
                return 0
            count += 1
        following = lines[at + count] if at + count < len(lines) else None
        return count if following is not None and following.text[:1].isupper() else 0


def _parse(number: str) -> tuple[int, ...]:
    return tuple(int(part) for part in number.split("."))


_ITEM = re.compile(
    r"(?:[•‣◦▪●\ufffd]\s+|[-*–]\s+(?=\S)|\((?:[A-Za-z]|[ivx]{2,4}|\d{1,2})\)\s?(?=[A-Z])"
    r"|\d{1,2}[.)]\s+(?=[A-Z]))"
)
_BULLET = re.compile(r"[•‣◦▪●\ufffd]\s")
# A caption's first line that is only its number: "Figure 1.", "Fig.S2b:".
_LABEL = re.compile(r"\S++\s++S?\d++[a-z]?[.:]?|\S+\d[a-z]?[.:]?")
_NARROW = 0.8  # of the body's width: a line this short may end a paragraph
_TITLE_LIKE = 0.6  # of the body's width: so short and without a full stop, it stands alone


@dataclass(frozen=True, slots=True)
class _Caption:
    """A figure's caption; before: how many of the other lines stand before it."""

    before: int
    lines: tuple[Line, ...]


def read_extracted(file_text: str, lines: list[Line]) -> Structure:
    """Clean and structure extracted text. lines: the file's, without running headers."""
    width = body_width(lines)
    tables, lines = take_tables(lines, width)
    captions, lines, kept = _take_captions(lines)
    tables = [replace(table, before=kept[table.before]) for table in tables]
    inserted: list[RawTable | _Caption] = [*tables, *captions]
    floating = deque(sorted(inserted, key=lambda found: found.before))
    writer = Writer(Assembly(file_text), counted_rows=True)
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
            _write(writer, floating.popleft(), outline.path)
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
    if not CAPTION.match(first.text) or not (first.after_blank or first.after_page):
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
