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
from itertools import pairwise

LINE_END = r"\r\n|[\n\r\v\x1c-\x1e\x85\u2028\u2029]"
"""What ends a line: all that `str.splitlines` knows but the form feed, which ends a page."""

_PIECE = re.compile(rf"{LINE_END}|\f|[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_ENDS = re.compile(LINE_END)
_PAGE_OF = re.compile(r"\bPage \d+ of \d+\s*$", re.IGNORECASE)
_PAGE_NUMBER = re.compile(r"^[-–— ]*(?:[Pp]age )?\d{1,4}[-–— ]*$")
_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
EDGES = "".join(chr(code) for code in range(0x3001) if chr(code).isspace()) + _INVISIBLE
"""White space and invisible characters, which nobody sees at the ends of a line."""

_FOOT = re.compile(r"\bpage\s?\d{1,4}\W{0,3}$|\s{3}\d{1,4}$|^\d{1,4}\s{3}", re.IGNORECASE)
_PARTED = re.compile(r"\S\s{3,40}\S")
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
    return {text for text, count in seen.items() if count >= _REPEATS} | _numbered_edges(lines)


def _numbered_edges(lines: list[Line]) -> set[str]:
    """Footers that count pages, be they two only, and the headers of these pages.

    A header stands apart, and has gaps between its parts.
    """
    pages: list[list[Line]] = []
    for line in lines:
        if line.after_page or not pages:
            pages.append([])
        pages[-1].append(line)
    ends = [page[-1] for page in pages]
    feet = {
        _DIGITS.sub("#", foot.text)
        for before, foot in pairwise(ends)
        if _FOOT.search(foot.text) and _counts_on(before.text, foot.text)
    }
    if not feet:
        return feet
    tops = [page for page in pages[1:] if len(page) > 1 and page[1].after_blank]
    return feet | {_DIGITS.sub("#", page[0].text) for page in tops if _PARTED.search(page[0].text)}


def _counts_on(before: str, foot: str) -> bool:
    """Whether a line is the one before but for a number that is one more."""
    if _DIGITS.sub("#", before) != _DIGITS.sub("#", foot) or len(foot) > _MAX_HEADER:
        return False
    numbers = zip(_DIGITS.findall(before), _DIGITS.findall(foot), strict=True)
    return [int(b) - int(a) for a, b in numbers if a != b] == [1]


def _is_running(line: Line, repeated: set[str]) -> bool:
    if len(line.text) > _MAX_HEADER:
        return False
    if _PAGE_OF.search(line.text) or (line.after_page and _PAGE_NUMBER.match(line.text)):
        return True
    return _DIGITS.sub("#", line.text) in repeated
