"""HTML and XML as a tree whose parts know where they stand in the file.

The parsers at hand give no exact places (lxml has lines, html.parser rewrites), or refuse a page
with one tag wrong. This one never refuses, knows no entities but characters, opens no other file,
and takes time linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from assistant.reading.document import Span
from assistant.reading.runs import Run

MAX_DEPTH = 200
"""Elements nested deeper become siblings: their text stays."""

_TAG = re.compile(
    r"</(?P<close>[a-zA-Z][^\s/>]*+)[^>]*+>?"
    r"|<(?P<open>[a-zA-Z][^\s/>]*+)"
    r"(?P<attributes>(?:[^>\"'=]++|=\s*+\"[^\"]*+\"|=\s*+'[^']*+'|[=\"'])*+)>?"
)
_DATA = "<![CDATA["
_ATTRIBUTE = re.compile(r"([^\s=\"'/>]++)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++)))?")
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});?")
VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr frame".split()
)
"""Elements that hold nothing and have no end."""
_RAW = frozenset(("script", "style", "xmp", "noembed", "iframe"))
_RAW_TEXT = frozenset(("textarea", "title"))
_RAW_ENDS = {
    tag: re.compile(rf"</{re.escape(tag)}[\s/>]", re.IGNORECASE) for tag in _RAW | _RAW_TEXT
}
_BLOCK_STARTS = frozenset(
    """address article aside blockquote div dl dd dt fieldset figure footer form h1 h2 h3 h4 h5 h6
    header hr main nav ol p pre section table ul li""".split()
)
# What an opening tag closes, and what keeps it from closing further out.
_CLOSES = {
    "li": (frozenset(("li",)), frozenset(("ul", "ol", "menu"))),
    "dt": (frozenset(("dt", "dd")), frozenset(("dl",))),
    "dd": (frozenset(("dt", "dd")), frozenset(("dl",))),
    "tr": (frozenset(("tr", "td", "th")), frozenset(("table",))),
    "td": (frozenset(("td", "th")), frozenset(("table", "tr"))),
    "th": (frozenset(("td", "th")), frozenset(("table", "tr"))),
    "thead": (frozenset(("thead", "tbody", "tfoot", "tr", "td", "th")), frozenset(("table",))),
    "tbody": (frozenset(("thead", "tbody", "tfoot", "tr", "td", "th")), frozenset(("table",))),
    "tfoot": (frozenset(("thead", "tbody", "tfoot", "tr", "td", "th")), frozenset(("table",))),
    "option": (frozenset(("option",)), frozenset(("select",))),
}
_P = (
    frozenset(("p",)),
    frozenset(("table", "td", "th", "button", "object", "li", "dd", "blockquote")),
)

_CELLS = frozenset(("table", "td", "th"))
_TABLE_PARTS = frozenset(("table", "tr", "tbody", "thead", "tfoot", "body", "html"))


@dataclass(slots=True)
class Node:
    """An element: its children are elements and ranges of text."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    start: int = 0
    end: int = 0
    children: list[Node | Span] = field(default_factory=list)
    raw: bool = False  # its text knows no character references

    def get(self, name: str) -> str:
        """An attribute; "" where there is none."""
        return self.attributes.get(name, "")

    @property
    def elements(self) -> Iterator[Node]:
        """The elements directly in it."""
        return (child for child in self.children if isinstance(child, Node))

    def iter(self, *tags: str) -> Iterator[Node]:
        """The elements in it at any depth, in order, of these names."""
        waiting = [iter(self.children)]
        while waiting:
            child = next(waiting[-1], None)
            if child is None:
                waiting.pop()
            elif isinstance(child, Node):
                if not tags or child.tag in tags:
                    yield child
                waiting.append(iter(child.children))

    def find(self, *path: str) -> Node | None:
        """The first element of a name, and in it the first of the next name."""
        found: Node | None = self
        for tag in path:
            found = next(found.iter(tag), None) if found is not None else None
        return found


def attributes_of(written: str, *, xml: bool = False) -> dict[str, str]:
    """The attributes of a tag; xml: their names keep their case."""
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(written):
        found.setdefault(name if xml else name.lower(), unescape(double or single or bare))
    return found


