"""What a page of a PDF holds: pieces of text, ruled lines and pictures, in points."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from assistant.reading.pdf.layer_numbers import Number


class Rect(NamedTuple):
    """Points from the top left corner of the page as shown."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def height(self) -> float:
        """Points from top to bottom."""
        return self.y1 - self.y0

    def united(self, other: Rect) -> Rect:
        """The smallest rectangle around both."""
        return Rect(
            min(self.x0, other.x0),
            min(self.y0, other.y0),
            max(self.x1, other.x1),
            max(self.y1, other.y1),
        )


@dataclass(frozen=True, slots=True)
class Style:
    """How text looks. size: in points as shown; artifact: the file says that it is decoration;
    fixed: all its letters are of one width, as in code.
    """

    font: str
    size: float
    bold: bool = False
    italic: bool = False
    artifact: bool = False
    fixed: bool = False


@dataclass(slots=True)
class Fragment:
    """Characters that follow one another in one style on one line, without a space.

    index:    of its first character on the page, in the order of the file.
    x0, x1:   along the line; y: its baseline. These are in the frame of the text's direction, so
              that text which runs upwards is laid out as any other.
    rect:     on the page as shown.
    space:    a space stands before it.
    rightward: whether its characters stand from left to right.
    begins:   whether the file draws it apart from what comes before it.
    apart:    whether it begins a cell, though the text before it may touch it.
    size:     of its font, in points.
    """

    text: str
    index: int
    x0: float
    x1: float
    y: float
    style: Style
    rect: Rect
    space: bool = False
    rightward: bool = True
    begins: bool = False
    apart: bool = False
    size: float = field(init=False)

    def __post_init__(self) -> None:
        self.size = self.style.size


class Rule(NamedTuple):
    """A straight line, horizontal or vertical as shown."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def horizontal(self) -> bool:
        """Whether it is wider than high."""
        return self.x1 - self.x0 >= self.y1 - self.y0


@dataclass(slots=True)
class Page:
    """A page as the engine gives it.

    fragments: by direction of the text: 0, 90 (upwards), 180, 270 (downwards), -1 (slanting).
    """

    number: int
    width: float
    height: float
    fragments: dict[int, list[Fragment]] = field(default_factory=dict)
    rules: list[Rule] = field(default_factory=list)
    pictures: list[Rect] = field(default_factory=list)
    bars: list[Rule] = field(default_factory=list)
    """Horizontal lines, short ones too, that may part a fraction."""
    dots: list[Rect] = field(default_factory=list)
    """Small shapes and pictures that may be bullets."""
    label: str = ""
    fields: list[list[Fragment]] = field(default_factory=list)
    """Of each filled field of a form, its name and its value."""
    unmapped: int = 0
    """Characters for which the file does not say which letter they are."""
    numbers: list[Number] = field(default_factory=list)
    """All that its characters hold, whatever becomes of them."""
    hidden: int = 0
    """Words that nobody sees on it, and that were left out."""
    unseen: list[str] = field(default_factory=list)
    """These words, but for those of forms."""
    layered: bool = False
    """Whether it is a scan, and its text is what was recognised in it."""
    garbled: bool = False
    """Whether words have characters in them that are no letters, as where a font lacks a map."""
    unsure: int = 0
    """Lines of a picture that could not be recognised for sure, and were left out."""
    uncertain_formula: bool = False
    """Whether a fraction is given as one part after the other."""
    mirrored: bool = False
    """Whether its upright text runs leftwards, and its fragments are placed as in a mirror."""
    cut: bool = False
    """Whether it has more text than was read."""

    def turned(self, angle: int) -> Page:
        """Its size and its rules in the frame of text of that direction."""
        width, height = self.width, self.height
        if angle in (90, 270):
            width, height = height, width
        rules = [self._turned(rule, angle) for rule in self.rules]
        return Page(self.number, width, height, rules=rules, label=self.label)

    def _turned(self, rule: Rule, angle: int) -> Rule:
        x0, y0, x1, y1 = rule
        if angle == 0 and self.mirrored:
            return Rule(self.width - x1, y0, self.width - x0, y1)
        if angle == 90:
            return Rule(self.height - y1, x0, self.height - y0, x1)
        if angle == 180:
            return Rule(self.width - x1, self.height - y1, self.width - x0, self.height - y0)
        if angle == 270:
            return Rule(y0, self.width - x1, y1, self.width - x0)
        return rule

    @property
    def main_direction(self) -> int:
        """The direction of most of its text."""
        lengths = {
            angle: sum(len(part.text) for part in parts) for angle, parts in self.fragments.items()
        }
        return max(lengths, key=lambda angle: (lengths[angle], angle == 0), default=0)

    @property
    def has_text(self) -> bool:
        """Whether anything can be read on it."""
        return any(self.fragments.values()) or bool(self.fields)
