"""Write the blocks of a Markdown file, and follow its headings, lists and quotations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from markdown_it import MarkdownIt

from assistant.reading.document import BlockKind
from assistant.reading.markdown.hidden import Hidden
from assistant.reading.markdown.html import read_html
from assistant.reading.markdown.inline import read_inline
from assistant.reading.markdown.source import Located, SourceLines, tidy
from assistant.reading.structure import Writer
from assistant.reading.text.headings import begins_references, says_something
from assistant.reading.text.tables import RawTable, Row
from assistant.reading.text_builder import Assembly, Segment, WrittenLine

Lines = list[list[Segment]]
"""What a block shows, line by line."""

CAPTION = re.compile(
    r"(?:Table|Tab\.|Figure|Fig\.|Tabelle|Tableau|Tabla|Tabella|Tabela|Abbildung|Abb\.|Figura)"
    r"\s?S?\d{1,3}[a-z]?(?:[.:]|\s[–—-])\s",
    re.IGNORECASE,
)
"""How captions begin."""

_HTML_HEADING = re.compile("h([1-6])")
_HTML_KINDS: dict[str, BlockKind] = {
    "li": "item",
    "blockquote": "quotation",
    "caption": "caption",
    "figcaption": "caption",
}
_INTRODUCES = (":", "：", "…", "—", "–")
ENDS_SENTENCE = re.compile(r"[.!?。！？]['\")\]”’»]*$")
"""How sentences end."""


ContainerKind = Literal["list", "item", "quotation", "footnote", "definition", "other"]


@dataclass
class Container:
    """What blocks stand in.

    first:  its first line.
    lead:   of a list, the block that introduces it.
    number: of an item, as it is written; "" of one with a bullet.
    fresh:  nothing in it was written yet.
    """

    kind: ContainerKind
    first: int
    lead: int | None = None
    number: str = ""
    fresh: bool = True


class MarkdownWriter:
    """Writes one file, block by block, as its reader finds them."""

    def __init__(self, source: SourceLines, md: MarkdownIt) -> None:
        self.md = md
        self.source = source
        self.writer = Writer(Assembly(source.file_text))
        self.env: dict[str, object] = {}  # what the parser found of links and footnotes
        self.containers: list[Container] = []  # around the present place, outermost first
        self.lead: int | None = None  # the block just before, if it may introduce a list
        self.hidden = Hidden()  # what HTML has begun that is not shown
        self._ends: dict[str, int] = {}  # of elements: where the last end tag stands
        self._path: list[tuple[int, str]] = []

    @property
    def section(self) -> tuple[str, ...]:
        """The headings above the present place, outermost first."""
        return tuple(title for _, title in self._path)

    def kind(self) -> BlockKind:
        """What a block of text is, by what it stands in."""
        for container in reversed(self.containers):
            match container.kind:
                case "item" if not self._in_references():
                    return "item"
                case "quotation":
                    return "quotation"
                case "footnote":
                    return "footnote"
        return "reference" if self._in_references() else "paragraph"

    def _in_references(self) -> bool:
        return any(begins_references(title) for _, title in self._path)

    def shown(self, located: Located) -> Lines:
        """What content shows, without its marks."""
        inline = read_inline(self.md, located.text, self.env)
        return tidy(located.segments(inline.parts), self.source.file_text)

    def write(self, kind: BlockKind, lines: Lines) -> None:
        """Write a block of text."""
        if not lines:
            return
        lists = [one for one in self.containers if one.kind == "list"]
        level, lead = (len(lists), lists[-1].lead) if kind == "item" and lists else (0, None)
        written = self.writer.block(kind, lines, self.section, level=level, lead=lead)
        if written.start == written.end:
            return
        for container in self.containers:
            container.fresh = False
        text = self.writer.assembly.since(written.start)
        introduces = text.endswith(_INTRODUCES) or not ENDS_SENTENCE.search(text)
        introduces = introduces or kind == "item"
        self.lead = len(self.writer.blocks) - 1 if introduces else None

    def title(self, level: int, lines: Lines, *, states: bool) -> None:
        """Write a heading, and go below it. states: it is more than a title, so it is quoted."""
        if not lines:
            return
        kind: BlockKind = "paragraph" if states else "heading"
        written = self.writer.block(kind, lines, (), level=0 if states else level)
        if written.start == written.end:
            return
        self._path = [entry for entry in self._path if entry[0] < level]
        self._path.append((level, self.writer.title(written)))
        self.writer.retitle(self.section)
        self.lead = None

    def code(self, lines: Sequence[WrittenLine]) -> None:
        """Write the lines of code."""
        if lines:
            self.writer.block("code", lines, self.section)
            self.lead = None

    def write_table(self, rows: list[list[Lines]], caption: Lines) -> None:
        """Write a table, its first row the names of its columns."""
        header, *body = rows
        line_text = self.writer.assembly.line_text
        columns = tuple(" ".join(" ".join(map(line_text, cell)).split()) for cell in header)
        filled = [row for row in body if any(row)]
        count = len(columns)
        table = tuple(
            Row(tuple(tuple(cell) for cell in (row + [[]] * count)[:count])) for row in filled
        )
        if not caption and len(table) and self._is_caption(body[-1]):
            caption, table = body[-1][0], table[:-1]
        self.writer.table(RawTable(0, tuple(caption), columns, table), self.section)
        self.lead = None

    def _is_caption(self, row: list[Lines]) -> bool:
        """Whether the last row is the caption, on the line right below the table."""
        texts = [" ".join(map(self.writer.assembly.line_text, cell)) for cell in row]
        return bool(texts) and not any(texts[1:]) and CAPTION.match(texts[0]) is not None

    def html(self, located: Located) -> None:
        """Write what a fragment of HTML shows."""
        rows: list[list[Lines]] = []
        row: list[Lines] = []
        for piece in read_html(located.text, self.hidden):
            lines = tidy(located.segments(piece.parts), self.source.file_text)
            if piece.tag in ("td", "th"):
                row.append(lines)
            elif piece.tag == "/tr" and row:
                rows.append(row)
                row = []
            elif piece.tag == "/table" and rows:
                self.write_table(rows, [])
                rows = []
            elif piece.tag == "pre":
                self.code(located.segments(piece.parts))
            elif lines:
                self._piece(piece.tag, lines)
        if rows or row:
            self.write_table([*rows, row], [])
        if self.hidden.tag and not self._ends_after(self.hidden.tag, located.place(0)):
            self.hidden = Hidden()  # it is not known how far it goes

    def _ends_after(self, tag: str, at: int) -> bool:
        """Whether an element's end tag stands behind a place of the file."""
        if tag not in self._ends:
            self._ends[tag] = self.source.file_text.lower().rfind(f"</{tag}")
        return self._ends[tag] > at

    def _piece(self, tag: str, lines: Lines) -> None:
        if (heading := _HTML_HEADING.fullmatch(tag)) and not self.containers:
            text = " ".join(map(self.writer.assembly.line_text, lines))
            self.title(int(heading.group(1)), lines, states=says_something(text))
        else:
            self.write(_HTML_KINDS.get(tag) or self.kind(), lines)
