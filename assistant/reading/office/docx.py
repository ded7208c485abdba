"""Read Word documents (.docx, .docm, .dotx): the text as if all tracked changes were accepted.

The package is read by itself rather than through python-docx, which knows neither tracked changes,
footnotes nor numbering, and unpacks every picture.
"""

from __future__ import annotations

from collections.abc import Iterable

from assistant.reading.office.bold_headings import Paragraph as Candidate
from assistant.reading.office.bold_headings import bold_headings
from assistant.reading.office.docx_body import Body, Paragraph, Part, Table
from assistant.reading.office.docx_styles import Numbering, Styles
from assistant.reading.office.grid import is_caption
from assistant.reading.office.package import (
    Element,
    Package,
    attribute,
    children,
    main_part,
    refusing_damage,
    related,
)
from assistant.reading.office.properties import core_properties
from assistant.reading.office.remarks import COMMENTS
from assistant.reading.outline import Outline
from assistant.reading.runs import Run, loose
from assistant.reading.structure import Structure
from assistant.reading.units import UnitKind

_LONGEST_CAPTION = 400
_QUOTATIONS = ("quote", "intense quote", "block text", "quotations", "block quotation")
_CODE = ("html preformatted", "preformatted text", "code", "source code", "macro text")


@refusing_damage("Word document")
def read_docx(data: bytes) -> Structure:
    """Structure a Word document.

    Raises:
        UnreadableDocument: it is damaged, encrypted, or unpacks to more than can be read.
    """
    package = Package(data)
    root, found = main_part(package, "word/document.xml", "w:document", "Word document")
    styles = Styles(package.xml(related(found, "styles")))
    body = Body(styles, Numbering(package.xml(related(found, "numbering"))))
    parts = [part for element in children(root, "w:body") for part in body.parts(element)]
    writer = _Writer(parts)
    writer.write()
    for kind in ("footnote", "endnote"):
        writer.footnotes(kind, package.xml(related(found, f"{kind}s")), body)
    for remark in sorted(body.text.remarks):
        writer.outline.note(remark)
    comments = package.xml(related(found, "comments"))
    if comments is not None and any(each.text for each in comments.iter("w:t")):
        writer.outline.note(COMMENTS)
    if related(found, "aFChunk"):
        writer.outline.note("Parts that were inserted as other files were not read.")
    source, language = core_properties(package, writer.title)
    return writer.outline.structure(source=source, language=language)


class _Writer:
    def __init__(self, parts: list[Part]) -> None:
        self.outline = Outline()
        self.title = ""
        self._parts = parts
        self._count = 0
        self._above: dict[
            tuple[str, str], tuple[str, ...]
        ] = {}  # of each note, what it stands under
        self._marks: dict[tuple[str, str], str] = {}
        self._levels = _levels(parts)
        self._code: list[Run] = []

    def write(self) -> None:
        skipped = False
        for at, part in enumerate(self._parts):
            if skipped:
                skipped = False
                continue
            following = self._parts[at + 1] if at + 1 < len(self._parts) else None
            if isinstance(part, Paragraph) and isinstance(following, Table) and _is_caption(part):
                self._table(following, part)
                skipped = True
            elif isinstance(part, Table):
                below = isinstance(following, Paragraph) and _is_caption(following, part.head)
                after = self._parts[at + 2] if at + 2 < len(self._parts) else None
                caption = following if below and not isinstance(after, Table) else None
                self._table(part, caption if isinstance(caption, Paragraph) else None)
                skipped = caption is not None
            else:
                self._paragraph(part)
        self._end_code()

    def footnotes(self, kind: str, root: Element | None, body: Body) -> None:
        """Write the notes that the text refers to, at its end: they would break its sentences."""
        for element in root if root is not None else ():
            key = (kind, attribute(element, "w:id"))
            if key not in self._marks:
                continue
            mark = self._marks[key]
            for part in body.parts(element):
                if isinstance(part, Paragraph):
                    runs = [loose(f"{mark} "), *part.runs] if mark else part.runs
                    self._begin()
                    self.outline.add("footnote", runs, self._above[key])
                    mark = ""

    def _begin(self) -> None:
        self._count += 1
        self.outline.unit("paragraph", self._count)

    def _paragraph(self, part: Paragraph) -> None:
        name = part.style.name
        if name in _CODE or (part.typewritten and not part.style.heading and not part.depth):
            self._code += [loose("\n"), *part.runs] if self._code else part.runs
            return
        self._end_code()
        self._begin()
        if level := self._levels.get(id(part)):
            self.outline.heading(level, part.runs)
            self.title = self.title or (part.text if name == "title" else "")
        elif name == "caption":
            self.outline.add("caption", part.runs)
        elif name == "bibliography" or self.outline.in_references:
            self.outline.add("reference", part.runs)
        elif part.depth:
            self.outline.item(part.depth, part.runs)
        else:
            self.outline.add("quotation" if name in _QUOTATIONS else "paragraph", part.runs)
        self._noted(part.notes)

    def _table(self, table: Table, caption: Paragraph | None) -> None:
        self._end_code()
        if caption:
            self._begin()
        rows = range(self._count + 1, self._count + 1 + len(table.rows))
        units: list[tuple[UnitKind, int]] = [("paragraph", row) for row in rows]
        self._count += len(table.rows)
        self.outline.table(table.rows, caption.runs if caption else (), table.head or None, units)
        self._noted([*(caption.notes if caption else ()), *table.notes])

    def _noted(self, notes: Iterable[tuple[str, str, str]]) -> None:
        for mark, kind, identifier in notes:
            self._marks[kind, identifier] = mark
            self._above[kind, identifier] = self.outline.section

    def _end_code(self) -> None:
        if self._code:
            self._begin()
            self.outline.add("code", self._code)
            self._code = []


def _is_caption(part: Paragraph, below: int | None = None) -> bool:
    """Whether a paragraph is a table's caption; behind the table only where its style says so."""
    if part.style.heading or len(part.text) > _LONGEST_CAPTION:
        return False
    named = is_caption(part.text)
    if below is None:
        return named or (part.style.name == "caption" and not part.text.lower().startswith("fig"))
    return named and part.style.name == "caption"


def _levels(parts: list[Part]) -> dict[int, int]:
    """The level of every heading, by the identity of its paragraph."""
    paragraphs = [part for part in parts if isinstance(part, Paragraph)]
    styled = {id(part): part.style.heading for part in paragraphs if part.style.heading}
    title = next((part for part in paragraphs if part.style.name == "title"), None)
    levels = {key: level for key, level in styled.items() if level} or _bold_headings(parts)
    if title is None:
        return levels
    shift = 0 if any(id(part) in levels for part in paragraphs[: paragraphs.index(title)]) else 1
    return {id(title): 1, **{key: level + shift for key, level in levels.items()}}


def _bold_headings(parts: list[Part]) -> dict[int, int]:
    """Of a document without styles: what looks like a heading, by identity."""
    last = parts[-1] if parts else None
    paragraphs = [part for part in parts if isinstance(part, Paragraph)]
    found = bold_headings(
        [
            Candidate(part.text, _may_be_heading(part), part.size, part is last)
            for part in paragraphs
        ]
    )
    return {id(paragraphs[at]): level for at, level in found.items()}


def _may_be_heading(part: Paragraph) -> bool:
    return part.bold and not part.depth and part.style.name not in ("title", "caption")
