"""A Chroma server in a process of its own, as `chroma run` starts it: the one in Rust."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.errors import VectorServerUnusable
from assistant.indexing.chroma_server import ChromaServer
from assistant.indexing.manifest import SEGMENTS, Segment, seal_files
from assistant.indexing.segments import VECTORS
from assistant.settings import Settings

# What the `chroma` command calls, without importing all of chromadb, which takes seconds.
_RUN = "import sys, chromadb_rust_bindings as chroma; chroma.cli(['chroma', 'run', *sys.argv[1:]])"
_STARTING = 60.0  # seconds, on a machine that others are using


class ChromaProcess:
    """Keeps its port when it is started again, as a server at an address does."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self._port}"
        self.start()

    def start(self) -> None:
        with (self.folder / "log").open("ab") as log:
            options = ["--path", "data", "--host", "127.0.0.1", "--port", str(self._port)]
            command = [sys.executable, "-c", _RUN, *options]
            self._process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self.folder)
        server, until = self.client(), time.monotonic() + _STARTING
        while True:
            try:
                server.check()
                break
            except VectorServerUnusable:
                ended = self._process.poll() is not None
                if ended or time.monotonic() > until:
                    raise AssertionError((self.folder / "log").read_text()) from None
        server.close()

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self._process.poll() is None:
            self._process.send_signal(how)
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def client(self) -> ChromaServer:
        return ChromaServer(Settings(chroma_url=self.url))

    def lose_vectors(self) -> None:
        """Remove what is kept of each vector index, as servers are said to do by themselves."""
        for header in (self.folder / "data").glob("*/header.bin"):
            shutil.rmtree(header.parent)


@contextmanager
def running(folder: Path) -> Iterator[ChromaProcess]:
    process = ChromaProcess(folder)
    try:
        yield process
    finally:
        process.stop(signal.SIGKILL)


def made_up(count: int, dimension: int = 384) -> NDArray[np.float32]:
    """Vectors of length 1 in groups of about 40 that are near each other, as sentences are."""
    chance = np.random.default_rng(count)
    centres = chance.normal(size=(max(1, count // 40), dimension))
    rows = centres[chance.integers(len(centres), size=count)]
    rows = rows + 0.8 * chance.normal(size=(count, dimension))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def write(index: Path, name: str, rows: NDArray[np.float32]) -> Segment:
    """A segment as the index has it."""
    folder = index / SEGMENTS / name
    folder.mkdir(parents=True)
    rows.tofile(folder / VECTORS)
    return Segment(len(rows), rows.shape[1], seal_files(folder))
