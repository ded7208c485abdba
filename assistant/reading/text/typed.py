"""Read text as people type it: blank lines part its paragraphs."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from assistant.reading.document import BlockKind, Span
from assistant.reading.structure import Structure, Writer
from assistant.reading.text import line_forms as forms
from assistant.reading.text.headings import begins_references
from assistant.reading.text.lines import Line
from assistant.reading.text.tables import RawTable, Row
from assistant.reading.text.typed_part import Part
from assistant.reading.text.typed_parts import Parts
from assistant.reading.text.typed_tables import TypedTable
from assistant.reading.text_builder import Assembly

_INTRODUCES = (":", "：", "…", "—", "–")


def read_typed(file_text: str, lines: list[Line], *, lone_titles: bool = True) -> Structure:
    """Clean and structure typed text.

    lines:       the file's, without running headers.
    lone_titles: whether a line may be a heading only because it stands alone, as "Dear all" does.
    """
    found = Parts(file_text, lines)
    found.headings.lone_titles = lone_titles
    parts = found.read()
    if lone_titles and parts and parts[0].kind == "heading":
        _raise_title(parts[0])
    _raise_capitals(parts)
    _settle(parts)
    reader = _Writer(Writer(Assembly(file_text)))
    for part in parts:
        reader.write(part)
    structure = reader.writer.structure()
    report = replace(structure.report, tables_as_lines=found.tables_as_lines)
    return replace(structure, report=report, source=found.source)


def _raise_title(first: Part) -> None:
    """Put the heading that a text begins with above all others: it is the text's title."""
    if first.sure and not first.numbered:
        first.rank = 1


def _raise_capitals(parts: list[Part]) -> None:
    """Put headings in capitals above numbered ones, where a first numbered one is right below."""
    headings = [part for part in parts[1:] if part.kind == "heading"]
    capitals = [one for one in headings if one.rank == forms.CAPS_RANK and not one.numbered]
    below = [after for before, after in pairwise(parts) if any(before is one for one in capitals)]
    if any(part.kind == "heading" and part.numbered and _is_first(part.text) for part in below):
        for part in capitals:
            part.rank = forms.CAPS_RANK - 1


def _is_first(title: str) -> bool:
    number = forms.number_of(title)
    return number is not None and number[0] == (1,)


def _settle(parts: list[Part]) -> None:
    """Decide which headings are none, since nothing stands below them that they could name."""
    for part, following in pairwise([*parts, None]):
        if part is None or part.kind != "heading":
            continue
        if following is None or (following.kind == "heading" and following.rank <= part.rank):
            part.kind = "item" if part.text[:1].isdigit() else "paragraph"
    if any(part.kind == "heading" and part.numbered for part in parts):
        _find_captions(parts)


def _find_captions(parts: list[Part]) -> None:
    """Take a line above a table for its caption, where sections have numbers and it has none.

    What else stands below it would belong to it if it were a heading.
    """
    for part, table, following in zip(parts, parts[1:], [*parts[2:], None], strict=False):
        names = part.kind == "heading" and not part.numbered and part.rank == forms.TITLE_RANK
        ends = following is None or following.kind == "heading"
        if names and ends and table.table is not None:
            part.kind = "caption"


class _Writer:
    """Writes the parts, and follows their headings."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self._path: list[tuple[int, str]] = []
        self._lead: int | None = None  # the block just before, if it may introduce a list
        self._list_lead: int | None = None
        self._indents: list[int] = []  # of the items around the present place, outermost first
        self._caption = ""  # the block just before, if it is one

    @property
    def section(self) -> tuple[str, ...]:
        """The headings above the present place, outermost first."""
        return tuple(title for _, title in self._path)

    def write(self, part: Part) -> None:
        """Write one part."""
        caption, self._caption = self._caption, ""
        if part.kind == "heading":
            self._heading(part)
        elif part.table:
            self._table(part.table, caption)
        elif part.kind == "item":
            self._item(part)
        else:
            self._block(part.kind, part)

    def _block(self, kind: BlockKind, part: Part) -> None:
        cited = any(begins_references(title) for title in self.section)
        kind = "reference" if cited and kind in ("paragraph", "field") else kind
        written = self.writer.block(kind, part.lines, self.section)
        if kind == "caption" and written.start < written.end:
            self._caption = self.writer.title(written)
        leads = kind == "paragraph" and part.text.endswith(_INTRODUCES)
        self._lead = len(self.writer.blocks) - 1 if leads else None
        self._indents = []

    def _item(self, part: Part) -> None:
        if not self._indents:
            self._list_lead = self._lead
        while self._indents and self._indents[-1] > part.indent:
            self._indents.pop()
        if not self._indents or self._indents[-1] < part.indent:
            self._indents.append(part.indent)
        cited = any(begins_references(title) for title in self.section)
        kind: BlockKind = "reference" if cited else "item"
        self.writer.block(
            kind, part.lines, self.section, level=len(self._indents), lead=self._list_lead
        )

    def _heading(self, part: Part) -> None:
        self._path = [entry for entry in self._path if entry[0] < part.rank]
        level = len(self._path) + 1
        kind: BlockKind = "heading" if part.sure else "paragraph"
        written = self.writer.block(kind, part.lines, (), level=level if part.sure else 0)
        if written.start < written.end:
            self._path.append((part.rank, self.writer.title(written)))
            self.writer.retitle(self.section)
        self._lead, self._indents = None, []

    def _table(self, table: TypedTable, caption: str) -> None:
        self._lead, self._indents = None, []
        if table.header:
            rows = tuple(Row(tuple((cell,) for cell in row)) for row in table.rows[1:])
            self.writer.table(RawTable(0, (), table.texts[0], rows), self.section, caption)
            return
        for row in table.rows:  # who knows what its columns are
            self.writer.block("field", [Span(row[0].start, row[-1].end)], self.section)
