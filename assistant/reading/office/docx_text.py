"""The text of a Word paragraph: its runs as if all changes were accepted, its notes and boxes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from assistant.reading.office.docx_styles import Styles, is_on, is_superscript
from assistant.reading.office.office_math import formula
from assistant.reading.office.package import Element, attribute, child, children
from assistant.reading.office.remarks import DELETED, HIDDEN, INSERTED, STRUCK
from assistant.reading.office.symbol_fonts import character, in_font
from assistant.reading.runs import Run, loose
from assistant.reading.superscript import superscript

_TYPEWRITER = re.compile(
    r"courier|consolas|mono|menlo|monaco|lucida console|cascadia|fira code|source code|fixedsys",
    re.IGNORECASE,
)
_CHANGES = {"w:ins": INSERTED, "w:del": DELETED}
_INSIDE = frozenset(
    f"w:{name}"
    for name in (
        *("ins", "moveTo", "hyperlink", "smartTag", "customXml", "sdtContent", "fldSimple"),
        *("dir", "bdo", "rubyBase"),
    )
)


@dataclass
class Text:
    """What one paragraph holds.

    boxes:  the contents of text boxes anchored in it, which stand beside the text.
    said:   of its letters, whether they are bold; None where they take the paragraph's style.
    size:   of its letters, in half points; 0 where they take the style's.
    fonts:  of its letters; "" where they take the style's.
    """

    runs: list[Run] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    said: set[bool | None] = field(default_factory=set)
    size: int = 0
    fonts: set[str] = field(default_factory=set)

    @property
    def is_typewritten(self) -> bool:
        """Whether all of its letters are of a font for code."""
        return bool(self.fonts) and all(_TYPEWRITER.search(font) for font in self.fonts)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to read."""
        return not any(run.text.strip() for run in self.runs)


class TextReader:
    """Reads paragraphs in order: fields may begin in one and end in a later one."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._fields: list[bool] = []  # of each field that is open, whether its result has begun
        self.notes: list[tuple[str, str, str]] = []  # mark, kind ("footnote"), id: as referred to
        self.remarks: set[str] = set()

    def read(self, paragraph: Element) -> Text:
        """The text of a paragraph."""
        text = Text()
        self._children(paragraph, text)
        return text

    def _children(self, element: Element, text: Text) -> None:
        for each in element:
            tag = each.tag
            self._tell(each)
            if tag == "w:r":
                self._run(each, text)
            elif tag in _INSIDE:
                self._children(each, text)
            elif tag == "w:sdt":
                if child(each, "w:sdtPr", "w:showingPlcHdr") is None:
                    self._children(each, text)
            elif tag == "w:ruby":
                self._children(each, text)
            elif tag == "mc:AlternateContent":
                self._children(chosen(each), text)
            elif tag in ("m:oMath", "m:oMathPara"):
                text.runs.append(loose(formula(each)))

    def _tell(self, element: Element) -> None:
        remark = _CHANGES.get(element.tag)
        if remark and _has_text(element):
            self.remarks.add(remark)

    def _run(self, run: Element, text: Text) -> None:
        properties = child(run, "w:rPr")
        style = self._styles.get(attribute(child(properties, "w:rStyle"), "w:val"))
        hidden = is_on(properties, "w:vanish")
        left_out = ""
        if style.hidden if hidden is None else hidden:
            left_out = HIDDEN
        elif is_on(properties, "w:strike") or is_on(properties, "w:dstrike"):
            left_out = STRUCK
        if left_out:
            if _has_text(run) and all(self._fields):
                self.remarks.add(left_out)
            self._content(run, None)
            return
        written = "".join(self._content(run, text))
        if not written:
            return
        fonts = child(properties, "w:rFonts")
        written = in_font(attribute(fonts, "w:hAnsi") or attribute(fonts, "w:ascii"), written)
        if is_superscript(properties) or style.superscript:
            written = superscript(written)
        if written.strip():
            bold = is_on(properties, "w:b")
            text.said.add(style.bold or None if bold is None else bold)
            text.size = max(text.size, _size(properties))
            text.fonts.add(attribute(fonts, "w:ascii"))
        text.runs.append(loose(written))

    def _content(self, run: Element, text: Text | None) -> list[str]:
        """The characters of a run; with `text` None only its fields are followed."""
        found: list[str] = []
        for each in run:
            if each.tag == "w:fldChar":
                found += self._field(each)
            elif text is None or not all(self._fields):
                continue
            elif each.tag == "w:t":
                found.append(each.text or "")
            elif each.tag in ("w:footnoteReference", "w:endnoteReference"):
                found.append(self._note(each))
            elif each.tag == "w:ruby":
                self._children(each, text)
            elif shown := _CHARACTERS.get(each.tag):
                found.append(shown(each))
            else:
                text.boxes += boxes(each)
        return [] if text is None else found

    def _field(self, mark: Element) -> Iterator[str]:
        kind = attribute(mark, "w:fldCharType")
        if kind == "begin":
            if all(self._fields):
                yield from _form_field(child(mark, "w:ffData"))
            self._fields.append(False)
        elif self._fields and kind == "separate":
            self._fields[-1] = True
        elif self._fields and kind == "end":
            self._fields.pop()

    def _note(self, reference: Element) -> str:
        kind = "endnote" if reference.tag == "w:endnoteReference" else "footnote"
        if attribute(reference, "w:customMarkFollows") in ("1", "true", "on"):
            mark = ""  # the next run holds it
        else:
            mark = superscript(
                str(1 + sum(bool(known) for known, of, _ in self.notes if of == kind))
            )
        self.notes.append((mark, kind, attribute(reference, "w:id")))
        return mark


def _has_text(element: Element) -> bool:
    return any(
        (each.text or "").strip() for name in ("w:t", "w:delText") for each in element.iter(name)
    )


def chosen(alternatives: Element) -> Element:
    """Of contents that mean the same, the one for programs of today."""
    found = child(alternatives, "mc:Choice")
    if found is None:
        found = child(alternatives, "mc:Fallback")
    return found if found is not None else Element("none")


def boxes(element: Element) -> Iterator[Element]:
    """The contents of text boxes below an element."""
    if element.tag == "w:txbxContent":
        yield element
        return
    if element.tag == "mc:AlternateContent":
        element = chosen(element)
    for each in element:
        yield from boxes(each)


def _size(properties: Element | None) -> int:
    value = attribute(child(properties, "w:sz"), "w:val")
    return int(value) if value.isdecimal() and len(value) < 5 else 0


def _symbol(element: Element) -> str:
    try:
        code = int(attribute(element, "w:char", "0"), 16)
    except ValueError:
        code = 0
    return character(attribute(element, "w:font"), code)


_CHARACTERS: Mapping[str, Callable[[Element], str]] = {
    "w:tab": lambda _: "\t",
    "w:ptab": lambda _: "\t",
    "w:br": lambda _: "\n",
    "w:cr": lambda _: "\n",
    "w:noBreakHyphen": lambda _: "-",
    "w:sym": _symbol,
}


def _form_field(data: Element | None) -> Iterator[str]:
    """What the form field shows that has no text of its own: a box, a choice."""
    box, choice = child(data, "w:checkBox"), child(data, "w:ddList")
    if box is not None:
        checked = is_on(box, "w:checked")
        yield "☒" if (is_on(box, "w:default") if checked is None else checked) else "☐"
    if choice is not None:
        entries = [attribute(each, "w:val") for each in children(choice, "w:listEntry")]
        number = attribute(child(choice, "w:result"), "w:val", "0")
        if number.isdecimal() and len(number) < 6 and int(number) < len(entries):
            yield entries[int(number)]
