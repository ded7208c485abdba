"""Headings, and the path of headings above each piece of text.

Numbered headings ("4.1.3 Clinical evidence for HSCs") are recognised by their place in the
numbering: only a number that can follow the last one counts, so "34 patients" is none. Where a
document does not number its headings, a heading is a short line between paragraphs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from assistant.reading.lines import Line

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
            level = self._path[-1][0] + 1 if self._path else 1
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
        return count

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
