"""What the styles and the numbering of a Word document say of its paragraphs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from assistant.reading.office.package import Element, attribute, child, children

_DEEPEST = 20  # styles based on one another
_LEVELS = 9
_OFF = ("0", "false", "none", "off")


def is_on(properties: Element | None, name: str) -> bool | None:
    """Whether a property such as "w:b" is set; None where nothing is said of it."""
    found = child(properties, name)
    if found is None:
        return None
    return attribute(found, "w:val", "1").lower() not in _OFF


@dataclass(frozen=True, slots=True)
class Style:
    """A style with all that it takes from those it is based on."""

    name: str = ""
    outline: int | None = None  # 0 for the outermost heading
    numbering: tuple[str, int] | None = None
    superscript: bool = False
    hidden: bool = False
    bold: bool = False
    size: int = 0  # in half points

    @property
    def heading(self) -> int | None:
        """The level of a heading, from 1; None for other text."""
        if self.outline is not None:
            return self.outline + 1 if self.outline < _LEVELS else None
        word, _, number = self.name.rpartition(" ")
        if word == "heading" and number.isdecimal() and 1 <= int(number) <= _LEVELS:
            return int(number)
        return None


class Styles:
    """The styles of a document, by their ids."""

    def __init__(self, root: Element | None) -> None:
        self._elements = {attribute(each, "w:styleId"): each for each in children(root, "w:style")}
        self._known: dict[str, Style] = {}
        normal = child(root, "w:docDefaults", "w:rPrDefault", "w:rPr", "w:sz")
        self.size = _number(normal, 20)
        self._default = next(
            (
                identifier
                for identifier, each in self._elements.items()
                if attribute(each, "w:type") == "paragraph" and attribute(each, "w:default") == "1"
            ),
            "",
        )

    def of_paragraph(self, properties: Element | None) -> Style:
        """The style of a paragraph with these properties."""
        return self.get(attribute(child(properties, "w:pStyle"), "w:val", self._default))

    def get(self, identifier: str) -> Style:
        """A style by its id."""
        if identifier not in self._known:
            chain = list(self._chain(identifier))
            self._known[identifier] = self._merged(chain) if chain else Style()
        return self._known[identifier]

    def _chain(self, identifier: str) -> Iterator[Element]:
        for _ in range(_DEEPEST):
            element = self._elements.get(identifier)
            if element is None:
                return
            yield element
            identifier = attribute(child(element, "w:basedOn"), "w:val")

    def _merged(self, chain: list[Element]) -> Style:
        name = attribute(child(chain[0], "w:name"), "w:val").lower()
        texts = [child(each, "w:rPr") for each in chain]
        paragraphs = [child(each, "w:pPr") for each in chain]
        return Style(
            name=name,
            outline=next(
                (
                    _number(level, _LEVELS)
                    for each in paragraphs
                    if (level := child(each, "w:outlineLvl")) is not None
                ),
                _named_level(chain),
            ),
            numbering=next((found for each in paragraphs if (found := numbering_of(each))), None),
            superscript=any(is_superscript(each) for each in texts),
            hidden=_first_said(texts, "w:vanish"),
            bold=_first_said(texts, "w:b"),
            size=next(
                (_number(size, 0) for each in texts if (size := child(each, "w:sz")) is not None), 0
            ),
        )


def _named_level(chain: list[Element]) -> int | None:
    """The level of the built-in heading that a style is based on; Word says it by the name."""
    for element in chain:
        if level := Style(attribute(child(element, "w:name"), "w:val").lower()).heading:
            return level - 1
    return None


def _first_said(properties: list[Element | None], name: str) -> bool:
    return next((said for each in properties if (said := is_on(each, name)) is not None), False)


def is_superscript(properties: Element | None) -> bool:
    """Whether text with these properties stands raised."""
    return attribute(child(properties, "w:vertAlign"), "w:val") == "superscript"


def numbering_of(properties: Element | None) -> tuple[str, int] | None:
    """The id of the numbering and the level that a paragraph's properties give it."""
    numbered = child(properties, "w:numPr")
    identifier = attribute(child(numbered, "w:numId"), "w:val")
    if numbered is None or not identifier:
        return None
    return identifier, min(_number(child(numbered, "w:ilvl"), 0), _LEVELS - 1)


def _number(element: Element | None, default: int) -> int:
    value = attribute(element, "w:val")
    return int(value) if value.isdecimal() and len(value) < 10 else default


@dataclass
class _Level:
    format: str = "decimal"
    text: str = ""
    start: int = 1
    plain: bool = False  # all numbers in it are decimal ("legal numbering")


@dataclass
class _List:
    levels: dict[int, _Level] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the numbered paragraphs, as Word does when it shows them."""

    def __init__(self, root: Element | None) -> None:
        self._lists = {
            attribute(each, "w:abstractNumId"): _List(
                {_number_of_level(level): _level(level) for level in children(each, "w:lvl")}
            )
            for each in children(root, "w:abstractNum")
        }
        self._abstract: dict[str, str] = {}
        self._restarts: dict[str, dict[int, int]] = {}
        for each in children(root, "w:num"):
            identifier = attribute(each, "w:numId")
            self._abstract[identifier] = attribute(child(each, "w:abstractNumId"), "w:val")
            self._restarts[identifier] = {
                _number_of_level(override): _number(start, 1)
                for override in children(each, "w:lvlOverride")
                if (start := child(override, "w:startOverride")) is not None
            }

    def label(self, identifier: str, level: int) -> str | None:
        """The next number of a list at a level, "2.1"; "" for a bullet, None for no list at all."""
        numbered = self._lists.get(self._abstract.get(identifier, ""))
        if numbered is None or identifier == "0":
            return None
        restarts = self._restarts[identifier]
        if level in restarts:
            numbered.counts[level] = restarts.pop(level) - 1
        shape = numbered.levels.get(level, _Level("bullet"))
        counts = numbered.counts
        counts[level] = counts.get(level, shape.start - 1) + 1
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]
        if shape.format in ("bullet", "none"):
            return ""
        label = shape.text
        for each in range(level + 1):
            part = numbered.levels.get(each, shape)
            count = counts.get(each, part.start)
            label = label.replace(
                f"%{each + 1}", _counted(count, "decimal" if shape.plain else part.format)
            )
        return label.strip()


def _number_of_level(element: Element) -> int:
    value = attribute(element, "w:ilvl", "0")
    return int(value) if value.isdecimal() and len(value) < 3 else 0


def _level(element: Element) -> _Level:
    return _Level(
        attribute(child(element, "w:numFmt"), "w:val", "decimal"),
        attribute(child(element, "w:lvlText"), "w:val"),
        _number(child(element, "w:start"), 1),
        is_on(element, "w:isLgl") is True,
    )


_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MOST_ROMAN = 3999


def _counted(number: int, shape: str) -> str:
    if shape in ("lowerLetter", "upperLetter") and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * min(9, (number - 1) // 26 + 1)
        return letter.upper() if shape == "upperLetter" else letter
    if shape in ("lowerRoman", "upperRoman") and 0 < number <= _MOST_ROMAN:
        return roman(number).upper() if shape == "upperRoman" else roman(number)
    return f"{number:02}" if shape == "decimalZero" else str(number)


def roman(number: int) -> str:
    """A number below 4,000 in small Roman numerals."""
    written = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        written += letters * count
    return written
