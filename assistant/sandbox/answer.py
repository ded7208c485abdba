"""What the reading process says it read, checked and put together.

The process has run over a file that anybody may have written: nothing that it says is taken on
trust. What cannot be checked here, that the text is the file's, harms that file alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from itertools import pairwise
from typing import Annotated, NamedTuple

from pydantic import ConfigDict, Field, TypeAdapter
from pydantic.dataclasses import dataclass

from assistant.chunking.passage import CutDocument, Passage, PassageKind, passage_id
from assistant.reading.discovery import hash_content
from assistant.reading.document import (
    Block,
    BlockKind,
    Document,
    OriginalFile,
    Source,
    Span,
    Table,
)
from assistant.reading.offsets import OffsetMap, Piece

_Place = Annotated[int, Field(ge=0)]
_Range = tuple[_Place, _Place]


class _Block(NamedTuple):
    kind: BlockKind
    start: _Place
    end: _Place
    section: tuple[str, ...]
    cells: tuple[_Range, ...]
    table: _Place | None


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
    encoding: Annotated[str, Field(max_length=40)]
    line_starts: tuple[_Place, ...]
    breaks: tuple[_Place, ...]
    blocks: tuple[_Block, ...]
    tables: tuple[tuple[str, tuple[str, ...]], ...]
    pieces: tuple[Piece, ...]
    passages: tuple[_Passage, ...]


_ADAPTER = TypeAdapter(_Answer)


def put_together(answer: bytes, name: str, data: bytes, source: Source) -> CutDocument:
    """The document and passages that an answer describes.

    name:   of the document.
    data:   the file's bytes, of which the hashes are taken.
    source: what is known of its publication.

    Raises:
        ValueError: it is no answer, or one that contradicts itself or the file.
    """
    told = _ADAPTER.validate_json(answer)
    _check(told, len(data))
    document = Document(
        name=name,
        text=told.text,
        sha256=hash_content(data, source),
        source=source,
        blocks=tuple(
            Block(one.kind, one.start, one.end, one.section, _spans(one.cells), one.table)
            for one in told.blocks
        ),
        tables=tuple(Table(caption, columns) for caption, columns in told.tables),
        origin=OffsetMap(told.pieces),
        file=OriginalFile(
            sha256=hashlib.sha256(data).hexdigest(),
            size=len(data),
            encoding=told.encoding,
            line_starts=told.line_starts,
            breaks=told.breaks,
        ),
    )
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
    _require(_in_order(((one.start, one.end) for one in told.passages), length))
    for passage in told.passages:
        _require(_in_order(passage.sentences, passage.end))
        _require(passage.sentences[0][0] >= passage.start)
        _require(passage.block is None or passage.block < len(told.blocks))
    _require(_in_order(((one.start, one.end) for one in told.pieces), length))
    # No encoding has more characters than bytes.
    _require(all(0 <= one.origin_start <= one.origin_end <= size for one in told.pieces))
    _require(told.line_starts[:1] == (0,) and told.line_starts[-1] <= size)
    _require(all(one < two for one, two in pairwise(told.line_starts)))
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
