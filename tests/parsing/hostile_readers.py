"""A reading process whose readers do what a hostile file may make a reader do."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from assistant.parsing import worker
from assistant.reading import reader
from assistant.reading.plain import read_plain
from assistant.reading.structure import Structure


def hang(_: str) -> Structure:
    """Hold Python's lock for good, as a pattern does."""
    re.match(r"(a*)*b", "a" * 100)
    raise AssertionError


def take(_: str) -> Structure:
    return read_plain("x" * 2**40)


def crash(_: str) -> Structure:
    os.abort()


def stop(_: str) -> Structure:
    os._exit(3)


def recurse(text: str) -> Structure:
    return recurse(text)


def chatter(text: str) -> Structure:
    sys.stdout.write("to whoever listens\n" * 1000)
    os.write(1, b"and to whoever has the number\n" * 1000)
    return read_plain(text)


def connect(_: str) -> Structure:
    socket.create_connection(("127.0.0.1", 9))
    raise AssertionError


def start(_: str) -> Structure:
    subprocess.run([sys.executable, "-c", ""], check=True)
    raise AssertionError


def write(text: str) -> Structure:
    Path(text.strip()).write_text("written")
    raise AssertionError


def surrogate(_: str) -> Structure:
    structure = read_plain("half a pair: x")
    return Structure(
        structure.text.replace("x", "\ud83d"), structure.blocks, structure.tables, structure.origin
    )


def secrets(_: str) -> Structure:
    return read_plain("The names are " + " ".join(sorted(os.environ)) + ".")


READERS: Mapping[str, Callable[[str], Structure]] = {
    f".{each.__name__}": each
    for each in (
        *(hang, take, crash, stop, recurse, chatter, connect, start, write, surrogate, secrets),
    )
}

if __name__ == "__main__":
    reader.FORMATS = {**reader.FORMATS, **READERS}
    worker.main()
