"""Writes articles in JATS: title, abstract, sections, tables, figures, notes, references."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from assistant.reading.document import BlockKind, Span
from assistant.reading.outline import Outline
from assistant.reading.runs import Run, loose
from assistant.reading.web.html_tables import table_cells
from assistant.reading.web.jats_marks import Marks
from assistant.reading.web.markup import Markup, Node
from assistant.reading.web.mathml import formula, raised

_LEFT_OUT = frozenset(
    """object-id label-alt graphic media inline-graphic inline-supplementary-material
    supplementary-material alternatives-alt processing-meta x alt-text long-desc permissions
    related-article related-object journal-meta copyright-statement""".split()
)
# Blocks that end the paragraph around them, and those that are written behind it.
_SPLITTING = frozenset(("list", "def-list", "disp-quote", "preformat", "code", "verse-group"))
_FLOATING = frozenset(
    ("table-wrap", "table-wrap-group", "fig", "fig-group", "boxed-text", "fn", "floats-group")
)
_MOST_AUTHORS = 500


def authors(meta: Node) -> Iterator[Node]:
    """The people and groups who wrote an article."""
    for number, each in enumerate(meta.iter("contrib")):
        if number < _MOST_AUTHORS and each.get("contrib-type") in ("author", ""):
            yield each


class ArticleWriter:
    """Writes an article and those that belong to it, such as responses."""

    def __init__(self, markup: Markup, outline: Outline) -> None:
        self._markup = markup
        self._outline = outline
        self._kind: BlockKind = "paragraph"
        self._depth = 0
        self._later: list[Node] = []  # tables and figures anchored in the paragraph being read
        self._mark: list[Run] = []
        self._marks = Marks(markup.text)

    def write(self, article: Node, level: int = 1) -> None:
        """Write an article: title, authors, abstracts, body, back matter."""
        meta = article.find("article-meta") or article.find("front-stub")
        if meta is not None:
            title = meta.find("article-title")
            self._outline.heading(level, self._inline(title) if title else ())
            self._people(meta)
            for each in meta.iter("abstract", "trans-abstract"):
                self._section(each, level + 1, "Abstract")
            for each in meta.iter("kwd-group"):
                self._keywords(each)
        for part in article.elements:
            if part.tag in ("body", "back", "floats-group"):
                self._children(part, level + 1)
            elif part.tag in ("sub-article", "response"):
                self.write(part, level)

    def _people(self, meta: Node) -> None:
        runs: list[Run] = []
        for each in authors(meta):
            named = [part for part in map(each.find, ("given-names", "surname")) if part]
            named = (
                named or [part for part in map(each.find, ("collab", "string-name")) if part][:1]
            )
            for at, part in enumerate(named):
                runs.append(loose(" " if at else ", " if runs else ""))
                runs += self._inline(part)
        self._outline.add("field", runs)

    def _keywords(self, group: Node) -> None:
        runs: list[Run] = []
        for each in group.iter("kwd"):
            runs += [loose("; " if runs else "Keywords: "), *self._inline(each)]
        self._outline.add("field", runs)

    def _section(self, node: Node, level: int, name: str = "") -> None:
        title = _own(node, "title")
        label = _own(node, "label")
        above = self._outline.path
        if title is not None and self._markup.read(title):
            runs = self._inline(title)
            if label is not None:
                runs = [*self._inline(label), loose(" "), *runs]
            self._outline.heading(level, runs)
        elif name:
            self._outline.heading(level, [Run(node.start, node.start, name)])
        self._children(node, level + 1)
        self._outline.enter(above)  # what follows in the section around it is not below this title

    def _children(self, node: Node, level: int) -> None:
        for each in node.elements:
            self._element(each, level)

    def _element(self, node: Node, level: int) -> None:
        tag = node.tag
        if tag in ("title", "label") or tag in _LEFT_OUT:
            return
        name = _SECTIONS.get(tag)
        if name is not None:
            self._section(node, level, name)
        elif handler := _HANDLERS.get(tag):
            handler(self, node, level)
        elif any(isinstance(child, Span) and not self._is_space(child) for child in node.children):
            self._paragraph(node, level)
        else:
            self._children(node, level)

    def _is_space(self, span: Span) -> bool:
        return self._markup.text[span.start : span.end].isspace()

    def _paragraph(self, node: Node, level: int) -> None:
        """A paragraph, parted where a list or a quotation stands in it; floats come behind it."""
        runs: list[Run] = []
        later, self._later = self._later, []
        for child in node.children:
            if isinstance(child, Node) and child.tag in _SPLITTING:
                self._add(runs)
                runs = []
                self._element(child, level)
            else:
                runs += self._pieces(child)
        self._add(runs)
        floats, self._later = self._later, later
        for each in floats:
            self._element(each, level)

    def _add(self, runs: list[Run]) -> None:
        if not any(run.text.strip() for run in runs):
            return
        runs, self._mark = [*self._mark, *runs], []
        if self._kind == "item":
            self._outline.item(self._depth, runs)
        else:
            self._outline.add(self._kind, runs)

    def _as(self, kind: BlockKind, node: Node, level: int) -> None:
        before, self._kind = self._kind, kind
        self._children(node, level)
        self._kind = before

    def _list(self, node: Node, level: int) -> None:
        before = self._kind, self._depth
        if self._kind != "footnote":
            self._kind, self._depth = "item", self._depth + 1
        ordered = node.get("list-type") in ("order", "ordered", "number")
        for number, item in enumerate(
            (each for each in node.elements if each.tag == "list-item"), 1
        ):
            label = _own(item, "label")
            if label is not None and self._markup.read(label) not in "•·‐‑–—-*":
                self._mark = [*self._inline(label), loose(" ")]
            elif ordered and label is None:
                self._mark = [loose(f"{number}. ")]
            self._children(item, level)
            self._mark = []
        self._kind, self._depth = before

    def _definitions(self, node: Node, level: int) -> None:
        before = self._kind, self._depth
        self._kind, self._depth = "item", self._depth + 1
        for item in node.iter("def-item"):
            term = _own(item, "term")
            self._mark = [*self._inline(term), loose(": ")] if term else []
            for each in item.elements:
                if each.tag == "def":
                    self._children(each, level)
            self._mark = []
        self._kind, self._depth = before

    def _quotation(self, node: Node, level: int) -> None:
        self._as("quotation", node, level)

    def _code(self, node: Node, level: int) -> None:
        self._outline.add("code", self._inline(node))

    def _note(self, node: Node, level: int) -> None:
        label = _own(node, "label")
        self._mark = [*raised(self._inline(label)), loose(" ")] if label else []
        self._as("footnote", node, level)
        self._mark = []

    def _figure(self, node: Node, level: int) -> None:
        self._outline.add("caption", self._captioned(node))

    def _captioned(self, node: Node) -> list[Run]:
        """The label and the caption of a table or a figure."""
        runs: list[Run] = []
        for each in (_own(node, "label"), _own(node, "caption")):
            if each is not None:
                apart = ". " if runs and not _ends(runs) else " "
                runs += [loose(apart if runs else ""), *self._inline(each)]
        return runs

    def _table(self, node: Node, level: int) -> None:
        tables = list(node.iter("table"))
        caption = self._captioned(node)
        for number, table in enumerate(tables):
            inner: list[Node] = []
            rows, head = table_cells(table, lambda each, _: self._inline(each), inner, _never)
            self._outline.table(rows, caption if not number else (), head)
        if not tables and caption:
            self._outline.add("caption", caption)
            self._outline.note("Tables that are pictures were not read.")
        for each in node.elements:
            if each.tag == "table-wrap-foot":
                self._as("footnote", each, level)

    def _references(self, node: Node, level: int) -> None:
        self._section(node, level, "References")

    def _reference(self, node: Node, level: int) -> None:
        runs: list[Run] = []
        for each in node.elements:
            if each.tag == "label":
                runs += [*self._inline(each), loose(" ")]
            elif each.tag in ("mixed-citation", "citation", "nlm-citation", "note"):
                runs += self._inline(each)
            elif each.tag in ("element-citation", "citation-alternatives"):
                runs += self._fields(each)
        self._outline.add("reference", runs)

    def _fields(self, node: Node) -> Iterator[Run]:
        """A reference in fields, without the marks that a style would put between them."""
        first = True
        for each in node.iter("name", "collab", "etal", *_FIELDS):
            parts = [part for part in each.elements if part.tag in ("surname", "given-names")]
            runs = [run for part in parts for run in (*self._inline(part), loose(" "))][:-1]
            runs = runs or self._inline(each)
            if runs:
                yield loose("" if first else _FIELDS.get(each.tag, ". "))
                yield from runs
                first = False

    def _inline(self, node: Node) -> list[Run]:
        return [run for child in node.children for run in self._pieces(child, raw=node.raw)]

    def _pieces(self, child: Node | Span, *, raw: bool = False) -> Iterator[Run]:
        if isinstance(child, Span):
            yield from self._markup.span_runs(child, raw=raw)
        elif child.tag in _FLOATING:
            self._later.append(child)
        elif child.tag in _LEFT_OUT:
            return
        elif child.tag == "sup":
            yield from raised(self._inline(child))
        elif child.tag == "xref":
            yield from self._marks.shown(child, self._inline(child))
        elif child.tag.endswith("math") and child.tag != "tex-math":
            yield from formula(self._markup, child)
        elif child.tag == "alternatives":
            kept = child.find("math") or child.find("mml:math") or next(child.elements, None)
            yield from self._pieces(kept) if kept else ()
        elif child.tag in ("p", "title", "list-item", "break", "disp-formula"):
            yield from (loose(" "), *self._inline(child), loose(" "))
        else:
            yield from self._inline(child)


def _never(_: Node) -> bool:
    return False


def _own(node: Node, tag: str) -> Node | None:
    """The child of that name; not one further inside."""
    return next((each for each in node.elements if each.tag == tag), None)


def _ends(runs: list[Run]) -> bool:
    return "".join(run.text for run in runs).rstrip().endswith((".", ":", "|"))


_SECTIONS: Mapping[str, str] = {
    "sec": "",
    "ack": "Acknowledgements",
    "app": "Appendix",
    "bio": "",
    "notes": "",
    "glossary": "Glossary",
    "boxed-text": "",
}
_FIELDS: Mapping[str, str] = {
    "article-title": ". ", "chapter-title": ". ", "source": ". ", "year": " ", "volume": ";",
    "issue": "/", "fpage": ":", "lpage": "–", "publisher-name": ". ", "pub-id": ". ",
}  # fmt: skip
_HANDLERS: Mapping[str, Callable[[ArticleWriter, Node, int], None]] = {
    "p": ArticleWriter._paragraph,
    "list": ArticleWriter._list,
    "def-list": ArticleWriter._definitions,
    "disp-quote": ArticleWriter._quotation,
    "preformat": ArticleWriter._code,
    "code": ArticleWriter._code,
    "fn": ArticleWriter._note,
    "fig": ArticleWriter._figure,
    "table-wrap": ArticleWriter._table,
    "ref-list": ArticleWriter._references,
    "ref": ArticleWriter._reference,
}
