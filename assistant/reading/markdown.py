"""Read Markdown into blocks. Inline marks (emphasis, links) are kept as written."""

from __future__ import annotations

import re

from assistant.reading.document import Span
from assistant.reading.lines import LINE_END
from assistant.reading.structure import Structure, Writer
from assistant.reading.tables import MAX_COLUMNS, RawTable, Row
from assistant.reading.text_builder import Assembly

_HEADING = re.compile(r"\s{0,3}(#{1,6})\s++")
_UNDERLINE = re.compile(r"\s{0,3}(=+|-+)\s*$")
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s+\S")
_FENCE = re.compile(r"\s{0,3}(```|~~~)")
_TABLE_RULE = re.compile(r"\s*+\|?\s*+:?-++:?\s*+(?:\|\s*+:?-++:?\s*+)*\|?\s*+$")
_BETWEEN_BARS = re.compile(r"(?<!\\)\|")

_ABSENT = Span(0, 0)
_LINE_ENDS = "\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_LINE = re.compile(rf"[^{_LINE_ENDS}]+(?:{LINE_END}|\f)?|{LINE_END}|\f")
_FRONT_MATTER = {"---": ("---", "..."), "+++": ("+++",)}  # how it begins, and how it ends
_FIELD = re.compile(r"[\w\"'][^:=]{0,99}[:=]")
_LONGEST_FRONT_MATTER = 1000  # lines


def read_markdown(file_text: str) -> Structure:
    """Structure Markdown: ATX and underlined headings, paragraphs, list items, pipe tables."""
    reader = _Reader(file_text)
    lines = [Span(match.start(), match.end()) for match in _LINE.finditer(file_text)]
    at = _after_front_matter(file_text, lines)
    while at < len(lines):
        at = reader.take(lines, at)
    reader.flush()
    return reader.writer.structure()


def _after_front_matter(file_text: str, lines: list[Span]) -> int:
    """The first line that is not YAML or TOML about the document, which nobody is to quote.

    A line of dashes alone may also be a rule: then no field follows it.
    """
    texts = [file_text[line.start : line.end].rstrip() for line in lines[:_LONGEST_FRONT_MATTER]]
    ends = _FRONT_MATTER.get(texts[0].lstrip("\ufeff")) if texts else None
    if ends is None:
        return 0
    end = next((at for at, text in enumerate(texts[1:], 1) if text in ends), 0)
    first = next((text for text in texts[1:end] if text and not text.startswith("#")), None)
    return end + 1 if end and (first is None or _FIELD.match(first)) else 0


class _Reader:
    def __init__(self, file_text: str) -> None:
        self.file = file_text
        self.writer = Writer(Assembly(file_text))
        self.open: list[Span] = []  # lines of the paragraph or item being read
        self.item = False
        self.path: list[tuple[int, str]] = []

    @property
    def section(self) -> tuple[str, ...]:
        return tuple(title for _, title in self.path)

    def text(self, line: Span) -> str:
        return self.file[line.start : line.end].rstrip(_LINE_ENDS)

    def take(self, lines: list[Span], at: int) -> int:
        """Read the line at this place, and those that go with it; returns the next place."""
        text = self.text(lines[at])
        if not text.strip():
            self.flush()
            return at + 1
        if _FENCE.match(text):
            return self._fence(lines, at)
        if match := _HEADING.match(text):
            self.flush()
            start = lines[at].start + match.end()
            length = len(text[match.end() :].rstrip().rstrip("#").rstrip())
            self._heading(len(match.group(1)), [Span(start, start + length)])
            return at + 1
        if self.open and not self.item and (match := _UNDERLINE.match(text)):
            title, self.open = self.open, []
            self._heading(1 if match.group(1)[0] == "=" else 2, title)
            return at + 1
        if "|" in text and at + 1 < len(lines) and _TABLE_RULE.match(self.text(lines[at + 1])):
            self.flush()
            return self._table(lines, at)
        if _ITEM.match(text):
            self.flush()
            self.item = True
        self.open.append(self._stripped(lines[at]))
        return at + 1

    def flush(self) -> None:
        """Write the paragraph or item that was being read."""
        if self.open:
            self.writer.block("item" if self.item else "paragraph", self.open, self.section)
        self.open, self.item = [], False

    def _stripped(self, line: Span) -> Span:
        text = self.file[line.start : line.end]
        start = line.start + len(text) - len(text.lstrip())
        return Span(start, start + len(text.strip()))

    def _heading(self, level: int, title: list[Span]) -> None:
        written = self.writer.block("heading", title, ())
        if written.start == written.end:
            return
        self.path = [entry for entry in self.path if entry[0] < level]
        self.path.append((level, self.writer.title(written)))
        self.writer.retitle(self.section)

    def _fence(self, lines: list[Span], at: int) -> int:
        """Code is one paragraph; its fence is left out."""
        self.flush()
        end = at + 1
        while end < len(lines) and not _FENCE.match(self.text(lines[end])):
            end += 1
        body = [self._stripped(line) for line in lines[at + 1 : end] if self.text(line).strip()]
        if body:
            self.writer.block("paragraph", body, self.section)
        return end + 1

    def _table(self, lines: list[Span], at: int) -> int:
        columns = tuple(self.file[cell.start : cell.end] for cell in self._cells(lines[at]))
        end = at + 2
        while end < len(lines) and "|" in self.text(lines[end]):
            end += 1
        found = [self._cells(line) for line in lines[at + 2 : end]]
        rows = tuple(
            Row(tuple((cell,) for cell in row) + ((_ABSENT,),) * (len(columns) - len(row)))
            for row in (cells[: len(columns)] for cells in found)
            if any(cell.end > cell.start for cell in row)
        )
        self.writer.table(RawTable(0, (), columns, rows), self.section)
        return end

    def _cells(self, line: Span) -> list[Span]:
        text = self.text(line)
        outer = text.strip()
        begin = line.start + text.index(outer)
        if outer.startswith("|"):
            begin, outer = begin + 1, outer[1:]
        cells: list[Span] = []
        for cell in _BETWEEN_BARS.split(outer.removesuffix("|")):
            cells.append(self._stripped(Span(begin, begin + len(cell))))
            begin += len(cell) + 1
        if len(cells) > MAX_COLUMNS:
            rest = cells[MAX_COLUMNS - 1 :]
            return [*cells[: MAX_COLUMNS - 1], Span(rest[0].start, rest[-1].end)]
        return cells
