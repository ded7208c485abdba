"""Join paragraphs that go on in the next column, on the next page or after a figure."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.reading.pdf.drafts import Draft

_RUNNING = ("paragraph", "item", "reference")
_BETWEEN = ("caption", "footnote")  # what may stand inside a paragraph
_SIZE = 1.07
_FULL = 1.5  # of the size: a line that ends nearer to the right is full


def join_paragraphs(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, those that go on in one; what interrupts them follows."""
    indented = _are_indented(drafts)
    kept: list[Draft] = []
    last: Draft | None = None
    for draft in drafts:
        if draft.table is not None or draft.kind in _BETWEEN:
            kept.append(draft)
            continue
        if last is not None and _goes_on(last, draft, indented):
            last.lines += draft.lines
            last.column, last.right = draft.column, draft.right
            last.page = draft.page
            continue
        kept.append(draft)
        last = draft if draft.kind in _RUNNING else None
    return kept


def _are_indented(drafts: Sequence[Draft]) -> bool:
    """Whether most paragraphs begin with an indent."""
    paragraphs = [d for d in drafts if d.kind == "paragraph" and len(d.lines) > 1]
    return sum(draft.begins for draft in paragraphs) > 0.4 * len(paragraphs)


def _goes_on(last: Draft, draft: Draft, indented: bool) -> bool:
    if draft.kind not in _RUNNING or last.angle != draft.angle:
        return False
    if draft.kind == "reference" and last.kind != "reference":
        return False
    if max(last.size, draft.size) > _SIZE * min(last.size, draft.size):
        return False
    text, before = draft.lines[0].text, last.lines[-1].text
    if draft.kind == "item" and text[:1] not in "(abcdefghijklmnopqrstuvwxyz":
        return False
    if before.endswith("-") and text[:1].islower():
        return True
    if last.column == draft.column:
        return text[:1].islower() and not last.ends_sentence and not draft.begins
    if text[:1].islower() and not last.ends_sentence:
        return True
    full = last.lines[-1].x1 > last.right - _FULL * last.size
    if not last.ends_sentence:
        return full and not draft.begins
    return full and indented and not draft.begins and last.kind == "paragraph" == draft.kind
