"""Lines of reStructuredText, which is told apart by how far they are indented."""

from __future__ import annotations

import re
import string
from typing import NamedTuple

_LINE = re.compile(r"[^\r\n]*+(?:\r\n|\n|\r|\Z)")


class Line(NamedTuple):
    """A line without its end, and where its first character stands in the file."""

    start: int
    text: str


def lines_of(text: str) -> list[Line]:
    """The lines of a file."""
    found = [Line(match.start(), match.group().rstrip("\r\n")) for match in _LINE.finditer(text)]
    return found[:-1] if found and not found[-1].text else found


def indent_of(text: str) -> int:
    """How many characters of white space a line begins with."""
    return len(text) - len(text.lstrip(" \t"))


def stripped(line: Line) -> tuple[int, int]:
    """The range of a line without white space at its ends."""
    start = line.start + indent_of(line.text)
    return start, start + len(line.text.strip())


def indented(lines: list[Line], at: int, least: int = 1) -> tuple[list[Line], int]:
    """The indented lines from a place on, without what all are indented by; and where they end."""
    end = at
    while end < len(lines) and (not lines[end].text.strip() or indent_of(lines[end].text) >= least):
        end += 1
    block = lines[at:end]
    while block and not block[-1].text.strip():
        block.pop()
    common = min((indent_of(line.text) for line in block if line.text.strip()), default=0)
    return [
        Line(line.start + min(common, len(line.text)), line.text[common:]) for line in block
    ], end


def is_line_block(text: str) -> bool:
    """Whether a line is one of a line block: it begins with a bar."""
    return text.rstrip() == "|" or text.startswith("| ")


class Title(NamedTuple):
    """A section's title.

    style: the sign that it is underlined with, twice where it is drawn above as well.
    end:   the number of the line behind it.
    """

    line: Line
    style: str
    end: int


def is_adornment(text: str) -> bool:
    """Whether a line is one sign again and again, as below a title."""
    bare = text.rstrip()
    return len(bare) > 2 and bare[0] in string.punctuation and bare == bare[0] * len(bare)


def title_at(lines: list[Line], at: int) -> Title | None:
    """A title with a line below it, or one above as well."""
    text = lines[at].text
    following = lines[at + 1].text if at + 1 < len(lines) else ""
    if is_adornment(text):
        last = lines[at + 2].text if at + 2 < len(lines) else ""
        is_title = following.strip() and is_adornment(last) and last[0] == text[0]
        return Title(lines[at + 1], text[0] * 2, at + 3) if is_title else None
    is_under = is_adornment(following) and not indent_of(text)
    if is_under and len(following.rstrip()) >= min(4, len(text.strip())):
        return Title(lines[at], following[0], at + 2)
    return None


def subtitle_style(lines: list[Line]) -> str:
    """The style of a document's subtitle, "" where it has none.

    The title and the subtitle follow one another, each is the only one of its style, and there are
    sections or a field list besides.
    """
    found: list[tuple[int, Title]] = []
    at = 0
    while at < len(lines):
        title = title_at(lines, at) if lines[at].text.strip() else None
        if title:
            found.append((at, title))
        at = title.end if title else at + 1
    if len(found) < 2:
        return ""
    (start, first), (second, subtitle) = found[:2]
    between = [*lines[:start], *lines[first.end : second]]
    styles = [title.style for _, title in found]
    if any(line.text.strip() for line in between):
        return ""
    if styles.count(first.style) > 1 or styles.count(subtitle.style) > 1:
        return ""
    following = next((line.text for line in lines[subtitle.end :] if line.text.strip()), "")
    return subtitle.style if len(found) > 2 or following.startswith(":") else ""
