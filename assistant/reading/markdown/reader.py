"""Read Markdown (CommonMark, tables, footnotes, definition and task lists) into blocks.

markdown-it finds the blocks and marks; every character shown is found again in the file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.admon import admon_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from assistant.reading.document import Span
from assistant.reading.markdown.front_matter import MAX_LINES, read_front_matter
from assistant.reading.markdown.inline import Inline, InlineParser, read_inline
from assistant.reading.markdown.source import Located, SourceLines, tidy
from assistant.reading.markdown.writer import (
    CAPTION,
    ENDS_SENTENCE,
    Container,
    ContainerKind,
    Lines,
    MarkdownWriter,
)
from assistant.reading.structure import Structure
from assistant.reading.text.headings import says_something
from assistant.reading.text.line_forms import field_end
from assistant.reading.text.titles import guess_title
from assistant.reading.text_builder import Replaced, Segment

_WRITTEN = ("heading_open", "table_open", "fence", "code_block")
_MAX_NESTING = 100  # of quotations and lists; what is nested deeper is text
_NESTED = re.compile(r"(?:[ \t>]|(?:[-+*]|\d{1,9}[.)])(?=[ \t]))*+")
_TASK = re.compile(r"\[([ xX])\](?=\s)")
_ATTRIBUTES = re.compile(
    r"(?<!\s)\s*+\{[#.:][^{}\n]*\}$"
)  # of a heading, as Pandoc and MkDocs write it
_ALERT = re.compile(r"\[!\w+\][+-]?[ \t]*$", re.MULTILINE)  # "[!NOTE]"


@cache
def _parser() -> MarkdownIt:
    md = MarkdownIt("commonmark")
    md.inline = InlineParser()
    md.configure("commonmark", {"maxNesting": _MAX_NESTING})
    md.enable(["table", "strikethrough"])
    md.use(footnote_plugin, inline=False, move_to_end=False)
    md.use(deflist_plugin)
    md.use(admon_plugin)
    md.core.ruler.enableOnly(["normalize", "block"])  # the inline content is parsed block by block
    md.inline.ruler2.disable("fragments_join")  # joined, they would have lost their places
    return md


def read_markdown(file_text: str) -> Structure:
    """Structure Markdown: headings, paragraphs, lists, tables, code, quotations, footnotes."""
    source = SourceLines.of(file_text)
    matter = read_front_matter([source.text(number) for number in source.first(MAX_LINES)])
    reader = _Reader(replace(source, skipped=matter.lines))
    reader.read()
    structure = reader.writer.structure()
    if reader.deep_lines:
        note = (
            "1 line is nested too deep, and was read as plain text."
            if reader.deep_lines == 1
            else f"{reader.deep_lines:,} lines are nested too deep, and were read as plain text."
        )
        structure = replace(structure, report=replace(structure.report, notes=(note,)))
    says = matter.source
    if not says.title:
        says = replace(says, title=guess_title(structure))
    return replace(structure, source=says, language=matter.language)


class _Reader(MarkdownWriter):
    def __init__(self, source: SourceLines) -> None:
        super().__init__(source, _parser())
        self.deep_lines = 0  # that are nested too deep, and kept as text
        self._term: Lines = []  # whose definition follows

    def read(self) -> None:
        for part in self.source.parts():
            self.source = part
            tokens = self.md.parse(part.for_parser(), self.env)
            at = 0
            while at < len(tokens):
                unseen = self.hidden.tag and tokens[at].type in _WRITTEN
                at = self._unseen(tokens, at) if unseen else self.take(tokens, at)

    def _too_deep(self, token: Token) -> None:
        """Write the lines of what is nested deeper than the parser goes, which it leaves out."""
        first, end = token.map or [0, 0]
        file_text, lines = self.source.file_text, []
        for line in self.source.lines[first:end]:
            marks = _NESTED.match(file_text, line.start, line.end)
            bare = Span(marks.end() if marks else line.start, line.end)
            if any(map(str.isalnum, file_text[bare.start : bare.end])):
                lines.append(bare)
        self.deep_lines += len(lines)
        if lines:
            self.writer.block("paragraph", lines, self.section)

    def take(self, tokens: Sequence[Token], at: int) -> int:
        """Read the block that begins at this token; returns the token after it."""
        token = tokens[at]
        match token.type:
            case "heading_open":
                self._heading(token, tokens[at + 1])
                return at + 3
            case "paragraph_open" | "dt_open" | "admonition_title_open":
                return self._text(tokens, at)
            case "table_open":
                return self._table(tokens, at, [])
            case "fence":
                self.code(self.source.code(token, (token.map or [0])[0] + 1))
            case "code_block":
                self.code(self.source.code(token, (token.map or [0])[0]))
            case "html_block":
                self.html(self.source.located(token, trimmed=False))
            case "hr":
                self.lead = None
            case _ if token.nesting > 0:
                self._enter(token, tokens[at + 1])
            case _ if token.nesting < 0:
                self._leave()
        return at + 1

    def _unseen(self, tokens: Sequence[Token], at: int) -> int:
        """Pass a block that stands in an element that is not shown; see `take`."""
        last = {"heading_open": "heading_close", "table_open": "table_close"}.get(tokens[at].type)
        while last and tokens[at].type != last:
            at += 1
        return at + 1

    def _enter(self, token: Token, following: Token) -> None:
        kind: ContainerKind = "other"
        number = ""
        first = (token.map or [0])[0]
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                kind = "list"
            case "list_item_open":
                kind, number = "item", token.info + token.markup if token.info else ""
            case "blockquote_open":
                kind = "quotation"
            case "footnote_reference_open":
                kind = "footnote"
            case "dd_open":
                kind = "definition"
        self.containers.append(Container(kind, first, self.lead, number))
        if token.level >= _MAX_NESTING - 2 and following.nesting < 0:
            self._too_deep(token)

    def _leave(self) -> None:
        if self.containers and self.containers.pop().kind == "list":
            self.lead = None

    def _text(self, tokens: Sequence[Token], at: int) -> int:
        """Read a paragraph, a term, or the title of a note."""
        following = tokens[at + 3] if at + 3 < len(tokens) else None
        titled = tokens[at].type == "admonition_title_open"
        content = tokens[at + 1]
        located = self.source.located_title(content) if titled else self._located(content)
        inline = read_inline(self.md, located.text, self.env, self.hidden)
        lines = tidy(located.segments(inline.parts), self.source.file_text)
        if tokens[at].type == "dt_open":
            self._term += lines
        elif CAPTION.match(located.text) and not self.containers:
            if following is not None and following.type == "table_open":
                return self._table(tokens, at + 3, lines)
            self.write("caption", lines)
        elif inline.only_images:
            if not inline.linked:  # badges are links; figures are not
                self.write("caption", lines)
        else:
            self._paragraph(located, inline, lines)
        return at + 3

    def _located(self, token: Token) -> Located:
        located = self.source.located(token)
        quoted = bool(self.containers) and self.containers[-1].kind == "quotation"
        alert = _ALERT.match(located.text) if quoted else None
        return located.after(alert.end()) if alert else located

    def _paragraph(self, located: Located, inline: Inline, lines: Lines) -> None:
        container = self.containers[-1] if self.containers else None
        kind = self.kind()
        if container and container.fresh:
            if container.kind == "item":
                lines = self._numbered(container, located, lines)
            elif container.kind == "definition" and self._term and lines:
                lines, kind = self._defined(lines), "field"
        if kind == "paragraph" and len(lines) > 1 and all(map(self._is_field, lines)):
            for line in lines:
                self.write("field", [line])
        else:
            self.write(kind, lines)

    def _is_field(self, line: Sequence[Segment]) -> bool:
        return field_end(self.writer.assembly.line_text(line)) > 0

    def _numbered(self, item: Container, located: Located, lines: Lines) -> Lines:
        """An item with its number, and with what says whether it is done."""
        task = _TASK.match(located.text)
        if task and lines:
            lines = self.shown(located.after(task.end()))
            start = located.place(0)
            mark = Replaced(start, start + 3, "☐" if task.group(1) == " " else "☑")
            lines = [[mark, Span(start + 3, start + 4), *lines[0]], *lines[1:]] if lines else lines
        if not item.number or not lines:
            return lines
        place = located.place(0)
        before = self.source.file_text[self.source.lines[item.first].start : place].rstrip()
        if not before.endswith(item.number):
            return lines
        start = self.source.lines[item.first].start + len(before) - len(item.number)
        return [[Span(start, place), *lines[0]], *lines[1:]]

    def _defined(self, lines: Lines) -> Lines:
        """A definition behind its term, as "term: definition"."""
        *others, term = self._term
        self._term = []
        begin, end = term[-1], lines[0][0]
        shown = self.writer.assembly.line_text(term)
        between = " " if shown.endswith(":") else ": "
        return [*others, [*term, Replaced(begin.end, end.start, between), *lines[0]], *lines[1:]]

    def _heading(self, token: Token, content: Token) -> None:
        underlined = token.markup in ("=", "-")
        located = (
            self.source.located(content) if underlined else self.source.located_heading(content)
        )
        located = located._replace(text=_ATTRIBUTES.sub("", located.text))
        lines = self.shown(located)
        if self.containers:
            self.write(self.kind(), lines)
            return
        text = " ".join(map(self.writer.assembly.line_text, lines))
        states = says_something(text)
        if states and underlined and (len(lines) > 1 or ENDS_SENTENCE.search(text)):
            self.write(self.kind(), lines)  # a paragraph above a rule
            return
        self.title(int(token.tag[1]), lines, states=states)

    def _table(self, tokens: Sequence[Token], at: int, caption: Lines) -> int:
        """Read a table and the caption after it; returns the token after both."""
        containers = [(one.kind, one.first) for one in self.containers if one.kind != "list"]
        rows = []
        while tokens[at].type != "table_close":
            if tokens[at].type == "tr_open":
                rows.append(self._row((tokens[at].map or [0])[0], containers))
            at += 1
        following = tokens[at + 1 : at + 3]
        if not caption and len(following) == 2 and following[0].type == "paragraph_open":
            located = self.source.located(following[1])
            if CAPTION.match(located.text):
                caption = self.shown(located)
                at += 3
        self.write_table(rows, caption)
        return at + 1

    def _row(self, number: int, containers: Sequence[tuple[str, int]]) -> list[Lines]:
        cells = []
        for span in self.source.cells(number, containers):
            located = Located(self.source.file_text[span.start : span.end], (0,), (span.start,))
            cells.append([_unescaped(line, self.source.file_text) for line in self.shown(located)])
        return cells


def _unescaped(line: list[Segment], file_text: str) -> list[Segment]:
    """A line of a cell, where a bar inside code is escaped as well."""
    found: list[Segment] = []
    for segment in line:
        if isinstance(segment, Replaced):
            found.append(segment)
            continue
        start = segment.start
        while (at := file_text.find("\\|", start, segment.end)) >= 0:
            found.append(Span(start, at))
            start = at + 1
        found.append(Span(start, segment.end))
    return found
