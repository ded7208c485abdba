r"""The rows of LaTeX tables: cells parted by "&", rows by "\\"."""

from __future__ import annotations

import re

from assistant.reading.runs import Run, text_of
from assistant.reading.typeset.latex_text import LatexText

_SPANNED = re.compile(r"\s{0,99}\\multicolumn\s{0,9}\{(\d{1,2})\}")
_SPANNED_DOWN = re.compile(r"\s{0,99}\\multirow\s{0,9}(?:\[[^\]]{0,20}\])?\{(\d{1,3})\}")
_RULE = re.compile(r"\\(?:midrule|hline|hhline|cmidrule|endfirsthead|endhead)(?![a-zA-Z])")
_CAPTION = re.compile(r"\s{0,99}\\caption(?:of\{table\})?\*?(?![a-zA-Z])")
_LONG = re.compile(r"\\end(firsthead|head|foot|lastfoot)(?![a-zA-Z])")
_DEEPEST = 30  # rows that a cell may span
_ARGUMENTS = {"tabular*": 2, "tabularx": 2, "tabulary": 2}

CellParts = tuple[list[Run], int, int]
"""What a cell holds, and how many columns and rows it spans."""


def caption_of(words: LatexText, at: int, end: int) -> tuple[int, int] | None:
    """The range of the caption that stands within a table, as in a long one."""
    found = _CAPTION.search(words.text, at, end)
    argument = words.argument(found.end()) if found else None
    return argument[:2] if argument and argument[2] <= end else None


def table_rows(
    words: LatexText, name: str, at: int, end: int
) -> tuple[list[list[CellParts]], int | None]:
    """The rows of a table's environment, and how many stand above its first inner rule."""
    for _ in range(_ARGUMENTS.get(name, 1)):
        argument = words.argument(at)
        at = argument[2] if argument else at
    parts = _parts(words.text, at, end)
    first, head = _rows(words, *parts[0])
    if len(parts) == 1:
        return _all_filled(first), head if head and head < len(first) else None
    body, _ = _rows(words, *parts[1])
    last = _rows(words, *parts[2])[0] if len(parts) > 2 else []
    rows = _all_filled([*first, *body, *last])
    return rows, len(first) if body and first else None


def _parts(text: str, at: int, end: int) -> list[tuple[int, int]]:
    """Of a long table the head of its first page, the body, and the foot of its last page.

    Those of the pages between repeat them, or say that the table goes on.
    """
    found: dict[str, tuple[int, int]] = {}
    for match in _LONG.finditer(text, at, end):
        found[match.group(1)] = (at, match.start())
        at = match.end()
    if not found:
        return [(at, end)]
    head = found.get("firsthead") or found.get("head") or (at, at)
    foot = found.get("lastfoot") or found.get("foot")
    return [head, (at, end), *([foot] if foot else [])]


def _rows(words: LatexText, at: int, end: int) -> tuple[list[list[CellParts]], int | None]:
    rows: list[list[CellParts]] = []
    head: int | None = None
    row: list[CellParts] = []
    start = at
    depth = 0
    while at < end:
        match = words.token(at, end)
        if match is None:
            break
        if opaque := words.places.opaque.get(at):
            at = opaque
            continue
        after = match.end()
        depth += {"{": 1, "}": -1}.get(match["brace"] or "", 0)
        text = match.group()
        if not depth and (match["sign"] == "\\" or match["command"] == "tabularnewline"):
            row.append(_cell(words, start, at))
            _add(rows, row)
            row, start = [], _after_option(words.text, after, end)
            after = start
        elif not depth and _RULE.match(words.text, at) and match["command"]:
            if rows and head is None and not row:
                head = len(rows)
            following = (
                words.argument(after, options=True)
                if "cmidrule" in text or "hhline" in text
                else None
            )
            after = following[2] if following else after
            start = after if not row and not words.text[start:at].strip() else start
        elif not depth and "&" in text and not match["sign"] and not match["comment"]:
            cut = at + text.index("&")
            row.append(_cell(words, start, cut))
            start = after = cut + 1
        at = after
    if row or words.text[start:end].strip():
        row.append(_cell(words, start, end))
        _add(rows, row)
    return rows, head


def _all_filled(rows: list[list[CellParts]]) -> list[list[CellParts]]:
    return [_filled(rows, number) for number in range(len(rows))]


def _filled(rows: list[list[CellParts]], number: int) -> list[CellParts]:
    """A row without the empty cells that stand where one from above reaches into it."""
    covered: set[int] = set()
    for above in range(max(0, number - _DEEPEST), number):
        column = 0
        for _, across, down in rows[above]:
            if above + down > number:
                covered.update(range(column, column + across))
            column += across
    row: list[CellParts] = []
    column = 0
    for cell in rows[number]:
        if column not in covered or text_of(cell[0]):
            row.append(cell)
        column += cell[1]
    return row


def _add(rows: list[list[CellParts]], row: list[CellParts]) -> None:
    if any(run.text.strip() for runs, _, _ in row for run in runs):
        rows.append(row)


def _cell(words: LatexText, start: int, end: int) -> CellParts:
    if caption := _CAPTION.match(words.text, start, end):  # it was taken before
        argument = words.argument(caption.end())
        start = min(argument[2], end) if argument else start
    across = _SPANNED.match(words.text, start, end)
    if across is None:
        down = _SPANNED_DOWN.match(words.text, start, end)
        return words.inline(start, end), 1, int(down.group(1)) if down else 1
    shape = words.argument(across.end())
    content = words.argument(shape[2]) if shape else None
    runs = words.inline(content[0], content[1]) if content else words.inline(start, end)
    return runs, int(across.group(1)), 1


def _after_option(text: str, at: int, end: int) -> int:
    """Behind the distance that may follow the end of a row."""
    match = re.compile(r"\*?\s{0,9}\[[^\[\]\n]{0,40}\]").match(text, at, end)
    return match.end() if match else at