class Markup:
    """A file's text as a tree.

    xml: names keep their case, "<x/>" is empty, and no element closes another.
    """

    def __init__(self, text: str, *, xml: bool = False) -> None:
        self.text = text
        self._xml = xml
        self.root = Node("", end=len(text))
        self._open = [self.root]
        self._parse()

    def runs(self, node: Node | Span) -> Iterator[Run]:
        """The text in a node as runs; a character reference is one of its own."""
        if isinstance(node, Span):
            yield from self.span_runs(node)
            return
        for child in node.children:
            if isinstance(child, Span):
                yield from self.span_runs(child, raw=node.raw)
            else:
                yield from self.runs(child)

    def span_runs(self, span: Span, *, raw: bool = False) -> Iterator[Run]:
        """A range of text as runs."""
        at = span.start
        if not raw:
            for match in _REFERENCE.finditer(self.text, span.start, span.end):
                shown = unescape(match.group())
                if shown == match.group():
                    continue
                if at < match.start():
                    yield Run(at, match.start(), self.text[at : match.start()])
                yield Run(match.start(), match.end(), shown)
                at = match.end()
        if at < span.end:
            yield Run(at, span.end, self.text[at : span.end])

    def read(self, node: Node | None) -> str:
        """The text in a node, with single spaces."""
        if node is None:
            return ""
        return " ".join("".join(run.text for run in self.runs(node)).split())

    def _parse(self) -> None:
        at = 0
        text = self.text
        last = text.rfind(">")  # no tag ends behind it
        while 0 <= (begin := text.find("<", at)) < last:
            self._add_text(at, begin)
            if text.startswith(("<!", "<?"), begin):
                at = self._declaration(begin)
            elif match := _TAG.match(text, begin):
                at = match.end()
                if match["close"] is not None:
                    self._close(self._name(match["close"]), begin)
                else:
                    at = self._start(match)
            else:  # a "<" that is one
                at = self._add_text(begin, begin + 1)
        self._add_text(at, len(text))
        for node in self._open:
            node.end = len(text)

    def _declaration(self, begin: int) -> int:
        """Pass a comment, an instruction, a document type; the characters of CDATA are kept."""
        text = self.text
        if text.startswith("<!--", begin):
            found = text.find("-->", begin + 4)
            return found + 3 if found >= 0 else len(text)
        if text.startswith(_DATA, begin):
            start = begin + len(_DATA)
            found = text.find("]]>", start)
            end = found if found >= 0 else len(text)
            data = Node(
                "",
                start=begin,
                end=end,
                children=[Span(start, end)] if end > start else [],
                raw=True,
            )
            self._open[-1].children.append(data)
            return min(len(text), end + 3)
        end = text.find(">", begin)
        bracket = text.find("[", begin, end)
        if (
            bracket >= 0 and not self._open[1:]
        ):  # a document type with definitions, which end at "]"
            close = text.find("]", bracket)
            end = text.find(">", close) if close >= 0 else len(text)
        return end + 1 or len(text)

    def _name(self, written: str) -> str:
        name = written if self._xml else written.lower()
        return name.rpartition(":")[2] if self._xml and not name.startswith("mml:") else name

    def _add_text(self, start: int, end: int) -> int:
        if start < end:
            self._open[-1].children.append(Span(start, end))
        return end

    def _start(self, match: re.Match[str]) -> int:
        tag = self._name(match["open"])
        written = match["attributes"]
        if not self._xml:
            self._close_before(tag)
        node = Node(tag, self._attributes(written), match.start(), match.end())
        self._open[-1].children.append(node)
        if (tag in VOID and not self._xml) or (self._xml and written.endswith("/")):
            return match.end()
        if not self._xml and tag in _RAW | _RAW_TEXT:
            return self._raw(node, match.end())
        if len(self._open) < MAX_DEPTH:
            self._open.append(node)
        return match.end()

    def _raw(self, node: Node, at: int) -> int:
        """The text of an element that holds no other: up to its own end."""
        end = _RAW_ENDS[node.tag].search(self.text, at)
        node.end = end.start() if end else len(self.text)
        node.raw = node.tag in _RAW
        if at < node.end:
            node.children.append(Span(at, node.end))
        return self.text.find(">", node.end) + 1 or len(self.text)

    def _attributes(self, written: str) -> dict[str, str]:
        return attributes_of(written, xml=self._xml)

    def _close_before(self, tag: str) -> None:
        """End what an opening tag ends by itself, as browsers do."""
        if tag in _BLOCK_STARTS:
            self._close_until(*_P)
        if tag in _CLOSES:
            self._close_until(*_CLOSES[tag])

    def _close_until(self, closed: frozenset[str], border: frozenset[str]) -> None:
        last = 0
        for at in range(len(self._open) - 1, 0, -1):
            if self._open[at].tag in border:
                break
            if self._open[at].tag in closed:
                last = at
        if last:
            del self._open[last:]

    def _close(self, tag: str, end: int) -> None:
        for at in range(len(self._open) - 1, 0, -1):
            if self._open[at].tag == tag:
                for node in self._open[at:]:
                    node.end = end
                del self._open[at:]
                return
            if not self._xml and self._open[at].tag in _CELLS and tag not in _TABLE_PARTS:
                return  # a stray end tag does not leave its cell
