"""What goes through the pipes between the program and its reading process.

A request is two lengths, a header in JSON and the file's bytes; an answer is a tag, a length and
bytes. Nothing in them can be run.
"""

from __future__ import annotations

import struct
from typing import IO, Literal

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
