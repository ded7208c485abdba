"""Read PowerPoint presentations (.pptx, .pptm, .ppsx): slides with their notes, tables, charts.

The package is read by itself rather than through python-pptx, which unpacks every picture.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from assistant.reading.office.charts import chart_table
from assistant.reading.office.grid import Cell
from assistant.reading.office.package import (
    Element,
    Package,
    attribute,
    child,
    children,
    main_part,
    refusing_damage,
    related,
    relations,
)
from assistant.reading.office.properties import core_properties
from assistant.reading.office.remarks import COMMENTS
from assistant.reading.outline import Outline
from assistant.reading.runs import Run, loose, text_of
from assistant.reading.structure import Structure
from assistant.reading.superscript import superscript

_TITLES = ("title", "ctrTitle")
_EDGES = frozenset(("dt", "ftr", "sldNum", "hdr"))
_BODIES = frozenset(("body", "obj", ""))
_NOTES = "Speaker notes"
_DEEPEST = 9


@refusing_damage("PowerPoint presentation")
def read_pptx(data: bytes) -> Structure:
    """Structure a presentation; hidden slides are left out, and told.

    Raises:
        UnreadableDocument: it is damaged, encrypted, or unpacks to more than can be read.
    """
    package = Package(data)
    root, found = main_part(
        package, "ppt/presentation.xml", "p:presentation", "PowerPoint presentation"
    )
    outline = Outline()
    hidden: list[int] = []
    titles: list[str] = []
    seen: set[str] = set()
    for number, each in enumerate(children(child(root, "p:sldIdLst"), "p:sldId"), 1):
        part = found.get(attribute(each, "r:id"), ("", ""))[1]
        slide = package.xml(part) if part and part not in seen else None
        seen.add(part)
        if slide is None:
            continue
        if attribute(slide, "show") in ("0", "false"):
            hidden.append(number)
            continue
        titles.append(_Slide(package, part, outline).write(slide, number))
    if hidden:
        outline.note(f"Hidden slides were left out: {', '.join(map(str, hidden[:50]))}.")
    source, language = core_properties(package, titles[0] if titles else "")
    return outline.structure(source=source, language=language)


class _Slide:
    def __init__(self, package: Package, part: str, outline: Outline) -> None:
        self._package = package
        self._relations = relations(package, part)
        self._outline = outline

    def write(self, slide: Element, number: int) -> str:
        """Write a slide; returns its title."""
        outline = self._outline
        outline.enter()
        outline.unit("slide", number)
        if related(self._relations, "comments"):
            outline.note(COMMENTS)
        shapes = list(_shapes(child(slide, "p:cSld", "p:spTree")))
        heads = [shape for shape in shapes if _placeholder(shape) in _TITLES]
        title = [run for shape in heads[:1] for run in _text(child(shape, "p:txBody"))]
        outline.heading(1, title)
        for shape in shapes:
            if shape not in heads[:1]:
                self._shape(shape)
        self._notes()
        return text_of(title)

    def _shape(self, shape: Element) -> None:
        if shape.tag == "p:graphicFrame":
            self._frame(shape)
            return
        kind = _placeholder(shape)
        if kind in _EDGES:
            return
        for paragraph in children(child(shape, "p:txBody"), "a:p"):
            self._paragraph(paragraph, listed=kind in _BODIES)

    def _paragraph(self, paragraph: Element, *, listed: bool) -> None:
        """A paragraph; in the body of a slide they are items unless their bullets are off."""
        properties = child(paragraph, "a:pPr")
        marked = any(child(properties, name) is not None for name in ("a:buChar", "a:buAutoNum"))
        plain = child(properties, "a:buNone") is not None
        level = attribute(properties, "lvl", "0")
        depth = min(_DEEPEST, int(level) + 1) if level.isdecimal() and len(level) < 3 else 1
        if marked or (listed and not plain):
            self._outline.item(depth, list(_runs(paragraph)))
        else:
            self._outline.add("paragraph", list(_runs(paragraph)))

    def _frame(self, frame: Element) -> None:
        data = child(frame, "a:graphic", "a:graphicData")
        table, chart = child(data, "a:tbl"), child(data, "c:chart")
        if table is not None:
            marked = attribute(child(table, "a:tblPr"), "firstRow") in ("1", "true")
            self._outline.table(list(_rows(table)), head=1 if marked else None)
        elif chart is not None:
            part = self._relations.get(attribute(chart, "r:id"), ("", ""))[1]
            root = self._package.xml(part) if part else None
            if root is not None:
                rows, title = chart_table(root)
                self._outline.table(rows, title, head=1)
        elif (diagram := child(data, "dgm:relIds")) is not None:
            part = self._relations.get(attribute(diagram, "r:dm"), ("", ""))[1]
            self._diagram(self._package.xml(part) if part else None)

    def _diagram(self, root: Element | None) -> None:
        for point in children(child(root, "dgm:ptLst"), "dgm:pt"):
            if attribute(point, "type", "node") == "node":
                self._outline.item(1, _text(child(point, "dgm:t")))

    def _notes(self) -> None:
        part = related(self._relations, "notesSlide")
        root = self._package.xml(part) if part else None
        section = (*self._outline.section, _NOTES)
        for shape in _shapes(child(root, "p:cSld", "p:spTree")):
            if _placeholder(shape) == "body":
                for paragraph in children(child(shape, "p:txBody"), "a:p"):
                    self._outline.add("paragraph", list(_runs(paragraph)), section)


def _shapes(tree: Element | None) -> Iterator[Element]:
    """The shapes of a slide, those in groups as well, in their own order."""
    for each in tree if tree is not None else ():
        if each.tag in ("p:sp", "p:graphicFrame", "p:cxnSp"):
            if not _is_hidden(each):
                yield each
        elif each.tag == "p:grpSp":
            yield from _shapes(each)
        elif each.tag == "mc:AlternateContent":
            yield from itertools.islice(
                itertools.chain(
                    _shapes(child(each, "mc:Choice")), _shapes(child(each, "mc:Fallback"))
                ),
                1,
            )


def _is_hidden(shape: Element) -> bool:
    for each in shape:
        if each.tag.endswith(("nvSpPr", "nvGraphicFramePr")):
            return attribute(child(each, "p:cNvPr"), "hidden") in ("1", "true")
    return False


def _placeholder(shape: Element) -> str:
    """What a shape holds the place of; "none" where it is an ordinary text box."""
    found = child(shape, "p:nvSpPr", "p:nvPr", "p:ph")
    return attribute(found, "type") if found is not None else "none"


def _text(body: Element | None) -> list[Run]:
    """All paragraphs of a text as one."""
    runs: list[Run] = []
    for paragraph in children(body, "a:p"):
        runs += [loose(" "), *_runs(paragraph)] if runs else list(_runs(paragraph))
    return runs


def _runs(paragraph: Element) -> Iterator[Run]:
    for each in paragraph:
        if each.tag == "a:br":
            yield loose("\n")
        elif each.tag == "a:r" or (each.tag == "a:fld" and attribute(each, "type") != "slidenum"):
            text = "".join(part.text or "" for part in children(each, "a:t"))
            properties = child(each, "a:rPr")
            if attribute(properties, "strike", "noStrike") != "noStrike":
                continue
            above = attribute(properties, "baseline", "0").rstrip("%")
            raised = above.isdecimal() and above.strip("0") != ""
            yield loose(superscript(text) if raised else text)


def _rows(table: Element) -> Iterator[list[Cell]]:
    for row in children(table, "a:tr"):
        yield [
            Cell(
                _text(child(cell, "a:txBody")),
                across=_span(attribute(cell, "gridSpan")),
                down=_span(attribute(cell, "rowSpan")),
            )
            for cell in children(row, "a:tc")
            if attribute(cell, "hMerge") not in ("1", "true")
            and attribute(cell, "vMerge") not in ("1", "true")
        ]


def _span(value: str) -> int:
    return max(1, int(value)) if value.isdecimal() and len(value) < 5 else 1
