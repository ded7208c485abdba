"""What passes between the program and its reading process: frames of bytes, holding JSON.

JSON and no pickle, since the process has read what may be hostile: data cannot be code here.
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass, replace
from typing import BinaryIO

from pydantic import TypeAdapter, ValidationError

from assistant.cutting.passage import CutDocument, Passage, PassageKind
from assistant.reading.discovery import CorpusFile, hash_content
from assistant.reading.document import Document, Source, Span

_LENGTH = struct.Struct(">Q")
MAX_FRAME = 2**30
"""Bytes of a frame."""


@dataclass(frozen=True, slots=True)
class Order:
    """What to do with the bytes that follow in a frame of their own.

    name:    path below `corpus/`; its suffix tells the format.
    examine: only try whether it can be read.
    seconds: after which the process ends itself, should the program be gone by then.
    """

    name: str
    source: Source
    examine: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class PlacedPassage:
    """A passage without its document."""

    id: str
    start: int
    end: int
    section: tuple[str, ...]
    sentences: tuple[Span, ...]
    kind: PassageKind
    block: int | None


@dataclass(frozen=True, slots=True)
class Reply:
    """What became of a file. refused: why it cannot be read; "" where it can."""

    refused: str = ""
    document: Document | None = None
    passages: tuple[PlacedPassage, ...] = ()


_ORDER = TypeAdapter(Order)
_REPLY = TypeAdapter(Reply)


def order_to_bytes(order: Order) -> bytes:
    """As JSON."""
    return _ORDER.dump_json(order)


def order_from_bytes(frame: bytes) -> Order:
    """Read what `order_to_bytes` gave."""
    return _ORDER.validate_json(frame)


def reply_to_bytes(reply: Reply) -> bytes:
    """As JSON.

    Raises:
        ValueError: The document holds lone surrogates, which no file and no model can take.
    """
    if reply.document is not None:
        reply.document.text.encode()
    return _REPLY.dump_json(reply)


def reply_of(cut: CutDocument) -> Reply:
    """A document that was read, with its passages."""
    passages = tuple(
        PlacedPassage(
            passage.id,
            passage.start,
            passage.end,
            passage.section,
            passage.sentences,
            passage.kind,
            passage.block,
        )
        for passage in cut.passages
    )
    return Reply(document=cut.document, passages=passages)


def reply_from_bytes(frame: bytes) -> Reply:
    """Read what `reply_to_bytes` gave; nothing in it is taken on trust.

    Raises:
        ValueError: It is no such reply, or something in it lies outside of the document's text.
    """
    try:
        reply = _REPLY.validate_json(frame)
    except ValidationError as error:
        raise ValueError("no reply") from error
    if reply.document is not None:
        _check(reply.document, reply.passages)
    return reply


def cut_document(reply: Reply, document: Document) -> CutDocument:
    """The reply's passages, of that document."""
    passages = tuple(
        Passage(
            id=placed.id,
            document=document,
            start=placed.start,
            end=placed.end,
            section=placed.section,
            sentences=placed.sentences,
            kind=placed.kind,
            block=placed.block,
        )
        for placed in reply.passages
    )
    return CutDocument(document, passages)


def with_facts(document: Document, file: CorpusFile, data: bytes) -> Document:
    """The document with what the program knows by itself: name, source, size and hashes."""
    return replace(
        document,
        name=file.name,
        source=file.source,
        sha256=hash_content(data, file.source),
        file=replace(document.file, sha256=hashlib.sha256(data).hexdigest(), size=len(data)),
    )


def _check(document: Document, passages: tuple[PlacedPassage, ...]) -> None:
    size = len(document.text)
    spans = [(block.start, block.end) for block in document.blocks]
    spans += [(cell.start, cell.end) for block in document.blocks for cell in block.cells]
    spans += [(piece.start, piece.end) for piece in document.origin.pieces]
    if not all(0 <= start <= end <= size for start, end in spans):
        raise ValueError("a place outside of the text")
    for passage in passages:
        inside = all(
            passage.start <= one.start < one.end <= passage.end for one in passage.sentences
        )
        if not (0 <= passage.start < passage.end <= size and inside):
            raise ValueError("a passage outside of the text")
        if passage.block is not None and not 0 <= passage.block < len(document.blocks):
            raise ValueError("a passage of no block")
    tables = [block.table for block in document.blocks if block.table is not None]
    if not all(0 <= table < len(document.tables) for table in tables):
        raise ValueError("a row of no table")


def write_frame(stream: BinaryIO, content: bytes) -> None:
    """Write one frame at once.

    Raises:
        OSError: The other side is gone.
    """
    stream.write(_LENGTH.pack(len(content)))
    stream.write(content)
    stream.flush()


def read_frame(stream: BinaryIO) -> bytes | None:
    """The next frame; None where the other side has ended, in its middle too.

    Raises:
        ValueError: The frame is larger than `MAX_FRAME`.
    """
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    if length > MAX_FRAME:
        raise ValueError("a frame too large")
    content = stream.read(length)
    return content if len(content) == length else None
