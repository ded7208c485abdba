"""What the doctor says of a Chroma server."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.diagnosis.vector_server import vector_server_of
from assistant.indexing import segment_sizes
from assistant.settings import Settings
from assistant.workspace import Workspace


class _Empty(BaseHTTPRequestHandler):
    """A server without any collection."""

    def do_GET(self) -> None:
        content = json.dumps([] if "/collections" in self.path else {"max_batch_size": 9}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def url() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Empty)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def workspace(reviews: Assistant, tmp_path: Path) -> Workspace:
    shutil.copytree(reviews.workspace.root, tmp_path / "copied")
    return Workspace(tmp_path / "copied")


def found(workspace: Workspace, settings: Settings) -> list[tuple[str, str]]:
    return [(one.level, one.text) for one in vector_server_of(workspace, settings)]


def test_without_a_server_nothing_is_said(workspace: Workspace) -> None:
    assert found(workspace, Settings()) == []


def test_a_server_that_is_not_there_is_a_note(workspace: Workspace, url: str) -> None:
    gone = Settings(chroma_url=url.rpartition(":")[0] + ":9")  # the port of "discard"
    ((level, text),) = found(workspace, gone)
    assert level == "note"
    assert "cannot be used" in text
    assert text.endswith("or correct ASSISTANT_CHROMA_URL.")


def test_vectors_that_are_not_there_are_a_note(
    workspace: Workspace, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(segment_sizes, "SERVED_FROM", 10_000_000)
    assert [level for level, _ in found(workspace, Settings(chroma_url=url))] == ["ok", "ok"]
    monkeypatch.setattr(segment_sizes, "SERVED_FROM", 20)
    _, (level, text) = found(workspace, Settings(chroma_url=url))
    assert level == "note"
    assert "are not there" in text
    assert "run `assistant index`" in text


def test_a_token_is_not_sent_in_the_clear_unseen(workspace: Workspace) -> None:
    secret = "s3cret"  # noqa: S105  # of no server
    settings = Settings(chroma_url="http://chroma.invalid:1", chroma_token=secret)
    (_, first), (_, second) = found(workspace, settings)
    assert "unencrypted" in first
    assert secret not in first + second


def test_an_index_that_is_not_there_is_told_elsewhere(tmp_path: Path, url: str) -> None:
    (tmp_path / "corpus").mkdir()
    assert len(found(Workspace(tmp_path), Settings(chroma_url=url))) == 1
