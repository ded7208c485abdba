"""Footnotes and reference lists."""

from __future__ import annotations

import re
import statistics
from collections import defaultdict
from collections.abc import Sequence

from assistant.reading.pdf.drafts import Draft
from assistant.reading.pdf.strips import pieces

_SMALLER = 0.94  # of the size of the text
_LOWER = 0.45  # of the height of a page: footnotes stand below
_MARK = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹*†‡§¶‖#]|\(?\d{1,3}\)?[.\s]\s*[^\W\d]|[a-z]\s+[A-Z]")
_REFERENCES = re.compile(
    r"(?:[\dA-Z]{1,2}[.)]?\s+)?(?:(?:selected |cited |supplementary |further )?"
    r"(?:references?(?: and notes| list| cited)?|bibliography|literature(?: cited)?|works cited"
    r"|reading)"
    r"|literatur(?:verzeichnis)?|références|bibliographie|referencias|bibliografía|bibliografia)\s*:?",
    re.IGNORECASE,
)
_ENTRY = re.compile(r"(?:\[\d{1,3}\]|\(?\d{1,3}[.)]|\d{1,3}\s+(?=[^\W\d_]))")


def mark_footnotes(drafts: Sequence[Draft], body: float, heights: dict[int, float]) -> None:
    """Small text at the foot of a column that begins with a mark. heights: of the pages."""
    sizes = {"reference": _usual_size([one for one in drafts if one.kind == "reference"], body)}
    columns: dict[int, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.table is None:
            columns[draft.column].append(draft)
    for column in columns.values():
        foot: list[Draft] = []
        for draft in reversed(column):
            if draft.kind not in _RUNNING or draft.size > _SMALLER * sizes.get(draft.kind, body):
                break
            if draft.top < _LOWER * heights.get(draft.page, 0.0):
                break
            foot.append(draft)
        marked = [at for at, draft in enumerate(foot) if _MARK.match(_text(draft))]
        for draft in foot[: marked[-1] + 1] if marked else ():
            draft.kind = "footnote"


_RUNNING = ("paragraph", "item", "reference")


def _usual_size(drafts: Sequence[Draft], otherwise: float) -> float:
    return statistics.median(draft.size for draft in drafts) if drafts else otherwise


def _text(draft: Draft) -> str:
    return "".join(pieces(draft.lines[0].fragments))


def mark_references(drafts: Sequence[Draft]) -> None:
    """Set the kind of the entries of reference lists."""
    inside = False
    for draft in drafts:
        if draft.kind == "heading":
            inside = _REFERENCES.fullmatch(draft.text.strip()) is not None
        elif inside and draft.kind in ("paragraph", "item") and draft.table is None:
            draft.kind = "reference"


def join_references(drafts: list[Draft]) -> list[Draft]:
    """Where entries are numbered, what has no number goes on with the one before."""
    entries = [draft for draft in drafts if draft.kind == "reference"]
    numbered = sum(_ENTRY.match(_text(draft)) is not None for draft in entries)
    if not entries or numbered < 0.6 * len(entries):
        return drafts
    kept: list[Draft] = []
    last: Draft | None = None
    for draft in drafts:
        if draft.kind == "reference":
            if last is not None and not _ENTRY.match(_text(draft)):
                last.lines += draft.lines
                continue
            last = draft
        elif draft.kind == "heading":
            last = None
        kept.append(draft)
    return kept
