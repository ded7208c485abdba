"""The lines of a Markdown file, and where in them the parser's pieces of content stand."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from markdown_it.common.utils import MD_TRIM_CHARS
from markdown_it.token import Token

from assistant.reading.document import Span
from assistant.reading.markdown.inline import Break, Shown
from assistant.reading.text.lines import EDGES, LINE_END
from assistant.reading.text.tables import MAX_COLUMNS
from assistant.reading.text_builder import Replaced, Segment

_LINE = re.compile(
    rf"(?:{LINE_END}|\f)|[^\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029]++(?:{LINE_END}|\f)?"
)
_LINE_ENDS = "\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_BETWEEN_BARS = re.compile(r"(?<!\\)\|")
_QUOTE = re.compile(r"(?<![ \t])[ \t]*+>")
_ITEM = re.compile(r"(?<![ \t])[ \t]*+(?:[-+*]|\d{1,9}[.)]|[:~])(?=[ \t])")
_CLOSING = re.compile(r"(?<=[ \t])#+$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
_SPACE = re.compile(r"\s+")


PART = 2**20
"""Characters that are given to the parser at once, at least; a small file is given as a whole."""


class Located(NamedTuple):
    """Content of a block, and where in the file each of its lines begins.

    begins: of each line, its first character in `text`; places: and in the file.
    """

    text: str
    begins: tuple[int, ...]
    places: tuple[int, ...]

    def place(self, at: int) -> int:
        """Where the character `text[at]` stands in the file."""
        line = bisect.bisect_right(self.begins, at) - 1
        return self.places[line] + at - self.begins[line]

    def after(self, count: int) -> Located:
        """The content without so many characters at its beginning, all on its first line."""
        begins = (0, *(begin - count for begin in self.begins[1:]))
        return Located(self.text[count:], begins, (self.places[0] + count, *self.places[1:]))

    def segments(self, parts: Iterable[Shown | Break]) -> list[list[Segment]]:
        """What is shown of the content, line by line."""
        lines: list[list[Segment]] = [[]]
        for part in parts:
            if isinstance(part, Break):
                lines.append([])
            elif part.text is not None:
                place = self.place(part.start)
                shown = _SPACE.sub(" ", part.text)
                lines[-1].append(Replaced(place, place + part.end - part.start, shown))
            else:
                for number, (start, end) in enumerate(self._by_lines(part.start, part.end)):
                    if number:
                        lines.append([])
                    place = self.place(start)
                    lines[-1].append(Span(place, place + end - start))
        return lines

    def _by_lines(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        while (at := self.text.find("\n", start, end)) >= 0:
            yield start, at
            start = at + 1
        yield start, end


@dataclass(frozen=True, slots=True)
class SourceLines:
    """A file, or a part of one, by its lines, as the parser counts them.

    skipped: lines of front matter.
    """

    file_text: str
    lines: tuple[Span, ...]
    skipped: int = 0

    @classmethod
    def of(cls, file_text: str) -> SourceLines:
        """The lines of a file, without their ends."""
        found = [(match.start(), match.group()) for match in _LINE.finditer(file_text)]
        return cls(
            file_text,
            tuple(Span(start, start + len(text.rstrip(_LINE_ENDS))) for start, text in found),
        )

    def first(self, count: int) -> range:
        """The numbers of so many lines."""
        return range(min(len(self.lines), count))

    def text(self, number: int) -> str:
        """A line without its end."""
        line = self.lines[number]
        return self.file_text[line.start : line.end]

    def parts(self) -> Iterator[SourceLines]:
        """What follows the front matter; of a large file in parts, each begun by a heading.

        The parser takes some fifty times the memory of what it is given at once.
        """
        begin, size, fence = self.skipped, 0, ""
        for number in range(self.skipped, len(self.lines)):
            line = self.lines[number]
            if size >= PART and not fence and self.file_text.startswith("#", line.start):
                yield SourceLines(self.file_text, self.lines[begin:number])
                begin, size = number, 0
            size += line.end - line.start + 1
            fence = _fence(self.text(number), fence)
        yield SourceLines(self.file_text, self.lines[begin:])

    def for_parser(self) -> str:
        """The lines as the parser wants them."""
        text = "\n".join(map(self.text, range(len(self.lines))))
        return f" {text[1:]}" if text.startswith("\ufeff") else text

    def located(self, token: Token, *, trimmed: bool = True) -> Located:
        """The content of a block of text, whose lines begin after the marks of what holds them.

        trimmed: the parser took white space off its end.
        """
        first = (token.map or [0])[0]
        content = token.content if trimmed else token.content.removesuffix("\n")
        texts = content.split("\n")
        begins, places, begin = [], [], 0
        for number, text in enumerate(texts):
            line, shown = self.lines[first + number], self.text(first + number)
            end = line.start + len(shown.rstrip(MD_TRIM_CHARS))
            last = trimmed and number == len(texts) - 1
            begins.append(begin)
            places.append((end if last else line.end) - len(text))
            begin += len(text) + 1
        return Located(content, tuple(begins), tuple(places))

    def located_heading(self, token: Token) -> Located:
        """The content of a heading on one line, before the marks that may close it."""
        line = self.lines[(token.map or [0])[0]]
        shown = self.file_text[line.start : line.end].rstrip(MD_TRIM_CHARS)
        bare = _CLOSING.sub("", shown).rstrip(MD_TRIM_CHARS)
        end = len(bare if bare.endswith(token.content) else shown)
        return Located(token.content, (0,), (line.start + end - len(token.content),))

    def located_title(self, token: Token) -> Located:
        """The content of the title of a note, which stands in quotes or as it is."""
        number = (token.map or [0])[0]
        at = max(0, self.text(number).rfind(token.content))
        return Located(token.content, (0,), (self.lines[number].start + at,))

    def code(self, token: Token, first: int) -> list[Span]:
        """The lines of code, without blank ones at its ends. first: of its lines."""
        texts = token.content.split("\n")
        if texts and not texts[-1]:
            texts.pop()
        spans = []
        for number, text in enumerate(texts, first):
            line, shown = self.lines[number], self.text(number)
            text = text if shown.endswith(text) else text.lstrip(" ")  # a tab, partly used up
            spans.append(Span(line.end - len(text), line.end))
        return _without_blank_ends(self.file_text, spans)

    def cells(self, number: int, containers: Sequence[tuple[str, int]]) -> list[Span]:
        """The cells of a table's row. containers: what it stands in, outermost first."""
        line, text = self.lines[number], self.text(number)
        begin = self._prefix(number, containers)
        outer = text[begin:].strip(MD_TRIM_CHARS)
        begin = line.start + text.index(outer, begin) if outer else line.end
        cells: list[Span] = []
        for part in _BETWEEN_BARS.split(outer):
            cells.append(_bare(self.file_text, Span(begin, begin + len(part))))
            begin += len(part) + 1
        if outer.startswith("|"):
            cells.pop(0)
        if outer.endswith("|") and not outer.endswith("\\|") and cells:
            cells.pop()
        if len(cells) > MAX_COLUMNS:
            rest = cells[MAX_COLUMNS - 1 :]
            return [*cells[: MAX_COLUMNS - 1], Span(rest[0].start, rest[-1].end)]
        return cells

    def _prefix(self, number: int, containers: Sequence[tuple[str, int]]) -> int:
        """How long the marks before a line's content are."""
        text, at = self.text(number), 0
        for kind, first in containers:
            pattern = _QUOTE if kind == "quotation" else _ITEM if first == number else None
            if pattern and (match := pattern.match(text, at)):
                at = match.end()
        return at


