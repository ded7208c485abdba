"""Read a SQLite file page by page, without the tables that should lead to the pages.

The latest changes may still be in the log beside the file (…-wal): its pages replace the file's, as
they do when SQLite reads them.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

PAGE = 4096
"""Bytes of a page: SQLite's own choice, which our files leave as it is."""

_LOG_MAGIC = 0x377F0682  # its lowest bit: whether the sums are of big-endian numbers
_LOG_HEAD = 32
_FRAME_HEAD = 24
_LEAF = 13  # the kind of a page that holds rows of a table
_LOCAL = PAGE - 35  # bytes of a row that fit into its page; more overflow
_LEAST = (PAGE - 12) * 32 // 255 - 23

Values = list[object]


def rows(path: Path) -> Iterator[Values]:
    """The values of every row of every table, as far as their pages can be read.

    Raises:
        OSError: The file cannot be read.
    """
    content = _with_log(path)
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


def _with_log(path: Path) -> bytes:
    """The file's pages, with those that its log has of whole transactions."""
    content = path.read_bytes()
    try:
        log = Path(f"{path}-wal").read_bytes()
    except FileNotFoundError:
        return content
    written, count = _logged(log)
    if not count:
        return content
    pages = bytearray(content[: count * PAGE].ljust(count * PAGE, b"\0"))
    for number, page in written.items():
        if number <= count:
            pages[(number - 1) * PAGE : number * PAGE] = page
    return bytes(pages)


def _logged(log: bytes) -> tuple[dict[int, bytes], int]:
    """The newest pages of a log, by number from 1, and how many the file has with them; 0 if
    the log has no whole transaction.
    """
    if len(log) < _LOG_HEAD:
        return {}, 0
    magic, _, size, _, *salts_and_sums = struct.unpack(">8I", log[:_LOG_HEAD])
    if magic | 1 != _LOG_MAGIC | 1 or size != PAGE:
        return {}, 0
    order = ">" if magic & 1 else "<"
    sums = _sums((0, 0), log[: _LOG_HEAD - 8], order)
    if list(sums) != salts_and_sums[2:]:
        return {}, 0
    whole: dict[int, bytes] = {}
    begun: dict[int, bytes] = {}
    count = 0
    for at in range(_LOG_HEAD, len(log) - _FRAME_HEAD - PAGE + 1, _FRAME_HEAD + PAGE):
        number, pages, *salts, first, second = struct.unpack_from(">6I", log, at)
        page = log[at + _FRAME_HEAD : at + _FRAME_HEAD + PAGE]
        sums = _sums(_sums(sums, log[at : at + 8], order), page, order)
        if salts != salts_and_sums[:2] or sums != (first, second):
            break  # older, or not written to its end
        begun[number] = page
        if pages:  # a transaction ends
            whole |= begun
            begun, count = {}, pages
    return whole, count


def _sums(before: tuple[int, int], data: bytes, order: str) -> tuple[int, int]:
    """The checksum of SQLite's log, continued."""
    first, second = before
    numbers = struct.unpack(f"{order}{len(data) // 4}I", data)
    for even, odd in zip(numbers[::2], numbers[1::2], strict=True):
        first = (first + even + second) & 0xFFFFFFFF
        second = (second + odd + first) & 0xFFFFFFFF
    return first, second


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
