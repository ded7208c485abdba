"""The messages between the program and its reading process, and their checks."""

from __future__ import annotations

import contextlib
import gc
import struct
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import IO, Annotated, Literal, NamedTuple

from pydantic import ConfigDict, Field, TypeAdapter
from pydantic.dataclasses import dataclass

from assistant.chunking.chunks import CutDocument, Passage, PassageKind, passage_id
from assistant.reading.document import (
    Block,
    BlockKind,
    Document,
    OffsetMap,
    OriginalFile,
    Piece,
    ReadingReport,
    Source,
    Span,
    Table,
)
from assistant.reading.identity import identified
from assistant.reading.units import Unit, unpack

Tag = Literal[b"b", b"a", b"r", b"m"]
"""begun, answer, refused, out of memory."""

TAGS: tuple[Tag, ...] = (b"b", b"a", b"r", b"m")

_REQUEST = struct.Struct(">II")
_ANSWER = struct.Struct(">cQ")


class Broken(Exception):
    """The other side has gone, or said what nobody says."""


class TooLarge(Broken):
    """The other side has more to say than is heard."""


def send_request(pipe: IO[bytes], header: bytes, data: bytes) -> None:
    """Hand over a file.

    Raises:
        OSError: the other side has gone.
    """
    pipe.write(_REQUEST.pack(len(header), len(data)) + header)
    pipe.write(data)
    pipe.flush()


def receive_request(pipe: IO[bytes]) -> tuple[bytes, bytes] | None:
    """The next header and file; None where there will be none."""
    lengths = pipe.read(_REQUEST.size)
    if len(lengths) < _REQUEST.size:
        return None
    header, data = _REQUEST.unpack(lengths)
    request = pipe.read(header), pipe.read(data)
    return request if len(request[1]) == data else None


def send_answer(pipe: IO[bytes], tag: Tag, payload: bytes = b"") -> None:
    """Say what became of the file."""
    pipe.write(_ANSWER.pack(tag, len(payload)))
    pipe.write(payload)
    pipe.flush()


def receive_answer(pipe: IO[bytes], most: int) -> tuple[Tag, bytes]:
    """A tag and what it comes with, of at most so many bytes.

    Raises:
        Broken: the other side has ended, or sends something else.
        TooLarge: it would send more.
    """
    start = pipe.read(_ANSWER.size)
    if len(start) < _ANSWER.size:
        raise Broken
    found, length = _ANSWER.unpack(start)
    tag = next((one for one in TAGS if one == found), None)
    if tag is None:
        raise Broken
    if length > most:
        raise TooLarge
    payload = pipe.read(length)
    if len(payload) < length:
        raise Broken
    return tag, payload


_Place = Annotated[int, Field(ge=0)]
_Range = tuple[_Place, _Place]


class _Block(NamedTuple):
    kind: BlockKind
    start: _Place
    end: _Place
    section: tuple[str, ...]
    cells: tuple[_Range, ...]
    table: _Place | None
    level: _Place
    lead: _Place | None


class _Passage(NamedTuple):
    start: _Place
    end: _Place
    section: tuple[str, ...]
    sentences: Annotated[tuple[_Range, ...], Field(min_length=1)]
    kind: PassageKind
    block: _Place | None


@dataclass(frozen=True, slots=True, config=ConfigDict(extra="forbid", strict=True))
class _Answer:
    text: str
    source: Source
    language: Annotated[str, Field(max_length=8)]
    report: ReadingReport
    length: _Place
    units: tuple[Unit, ...]
    boxes: str
    encoding: Annotated[str, Field(max_length=40)]
    line_starts: tuple[_Place, ...]
    breaks: tuple[_Place, ...]
    blocks: tuple[_Block, ...]
    tables: tuple[tuple[str, tuple[str, ...]], ...]
    pieces: tuple[Piece, ...]
    passages: tuple[_Passage, ...]


_ADAPTER = TypeAdapter(_Answer)


def put_together(
    answer: bytes, name: str, data: bytes, source: Source, encoding: str = ""
) -> CutDocument:
    """The document and passages that an answer describes.

    name:   of the document.
    data:   the file's bytes, of which the hashes are taken.
    source: what is known of its publication.
    encoding: that was named for it; "" where none was.

    Raises:
        ValueError: it is no answer, or one that contradicts itself or the file.
    """
    with collecting_seldom():
        return _made(_ADAPTER.validate_json(answer), name, data, source, encoding)


@contextlib.contextmanager
def collecting_seldom() -> Iterator[None]:
    """Within, Python does not look for circles: there are none in documents, and many objects.

    Looking for them takes half of the time in which a large document is put together.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _made(told: _Answer, name: str, data: bytes, source: Source, encoding: str) -> CutDocument:
    _check(told, len(data))
    read = Document(
        name,
        told.text,
        "",
        told.source,
        blocks=tuple(
            Block(
                one.kind,
                one.start,
                one.end,
                one.section,
                _spans(one.cells),
                one.table,
                one.level,
                one.lead,
            )
            for one in told.blocks
        ),
        tables=tuple(Table(caption, columns) for caption, columns in told.tables),
        origin=OffsetMap(told.pieces),
        file=OriginalFile(
            length=told.length,
            encoding=told.encoding,
            line_starts=told.line_starts,
            breaks=told.breaks,
            units=told.units,
            boxes=told.boxes,
        ),
        language=told.language,
        report=told.report,
    )
    document = identified(read, name, data, source, encoding)
    passages = (
        Passage(
            passage_id(document, one.start, one.end),
            document,
            one.start,
            one.end,
            one.section,
            _spans(one.sentences),
            one.kind,
            one.block,
        )
        for one in told.passages
    )
    return CutDocument(document, tuple(passages))


def _spans(ranges: Iterable[_Range]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in ranges)


def _check(told: _Answer, size: int) -> None:
    length = len(told.text)
    _require(_in_order(((one.start, one.end) for one in told.blocks), length))
    for block in told.blocks:
        _require(all(start <= end <= length for start, end in block.cells))
        _require(block.table is None or block.table < len(told.tables))
        _require(block.lead is None or block.lead < len(told.blocks))
    _require(_in_order(((one.start, one.end) for one in told.passages), length))
    for passage in told.passages:
        _require(_in_order(passage.sentences, passage.end))
        _require(passage.sentences[0][0] >= passage.start)
        _require(passage.block is None or passage.block < len(told.blocks))
    _require(_in_order(((one.start, one.end) for one in told.pieces), length))
    # No encoding has more characters than bytes.
    _require(told.length <= size if told.line_starts else not told.encoding)
    layer = told.length
    _require(all(0 <= one.origin_start <= one.origin_end <= layer for one in told.pieces))
    _require(told.line_starts[:1] in ((), (0,)) and told.line_starts[-1:] <= (layer,))
    _require(all(one < two for one, two in pairwise(told.line_starts)))
    _require(all(0 <= unit.start <= layer and unit.number > 0 for unit in told.units))
    _require(all(one.start <= two.start for one, two in pairwise(told.units)))
    boxes = unpack(told.boxes)
    _require(_in_order(zip(boxes.starts, boxes.ends, strict=True), layer))
    _require(all(place <= length for place in told.breaks))
    _require(all(one < two for one, two in pairwise(told.breaks)))


def _in_order(ranges: Iterable[_Range], end: int) -> bool:
    """Whether ranges follow one another up to that place."""
    last = 0
    for start, stop in ranges:
        if not last <= start <= stop:
            return False
        last = stop
    return last <= end


def _require(true: bool) -> None:
    if not true:
        raise ValueError("an answer that contradicts itself")
