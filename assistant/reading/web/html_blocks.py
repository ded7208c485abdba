"""Writes the blocks of HTML: headings, paragraphs, lists, tables, code, quotations, notes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from assistant.reading.document import BlockKind, Span
from assistant.reading.office.docx_styles import roman
from assistant.reading.office.grid import is_caption
from assistant.reading.outline import Outline
from assistant.reading.runs import Run, loose, text_of
from assistant.reading.web.css import has_no_size, hides, holds_much, is_unseen
from assistant.reading.web.html_tables import caption_of, is_column, is_layout, table_cells
from assistant.reading.web.markup import Markup, Node
from assistant.reading.web.mathml import formula, raised

NEVER_SHOWN = frozenset(
    """script style template noscript head iframe object embed svg canvas audio video map input
    select button textarea datalist option title meta link del s strike rt rp annotation""".split()
)
_BLOCKS = frozenset(
    """address article aside body center details dialog div fieldset figure footer form header
    hgroup html legend main nav p search section summary tbody thead tfoot tr td th caption dt dd
    optgroup label-block""".split()
)
_FOOTNOTE = re.compile(r"\b(?:doc-)?(?:foot|end)notes?\b", re.IGNORECASE)
_REFERENCE = re.compile(
    r"\b(?:doc-bibli\w{0,12}|references?|reflist|ref-list|bibliography|citations?-list)\b",
    re.IGNORECASE,
)
_BACK = frozenset(("↩", "↩︎", "↑", "^", "⏎", "[edit]", "¶", "§"))


def is_hidden(node: Node) -> bool:
    """Whether a browser does not show the element."""
    known = node.attributes
    return (
        node.tag in NEVER_SHOWN
        or "hidden" in known
        or known.get("aria-hidden") == "true"
        or hides(known.get("style", ""))
        or (is_unseen(known.get("style", "")) and not holds_much(node))
        or has_no_size(node, known.get("style", ""))
    )


class BlockWriter:
    """Walks elements in order and writes what they show.

    left_out: says of an element that it is not to be written.
    """

    def __init__(
        self, markup: Markup, outline: Outline, left_out: Callable[[Node], bool] = is_hidden
    ) -> None:
        self._markup = markup
        self._outline = outline
        self._left_out = left_out
        self._runs: list[Run] = []  # of the block that is being read
        self._kind: BlockKind = "paragraph"
        self._depth = 0  # of the list
        self._mark: list[Run] = []  # the number that an item begins with
        self._breaks = 0
        self._held: list[Run] = []  # what may be the caption of a table that follows

    def write(self, node: Node) -> None:
        """Write the contents of an element."""
        self._walk(node)
        self._flush()
        self._release()

    def _walk(self, node: Node) -> None:
        for child in node.children:
            if isinstance(child, Span):
                self._runs += self._markup.span_runs(child, raw=node.raw)
                if self._breaks and not self._markup.text[child.start : child.end].isspace():
                    self._breaks = 0
            elif not self._left_out(child):
                self._element(child)

    def _element(self, node: Node) -> None:
        handler = _HANDLERS.get(node.tag)
        if handler is not None:
            handler(self, node)
        elif node.get("role") == "heading":
            self._heading(node)
        elif node.tag in _BLOCKS:
            self._block(node)
        else:
            self._walk(node)

    def _flush(self) -> None:
        runs, self._runs, self._breaks = self._runs, [], 0
        if not any(run.text.strip() for run in runs):
            return
        self._release()
        runs, self._mark = [*self._mark, *runs], []
        if self._kind == "paragraph" and is_caption(text_of(runs)):
            self._held = runs
        elif self._kind == "item":
            self._outline.item(self._depth, runs)
        elif self._kind == "paragraph" and self._outline.in_references:
            self._outline.add("reference", runs)
        else:
            self._outline.add(self._kind, runs)

    def _release(self) -> None:
        """Write what might have been the caption of a table, and no table followed."""
        if self._held:
            self._outline.add("paragraph", self._held)
            self._held = []

    def _block(self, node: Node) -> None:
        self._flush()
        kind = self._kind
        named = f"{node.get('role')} {node.get('class')} {node.get('epub:type')} {node.get('id')}"
        if node.tag not in ("body", "main", "article") and len(named) > 3:
            if _FOOTNOTE.search(named):
                self._kind = "footnote"
            elif _REFERENCE.search(named) and node.tag in ("div", "section", "p"):
                self._kind = "reference"
        self._walk(node)
        self._flush()
        self._kind = kind

    def _heading(self, node: Node) -> None:
        self._flush()
        self._release()
        level = node.get("aria-level") or node.tag[1:]
        self._outline.heading(
            int(level) if level in "123456789" and level else 2, self.inline(node)
        )

    def _break(self, _: Node) -> None:
        self._breaks += 1
        if self._breaks > 1:
            self._flush()
        else:
            self._runs.append(loose("\n"))

    def _rule(self, _: Node) -> None:
        self._flush()

    def _code(self, node: Node) -> None:
        self._flush()
        self._release()
        self._outline.add("code", self.inline(node))

    def _quotation(self, node: Node) -> None:
        self._flush()
        kind, self._kind = self._kind, "quotation"
        self._walk(node)
        self._flush()
        self._kind = kind

    def _caption(self, node: Node) -> None:
        self._flush()
        self._release()
        self._outline.add("caption", self.inline(node))

    def _figure(self, node: Node) -> None:
        """A table's figure: its caption is the table's."""
        table = node.find("table")
        caption = node.find("figcaption")
        if table is None or caption is None or is_layout(self._markup, table):
            self._block(node)
            return
        self._flush()
        self._table(table, caption)

    def _list(self, node: Node) -> None:
        self._flush()
        kind, depth = self._kind, self._depth
        named = f"{node.get('class')} {node.get('role')}"
        if self._outline.in_references or _REFERENCE.search(named):
            self._kind = "reference"
        elif kind != "footnote":
            self._kind, self._depth = "item", depth + 1
        labels = _labels(node)
        for child in node.children:
            if isinstance(child, Span):
                self._runs += self._markup.span_runs(child)
            elif not self._left_out(child):
                if child.tag == "li":
                    self._flush()
                    label = next(labels)
                    self._mark = [loose(f"{label} ")] if label and self._kind == "item" else []
                self._walk(child) if child.tag == "li" else self._element(child)
                self._flush()
        self._mark = []
        self._kind, self._depth = kind, depth

    def _definitions(self, node: Node) -> None:
        """A term and its definitions: one item each, "term: definition"."""
        self._flush()
        term: list[Run] = []
        kind, depth = self._kind, self._depth
        self._kind, self._depth = "item", depth + 1
        waiting = list(node.children)[::-1]
        while waiting:
            child = waiting.pop()
            if isinstance(child, Span) or self._left_out(child):
                continue
            if child.tag == "div":
                waiting += child.children[::-1]
            elif child.tag == "dt":
                term = [*term, loose(", "), *self.inline(child)] if term else self.inline(child)
            else:
                ends = "".join(run.text for run in term).rstrip().endswith((":", "?"))
                self._mark = [*term, loose(" " if ends else ": ")] if term else []
                term = []
                self._walk(child)
                self._flush()
        if term:
            self._release()
            self._outline.item(self._depth, term)
        self._kind, self._depth, self._mark = kind, depth, []

    def _raised(self, node: Node) -> None:
        self._runs += raised(self.inline(node))

    def _quoted(self, node: Node) -> None:
        self._runs.append(loose("“"))
        self._walk(node)
        self._runs.append(loose("”"))

    def _formula(self, node: Node) -> None:
        self._runs += formula(self._markup, node)

    def _link(self, node: Node) -> None:
        """A link; not one that only leads back from a note."""
        if node.get("role") == "doc-backlink" or self._markup.read(node) in _BACK:
            return
        if _leads_to_note(node):
            self._raised(node)
        else:
            self._walk(node)

    def _table(self, node: Node, caption: Node | None = None) -> None:
        self._flush()
        if is_layout(self._markup, node):
            self._walk(node)
            self._flush()
            return
        inner: list[Node] = []
        rows, head = table_cells(node, self.inline, inner, self._left_out)
        title = caption or caption_of(node)
        if title:
            self._release()
        above, self._held = self._held, []
        self._outline.table(rows, self.inline(title) if title else above, head)
        for table in inner:
            self._table(table)

    def inline(self, node: Node, inner: list[Node] | None = None) -> list[Run]:
        """What an element shows as one running text; tables in it go into `inner`."""
        return list(self._inline(node, inner))

    def _inline(self, node: Node, inner: list[Node] | None) -> Iterator[Run]:
        for child in node.children:
            if isinstance(child, Span):
                yield from self._markup.span_runs(child, raw=node.raw)
            elif self._left_out(child):
                continue
            elif child.tag == "table" and inner is not None and not is_column(child):
                inner.append(child)
            elif child.tag == "sup" or _leads_to_note(child):
                yield from raised(list(self._inline(child, inner)))
            elif child.tag == "math":
                yield from formula(self._markup, child)
            elif child.tag == "br":
                yield loose("\n")
            elif child.tag == "a" and self._markup.read(child) in _BACK:
                continue
            else:
                apart = child.tag in _BLOCKS or child.tag in ("li", "tr")
                yield from [loose(" ")] * apart
                yield from self._inline(child, inner)
                yield from [loose(" ")] * apart


def _leads_to_note(node: Node) -> bool:
    """Whether a link is the mark of a note, which books raise by their styles only."""
    if node.tag != "a":
        return False
    kinds = f"{node.get('epub:type')} {node.get('role')}".split()
    return "noteref" in kinds or "doc-noteref" in kinds


def _labels(node: Node) -> Iterator[str]:
    """The numbers that a list's items are shown with; "" for those of a list without."""
    items = [child for child in node.elements if child.tag == "li"]
    start = node.get("start")
    number = int(start) if start.lstrip("-").isdecimal() and len(start) < 9 else 1
    shape = node.get("type") or "1"
    for item in items:
        value = item.get("value")
        number = int(value) if value.isdecimal() and len(value) < 9 else number
        yield f"{_counted(number, shape)}." if node.tag == "ol" else ""
        number += 1


def _counted(number: int, shape: str) -> str:
    if shape in "aA" and 0 < number <= 26:
        return chr(ord(shape) + number - 1)
    if shape in "iI" and 0 < number < 4000:
        return roman(number).upper() if shape == "I" else roman(number)
    return str(number)


_HANDLERS: Mapping[str, Callable[[BlockWriter, Node], None]] = {
    **{f"h{level}": BlockWriter._heading for level in range(1, 7)},
    "br": BlockWriter._break,
    "hr": BlockWriter._rule,
    "pre": BlockWriter._code,
    "blockquote": BlockWriter._quotation,
    "figcaption": BlockWriter._caption,
    "figure": BlockWriter._figure,
    "ul": BlockWriter._list,
    "ol": BlockWriter._list,
    "menu": BlockWriter._list,
    "dl": BlockWriter._definitions,
    "sup": BlockWriter._raised,
    "q": BlockWriter._quoted,
    "math": BlockWriter._formula,
    "a": BlockWriter._link,
    "table": BlockWriter._table,
}
