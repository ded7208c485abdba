"""What is filled in the fields of a form."""

from __future__ import annotations

import ctypes
from collections.abc import Callable

from assistant.reading.pdf.engine import EngineError, Pdf, raw
from assistant.reading.pdf.fragments import Fragment, Page, Rect, Style
from assistant.reading.pdf.graphics import Affine

_MOST_FIELDS = 5000  # of one page
_LONGEST = 100_000  # bytes of a value
_SIZE = 10.0
_AFTER_TEXT = 10**9  # indexes of fields follow those of all characters
_CHECKED = "checked"
_UNSEEN = 2 | 32  # flags of a field: hidden; not shown on a screen
_PASSWORD = 1 << 13  # flag of a text field, which a page shows as stars


def read_fields(page: object, shown: Affine, found: Page, form: object) -> None:
    """Fill the page's fields: of each that has a value, its name and that value as fragments.

    What the page does not show of them counts as hidden text.
    """
    for at in range(min(raw.FPDFPage_GetAnnotCount(page), _MOST_FIELDS)):
        note = raw.FPDFPage_GetAnnot(page, at)
        if not note:
            continue
        try:
            if raw.FPDFAnnot_GetSubtype(note) == raw.FPDF_ANNOT_WIDGET:
                name, value = _read(form, note)
                if value:
                    rect = _rect(note, shown)
                    if _is_hidden(form, note, rect, found):
                        found.hidden += len(value.split())
                        continue
                    found.fields.append(_fragments(name, value, rect, _AFTER_TEXT + at * 10_000))
        finally:
            raw.FPDFPage_CloseAnnot(note)


def _read(form: object, note: object) -> tuple[str, str]:
    name = _text(raw.FPDFAnnot_GetFormFieldAlternateName, form, note)
    name = name or _text(raw.FPDFAnnot_GetFormFieldName, form, note)
    kind = raw.FPDFAnnot_GetFormFieldType(form, note)
    if kind in (raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON):
        state = _text(_entry, note, b"AS")  # its look, which is the name of a value
        if state in ("", "Off"):
            return name, ""
        export = _text(raw.FPDFAnnot_GetFormFieldExportValue, form, note)
        return name, export if export.lower() not in ("", "on", "yes") else _CHECKED
    if kind in (raw.FPDF_FORMFIELD_PUSHBUTTON, raw.FPDF_FORMFIELD_SIGNATURE):
        return name, ""
    return name, _text(raw.FPDFAnnot_GetFormFieldValue, form, note)


def _is_hidden(form: object, note: object, rect: Rect, page: Page) -> bool:
    if raw.FPDFAnnot_GetFlags(note) & _UNSEEN:
        return True
    kind = raw.FPDFAnnot_GetFormFieldType(form, note)
    is_text = kind == raw.FPDF_FORMFIELD_TEXTFIELD
    if is_text and raw.FPDFAnnot_GetFormFieldFlags(form, note) & _PASSWORD:
        return True
    seen_width = min(rect.x1, page.width) - max(rect.x0, 0)
    seen_height = min(rect.y1, page.height) - max(rect.y0, 0)
    return seen_width <= 0 or seen_height <= 0


def _entry(note: object, key: bytes, buffer: object, size: int) -> int:
    return int(raw.FPDFAnnot_GetStringValue(note, key, buffer, size))


def _text(call: Callable[..., int], *whose: object) -> str:
    size = call(*whose, None, 0)
    if not 2 < size <= _LONGEST:
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    call(*whose, buffer, size)
    return bytes(buffer)[:size].decode("utf-16-le", "ignore").rstrip("\0").strip()


def _rect(note: object, shown: Affine) -> Rect:
    box = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(note, ctypes.byref(box))
    x0, y0 = shown.point(box.left, box.bottom)
    x1, y1 = shown.point(box.right, box.top)
    return Rect(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _fragments(name: str, value: str, rect: Rect, index: int) -> list[Fragment]:
    """One for each word, side by side, all in the field's box."""
    words = [*(f"{name}:".split() if name else ()), *value.split()][:10_000]
    style = Style("", _SIZE)
    fragments: list[Fragment] = []
    x = rect.x0
    for at, word in enumerate(words):
        end = x + len(word)
        fragments.append(Fragment(word, index + at, x, end, rect.y1, style, rect, at > 0))
        x = end + _SIZE / 2
    return fragments


def form_of(pdf: Pdf) -> object:
    """What the engine needs to read fields; None where the file has no form."""
    if raw.FPDF_GetFormType(pdf.raw) == raw.FORMTYPE_NONE:
        return None
    try:
        pdf.document.init_forms()
    except EngineError:
        return None
    return pdf.document.formenv
