"""Lines of reStructuredText, which is told apart by how far they are indented."""

from __future__ import annotations

import re
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
