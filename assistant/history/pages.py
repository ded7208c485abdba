"""Read rows from the pages of a file of SQLite without its tables.

A table is a tree, and where the page at its root is lost SQLite finds none of the rows below it,
whole as they may be. Their pages can be read by themselves: the format is told in
https://www.sqlite.org/fileformat2.html, sections 1.6 and 2. What is found is not known to be a row
of anything, before its seal has told.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

PAGE = 4096
"""Bytes of a page: SQLite's own choice, which our files leave as it is."""

_LEAF = 13  # the kind of a page that holds rows of a table
_LOCAL = PAGE - 35  # bytes of a row that fit into its page; more overflow
_LEAST = (PAGE - 12) * 32 // 255 - 23

Values = list[object]


def rows(path: Path) -> Iterator[Values]:
    """The values of every row of every table, as far as their pages can be read.

    Raises:
        OSError: The file cannot be read.
    """
    content = path.read_bytes()
    for start in range(0, len(content), PAGE):
        page = content[start : start + PAGE]
        head = 100 if start == 0 else 0  # of the file
        if len(page) < PAGE or page[head] != _LEAF:
            continue
        (count,) = struct.unpack_from(">H", page, head + 3)
        for number in range(min(count, (PAGE - 8) // 2)):
            try:
                (cell,) = struct.unpack_from(">H", page, head + 8 + 2 * number)
                yield _row(content, page, cell)
            except (ValueError, IndexError, struct.error):
                continue


def _row(content: bytes, page: bytes, cell: int) -> Values:
    size, place = _varint(page, cell)
    rowid, place = _varint(page, place)
    if not 0 < size <= len(content):
        raise ValueError("no row is as long as that")
    payload = _payload(content, page, place, size)
    end, place = _varint(payload, 0)
    kinds = []
    while place < end:
        kind, place = _varint(payload, place)
        kinds.append(kind)
    values = []
    for kind in kinds:
        value, end = _value(payload, end, kind)
        values.append(value)
    if end != size:
        raise ValueError("a row that ends elsewhere")
    return [rowid, *values]


def _payload(content: bytes, page: bytes, place: int, size: int) -> bytes:
    if size <= _LOCAL:
        return page[place : place + size]
    local = _LEAST + (size - _LEAST) % (PAGE - 4)
    local = local if local <= _LOCAL else _LEAST
    parts, left = [page[place : place + local]], size - local
    (following,) = struct.unpack_from(">I", page, place + local)
    while left > 0:
        start = (following - 1) * PAGE
        if not 0 < start <= len(content) - PAGE:
            raise ValueError("the rest is not there")
        (following,) = struct.unpack_from(">I", content, start)
        parts.append(content[start + 4 : start + 4 + min(left, PAGE - 4)])
        left -= PAGE - 4
    return b"".join(parts)


def _varint(data: bytes, place: int) -> tuple[int, int]:
    """A number of one to nine bytes, and where it ends."""
    value = 0
    for length in range(8):
        byte = data[place + length]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, place + length + 1
    return value << 8 | data[place + 8], place + 9


def _value(payload: bytes, start: int, kind: int) -> tuple[object, int]:
    """A value of a kind ("serial type"), and where it ends."""
    if kind >= 12:
        end = start + (kind - 12) // 2
        data = payload[start:end]
        if len(data) != end - start:
            raise ValueError("a value that is cut off")
        return data.decode("utf-8") if kind % 2 else data, end
    if kind in (0, 8, 9):
        return {0: None, 8: 0, 9: 1}[kind], start
    lengths = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
    if kind not in lengths:  # fractions are in none of our tables
        raise ValueError("a kind of value that we never write")
    end = start + lengths[kind]
    return int.from_bytes(payload[start:end], signed=True), end
