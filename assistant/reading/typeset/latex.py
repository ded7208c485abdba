r"""Read LaTeX source (.tex): sections, paragraphs, lists, tables, footnotes and references."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from assistant.reading.document import BlockKind, Source
from assistant.reading.encodings.decoding import decode
from assistant.reading.office.grid import Cell
from assistant.reading.office.properties import authors_of, title_of, year_of
from assistant.reading.outline import Outline
from assistant.reading.runs import Run, loose, text_of
from assistant.reading.structure import Structure
from assistant.reading.typeset.included import not_included
from assistant.reading.typeset.latex_source import VERBATIM
from assistant.reading.typeset.latex_structure import Expansion, with_structure
from assistant.reading.typeset.latex_tables import caption_of, table_rows
from assistant.reading.typeset.latex_text import LatexText

_SECTIONS = (
    "part",
    "chapter",
    "section",
    "subsection",
    "subsubsection",
    "paragraph",
    "subparagraph",
)
_LEFT_OUT = frozenset(("comment", "tikzpicture", "picture", "filecontents", "pgfpicture", "CCSXML"))
_MATHS = frozenset(
    f"{name}{star}"
    for name in (
        "equation",
        "align",
        "gather",
        "multline",
        "eqnarray",
        "displaymath",
        "math",
        "flalign",
    )
    for star in ("", "*")
)
_LISTS = frozenset(
    ("itemize", "enumerate", "description", "compactitem", "compactenum", "inparaenum")
)
_TABLES = frozenset(("tabular", "tabular*", "tabularx", "longtable", "tabulary", "array"))
_WITH_ARGUMENTS = frozenset(
    """minipage multicols wrapfigure wraptable subfigure subtable adjustbox thebibliography spacing
    column columns""".split()
)  # that are no text
_QUOTES = frozenset(("quote", "quotation", "verse", "displayquote"))
_SECTION = re.compile(r"\\(part|chapter|section|subsection|subsubsection|paragraph|subparagraph)\b")
_HEAD = re.compile(r"\\(title|author|date)(?![a-zA-Z])")
_BEGIN = re.compile(r"\\begin\s{0,9}\{document\}")
_CLASS = re.compile(r"^\s{0,9}\\document(?:class|style)\b", re.MULTILINE)
_CONTENT = re.compile(r"^\s{0,9}\\(?:(?:sub)*section|chapter|begin\s{0,9}\{)", re.MULTILINE)
_MOST_NOTES = 10_000


def read_latex(data: bytes, encoding: str = "") -> Structure:
    """Structure LaTeX; preamble and comments are left out, formulas read as a line where they can.

    Raises:
        UnreadableDocument: it is no text, or of an encoding that cannot be told.
    """
    decoded = decode(data, encoding)
    reader = _Reader(decoded.text, with_structure(decoded.text))
    reader.read()
    return reader.outline.structure(decoded.encoding, reader.source())


class _Outline(Outline):
    """An outline of the file, told of a text in which macros are put in."""

    def __init__(self, file_text: str, expansion: Expansion) -> None:
        super().__init__(file_text)
        self._expansion = expansion

    def _placed(self, runs: Iterable[Run]) -> list[Run]:
        return self._expansion.back(runs)


class _Reader:
    def __init__(self, file_text: str, expansion: Expansion) -> None:
        self.outline = _Outline(file_text, expansion)
        self._text = text = expansion.text
        self._words = LatexText(text)
        self._runs: list[Run] = []
        self._kind: list[BlockKind] = ["paragraph"]
        self._lists: list[tuple[str, int]] = []  # open lists: their kind, their count
        self._mark: list[Run] = []
        self._caption: list[Run] = []
        self._known = -1  # where the caption stands that a table above it has taken
        used = set(_SECTION.findall(text))
        self._outermost = next((at for at, name in enumerate(_SECTIONS) if name in used), 0)
        self._title = self._argument_of("title")
        self._titled = False

    def read(self) -> None:
        """Read the body, then the footnotes; tell what the file includes."""
        self._body(*self._document())
        self._flush()
        self._end_caption()
        for number in range(min(len(self._words.notes), _MOST_NOTES)):
            runs = self._words.note(number)
            self.outline.add("footnote", [loose(f"{number + 1} "), *runs], ())
        if told := not_included(self._words.included):
            self.outline.note(told)

    def _document(self) -> tuple[int, int]:
        """Where the text is: all of a file that is part of another, or only shows a preamble."""
        begin = _BEGIN.search(self._text)
        head = _CLASS.search(self._text) or begin
        other = _CONTENT.search(self._text)
        if begin is None or head is None or (other is not None and other.start() < head.start()):
            return 0, len(self._text)
        end = self._text.find("\\end{document}", begin.end())
        return begin.end(), end if end >= 0 else len(self._text)

    def source(self) -> Source:
        """What the file says of itself."""

        def shown(name: str) -> str:
            found = self._argument_of(name)
            return text_of(self._words.inline(*found)) if found else ""

        names = re.split(r",|\band\b", re.sub(r"[¹²³⁴⁵⁶⁷⁸⁹⁰*†]", "", shown("author")))
        return Source(
            title=title_of(shown("title")), authors=authors_of(names), year=year_of(shown("date"))
        )

    def _argument_of(self, name: str) -> tuple[int, int] | None:
        for match in _HEAD.finditer(self._text):
            line = self._text[self._text.rfind("\n", 0, match.start()) + 1 : match.start()]
            if match.group(1) == name and "%" not in line:
                argument = self._words.argument(match.end())
                return argument[:2] if argument else None
        return None

    def _body(self, at: int, end: int) -> None:
        while at < end:
            match = self._words.token(at, end)
            if match is None:
                return
            name = self._words.meaning(match)
            if match["blank"]:
                self._flush()
                at = match.end()
            elif name in ("begin", "end"):
                at = self._environment(match, end)
            elif name in _SECTIONS:
                at = self._section(match)
            elif name in _COMMANDS:
                at = _COMMANDS[name](self, match)
            else:
                box = self._words.box(name, match.end()) if name else None
                if box and self._text.find("\\begin", *box[:2]) >= 0:  # blocks stand in it
                    at = box[0]
                else:
                    at = self._words.take(match, self._runs, end)

    def _flush(self) -> None:
        runs, self._runs = self._runs, []
        if not any(run.text.strip() for run in runs):
            return
        runs, self._mark = [*self._mark, *runs], []
        kind = self._kind[-1]
        if kind == "item":
            self.outline.item(len(self._lists), runs)
        else:
            self.outline.add(kind, runs)

    def _section(self, match: re.Match[str]) -> int:
        self._flush()
        argument = self._words.argument(match.end())
        if argument is None:
            return match.end()
        level = _SECTIONS.index(self._words.meaning(match)) - self._outermost + 1 + self._titled
        self.outline.heading(level, self._words.inline(argument[0], argument[1]))
        return argument[2]

    def _maketitle(self, match: re.Match[str]) -> int:
        if self._title and not self._titled:
            self._flush()
            self.outline.heading(1, self._words.inline(*self._title))
            self._titled = True
        return match.end()

    def _passed(self, match: re.Match[str]) -> int:
        """A command of the head, whose argument is shown elsewhere."""
        argument = self._words.argument(match.end())
        return argument[2] if argument else match.end()

    def _item(self, match: re.Match[str]) -> int:
        self._flush()
        at = match.end()
        if not self._lists:
            return at
        kind, count = self._lists[-1]
        self._lists[-1] = kind, count + 1
        option = re.compile(r"\s{0,9}\[([^\[\]]{0,500})\]").match(self._text, at)
        if option:
            self._mark = [
                *self._words.inline(*option.span(1)),
                loose(": " if kind == "description" else " "),
            ]
            return option.end()
        self._mark = (
            [loose(f"{count + 1}. ")] if kind.endswith("enumerate") or kind == "compactenum" else []
        )
        return at

    def _bibitem(self, match: re.Match[str]) -> int:
        self._flush()
        argument = self._words.argument(match.end())
        if argument is None:
            return match.end()
        self._mark = [
            loose("["),
            Run(*argument[:2], self._text[argument[0] : argument[1]]),
            loose("] "),
        ]
        return argument[2]

    def _captioned(self, match: re.Match[str]) -> int:
        argument = self._words.argument(match.end())
        if argument is None:
            return match.end()
        if argument[0] == self._known:  # it was taken for the table above it
            return argument[2]
        self._end_caption()
        self._caption = self._words.inline(argument[0], argument[1])
        return argument[2]

    def _end_caption(self) -> None:
        caption, self._caption = self._caption, []
        self.outline.add("caption", caption)

    def _environment(self, match: re.Match[str], end: int) -> int:
        argument = self._words.argument(match.end(), options=False)
        if argument is None:
            return match.end()
        name = self._text[argument[0] : argument[1]].strip()
        after = argument[2]
        if self._words.meaning(match) == "end":
            self._end(name)
            return after
        close = self._text.find(f"\\end{{{name}}}", after, end)
        close = close if close >= 0 else end
        if name in _LEFT_OUT:
            return close
        if name in VERBATIM:
            self._flush()
            first = self._text.find("\n", after, close)
            self.outline.add(
                "code", [Run(first + 1, close, self._text[first + 1 : close])] if first >= 0 else ()
            )
            return close
        if name in _MATHS:
            self._runs += self._words.formula(after, after, close, 0)
            return close
        if name in _TABLES:
            self._table(name, after, close)
            return close
        self._begin(name, match)
        if name == "frame" and (title := self._words.argument(after)):
            self.outline.heading(len(_SECTIONS), self._words.inline(title[0], title[1]))
            return title[2]
        while name in _WITH_ARGUMENTS and (shape := self._words.argument(after)):
            after = shape[2]
        following = re.compile(r"\s{0,9}\[[^\[\]]{0,300}\]").match(self._text, after)
        return following.end() if following else after

    def _begin(self, name: str, match: re.Match[str]) -> None:
        self._flush()
        if name in _LISTS:
            self._lists.append((name, 0))
            self._kind.append("item")
        elif name in _QUOTES:
            self._kind.append("quotation")
        elif name == "abstract":
            self.outline.heading(1 + self._titled, [Run(match.start(), match.start(), "Abstract")])
        elif name == "thebibliography":
            self.outline.heading(
                1 + self._titled, [Run(match.start(), match.start(), "References")]
            )
            self._kind.append("reference")

    def _end(self, name: str) -> None:
        self._flush()
        if name in _LISTS and self._lists:
            self._lists.pop()
            self._kind.pop()
        elif name in _QUOTES | {"thebibliography"} and len(self._kind) > 1:
            self._kind.pop()
        elif name == "abstract":
            self.outline.enter(self.outline.path[:1] if self._titled else ())
        elif name in ("table", "table*", "figure", "figure*"):
            self._end_caption()

    def _table(self, name: str, at: int, end: int) -> None:
        self._flush()
        if not self._caption and (
            found := re.compile(r"\\caption(?![a-z])").search(self._text, end, end + 400)
        ):
            argument = self._words.argument(found.end())
            between = self._text[end : found.start()]
            if argument and "\\begin" not in between and between.count("\\end") <= 1:
                self._caption = self._words.inline(argument[0], argument[1])
                self._known = argument[0]
        inner = caption_of(self._words, at, end)
        if inner and not self._caption:
            self._caption = self._words.inline(*inner)
        rows, head = table_rows(self._words, name, at, end)
        caption, self._caption = self._caption, []
        self.outline.table([[Cell(*cell) for cell in row] for row in rows], caption, head)


_COMMANDS: Mapping[str, Callable[[_Reader, re.Match[str]], int]] = {
    "item": _Reader._item,
    "bibitem": _Reader._bibitem,
    "caption": _Reader._captioned,
    "maketitle": _Reader._maketitle,
    "title": _Reader._passed,
    "author": _Reader._passed,
    "date": _Reader._passed,
}
