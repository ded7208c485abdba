"""Tell numbers that belong to headers and footers from numbers of the text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Sequence

from assistant.reading.pdf.fragments import Page
from assistant.reading.pdf.page_lines import Line

_DIGITS = re.compile(r"\d+")
_SAME = 4.0  # points: between the heights of one header
_LONGEST = 200  # characters of a line


class RunningNumbers:
    """The numbers of lines at the edges of all pages.

    A number in a header is the same on several pages, grows with the pages, or is the page's label.
    """

    def __init__(self) -> None:
        self._same: dict[tuple[str, int, int, int], set[int]] = defaultdict(set)
        self._steps: dict[tuple[str, int, int, int], set[int]] = defaultdict(set)

    def add(self, page: Page, line: Line) -> None:
        """Take the numbers of a line into account."""
        text, numbers = _parts(line)
        height = round(line.y / _SAME)
        for at, number in enumerate(numbers):
            self._same[text, height, at, number].add(page.number)
            self._steps[text, height, at, number - page.number].add(page.number)

    def founded(self, page: Page, line: Line) -> bool:
        """Whether all numbers of a line may stand in a header or a footer."""
        text, numbers = _parts(line)
        least = 2 if _LETTER.search(text) else _BARE
        return all(
            str(number) == page.label
            or self._pages(self._same, text, line, at, number) >= least
            or self._pages(self._steps, text, line, at, number - page.number) > 1
            for at, number in enumerate(numbers)
        )

    def _pages(
        self,
        counts: dict[tuple[str, int, int, int], set[int]],
        text: str,
        line: Line,
        at: int,
        value: int,
    ) -> int:
        """On how many pages it stands there."""
        height = round(line.y / _SAME)
        found: set[int] = set()
        for near in (height - 1, height, height + 1):
            found |= counts.get((text, near, at, value), set())
        return len(found)


_BARE = 3  # pages: on so many a number without words stands, that is in a header
_LETTER = re.compile(r"[^\W\d_]")


def is_bare(line: Line) -> bool:
    """Whether it is a number without words, as cells of tables are too."""
    return len(line.text) <= _LONGEST and _BARE_NUMBER.fullmatch(line.text) is not None


_BARE_NUMBER = re.compile(r"[\W_]*+\d[\d\W_]*+")


def stands_alone(line: Line, others: Iterable[Line], running: Container[int]) -> bool:
    """Whether nothing stands beside it but what is left out."""
    return not any(
        abs(other.y - line.y) < _SAME and id(other) not in running
        for other in others
        if other is not line
    )


def unfounded(pages: Sequence[Page], kept: Sequence[Lines], out: Sequence[Lines]) -> int:
    """How many lines were left out, of all pages, whose numbers may be of the text."""
    numbers = RunningNumbers()
    checked = [
        (page, own, [line for line in lines if not is_artifact(line)])
        for page, own, lines in zip(pages, kept, out, strict=True)
    ]
    for page, _, lines in checked:
        for line in lines:
            numbers.add(page, line)
    return sum(
        not numbers.founded(page, line) or (is_bare(line) and not stands_alone(line, own, ()))
        for page, own, lines in checked
        for line in lines
        if _DIGITS.search(line.text)
    )


Lines = Sequence[Line]


def is_artifact(line: Line) -> bool:
    """Whether the file itself says that it is decoration."""
    return all(part.style.artifact for part in line.fragments)


def _parts(line: Line) -> tuple[str, list[int]]:
    """A line with its numbers taken out, and these."""
    text = line.text[:_LONGEST]
    return _DIGITS.sub("#", text), [int(number) for number in _DIGITS.findall(text)]
