"""What is published and pulled in the tests, and a web server that shows it."""

from __future__ import annotations

import threading
from base64 import b64encode
from collections import Counter
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self
from unittest import mock

from fake_embedder import FakeEmbedder
from index_samples import fill

from assistant.chunking.chunks import CutDocument, cut
from assistant.indexing import build as building
from assistant.indexing import engines
from assistant.indexing.embeddings import SentenceEmbedder
from assistant.indexing.index import open_index
from assistant.reading.discovery import CorpusFile, file_bytes
from assistant.reading.reader import read_bytes
from assistant.replication import publish as publishing
from assistant.replication import pull as pulling
from assistant.replication.publish import Manner, Publication
from assistant.replication.pull import Pulled
from assistant.replication.store import Store
from assistant.workspace import Workspace

MODEL = FakeEmbedder().fingerprint


class ReadHere:
    """Reads files in this process: starting another one takes most of the time of a build."""

    def __init__(self, _: object) -> None:
        pass

    def close(self) -> None:
        pass

    def read(self, file: CorpusFile) -> CutDocument:
        document = read_bytes(file.name, file_bytes(file), file.source)
        return CutDocument(document, tuple(cut(document)))


def build(workspace: Workspace, embedder: SentenceEmbedder | None = None) -> None:
    with mock.patch.object(engines, "Sandbox", ReadHere):
        building.build(workspace, embedder or FakeEmbedder())


def publish(workspace: Workspace, store: Store, **manner: object) -> Publication:
    return publishing.publish(workspace, store, MODEL, Manner(**manner))  # type: ignore[arg-type]


def pull(copy: Workspace, store: Store) -> Pulled:
    done = pulling.pull(copy, store, MODEL)
    assert done is not None
    return done


def change(workspace: Workspace, text: str) -> None:
    """Another document of that text comes into the index."""
    fill(workspace, {"changing.txt": text})
    build(workspace)


def generation(workspace: Workspace) -> str:
    """What is current there, opened and so checked."""
    with open_index(workspace, MODEL) as index:
        return index.generation


def documents(workspace: Workspace) -> dict[str, str]:
    with open_index(workspace, MODEL) as index:
        return {one.name: one.text for one in index.documents}


def blobs(store: Store) -> set[str]:
    return {name for name in store.sizes() if name.startswith("blobs/")}


class WebServer:
    """Shows a folder on loopback as `python -m http.server` does: no parts of files.

    user:    "name:password" that it asks for; "" for nobody.
    cut_at:  it hangs up after so many bytes of a file, while this is set.
    asked:   the paths that it was asked for; sent: how many bytes of each, where it sends parts.
    in_parts: it sends parts of files, as other servers do.
    """

    def __init__(self, folder: Path) -> None:
        self.user, self.cut_at, self.in_parts = "", 0, False
        self.asked: list[str] = []
        self.sent: Counter[str] = Counter()
        handler = partial(_Handler, directory=str(folder), of=self)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Handler(SimpleHTTPRequestHandler):
    def __init__(self, *args: object, directory: str, of: WebServer) -> None:
        self.of = of
        super().__init__(*args, directory=directory)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        self.of.asked.append(self.path)
        said = f"Basic {b64encode(self.of.user.encode()).decode()}"
        if self.of.user and self.headers.get("Authorization") != said:
            self.send_error(401)
        elif self.of.in_parts or self.of.cut_at:
            self._send_part()
        else:
            super().do_GET()

    def _send_part(self) -> None:
        try:
            content = Path(self.translate_path(self.path)).read_bytes()
        except OSError:
            self.send_error(404)
            return
        asked = self.headers.get("Range", "") if self.of.in_parts else ""
        first, _, last = asked.removeprefix("bytes=").partition("-")
        start, stop = int(first or 0), min(len(content), int(last or len(content)) + 1)
        self.send_response(206 if asked else 200)
        if asked:
            self.send_header("Content-Range", f"bytes {start}-{stop - 1}/{len(content)}")
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Length", str(stop - start))
        self.end_headers()
        cut = self.of.cut_at or len(content)
        sent = content[start : min(stop, start + cut)]
        self.of.sent[self.path] += len(sent)
        self.wfile.write(sent)
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass
