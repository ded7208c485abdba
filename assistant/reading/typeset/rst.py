"""Read reStructuredText: sections, lists, directives, tables, footnotes, literal blocks.

docutils gives line numbers only, and is larger than all other readers together.
"""

from __future__ import annotations

import re

from assistant.reading.document import BlockKind, Source
from assistant.reading.encodings.decoding import decode
from assistant.reading.outline import Outline
from assistant.reading.runs import Run, loose, text_of
from assistant.reading.structure import Structure
from assistant.reading.typeset.included import not_included
from assistant.reading.typeset.rst_directives import (
    CODE,
    CONDITIONS,
    FIELD,
    LEFT_OUT,
    QUOTATIONS,
    TABLES,
    included_files,
)
from assistant.reading.typeset.rst_docinfo import DocInfo
from assistant.reading.typeset.rst_grid import grid_rows, is_grid
from assistant.reading.typeset.rst_lines import (
    Line,
    indent_of,
    indented,
    is_adornment,
    is_line_block,
    lines_of,
    stripped,
    subtitle_style,
    title_at,
)
from assistant.reading.typeset.rst_tables import csv_rows, is_simple, list_rows, simple_rows
from assistant.reading.typeset.rst_text import RstText

_ITEM = re.compile(
    r"(?:[-*+•]|(?:\d{1,3}|[a-zA-Z]|#|[ivxIVX]{1,5})[.)]|\((?:\d{1,3}|[a-zA-Z])\))(?:\s+|$)"
)
_BULLET = re.compile(r"[-*+•#]")
_DIRECTIVE = re.compile(r"\.\.\s+(?:\|[^|]{1,80}\|\s+)?([\w:.-]{1,60}?)::(?:\s+(?=\S)|\s*$)")
_NOTE = re.compile(r"\.\.\s+\[(#?[\w.-]{0,60}|\*)\]\s*")
_LISTED = re.compile(r"\s{0,40}[-*+•]\s+")
_MOST_DEPTH = 30


def read_rst(data: bytes, encoding: str = "") -> Structure:
    """Structure reStructuredText; its layer is the decoded file.

    encoding: that is named for it; "" to find out.

    Raises:
        UnreadableDocument: it is no text, or of an encoding that cannot be told.
    """
    decoded = decode(data, encoding)
    lines = lines_of(decoded.text)
    reader = _Reader(decoded.text, subtitle_style(lines))
    reader.body(lines)
    reader.finish()
    return reader.outline.structure(decoded.encoding, reader.source())


class _Reader:
    def __init__(self, text: str, subtitle: str) -> None:
        self.outline = Outline(text)
        self._subtitle = subtitle  # its style
        self._words = RstText(text)
        self._styles: list[str] = []  # of underlines, in the order of their levels
        self._notes: list[tuple[BlockKind, list[Run]]] = []
        self._info = DocInfo()
        self._included: list[str] = []
        self._depth = 0
        self._lists = 0
        self._kind: BlockKind = "paragraph"

    def source(self) -> Source:
        """What the fields at its head say."""
        return self._info.source(self.outline.first_heading)

    def finish(self) -> None:
        """Write the footnotes, at the end, and tell what the file includes."""
        for kind, runs in self._notes:
            self.outline.add(kind, runs, ())
        if told := not_included(self._included):
            self.outline.note(told)

    def body(self, lines: list[Line]) -> None:
        """Write lines of one indentation, and what is indented below them."""
        self._depth += 1
        at = 0
        while at < len(lines):
            if not lines[at].text.strip():
                at += 1
            elif self._depth > _MOST_DEPTH:
                self._paragraph(lines[at:])
                break
            else:
                at = self._block(lines, at)
        self._depth -= 1

    def _block(self, lines: list[Line], at: int) -> int:
        text = lines[at].text
        if end := self._section(lines, at):
            return end
        if indent_of(text):
            block, end = indented(lines, at)
            self._as("quotation", block)
            return end
        if text.startswith(".. ") or text.rstrip() == "..":
            return self._explicit(lines, at)
        if is_line_block(text):
            return self._line_block(lines, at)
        if is_grid(lines, at) or is_simple(lines, at):
            return self._table(lines, at)
        if _ITEM.match(text):
            return self._item(lines, at)
        if match := FIELD.match(text):
            return self._field(lines, at, match)
        return self._text_block(lines, at)

    def _section(self, lines: list[Line], at: int) -> int:
        """A title, or a line between paragraphs; 0 where there is none."""
        title = title_at(lines, at)
        if title is None:
            following = lines[at + 1].text if at + 1 < len(lines) else ""
            return at + 1 if is_adornment(lines[at].text) and not following.strip() else 0
        runs = self._words.inline(stripped(title.line))
        if title.style == self._subtitle:  # nothing stands below it alone
            self.outline.heading(2, runs)
            self.outline.enter(self.outline.path[:1])
            return title.end
        if title.style not in self._styles:
            self._styles.append(title.style)
        self.outline.heading(self._styles.index(title.style) + 1, runs)
        return title.end

    def _as(self, kind: BlockKind, lines: list[Line]) -> None:
        before, self._kind = self._kind, kind if self._kind == "paragraph" else self._kind
        self.body(lines)
        self._kind = before

    def _explicit(self, lines: list[Line], at: int) -> int:
        """A directive, a footnote, a target or a comment."""
        text = lines[at].text
        content, end = indented(lines, at + 1)
        if match := _NOTE.match(text):
            mark = match.group(1).lstrip("#")
            kind: BlockKind = (
                "footnote" if not mark or mark[0].isdigit() or mark == "*" else "reference"
            )
            first = Line(lines[at].start + match.end(), text[match.end() :])
            runs = [loose(f"{mark} " if kind == "footnote" else f"[{mark}] ")] if mark else []
            for line in (first, *content):
                runs += [*self._words.inline(stripped(line)), loose(" ")]
            self._notes.append((kind, runs))
        elif match := _DIRECTIVE.match(text):
            argument = Line(lines[at].start + match.end(), text[match.end() :])
            self._directive(match.group(1).lower(), argument, content)
        return end

    def _directive(self, name: str, argument: Line, content: list[Line]) -> None:
        options = 0
        while options < len(content) and FIELD.match(content[options].text):
            options += 1
        said = content[options:]
        self._included += included_files(name, argument, content[:options])
        if name in LEFT_OUT:
            return
        if name in CONDITIONS:
            self._as("paragraph", content)
        elif name in CODE:
            self._code(([argument] if name == "math" and argument.text.strip() else []) + said)
        elif name in TABLES:
            self._titled_table(name, argument, content[:options], said)
        elif name == "figure":
            self._caption(said)
        else:
            if argument.text.strip():
                self._paragraph([argument])
            self._as(
                "quotation" if name in QUOTATIONS else "paragraph",
                said,
            )

    def _caption(self, lines: list[Line]) -> None:
        """The first paragraph below a figure is its caption."""
        first = next((at for at, line in enumerate(lines) if line.text.strip()), len(lines))
        last = next(
            (at for at in range(first, len(lines)) if not lines[at].text.strip()), len(lines)
        )
        self.outline.add("caption", self._joined(lines[first:last]))
        self.body(lines[last:])

    def _titled_table(self, name: str, title: Line, options: list[Line], lines: list[Line]) -> None:
        caption = self._words.inline(stripped(title))
        said = {
            match.group(1): line.text[match.end() :].strip()
            for line in options
            if (match := FIELD.match(line.text))
        }
        head = said.get("header-rows", "")
        count = int(head) if head.isdecimal() and len(head) < 3 else None
        lines = [line for at, line in enumerate(lines) if line.text.strip() or at]
        while lines and not lines[0].text.strip():
            lines = lines[1:]
        if name == "csv-table":
            self.outline.table(csv_rows(self._words, lines, said.get("header", "")), caption, count)
        elif name in ("list-table", "flat-table"):
            self.outline.table(list_rows(self._words, lines), caption, count)
        elif lines and (is_grid(lines, 0) or is_simple(lines, 0)):
            self._table(lines, 0, caption)

    def _table(self, lines: list[Line], at: int, caption: list[Run] | None = None) -> int:
        rows = grid_rows if is_grid(lines, at) else simple_rows
        found, head, end = rows(self._words, lines, at)
        self.outline.table(found, caption or (), head)
        return end

    def _item(self, lines: list[Line], at: int) -> int:
        """An item and what is indented as its text is."""
        match = _ITEM.match(lines[at].text)
        width = match.end() if match else 2
        mark = lines[at].text[:width].strip()
        content, end = indented(lines, at + 1, least=min(width, 2))
        first = Line(lines[at].start + width, lines[at].text[width:])
        text = [first]
        while content and content[0].text.strip() and not _begins_block(content, 0):
            text.append(content.pop(0))
        self._lists += 1
        runs = self._joined(text)
        if not _BULLET.match(mark):
            runs = [Run(lines[at].start, lines[at].start + len(mark), mark), loose(" "), *runs]
        if self.outline.in_references:
            self.outline.add("reference", runs)
        else:
            self.outline.item(self._lists, runs)
        self.body(content)
        self._lists -= 1
        return end

    def _field(self, lines: list[Line], at: int, match: re.Match[str]) -> int:
        content, end = indented(lines, at + 1)
        name = Line(lines[at].start + 1, match.group(1))
        value = [Line(lines[at].start + match.end(), lines[at].text[match.end() :]), *content]
        runs: list[Run] = []
        for line in value:
            bullet = _LISTED.match(line.text)
            width = bullet.end() if bullet else 0
            part = Line(line.start + width, line.text[width:])
            if part.text.strip():
                runs += [
                    loose("; " if runs and bullet else " "),
                    *self._words.inline(stripped(part)),
                ]
        if self._depth == 1 and len(self.outline.section) < 2:
            self._info.take(match.group(1), text_of(runs))
        self.outline.add("field", [*self._words.inline(stripped(name)), loose(":"), *runs])
        return end

    def _line_block(self, lines: list[Line], at: int) -> int:
        """Lines that stay lines, as of a poem or an address; an empty one parts them."""
        runs: list[Run] = []
        while at < len(lines) and (
            is_line_block(lines[at].text) or (runs and indent_of(lines[at].text))
        ):
            marked = is_line_block(lines[at].text)
            part = Line(lines[at].start + marked, lines[at].text[marked:])
            if part.text.strip():
                runs += [loose("\n"), *self._words.inline(stripped(part))]
            elif runs:
                self.outline.add(self._kind, runs)
                runs = []
            at += 1
        self.outline.add(self._kind, runs)
        return at

    def _text_block(self, lines: list[Line], at: int) -> int:
        """A paragraph, a term with its definition, or what announces a literal block."""
        end = at
        while end < len(lines) and lines[end].text.strip() and not indent_of(lines[end].text):
            if end > at and self._is_title(lines, end):
                break
            end += 1
        if end == at + 1 and end < len(lines) and lines[end].text.strip():
            content, after = indented(lines, end)
            term = self._words.inline(stripped(lines[at]))
            self._lists += 1
            self.outline.item(self._lists, [*term, loose(": "), *self._joined(_first(content))])
            self.body(content[len(_first(content)) :])
            self._lists -= 1
            return after
        text = lines[at:end]
        literal = text[-1].text.rstrip().endswith("::")
        if literal:
            bare = text[-1].text.rstrip()
            cut = bare[:-2] if bare[:-2].endswith(" ") or bare == "::" else bare[:-1]
            text[-1] = Line(text[-1].start, cut)
        self._paragraph(text)
        if not literal:
            return max(end, at + 1)
        code, end = indented(lines, end)
        self._code(code)
        return end

    def _is_title(self, lines: list[Line], at: int) -> bool:
        return at + 1 < len(lines) and is_adornment(lines[at + 1].text)

    def _paragraph(self, lines: list[Line]) -> None:
        kind = self._kind
        if kind == "paragraph" and self.outline.in_references:
            kind = "reference"
        self.outline.add(kind, self._joined(lines))

    def _joined(self, lines: list[Line]) -> list[Run]:
        if not lines:
            return []
        start, end = lines[0].start, lines[-1].start + len(lines[-1].text)
        return self._words.inline((start, end))

    def _code(self, lines: list[Line]) -> None:
        while lines and not lines[0].text.strip():
            lines = lines[1:]
        while lines and not lines[-1].text.strip():
            lines = lines[:-1]
        runs: list[Run] = []
        for line in lines:
            runs += [loose("\n")] if runs else []
            runs.append(Run(line.start, line.start + len(line.text), line.text))
        self.outline.add("code", runs)


def _begins_block(lines: list[Line], at: int) -> bool:
    text = lines[at].text
    return bool(_ITEM.match(text) or text.startswith(".. ")) or is_grid(lines, at)


def _first(lines: list[Line]) -> list[Line]:
    end = next((at for at, line in enumerate(lines) if not line.text.strip()), len(lines))
    return lines[:end]
