"""Drafts of blocks: lines of a column that belong together, before they become text."""

from __future__ import annotations

import re
import statistics
from dataclasses import dataclass, field
from itertools import pairwise

from assistant.reading.document import BlockKind
from assistant.reading.pdf.layout import Flow, PageTable
from assistant.reading.pdf.page_lines import Line
from assistant.reading.pdf.strips import Strip

_GAP = 1.3  # of the usual step between lines of a column: more parts paragraphs
_INDENT = 0.7  # of the size
_MOST_BESIDE = 4  # lines beside a letter that is several lines high
_ALIGNED = 3.0  # points
_SIZE = 1.07  # times: text of another size is another paragraph
_ITEM = re.compile(
    r"(?:[•‣◦▪●■□–∙·⁃\uf0b7\uf0a7\uf0d8*-]\s+\S|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)]\s+\S)"
)
_FILL_LINE = re.compile(r"(?:_{5}|\.{8}|…{4})\s*$")
"""What a form has for people to write on."""
BULLET = re.compile(r"[•‣◦▪●■□∙⁃\uf0b7\uf0a7\uf0d8]")
_ENDS = re.compile(r"[.!?:;…][\"'”’)\]⁰¹²³⁴⁵⁶⁷⁸⁹,]*$")
_STARTS = re.compile(r"[\"'“‘(\[]?[A-ZÀ-ÞΑ-ΩА-Я\d]")