def _fence(text: str, fence: str) -> str:
    """The fence of the code that a line stands in or begins; "" if it does neither, or ends it."""
    match = _FENCE.match(text)
    if match is None:
        return fence
    marks, rest = match.groups()
    if not fence:
        return str(marks)
    ends = marks[0] == fence[0] and len(marks) >= len(fence) and not rest.strip()
    return "" if ends else fence


def _bare(file_text: str, span: Span) -> Span:
    text = file_text[span.start : span.end]
    start = span.start + len(text) - len(text.lstrip())
    return Span(start, start + len(text.strip()))


def _without_blank_ends(file_text: str, spans: list[Span]) -> list[Span]:
    held = [number for number, span in enumerate(spans) if file_text[span.start : span.end].strip()]
    return spans[held[0] : held[-1] + 1] if held else []


def tidy(lines: Iterable[Sequence[Segment]], file_text: str) -> list[list[Segment]]:
    """Lines without white space at their ends, and doubled where something was left out."""
    found = []
    for line in lines:
        segments: list[Segment] = []
        spaced = True
        for segment in line:
            part = _stripped(segment, file_text, left=True) if spaced else segment
            if shown := _shown(part, file_text):
                segments.append(part)
                spaced = shown[-1] in EDGES
        while segments and _shown(segments[-1], file_text)[-1] in EDGES:
            last = _stripped(segments.pop(), file_text, left=False)
            if _shown(last, file_text):
                segments.append(last)
        if segments:
            found.append(segments)
    return found


def _shown(segment: Segment, file_text: str) -> str:
    if isinstance(segment, Replaced):
        return segment.text
    return file_text[segment.start : segment.end]


def _stripped(segment: Segment, file_text: str, *, left: bool) -> Segment:
    shown = _shown(segment, file_text)
    bare = shown.lstrip(EDGES) if left else shown.rstrip(EDGES)
    if isinstance(segment, Replaced):
        return segment._replace(text=bare)
    if left:
        return Span(segment.end - len(bare), segment.end)
    return Span(segment.start, segment.start + len(bare))
