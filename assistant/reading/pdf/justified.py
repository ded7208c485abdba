"""Join the words of justified lines in narrow columns, which stand as far apart as cells do.

Such a line has the same white between all its words, and begins and ends where the lines of its
paragraph do. The cells of a table have both only by chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.reading.pdf.fragments import Fragment
from assistant.reading.pdf.segment import Segment, spaced

_SAME_LINE = 0.18  # of the size
_STEP = 1.8  # of the size: from a line of a paragraph to the next
_LEFT, _RIGHT = 2.0, 0.7  # points; of the size: how far ends of lines differ, hyphens may hang out
_EVEN = 0.25  # of the white between words: so much it may differ within a line
_HANGS = 3.0  # of the size: how far a first line may be set in or out
_WIDEST = 12.0  # of the size: white between words
_WORDS = 3  # of a line that surely is running text
_DIFFERS = 0.08  # of the white: so much it differs from line to line, not from row to row


@dataclass(slots=True)
class _Run:
    """Pieces that follow one another on one line in the file. text: they are running text."""

    pieces: list[Segment]
    text: bool = False

    @property
    def size(self) -> float:
        return self.pieces[0].size

    @property
    def y(self) -> float:
        return self.pieces[0].y


def join_justified(segments: Sequence[Segment]) -> list[Segment]:
    """Segments in the order of the file, the words of justified lines as one."""
    runs = _runs(segments)
    for run in runs:
        run.text = len(run.pieces) == 1 and len(_gaps(run.pieces)) + 1 >= _WORDS
    for above, below in pairwise(runs):  # downwards, then upwards: a joined line proves the next
        _join(below, above)
    for above, below in pairwise(reversed(runs)):
        _join(below, above)
    return [piece for run in runs for piece in run.pieces]


def _runs(segments: Sequence[Segment]) -> list[_Run]:
    runs: list[_Run] = []
    for piece in segments:
        last = runs[-1].pieces[-1] if runs else None
        if (
            last is not None
            and abs(piece.y - last.y) <= _SAME_LINE * last.size
            and 0 <= piece.x0 - last.x1 <= _WIDEST * last.size
        ):
            runs[-1].pieces.append(piece)
        else:
            runs.append(_Run([piece]))
    return runs


def _join(run: _Run, other: _Run) -> None:
    """Join what stands exactly above or below a line of text, or below another even line."""
    if len(run.pieces) == 1 or not 0 < abs(run.y - other.y) <= _STEP * max(run.size, other.size):
        return
    end = other.pieces[-1].x1 + _RIGHT * run.size
    firsts = [other.pieces[0].x0] if other.text else [piece.x0 for piece in other.pieces]
    for first in firsts:
        for left in (_LEFT, _HANGS * run.size):
            inside = [piece for piece in run.pieces if piece.x0 >= first - left and piece.x1 <= end]
            if len(inside) > 1 and _belongs(inside, other, first):
                _replace(run, inside)
                return


def _belongs(pieces: Sequence[Segment], other: _Run, first: float) -> bool:
    """Whether pieces are the words of a line of the paragraph that another line is of."""
    size, gaps = pieces[0].size, _gaps(pieces)
    begins, ends = pieces[0].x0 - first, pieces[-1].x1 - other.pieces[-1].x1
    hangs = abs(begins) > _LEFT  # a first line set in, or a number before it
    if abs(begins) > _HANGS * size or abs(ends) > _RIGHT * size:
        return False
    if not gaps or not _is_even(gaps) or (hangs and len(gaps) < _WORDS):
        return False
    return other.text or (not hangs and _both_even(pieces, other, first))


def _both_even(pieces: Sequence[Segment], other: _Run, first: float) -> bool:
    """Whether two lines have even white, each another: rows of short cells have the same."""
    beside = [piece for piece in other.pieces if piece.x0 >= first - _LEFT]
    one, two = _gaps(pieces), _gaps(beside)
    if min(len(one), len(two)) < _WORDS - 1 or not (_is_even(one) and _is_even(two)):
        return False
    words = [word.text for piece in (*pieces, *beside) for word in piece.fragments]
    letters = sum(any(map(str.isalpha, word)) for word in words)
    here, there = sum(one) / len(one), sum(two) / len(two)
    return abs(here - there) > _DIFFERS * max(here, there) and 2 * letters > len(words)


def _is_even(gaps: Sequence[float]) -> bool:
    return max(gaps) - min(gaps) <= _EVEN * max(gaps)


def _gaps(pieces: Sequence[Segment]) -> list[float]:
    """The white between words."""
    words: list[Fragment] = [word for piece in pieces for word in piece.fragments]
    return [after.x0 - before.x1 for before, after in pairwise(words) if spaced(before, after)]


def _replace(run: _Run, inside: Sequence[Segment]) -> None:
    whole, *others = inside
    whole.justified = True
    for piece in others:
        whole.add(piece)
    gone = {id(piece) for piece in others}
    run.pieces = [piece for piece in run.pieces if id(piece) not in gone]
    run.text = len(run.pieces) == 1