@dataclass(slots=True, eq=False)
class Draft:
    """Lines of one block, or a table.

    begins:  whether its first line plainly begins something: it is indented or marked as an item.
    right:   where lines of its column end.
    """

    page: int
    angle: int
    lines: list[Line]
    kind: BlockKind = "paragraph"
    table: PageTable | None = None
    left: float = 0.0
    right: float = 0.0
    level: int = 0
    begins: bool = False
    strips: list[Strip] = field(default_factory=list)
    rows: list[list[list[Strip]]] = field(default_factory=list)
    header: list[Strip] = field(default_factory=list)
    columns: tuple[str, ...] = ()
    caption: Draft | None = None
    aligned: float = 0.0
    """How many of the lines of its column begin at the column's left, 0 to 1."""
    column: int = 0
    """A number for each column of the document, in reading order."""

    first_page: int = 0

    def __post_init__(self) -> None:
        self.first_page = self.first_page or self.page

    @property
    def text(self) -> str:
        """Of its lines, with line ends as spaces."""
        return " ".join(line.text for line in self.lines)

    @property
    def size(self) -> float:
        """The usual one of its lines."""
        sizes = sorted(line.size for line in self.lines)
        return sizes[len(sizes) // 2] if sizes else 0.0

    @property
    def bold(self) -> bool:
        """Whether all of it is."""
        return all(line.bold for line in self.lines)

    @property
    def italic(self) -> bool:
        """Whether all of it is."""
        return all(part.style.italic for line in self.lines for part in line.fragments)

    @property
    def fixed(self) -> bool:
        """Whether all of it is in letters of one width."""
        return all(line.fixed for line in self.lines)

    @property
    def top(self) -> float:
        """Its upper end."""
        return self.table.top if self.table else self.lines[0].top

    @property
    def bottom(self) -> float:
        """Its lower end."""
        return self.table.bottom if self.table else self.lines[-1].bottom

    @property
    def ends_sentence(self) -> bool:
        """Whether it ends as a sentence does."""
        return _ENDS.search(self.lines[-1].text) is not None if self.lines else True


def drafts_of(flow: Flow, column: int) -> list[Draft]:
    """The blocks of a column, in order."""
    step = _usual_step(flow)
    right = _right(flow)
    left = _left(flow)
    lines = _lines(flow)
    aligned = sum(abs(line.x0 - left) < _ALIGNED for line in lines) / max(1, len(lines))
    usual = statistics.median(line.size for line in lines) if lines else 0.0
    found: list[Draft] = []
    for part in flow.parts:
        if isinstance(part, PageTable):
            found.append(Draft(flow.page, flow.angle, [], table=part, column=column))
            continue
        if (
            found
            and found[-1].table is None
            and not (_parts(found[-1], part, step, right) or _ends_short(found[-1], part, usual))
        ):
            found[-1].lines.append(part)
            continue
        draft = Draft(flow.page, flow.angle, [part], left=left, right=right, column=column)
        draft.aligned = aligned
        draft.begins = part.x0 > left + _INDENT * part.size or is_item(part.text)
        if is_item(part.text):
            draft.kind = "item"
        found.append(draft)
    return found


def is_item(text: str) -> bool:
    """Whether a line begins with the mark of a list's item."""
    return _ITEM.match(text) is not None


def _lines(flow: Flow) -> list[Line]:
    return [part for part in flow.parts if isinstance(part, Line)]


def _usual_step(flow: Flow) -> float:
    """The usual way from a line to the next, in sizes of the text."""
    lines = _lines(flow)
    steps = sorted(
        (below.y - above.y) / max(above.size, 1.0)
        for above, below in pairwise(lines)
        if abs(above.size - below.size) < 0.5 and 0 < below.y - above.y < 4 * above.size
    )
    return steps[len(steps) // 3] if steps else 1.2


def _right(flow: Flow) -> float:
    ends = sorted(line.x1 for line in _lines(flow))
    return ends[int(0.9 * (len(ends) - 1))] if ends else flow.x1


def _left(flow: Flow) -> float:
    """Where most lines begin."""
    starts = sorted(line.x0 for line in _lines(flow))
    return starts[len(starts) // 5] if starts else flow.x0


def _parts(draft: Draft, line: Line, step: float, right: float) -> bool:
    """Whether a line begins another block than the one above it."""
    above = draft.lines[-1]
    if draft.lines[0].initial and len(draft.lines) <= _MOST_BESIDE:
        return False
    if _other_look(draft, line):
        return True
    if _FILL_LINE.search(above.text):
        return True
    if line.y - above.y > _GAP * step * max(above.size, line.size) or line.y < above.y:
        return True
    if is_item(line.text) and (BULLET.match(line.text) or _may_begin_item(draft, line)):
        return True
    indent = _INDENT * line.size
    if len(draft.lines) == 1:
        return _second_parts(draft, line, right, indent)
    rest = draft.lines[1].x0 if len(draft.lines) > 1 else above.x0
    centred = abs((above.x0 + above.x1) - (line.x0 + line.x1)) < indent
    if abs(line.x0 - rest) > indent and not centred:
        return True
    return _ends_early(above, line, right)


def _may_begin_item(draft: Draft, line: Line) -> bool:
    """As "12. Smith" after a line that ends, or below the mark of the item above."""
    first = draft.lines[0]
    below = is_item(first.text) and abs(first.x0 - line.x0) < 2 * _INDENT * line.size
    return below or draft.ends_sentence


def _second_parts(draft: Draft, line: Line, right: float, indent: float) -> bool:
    first = draft.lines[0]
    if line.x0 > first.x0 + indent and not is_item(first.text):
        return first.x1 <= right - 4 * first.size  # else the second line hangs below the first
    return _ends_early(first, line, right)


def _ends_short(draft: Draft, line: Line, usual: float) -> bool:
    """Whether the line above leaves much of the column empty, as in lists without marks."""
    above = draft.lines[-1]
    if line.size > _SIZE * usual or not _STARTS.match(line.text):
        return False
    left_aligned = abs(above.x0 - line.x0) < _ALIGNED
    return left_aligned and draft.right - above.x1 > _EMPTY * (draft.right - draft.left)


_EMPTY = 0.4  # of the width of a column


def _ends_early(above: Line, line: Line, right: float) -> bool:
    """Whether the line above ends a paragraph though the next word had room on it."""
    word = line.fragments[0]
    room = right - above.x1
    needed = word.x1 - word.x0 + 0.6 * line.size
    return (
        room > needed
        and _ENDS.search(above.text) is not None
        and _STARTS.match(line.text) is not None
    )


def _other_look(draft: Draft, line: Line) -> bool:
    """Another size, or bold after text that is not, or the other way round."""
    above = draft.lines[-1]
    if max(above.size, line.size) > _SIZE * min(above.size, line.size):
        return True
    if above.fixed != line.fixed:
        return True
    return draft.bold != line.bold and (above.bold or line.bold)
