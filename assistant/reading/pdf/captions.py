"""Captions of figures and tables, and tables that go on over pages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.reading.pdf.drafts import Draft
from assistant.reading.pdf.grid import Grid, texts

_CAPTION = re.compile(
    r"(?:supplement(?:ary|al)\s+|extended\s+data\s+)?"
    r"(?P<what>fig(?:ure|s|\.)?|table|tab\.|box|scheme|chart|exhibit|algorithm|listing|plate|panel"
    r"|abbildung|abb\.|tabelle|tableau|tabla|tabela|tabella|figura)"
    r"\s*(?P<number>[A-Z]?\d{1,3}(?:[.-]\d{1,3})?[a-z]?|[IVXL]{1,6})(?P<after>\s*[.:|–—-]|\s+|$)",
    re.IGNORECASE,
)
_TABLE = re.compile(r"(?:\S+\s+){0,2}tab", re.IGNORECASE)
_CONTINUED = re.compile(
    r"\b(?:continued|cont(?:in)?[’'.]?d?\.?|fortsetzung|suite)\b", re.IGNORECASE
)
_NEAR = 45.0  # points: between a table and its caption
_CLOSE = 0.75  # of the size: between the lines of a caption
_SHORTEST = 12  # characters: a shorter caption is only its number


def mark_captions(drafts: Sequence[Draft]) -> list[Draft]:
    """Set the kind of captions, and join what belongs to one."""
    kept: list[Draft] = []
    for draft in drafts:
        before = kept[-1] if kept else None
        if before is not None and before.kind == "caption" and _goes_on(before, draft):
            before.lines += draft.lines
            continue
        if draft.table is None and draft.kind != "heading" and _is_caption(draft):
            draft.kind = "caption"
        elif draft.kind == "heading" and _is_caption(draft):
            draft.kind, draft.level = "caption", 0
        kept.append(draft)
    return kept


def _is_caption(draft: Draft) -> bool:
    """Tell "Table 1 Characteristics" from "Table 1 shows that", which begins a sentence."""
    text = draft.text
    match = _CAPTION.match(text)
    if match is None:
        return False
    rest = text[match.end() :].lstrip()
    if match.group("after").strip() or not rest:
        return True
    return rest[:1].isupper() or rest[:1] in '([“"' or draft.lines[0].fragments[0].style.bold


def _goes_on(caption: Draft, draft: Draft) -> bool:
    """Whether a draft is more of a caption whose look changes from line to line."""
    if draft.table is not None or draft.column != caption.column or _is_caption(draft):
        return False
    gap = draft.top - caption.bottom
    if gap > _CLOSE * draft.size or draft.size > 1.07 * caption.size:
        return False
    return len(caption.text) <= _SHORTEST or not caption.ends_sentence


def give_captions(drafts: Sequence[Draft]) -> list[Draft]:
    """Give each table the nearest caption of a table on its page; returns the drafts left."""
    captions = [draft for draft in drafts if draft.kind == "caption" and _TABLE.match(draft.text)]
    taken: set[int] = set()
    pairs: list[tuple[float, int, Draft, Draft]] = []
    for at, table in enumerate(drafts):
        if table.table is None:
            continue
        pairs += [
            (distance, at, table, caption)
            for caption in captions
            if (distance := _distance(table, caption)) <= _NEAR
        ]
    for _, _, table, caption in sorted(pairs, key=lambda pair: pair[:2]):
        if table.caption is None and id(caption) not in taken:
            table.caption = caption
            taken.add(id(caption))
    kept = [draft for draft in drafts if id(draft) not in taken]
    return _give_titles(_give_later(kept))


def _give_later(drafts: list[Draft]) -> list[Draft]:
    """Give a caption without a table to the next table, where that begins on the next page."""
    taken: set[int] = set()
    waiting: Draft | None = None
    for draft in drafts:
        if draft.kind == "caption" and _TABLE.match(draft.text):
            waiting = draft
        elif draft.table is not None:
            if waiting is not None and draft.caption is None and draft.page - waiting.page == 1:
                draft.caption = waiting
                taken.add(id(waiting))
            waiting = None
    return [draft for draft in drafts if id(draft) not in taken]


def _give_titles(drafts: list[Draft]) -> list[Draft]:
    """Give tables without a caption the short line right above or below, centred on them."""
    taken: set[int] = set()
    for at, table in enumerate(drafts):
        if table.table is None or table.caption is not None:
            continue
        for beside in (at - 1, at + 1):
            if 0 <= beside < len(drafts) and _is_title(drafts[beside], table):
                table.caption = drafts[beside]
                table.caption.kind = "caption"
                taken.add(id(table.caption))
                break
    return [draft for draft in drafts if id(draft) not in taken]


def _is_title(draft: Draft, table: Draft) -> bool:
    if table.table is None or draft.kind != "paragraph" or not 1 <= len(draft.lines) <= 2:
        return False
    zone = table.table.zone
    near = _distance(table, draft) <= _TITLE_NEAR
    middles = [abs(line.x0 + line.x1 - zone.x0 - zone.x1) / 2 for line in draft.lines]
    worded = _WORDED.search(draft.text) is not None and not draft.text.endswith((":", ",", ";"))
    return near and worded and max(middles) <= _CENTRED


_WORDED = re.compile(r"[^\W\d_]{3}")
_TITLE_NEAR = 20.0  # points
_CENTRED = 4.0  # points


def _distance(table: Draft, caption: Draft) -> float:
    """From a table to a caption above or below it; above is nearer, as is usual."""
    if table.page != caption.page or table.angle != caption.angle or table.table is None:
        return _NEAR + 1
    zone = table.table.zone
    if caption.lines[0].x0 > zone.x1 or max(line.x1 for line in caption.lines) < zone.x0:
        return _NEAR + 1
    above, below = zone.top - caption.bottom, caption.top - zone.bottom
    if above >= -4:
        return max(above, 0.0)
    return max(below, 0.0) + 5 if below >= -4 else _NEAR + 1


def join_tables(drafts: Sequence[Draft]) -> list[Draft]:
    """Join tables that go on from one page or column to the next."""
    kept: list[Draft] = []
    last: Draft | None = None
    for draft in drafts:
        if draft.table is not None and draft.table.grid is not None:
            if last is not None and _continues(last, draft):
                _append(last, draft)
                continue
            last = draft
            _fill(draft, draft.table.grid)
        kept.append(draft)
    return kept


def _fill(draft: Draft, grid: Grid) -> None:
    draft.columns = texts(grid.header, grid.columns)


def _continues(last: Draft, draft: Draft) -> bool:
    first, second = _grid(last), _grid(draft)
    if draft.page not in (last.page, last.page + 1) or first.columns != second.columns:
        return False
    if draft.column == last.column or draft.angle != last.angle:
        return False
    names = texts(second.header, second.columns)
    if draft.caption is not None and not _same_caption(last.caption, draft, any(names)):
        return False
    if any(names) and any(last.columns):
        return _folded(names) == _folded(last.columns)
    return _same_widths(first, second)


def _same_caption(first: Draft | None, draft: Draft, named: bool) -> bool:
    """Whether a caption is that of the table above: again, or where that is below its last part."""
    second = draft.caption
    if second is None or draft.table is None:
        return True
    if first is None:
        return not named or second.top >= draft.table.zone.bottom - 4
    return _CONTINUED.search(second.text) is not None or _number(first) == _number(second)


def _number(caption: Draft) -> str:
    match = _CAPTION.match(caption.text)
    return match.group("number") if match else ""


def _folded(names: Sequence[str]) -> str:
    return "".join(letter for name in names for letter in name.casefold() if letter.isalnum())


def _same_widths(first: Grid, second: Grid) -> bool:
    one = [edge - first.edges[0] for edge in first.edges]
    other = [edge - second.edges[0] for edge in second.edges]
    return all(abs(a - b) <= 8 for a, b in zip(one, other, strict=True))


def _grid(draft: Draft) -> Grid:
    if draft.table is None or draft.table.grid is None:
        raise ValueError("no table")
    return draft.table.grid


def _append(last: Draft, draft: Draft) -> None:
    first, more = _grid(last), _grid(draft)
    rows = list(more.rows)
    if rows and first.rows and not rows[0][0] and any(rows[0]):
        first.rows[-1] = [a + b for a, b in zip(first.rows[-1], rows.pop(0), strict=True)]
    first.rows += rows
    if last.caption is None:
        last.caption = draft.caption
    last.page = draft.page
    last.column = draft.column
    first.repeated += [cell for line in more.header for cell in line]
