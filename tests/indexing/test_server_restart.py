"""A real Chroma server, the one in Rust, that is stopped and started again in the middle.

The same with 20,000 vectors takes minutes: `make test-server`.
"""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from chroma_process import ChromaProcess, made_up, running, write
from fake_embedder import FakeEmbedder

from assistant.errors import VectorServerUnusable
from assistant.indexing import segment_sizes
from assistant.indexing.build import build
from assistant.indexing.index import open_index
from assistant.indexing.served import ServedReader, candidates, fault, measured
from assistant.indexing.served_upkeep import keep_served
from assistant.progress import silent
from assistant.workspace import Workspace

NAME = "20260101T000000Z-00000000"


@pytest.fixture
def process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # noqa: ANN201
    monkeypatch.setattr(segment_sizes, "SERVED_FROM", 20)
    with running(tmp_path / "server") as process:
        yield process


def test_nothing_is_lost_and_what_is_taken_away_is_mended(
    process: ChromaProcess, tmp_path: Path
) -> None:
    rows, index = made_up(600), tmp_path / "index"
    segment = write(index, NAME, rows)
    server = process.client()
    assert keep_served(server, index, {NAME: segment}, silent) == ""

    def state() -> tuple[str, int, float]:
        (found,) = candidates(server, NAME, segment)
        share = measured(server, found, rows, silent, 100).found
        return fault(server, found, segment, rows), server.count(found), share

    before = state()
    assert before[:2] == ("", 600)
    assert before[2] >= 0.99
    reader = ServedReader(server, NAME, segment, rows, lambda _: None)
    reader.look()
    for how in (signal.SIGTERM, signal.SIGKILL):
        process.stop(how)
        with pytest.raises(VectorServerUnusable):
            reader.nearest_rows(rows[0], 10)
        process.start()
        assert state() == before
        reader.look()
        assert reader.nearest_rows(rows[7], 1) == [7]
    process.stop()
    process.lose_vectors()
    process.start()
    wrong, counted, share = state()
    assert "badly" in wrong
    assert counted == 600  # it says
    assert share < 0.1
    assert keep_served(server, index, {NAME: segment}, silent) == ""
    assert state()[:2] == before[:2]
    assert state()[2] >= 0.99
    server.close()


def test_an_index_is_asked_through_a_real_server(
    process: ChromaProcess, workspace: Workspace, embedder: FakeEmbedder
) -> None:
    server = process.client()
    assert build(workspace, embedder, server=server).vector_server == ""
    vector = embedder.embed(["a question"])[0]
    with open_index(workspace, embedder.fingerprint) as index:
        wanted = index.nearest(vector, 10)
        index.warm(server)
        assert [number for number, _ in index.nearest(vector, 10)] == [n for n, _ in wanted]
        process.stop(signal.SIGKILL)
        assert index.nearest(vector, 10) == wanted
    server.close()
