"""Tell what stands on pages without belonging to the text: headers, page numbers, stamps."""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.reading.pdf.fragments import Fragment, Page, Rule
from assistant.reading.pdf.page_lines import Line
from assistant.reading.pdf.running_numbers import (
    RunningNumbers,
    is_artifact,
    is_bare,
    stands_alone,
)
from assistant.reading.pdf.unruled import names_of_columns

_MARGIN = 0.14  # of the height of a page, above and below: where headers and footers stand
_OUTER = 0.1  # likewise: where what stands on only two pages may be one
_SIDE = 0.12  # of the width: where stamps stand
_SAME = 4.0  # points
_REPEATS = 3
_MOST_STAMPS = 4  # lines
_LONGEST = 200  # characters
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(
    r"[-–—|·\s]*+(?:page|seite|p\.)?+\s*+(\d{1,5}|[ivxlc]{1,8})\s*+"
    r"(?:(?:of|von|/|\|)\s*+\d{1,5})?+[-–—|·\s]*+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Key:
    """What makes a line the same on several pages: its text without numbers, and its height."""

    text: str
    place: int


def left_out(pages: Sequence[Page], lines: Sequence[Sequence[Line]]) -> set[int]:
    """The ids of all segments of upright text that are furniture.

    lines: of each page; with one segment each, since a header's parts may differ.
    """
    keys: Counter[_Key] = Counter()
    near: list[list[Line]] = []
    numbers = RunningNumbers()
    for page, own in zip(pages, lines, strict=True):
        edge = _at_edges(own, page)
        near.append(edge)
        keys.update({key for line in edge for key in _keys(line)[:1]})
        for line in edge:
            numbers.add(page, line)
    running = {
        id(line)
        for page, edge in zip(pages, near, strict=True)
        for line in edge
        if _is_running(line, page, keys, len(pages))
        and (is_artifact(line) or numbers.founded(page, line))
        and not _in_table(line, page)
    }
    for edge in near:
        running -= {
            id(line)
            for line in edge
            if is_bare(line) and not is_artifact(line) and not stands_alone(line, edge, running)
        }
    running |= _page_numbers(pages, near, running)
    for own, page in zip(lines, pages, strict=True):
        running -= _close_to_text(own, page, running)
        running -= names_of_columns(own, page, running)
    return {
        id(segment)
        for edge in near
        for line in edge
        if id(line) in running
        for segment in line.segments
    }


def _at_edges(lines: Sequence[Line], page: Page) -> list[Line]:
    """Lines in the margins, and the outermost lines where margins are wide."""
    heights = sorted({round(line.y) for line in lines})
    outer = {*heights[:_OUTERMOST], *heights[-_OUTERMOST:]}
    return [
        line
        for line in lines
        if _in_margin(line, page, _MARGIN)
        or (round(line.y) in outer and _in_margin(line, page, _WIDE_MARGIN))
    ]


_OUTERMOST = 2  # lines
_WIDE_MARGIN = 0.25  # of the height


def _in_margin(line: Line, page: Page, margin: float) -> bool:
    height = margin * page.height
    return line.bottom < height or line.top > page.height - height


def _in_table(line: Line, page: Page) -> bool:
    """Whether a rule runs outside of it: the names of columns that stand again on each page.

    Tagged files mark these as decoration, as they mark headers, which have a rule on one side.
    """
    upper, lower = _rules_around(line, page)
    above = line.top - upper.y1 if upper else _FAR
    below = lower.y0 - line.bottom if lower else _FAR
    if upper and lower and abs(upper.x0 - lower.x0) <= _SAME and abs(upper.x1 - lower.x1) <= _SAME:
        return max(above, below) < _NAMES * line.size
    outside = above if line.y < page.height / 2 else below
    return not is_artifact(line) and outside < 2 * line.size


def _rules_around(line: Line, page: Page) -> tuple[Rule | None, Rule | None]:
    """The next rules above and below a line that are at least as wide."""
    spanning = [
        rule
        for rule in page.rules
        if rule.horizontal and rule.x0 <= line.x0 + _SAME and rule.x1 >= line.x1 - _SAME
    ]
    above = (rule for rule in spanning if line.top - rule.y1 > -_SAME)
    below = (rule for rule in spanning if rule.y0 - line.bottom > -_SAME)
    return (
        max(above, key=lambda rule: rule.y1, default=None),
        min(below, key=lambda rule: rule.y0, default=None),
    )


_FAR = float("inf")
_NAMES = 8  # of the size: the most that names of columns take between two rules


def _close_to_text(lines: Sequence[Line], page: Page, running: set[int]) -> set[int]:
    """Those that stand no further from the text than its own lines: they begin or end it.

    Text goes on outside of a line that only by chance is the same on other pages.
    """
    middle = page.height / 2
    text = sorted((line for line in lines if id(line) not in running), key=lambda line: line.y)
    heights = [line.y for line in text]
    found: set[int] = set()
    for line in lines:
        if id(line) not in running or is_artifact(line):
            continue
        reach = _APART * max(line.size, _LARGE)
        first, last = bisect(heights, line.y - reach), bisect(heights, line.y + reach)
        for other in text[first : min(last, first + _MOST_NEAR)]:
            inward = other.y - line.y if line.y < middle else line.y - other.y
            beside = other.x0 < line.x1 and line.x0 < other.x1
            near = 0 < abs(inward) < _APART * max(line.size, other.size)
            if near and beside and (inward > 0 or _goes_on(line, other)):
                found.add(id(line))
                break
    return found


def _goes_on(line: Line, outer: Line) -> bool:
    """Whether a line further out looks as if it went on with this one."""
    alike = max(line.size, outer.size) <= _ALIKE * min(line.size, outer.size)
    return alike and outer.x1 - outer.x0 >= _WIDE * (line.x1 - line.x0)


_ALIKE = 1.07  # times
_WIDE = 0.6  # of the width of the line before it
_LARGE = 24.0  # points: text so large is looked for around each line
_MOST_NEAR = 100  # lines of a page at one height; more are a drawing
_APART = 1.55  # of the size: from the baseline of a header to that of the text


def _keys(line: Line) -> list[_Key]:
    """Its own, and those of places next to it, since heights are rounded."""
    text = _DIGITS.sub("#", line.text)[:_LONGEST]
    place = round(line.y / _SAME)
    return [_Key(text, place), _Key(text, place - 1), _Key(text, place + 1)]


def _is_running(line: Line, page: Page, keys: Counter[_Key], pages: int) -> bool:
    if is_artifact(line):
        return True
    count = sum(keys[key] for key in _keys(line))
    if count >= _REPEATS:
        return True
    return pages <= _REPEATS and count >= 2 and _in_margin(line, page, _OUTER)


def _page_numbers(
    pages: Sequence[Page], near: Sequence[Sequence[Line]], running: set[int]
) -> set[int]:
    """Numbers that grow with the pages, with nothing beside them but a running header."""
    lone: list[tuple[Page, Line, int]] = []
    for page, edge in zip(pages, near, strict=True):
        for line in edge:
            match = _NUMBER.fullmatch(line.text) if len(line.text) <= _LONGEST_NUMBER else None
            if match and stands_alone(line, edge, running):
                lone.append((page, line, _value(match.group(1))))
    steps = Counter(value - page.number for page, _, value in lone)
    return {
        id(line)
        for page, line, value in lone
        if steps[value - page.number] > 1
        or value == page.number
        or match_label(line.text, page.label)
    }


_LONGEST_NUMBER = 24  # characters, as of "Page 12 of 345"


def match_label(text: str, label: str) -> bool:
    """Whether a line is no more than the page's printed label."""
    return bool(label) and text.strip(" -–—|").lower() == label.lower()


def _value(number: str) -> int:
    if number.isdecimal():
        return int(number)
    values = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
    digits = [values[letter] for letter in number.lower()]
    following = [*digits[1:], 0]
    return sum(-a if a < b else a for a, b in zip(digits, following, strict=True))


def stamps(page: Page) -> list[Fragment]:
    """Slanting text (watermarks), and a few lines along a side of a page of upright text."""
    found = list(page.fragments.get(-1, []))
    upright = sum(len(part.text) for part in page.fragments.get(0, []))
    for angle in (90, 270):
        turned = page.fragments.get(angle, [])
        side = [part for part in turned if _at_side(part, page)]
        lines = {round(part.y / _SAME) for part in side}
        if side and len(lines) <= _MOST_STAMPS and upright > sum(len(p.text) for p in turned):
            found += side
    return found


def _at_side(part: Fragment, page: Page) -> bool:
    width = _SIDE * page.width
    return part.rect.x1 < width or part.rect.x0 > page.width - width
