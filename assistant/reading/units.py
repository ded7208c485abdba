"""The parts of a file that people can name, and where words stand on its pages."""

from __future__ import annotations

import base64
import bisect
import sys
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, NamedTuple

UnitKind = Literal["page", "slide", "sheet", "row", "chapter", "paragraph", "part", "cell"]


class Unit(NamedTuple):
    """A part of a file: a page, a slide, a sheet and its rows, a file inside an archive.

    number: counted from 1, among those of its kind in the unit around it.
    start:  the first character of the layer that lies in it; it ends where the next of its kind
            or of one around it begins.
    label:  the printed page label, the sheet's name, the chapter's title; "" where it adds nothing
            to the number.
    width, height: of a page as shown, in points; 0 for other units.
    """

    kind: UnitKind
    number: int
    start: int
    label: str = ""
    width: float = 0.0
    height: float = 0.0


class UnitRange(NamedTuple):
    """The first and the last unit of a kind that something lies in."""

    kind: UnitKind
    first: int
    last: int
    first_label: str = ""
    last_label: str = ""


class _Kind(NamedTuple):
    """The units of one kind, in order, and where they start."""

    units: tuple[Unit, ...]
    starts: tuple[int, ...]


class _Same:
    """The units of one file, equal to no others: to compare 150,000 of them takes long."""

    __slots__ = ("units",)

    def __init__(self, units: tuple[Unit, ...]) -> None:
        self.units = units

    def __hash__(self) -> int:
        return id(self.units)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.units is other.units


@lru_cache(maxsize=8)
def _by_kind(same: _Same) -> tuple[_Kind, ...]:
    kinds: dict[UnitKind, list[Unit]] = {}
    for unit in same.units:
        kinds.setdefault(unit.kind, []).append(unit)
    return tuple(_Kind(tuple(one), tuple(unit.start for unit in one)) for one in kinds.values())


def units_of(units: Sequence[Unit], start: int, end: int) -> tuple[UnitRange, ...]:
    """The units that `layer[start:end]` lies in, outermost first.

    It ends with the first kind of which there is more than one: of a quote over two sheets, the
    rows mean nothing.
    """
    found: list[UnitRange] = []
    first_inside = last_inside = 0
    for those in _by_kind(_Same(tuple(units))):
        first = bisect.bisect_right(those.starts, start) - 1
        last = bisect.bisect_left(those.starts, end) - 1
        if first < 0 or those.starts[first] < first_inside or those.starts[last] < last_inside:
            continue  # not in a unit of this kind
        one, other = those.units[first], those.units[max(first, last)]
        found.append(UnitRange(one.kind, one.number, other.number, one.label, other.label))
        if one is not other:
            break
        first_inside = last_inside = one.start
    return tuple(found)


Rect = tuple[float, float, float, float]
"""x0, y0, x1, y1 in points, from the top left of the page as shown."""


@dataclass(frozen=True, slots=True)
class Boxes:
    """Where the words of a layer stand on their pages.

    starts, ends: of each word, half-open ranges of the layer, ascending.
    rects:        of each word.
    """

    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    rects: tuple[Rect, ...] = field(default=(), repr=False)


_TENTHS = 10  # of a point
_MOST = 0xFFFF


def pack(boxes: Boxes) -> str:
    """The boxes in few characters, to a tenth of a point; "" for none.

    Coordinates beyond 6,553 points are cut there.
    """
    if not boxes.starts:
        return ""
    places = array("I", boxes.starts)
    lengths = array("H", (min(_MOST, e - s) for s, e in zip(boxes.starts, boxes.ends, strict=True)))
    sides = array("H", (_tenths(side) for rect in boxes.rects for side in rect))
    count = len(boxes.starts).to_bytes(4, "little")
    packed = zlib.compress(count + _little(places) + _little(lengths) + _little(sides))
    return base64.b64encode(packed).decode()


@lru_cache(maxsize=8)  # of a document asked, the boxes are wanted for every passage of an answer
def unpack(packed: str) -> Boxes:
    """What `pack` packed.

    Raises:
        ValueError: it was not made by `pack`.
    """
    if not packed:
        return Boxes()
    try:
        data = zlib.decompress(base64.b64decode(packed, validate=True))
    except zlib.error as error:
        raise ValueError("boxes that cannot be unpacked") from error
    count = int.from_bytes(data[:4], "little")
    if len(data) != 4 + 14 * count:
        raise ValueError("boxes of another length than they say")
    starts = _array("I", data[4 : 4 + 4 * count])
    lengths = _array("H", data[4 + 4 * count : 4 + 6 * count])
    sides = [side / _TENTHS for side in _array("H", data[4 + 6 * count :])]
    ends = tuple(start + length for start, length in zip(starts, lengths, strict=True))
    rects = zip(sides[0::4], sides[1::4], sides[2::4], sides[3::4], strict=True)
    return Boxes(tuple(starts), ends, tuple(rects))


def _tenths(side: float) -> int:
    return max(0, min(_MOST, round(side * _TENTHS)))


def _little(numbers: array[int]) -> bytes:
    return _swapped(numbers).tobytes()


def _array(code: Literal["I", "H"], data: bytes) -> array[int]:
    numbers = array(code)
    numbers.frombytes(data)
    return _swapped(numbers)


def _swapped(numbers: array[int]) -> array[int]:
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


class PageBox(NamedTuple):
    """Part of a page: a rectangle in points, from the top left of the page as shown."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


_APART = 2.0  # of a line's height: words further apart are not in one line's box


def boxes_within(
    boxes: Boxes, pages: Sequence[Unit], ranges: Iterable[tuple[int, int]]
) -> tuple[PageBox, ...]:
    """The boxes of the words in these ranges of a layer, those of a line joined.

    pages: the layer's units of kind "page", in order.
    """
    starts = [page.start for page in pages]
    found: list[PageBox] = []
    for number, rect in _words(boxes, ranges):
        page = bisect.bisect_right(starts, boxes.starts[number])
        box = PageBox(pages[page - 1].number if page else 1, *rect)
        if found and _same_line(found[-1], box):
            found[-1] = _around(found[-1], box)
        else:
            found.append(box)
    return tuple(found)


def _words(boxes: Boxes, ranges: Iterable[tuple[int, int]]) -> Iterator[tuple[int, Rect]]:
    for start, end in ranges:
        number = bisect.bisect_right(boxes.ends, start)
        while number < len(boxes.starts) and boxes.starts[number] < end:
            yield number, boxes.rects[number]
            number += 1


def _same_line(one: PageBox, other: PageBox) -> bool:
    if one.page != other.page:
        return False
    lower, upper = min(one.y1, other.y1), max(one.y0, other.y0)
    height = min(one.y1 - one.y0, other.y1 - other.y0)
    apart = max(other.x0 - one.x1, one.x0 - other.x1)
    return lower - upper > height / 2 and apart < _APART * max(height, 1.0)


def _around(one: PageBox, other: PageBox) -> PageBox:
    return PageBox(
        one.page,
        min(one.x0, other.x0), min(one.y0, other.y0), max(one.x1, other.x1), max(one.y1, other.y1),
    )  # fmt: skip
