"""What the styles of an OpenDocument file say of its paragraphs, words and lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from assistant.reading.office.docx_styles import roman
from assistant.reading.office.package import Element, attribute, child

_DEEPEST = 20  # styles based on one another
_LETTERS = 26


@dataclass(frozen=True, slots=True)
class Style:
    """A style with what it takes from those it is based on.

    names: its own and theirs.
    font:  of its letters; "" where none is named.
    size:  of its letters in points; 0 where none is named.
    """

    names: tuple[str, ...] = ()
    raised: bool = False
    hidden: bool = False
    bold: bool = False
    struck: bool = False
    font: str = ""
    size: float = 0.0


@dataclass
class _Level:
    format: str
    before: str
    after: str
    start: int
    shown: int  # how many levels the number has


@dataclass
class Counts:
    """How far a numbered list has come, by level."""

    numbers: dict[int, int] = field(default_factory=dict)


class Styles:
    """The styles of a file, those of the parts `content.xml` and `styles.xml`."""

    def __init__(self, *roots: Element | None) -> None:
        self._elements: dict[tuple[str, str], Element] = {}
        self._lists: dict[str, dict[int, _Level]] = {}
        self._fonts: dict[str, str] = {}  # families by the names that the file gives them
        for root in roots:
            for face in child(root, "office:font-face-decls") or ():
                family = attribute(face, "svg:font-family")
                self._fonts.setdefault(attribute(face, "style:name"), family)
            for part in ("office:styles", "office:automatic-styles"):
                for each in child(root, part) or ():
                    self._take(each)
        self._known: dict[tuple[str, str], Style] = {}

    def _take(self, element: Element) -> None:
        if element.tag == "style:style":
            key = attribute(element, "style:family"), attribute(element, "style:name")
            self._elements.setdefault(key, element)
        elif element.tag in ("text:list-style", "text:outline-style"):
            name = (
                "outline"
                if element.tag == "text:outline-style"
                else attribute(element, "style:name")
            )
            self._lists.setdefault(
                name, {_number(each, "text:level", 1): _level(each) for each in element}
            )

    def get(self, family: str, name: str) -> Style:
        """A style of "paragraph" or "text" by its name."""
        key = family, name
        if key not in self._known:
            chain = list(self._chain(family, name))
            texts = [child(each, "style:text-properties") for each in chain]
            self._known[key] = Style(
                tuple(attribute(each, "style:name").replace("_20_", " ").lower() for each in chain),
                any(_is_raised(each) for each in texts[:1]),
                any(attribute(each, "text:display") == "none" for each in texts),
                _first(texts, "bold", "font-weight"),
                _first(texts, "", "text-line-through-style"),
                next((font for each in texts if (font := self._font(each))), ""),
                next((size for each in texts if (size := _points(each))), 0.0),
            )
        return self._known[key]

    def _font(self, properties: Element | None) -> str:
        name = attribute(properties, "style:font-name")
        return self._fonts.get(name, name) or attribute(properties, "fo:font-family")

    def _chain(self, family: str, name: str) -> Iterator[Element]:
        for _ in range(_DEEPEST):
            element = self._elements.get((family, name))
            if element is None:
                return
            yield element
            name = attribute(element, "style:parent-style-name")

    def element(self, family: str, name: str) -> Element | None:
        """The element of a style."""
        return self._elements.get((family, name))

    def label(self, style: str, level: int, counts: Counts, start: int | None = None) -> str:
        """The next number of a list, "2.1."; "" for one that has bullets."""
        shape = self._lists.get(style, {}).get(level)
        if shape is None or not shape.format:
            return ""
        numbers = counts.numbers
        numbers[level] = start if start is not None else numbers.get(level, shape.start - 1) + 1
        for deeper in [each for each in numbers if each > level]:
            del numbers[deeper]
        parts = [
            _counted(numbers.get(each, 1), self._lists[style].get(each, shape).format)
            for each in range(max(1, level - shape.shown + 1), level + 1)
        ]
        return f"{shape.before}{'.'.join(part for part in parts if part)}{shape.after}".strip()


def _level(element: Element) -> _Level:
    numbered = "bullet" not in element.tag and "image" not in element.tag
    return _Level(
        attribute(element, "style:num-format") if numbered else "",
        attribute(element, "style:num-prefix"),
        attribute(element, "style:num-suffix"),
        _number(element, "text:start-value", 1),
        _number(element, "text:display-levels", 1),
    )


def _number(element: Element, name: str, default: int) -> int:
    value = attribute(element, name)
    return int(value) if value.isdecimal() and len(value) < 7 else default


def _counted(number: int, shape: str) -> str:
    if shape in ("a", "A") and number > 0:
        letter = chr(ord(shape) + (number - 1) % _LETTERS)
        return letter * min(9, (number - 1) // _LETTERS + 1)
    if shape in ("i", "I") and 0 < number < 4000:
        return roman(number).upper() if shape == "I" else roman(number)
    return str(number) if shape else ""


def _points(properties: Element | None) -> float:
    size = attribute(properties, "fo:font-size")
    number = size.removesuffix("pt")
    known = number != size and len(number) < 7 and number.replace(".", "", 1).isdecimal()
    return float(number) if known else 0.0


def _is_raised(properties: Element | None) -> bool:
    position = attribute(properties, "style:text-position").split(" ")[0]
    return position == "super" or (position.rstrip("%").isdecimal() and position.strip("0%") != "")


def _first(properties: list[Element | None], value: str, name: str) -> bool:
    """Whether the nearest style that says something of this says so; "" for all but "none"."""
    for each in properties:
        for prefix in ("fo", "style"):
            said = attribute(each, f"{prefix}:{name}")
            if said:
                return said == value if value else said != "none"
    return False
