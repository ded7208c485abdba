"""The map from cleaned text back to the file it was cleaned from."""

from __future__ import annotations

import bisect
from dataclasses import dataclass
from typing import NamedTuple


class Piece(NamedTuple):
    """`text[start:end]` came from `file[origin_start:origin_end]`.

    A piece is either *exact* (equal length, offsets inside it map one to one) or a
    *replacement* (a ligature, collapsed white space), which maps as a whole.
    """

    start: int
    end: int
    origin_start: int
    origin_end: int


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Pieces in the order of the cleaned text.

    Characters that no piece covers were put in by cleaning (a space between joined lines) and
    have no place in the file.
    """

    pieces: tuple[Piece, ...] = ()

    def to_origin(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """Where `text[start:end]` stands in the file: half-open ranges in reading order.

        More than one range where something was taken out of the middle: a hyphen at a line
        end, a running header, a figure's caption inside a sentence. Ranges with only white
        space between them are not merged here, since only the file's text could tell.
        """
        ranges: list[tuple[int, int]] = []
        first = bisect.bisect_right(self.pieces, start, key=lambda piece: piece.end)
        for piece in self.pieces[first:]:
            if piece.start >= end:
                break
            origin = self._clip(piece, start, end)
            if ranges and ranges[-1][1] == origin[0]:
                ranges[-1] = (ranges[-1][0], origin[1])
            else:
                ranges.append(origin)
        return tuple(ranges)

    @staticmethod
    def _clip(piece: Piece, start: int, end: int) -> tuple[int, int]:
        if piece.end - piece.start != piece.origin_end - piece.origin_start:
            return piece.origin_start, piece.origin_end
        return (
            piece.origin_start + max(0, start - piece.start),
            piece.origin_end - max(0, piece.end - end),
        )
