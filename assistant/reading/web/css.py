"""What style sheets say of the parts of a page that its elements do not: raised, hidden, headings.

Converters write `<p class="para2">` where people meant a heading, and raise digits by style alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.reading.document import Span
from assistant.reading.web.markup import Markup, Node

_CLASS = re.compile(r"[a-zA-Z]{0,12}\.([\w-]{1,100})")
_SIZE = re.compile(r"font-size\s{0,9}:\s{0,9}(\d{1,4}(?:\.\d{1,6})?)\s{0,9}(pt|px|em|rem|%)")
_UNITS = {"pt": 1.0, "px": 0.75, "em": 12.0, "rem": 12.0, "%": 0.12}
_BOLD = re.compile(r"font-weight\s{0,9}:\s{0,9}(?:bold|[6-9]00)")
_RAISED = re.compile(r"vertical-align\s{0,9}:\s{0,9}super")
_HIDDEN = re.compile(
    r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden"
    r"|text-decoration(?:-line)?\s{0,9}:[^;}]{0,80}line-through",
    re.IGNORECASE,
)
_TINY = re.compile(
    r"font-size\s{0,9}:\s{0,9}0(?:\.0{1,6})?(?:[a-z]{1,4}|%)?(?![\w.%])", re.IGNORECASE
)
_UNSEEN = re.compile(
    r"(?<![\w-])(?:opacity\s{0,9}:\s{0,9}0?\.?0{1,6}(?![\d.])%?"
    r"|color\s{0,9}:\s{0,9}(?:transparent|rgba?\([^()]{0,40}[,/]\s{0,9}0?\.?0{1,6}%?\s{0,9}\))"
    r"|clip\s{0,9}:\s{0,9}rect\(\s{0,9}0(?:px)?[,\s]{1,9}0(?:px)?[,\s]{1,9}0(?:px)?[,\s]{1,9}0(?:px)?"
    r"|(?:text-indent|margin-left|margin-top|left|top|right|bottom)\s{0,9}:\s{0,9}"
    r"-(?:\d{4,9}|999|[1-9]\d{2}(?:em|rem|vw|vh|%)))",
    re.IGNORECASE,
)
_COLOURS = re.compile(
    r"(?<![\w-])(color|background(?:-color)?)\s{0,9}:\s{0,9}([^;!]{1,60})", re.IGNORECASE
)
_NAMED = {"white": "#ffffff", "black": "#000000"}
_RGB = re.compile(r"rgb\(\s{0,9}(\d{1,3})[,\s]{1,9}(\d{1,3})[,\s]{1,9}(\d{1,3})\s{0,9}\)")
_MOST_INSIDE = 50  # elements; of one that holds more it is not asked how it looks
_MOST_RULES = 20_000
_LONGEST_RULE = 5_000  # characters
_LONGEST_HEADING = 120  # characters
_LARGER = 1.1  # than the text: then a line is a heading
_MOST_HEADINGS = 0.4  # of the paragraphs


@dataclass(frozen=True, slots=True)
class Look:
    """What a class says: the size in points, 0 for none."""

    size: float = 0.0
    bold: bool = False
    raised: bool = False
    hidden: bool = False
    tiny: bool = False


def hides(style: str) -> bool:
    """Whether declarations such as "display: none" hide an element, or strike out its text."""
    return _HIDDEN.search(style) is not None


def holds_much(node: Node) -> bool:
    """Whether an element holds so much that it must be meant to be seen, once a script ran."""
    return any(number >= _MOST_INSIDE for number, _ in enumerate(node.iter()))


def is_unseen(style: str) -> bool:
    """Whether an element's own declarations leave its text in the page where nobody can see it.

    It is transparent, far outside of the window, or of the colour of what is behind it. Style
    sheets are not asked: they hold what a script shows later.
    """
    if _UNSEEN.search(style):
        return True
    letters, behind = _colours(style)
    return bool(letters) and letters == behind


def hide_same_coloured(root: Node) -> None:
    """Mark as hidden what has the colour that an element around it has as its background.

    Of an element with a class it is not known what is behind it.
    """
    waiting = [(root, "")]
    while waiting:
        node, behind = waiting.pop()
        letters, own = _colours(node.get("style"))
        behind = own or _colour(node.get("bgcolor")) or ("" if node.get("class") else behind)
        if letters and letters == behind and not holds_much(node) and not _is_restyled(node):
            node.attributes["hidden"] = ""
        waiting += [(each, behind) for each in node.elements]


def _is_restyled(node: Node) -> bool:
    """Whether something inside may be of another colour."""
    return any(one.get("class") or "color" in one.get("style").lower() for one in node.iter())


def _colours(style: str) -> tuple[str, str]:
    """The colour of letters and that of their background; "" where it is not said."""
    if "color" not in (lower := style.lower()) and "background" not in lower:
        return "", ""
    said = {name.lower()[:5]: _colour(value) for name, value in _COLOURS.findall(style)}
    return said.get("color", ""), said.get("backg", "")


def _colour(written: str) -> str:
    """A colour in one way of writing it."""
    value = written.strip().lower()
    if match := _RGB.fullmatch(value):
        return "#" + "".join(f"{min(255, int(part)):02x}" for part in match.groups())
    if value.startswith("#") and len(value) == len("#fff"):
        return "#" + "".join(2 * digit for digit in value[1:])
    return _NAMED.get(value, value)


def is_tiny(style: str) -> bool:
    """Whether declarations make letters of size 0."""
    return _TINY.search(style) is not None


def has_no_size(node: Node, style: str) -> bool:
    """Whether declarations make letters of size 0, and nothing inside may be of another.

    Layouts set 0 around what has its own size, to have no space between.
    """
    if not is_tiny(style):
        return False
    for number, inside in enumerate(node.iter()):
        if number >= _MOST_INSIDE or inside.get("class") or "font" in inside.get("style").lower():
            return False
    return True


class StyleSheet:
    """The looks of classes, by their names; of selectors with more than a class nothing is kept."""

    def __init__(self, text: str) -> None:
        self.looks: dict[str, Look] = {}
        for rule in _without_comments(text).split("}")[:_MOST_RULES]:
            selectors, _, body = rule.rpartition("{")
            look = _look(body)
            selectors = selectors.rpartition("{")[2]  # a rule for some screens alone
            for selector in selectors.split(","):
                if match := _CLASS.fullmatch(selector.strip()):
                    self.looks[match.group(1)] = look

    def apply(self, markup: Markup) -> None:
        """Give raised elements the tag for that, and mark hidden ones as such."""
        if not any(look.raised or look.hidden or look.tiny for look in self.looks.values()):
            return
        for node in markup.root.iter():
            look = self.of(node)
            if look.hidden or (look.tiny and has_no_size(node, "font-size:0")):
                node.attributes["hidden"] = ""
            elif look.raised and node.tag == "span":
                node.tag = "sup"

    def of(self, node: Node) -> Look:
        """The look of an element by its classes."""
        found = Look()
        for name in node.get("class").split():
            look = self.looks.get(name)
            if look is not None:
                found = replace(
                    found,
                    size=look.size or found.size,
                    bold=look.bold or found.bold,
                    raised=look.raised or found.raised,
                    hidden=look.hidden or found.hidden,
                    tiny=look.tiny or (found.tiny and not look.size),
                )
        return found


def _without_comments(text: str) -> str:
    first, *others = text.split("/*")
    return "".join((first, *(part.partition("*/")[2] for part in others)))


def _look(body: str) -> Look:
    body = body[:_LONGEST_RULE].lower()
    size = _SIZE.search(body)
    return Look(
        float(size.group(1)) * _UNITS[size.group(2)] if size else 0.0,
        _BOLD.search(body) is not None,
        _RAISED.search(body) is not None,
        hides(body),
        is_tiny(body),
    )


def mark_headings(pages: list[tuple[Markup, StyleSheet]]) -> None:
    """Of a book without headings: short paragraphs in larger or bold letters become some."""
    found = [
        (node, _shown(markup, sheet, node), len(markup.read(node)))
        for markup, sheet in pages
        for node in markup.root.iter("p", "div")
        if next(node.iter("p", "div", "table"), None) is None and markup.read(node)
    ]
    sizes: Counter[float] = Counter()
    for _, look, length in found:
        sizes[look.size] += length
    usual = sizes.most_common(1)[0][0] if sizes else 0.0
    heads = [
        (node, look)
        for node, look, length in found
        if length <= _LONGEST_HEADING
        and (look.size > usual * _LARGER if usual and look.size else look.bold)
    ]
    if len(heads) > _MOST_HEADINGS * len(found):
        return
    ranks = sorted({look.size for _, look in heads}, reverse=True)
    for node, look in heads:
        node.tag = f"h{min(6, ranks.index(look.size) + 1)}"


def _shown(markup: Markup, sheet: StyleSheet, node: Node) -> Look:
    """The look of a paragraph's letters: its own, or that of the one element around them all."""
    look = sheet.of(node)
    for inside in _sole(markup, node):
        own = sheet.of(inside)
        bold = own.bold or look.bold or inside.tag in ("b", "strong")
        look = replace(look, size=own.size or look.size, bold=bold)
    return look


def _sole(markup: Markup, node: Node) -> Iterator[Node]:
    """The elements that hold all that an element shows, from the outermost."""
    while True:
        inside = [
            child
            for child in node.children
            if isinstance(child, Node) or not _is_space(markup, child)
        ]
        if len(inside) != 1 or not isinstance(inside[0], Node):
            return
        node = inside[0]
        yield node


def _is_space(markup: Markup, span: Span) -> bool:
    return markup.text[span.start : span.end].isspace()
