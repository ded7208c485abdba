"""Tell code, quotations and turns of a conversation from other paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from assistant.reading.pdf.drafts import Draft
from assistant.reading.pdf.page_lines import Line

_INSET = 0.9  # of the size: so far from both sides of its column, a paragraph is a quotation
_ALIGNED = 0.5  # of the lines of its column: so many begin at its left
_SAME = 2.0  # points
_CODE_GAP = 3.0  # of the size: between the lines of one piece of code
_MOST_FIXED = 0.6  # of a document: one set like code throughout is not all code
_SPEAKER = re.compile(r"([^\W\d_][^:.!?]{0,30}):\s+\S")
_LEAST_TURNS = 4


def mark_kinds(drafts: Sequence[Draft]) -> list[Draft]:
    """Set the kinds of drafts that are paragraphs, joining and parting some."""
    kept = _turns(_code(_quotations(drafts)))
    _set_depths(kept)
    return kept


def _set_depths(drafts: Sequence[Draft]) -> None:
    """Set the levels of items, by how far they are set in below one another."""
    starts: list[float] = []
    column = -1
    for draft in drafts:
        if draft.kind != "item":
            starts = starts if draft.kind in ("caption", "footnote") else []
            continue
        x0, inset = draft.lines[0].x0, draft.size / 2
        if draft.column != column:
            starts, column = [], draft.column
        while starts and x0 < starts[-1] - inset:
            starts.pop()
        if not starts or x0 > starts[-1] + inset:
            starts.append(x0)
        draft.level = len(starts)


def _quotations(drafts: Sequence[Draft]) -> Sequence[Draft]:
    for draft in drafts:
        if draft.kind != "paragraph" or len(draft.lines) < 2 or draft.fixed:
            continue
        starts = [line.x0 for line in draft.lines]
        inset = _INSET * draft.size
        aligned = max(starts) - min(starts) <= _SAME
        right = max(line.x1 for line in draft.lines)
        usual = draft.aligned >= _ALIGNED
        if usual and aligned and min(starts) >= draft.left + inset and right <= draft.right - inset:
            draft.kind = "quotation"
    return drafts


def _code(drafts: Sequence[Draft]) -> list[Draft]:
    fixed = sum(len(draft.text) for draft in drafts if draft.lines and draft.fixed)
    if fixed > _MOST_FIXED * sum(len(draft.text) for draft in drafts):
        return list(drafts)
    kept: list[Draft] = []
    for draft in drafts:
        if draft.kind in ("paragraph", "item") and draft.lines and draft.fixed:
            last = kept[-1] if kept else None
            if last is not None and last.kind == "code" and _follows(last, draft):
                last.lines += draft.lines
                continue
            draft.kind = "code"
        kept.append(draft)
    return kept


def _follows(last: Draft, draft: Draft) -> bool:
    gap = draft.lines[0].y - last.lines[-1].y
    return draft.column == last.column and 0 < gap <= _CODE_GAP * draft.size


def _turns(drafts: list[Draft]) -> list[Draft]:
    """Paragraphs that begin with the name of one of at least two speakers."""
    named = Counter(
        name
        for draft in drafts
        if draft.kind in ("paragraph", "item")
        for line in draft.lines
        if (name := _speaker(line))
    )
    speakers = {name for name, count in named.items() if count > 1}
    if len(speakers) < 2 or sum(named[name] for name in speakers) < _LEAST_TURNS:
        return drafts
    kept: list[Draft] = []
    for draft in drafts:
        kept += _parted(draft, speakers) if draft.kind in ("paragraph", "item") else [draft]
    return kept


def _speaker(line: Line) -> str:
    match = _SPEAKER.match(line.text)
    return match.group(1) if match and len(match.group(1).split()) <= 4 else ""


def _parted(draft: Draft, speakers: set[str]) -> list[Draft]:
    parts: list[list[Line]] = [[]]
    for line in draft.lines:
        if _speaker(line) in speakers and parts[-1]:
            parts.append([])
        parts[-1].append(line)
    found = [draft if len(parts) == 1 else replace(draft, lines=lines) for lines in parts]
    for part in found:
        if part.lines and _speaker(part.lines[0]) in speakers:
            part.kind, part.begins = "turn", True
    return found
