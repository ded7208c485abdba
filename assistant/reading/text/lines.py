"""The lines of an extracted text, without running headers and page numbers.

Text extractors (pdftotext, pdfminer) mark a new page by a form feed; some tools turn that into
one space at the start of a line. Blank lines are kept as a mark on the line that follows, since
in extracted text they are as often a change of line spacing as the end of a paragraph.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter
from dataclasses import dataclass

LINE_END = r"\r\n|[\n\r\v\x1c-\x1e\x85\u2028\u2029]"
"""What ends a line: all that `str.splitlines` knows but the form feed, which ends a page."""

_PIECE = re.compile(rf"{LINE_END}|\f|[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_ENDS = re.compile(LINE_END)
_PAGE_OF = re.compile(r"\bPage \d+ of \d+\s*$", re.IGNORECASE)
_PAGE_NUMBER = re.compile(r"^[-–— ]*(?:[Pp]age )?\d{1,4}[-–— ]*$")
_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
EDGES = "".join(chr(code) for code in range(0x3001) if chr(code).isspace()) + _INVISIBLE
"""White space and invisible characters, which nobody sees at the ends of a line."""

_DIGITS = re.compile(r"\d+")
_MAX_HEADER = 160  # characters; a longer repeated line is text
_REPEATS = 3  # a header without "Page n of m" must occur this often to be taken for one
_WRAPPED = 200  # characters; where most lines are longer, a line is a whole paragraph


@dataclass(frozen=True, slots=True)
class Line:
    """A line with something on it: `file[start:end] == text`, stripped of outer white space."""

    start: int
    end: int
    text: str
    after_blank: bool = False
    after_page: bool = False


def split_lines(file_text: str) -> list[Line]:
    """The lines of a file, without running headers, footers and page numbers."""
    lines = _lines(file_text)
    repeated = _running(lines)
    kept: list[Line] = []
    blank = page = False
    for line in lines:
        if _is_running(line, repeated):
            blank = page = True  # what follows a running header is on a new page
            continue
        kept.append(
            Line(
                line.start, line.end, line.text, line.after_blank or blank, line.after_page or page
            )
        )
        blank = page = False
    return kept


def body_width(lines: list[Line]) -> float:
    """The usual length of a full line, in characters: headings and last lines are shorter."""
    if not lines:
        return 0.0
    lengths = sorted(len(line.text) for line in lines)
    return float(statistics.median(lengths[len(lengths) // 2 :]))


def is_wrapped(lines: list[Line]) -> bool:
    """Whether paragraphs are broken over lines, rather than one line each."""
    return body_width(lines) <= _WRAPPED


def indent_of(file_text: str, line: Line) -> int:
    """Blanks before a line, a tab counting as one."""
    begin = line.start
    while begin and file_text[begin - 1] in " \t":
        begin -= 1
    return line.start - begin


def _lines(file_text: str) -> list[Line]:
    raw = list(_PIECE.finditer(file_text))
    texts = [match for match in raw if not match.group().isspace()]
    indented = sum(match.group().startswith(" ") for match in texts)
    space_marks_page = 0 < indented <= len(texts) * 0.05
    lines: list[Line] = []
    ends = 0  # line ends since the last line with text
    page = False
    for match in raw:
        text = match.group()
        if text == "\f":  # wherever it stands, what follows begins a page and so a line
            page = True
            continue
        if _ENDS.fullmatch(text):
            ends += 2 if text == "\u2029" else 1  # which parts paragraphs
            continue
        page = page or (space_marks_page and re.match(r" \S", text) is not None)
        stripped = text.strip(EDGES)
        if not stripped:
            continue
        start = match.start() + len(text) - len(text.lstrip(EDGES))
        lines.append(Line(start, start + len(stripped), stripped, ends > 1 or not lines, page))
        ends, page = 0, False
    return lines


def _running(lines: list[Line]) -> set[str]:
    """Lines that stand at page breaks again and again, their numbers set aside."""
    seen: Counter[str] = Counter()
    for place, line in enumerate(lines):
        following = lines[place + 1] if place + 1 < len(lines) else None
        at_break = line.after_page or following is None or following.after_page
        if at_break and len(line.text) <= _MAX_HEADER:
            seen[_DIGITS.sub("#", line.text)] += 1
    return {text for text, count in seen.items() if count >= _REPEATS}


def _is_running(line: Line, repeated: set[str]) -> bool:
    if len(line.text) > _MAX_HEADER:
        return False
    if _PAGE_OF.search(line.text) or (line.after_page and _PAGE_NUMBER.match(line.text)):
        return True
    return _DIGITS.sub("#", line.text) in repeated
