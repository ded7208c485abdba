"""After compacting, nothing of a removed document is in any file of the index."""

from __future__ import annotations

import pytest
from fake_embedder import FakeEmbedder
from index_samples import DOCUMENTS, fill, snapshot

from assistant.errors import IndexMissing, IndexOutOfDate
from assistant.indexing import segment_sizes, updating
from assistant.indexing.build import build
from assistant.indexing.compact import compact
from assistant.indexing.index import OpenIndex, open_index
from assistant.workspace import Workspace

SECRET = "The password of the vault is xyzzyplugh, says Quuxley (QXV)."  # noqa: S105
MODEL = FakeEmbedder().fingerprint


def found_in(workspace: Workspace, *what: bytes) -> list[str]:
    return [
        name
        for name, (content, _) in snapshot(workspace.index).items()
        if any(one in content for one in what)
    ]


def answers(index: OpenIndex) -> list[tuple[list[float], list[str]]]:
    """What is found for each sentence of the corpus, whatever the numbers."""
    found = []
    for passage in sorted(index.passages, key=lambda one: one.id):
        for span in passage.sentences:
            text = passage.document.text[span.start : span.end]
            vector = FakeEmbedder().embed([text])[0]
            cosines = [round(cosine, 5) for _, cosine in index.nearest(vector, 5)]
            words = index.bm25(text.split(), 5)
            found.append((cosines, [index.passages[number].id for number in words]))
    return found


@pytest.fixture
def shrunk(workspace: Workspace, embedder: FakeEmbedder, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """A document is removed from an index that is too large to purge it at once; its vector."""
    monkeypatch.setattr(updating, "PURGED_AT_ONCE", 0)
    fill(workspace, {"a-secret.txt": SECRET})
    build(workspace, embedder)
    vector = embedder.embed([SECRET])[0].tobytes()
    assert found_in(workspace, vector)
    (workspace.corpus / "a-secret.txt").unlink()
    build(workspace, embedder)
    return vector


def test_nothing_is_left(workspace: Workspace, embedder: FakeEmbedder, shrunk: bytes) -> None:
    traces = (b"xyzzyplugh", b"quuxley", b"Quuxley", b"a-secret", shrunk)
    assert found_in(workspace, *traces)
    with open_index(workspace, MODEL) as before:
        assert before.manifest.traces
        assert before.bm25(["xyzzyplugh"], 5) == {}
        assert before.statistics.frequency("xyzzyplugh") == 0
        assert not before.statistics.is_spelled("quuxley")
        expected = answers(before)
    calls = len(embedder.calls)
    done = compact(workspace, embedder)
    assert done.changed
    assert str(done).startswith("Compacted: ")
    assert found_in(workspace, *traces) == []
    assert len(embedder.calls) == calls
    with open_index(workspace, MODEL) as after:
        assert not after.manifest.traces
        assert {one.name for one in after.documents} == set(DOCUMENTS)
        assert answers(after) == expected
        after.warm()
        assert answers(after) == expected
    assert not build(workspace, embedder).changed


@pytest.mark.usefixtures("shrunk")
def test_readers_go_on(workspace: Workspace, embedder: FakeEmbedder) -> None:
    with open_index(workspace, MODEL) as index:
        expected = answers(index)
        compact(workspace, embedder)
        assert answers(index) == expected
        assert not index.is_current()


def test_nothing_to_do(indexed: Workspace, embedder: FakeEmbedder) -> None:
    before = snapshot(indexed.index)
    done = compact(indexed, embedder)
    assert not done.changed
    assert str(done).startswith("Nothing to compact")
    assert snapshot(indexed.index) == before


def test_what_cannot_be_compacted(workspace: Workspace, indexed: Workspace) -> None:
    with pytest.raises(IndexMissing, match="run `assistant index`"):
        compact(workspace, FakeEmbedder())
    with pytest.raises(IndexOutOfDate, match=r"another embedding model.*run `assistant index`"):
        compact(indexed, FakeEmbedder("another"))


def test_many_small_segments_are_merged(
    indexed: Workspace, embedder: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(segment_sizes, "_MANY", 3)
    for number in range(4):
        fill(indexed, {f"more-{number}.txt": f"Something more is said here, {number} times."})
        build(indexed, embedder)
    with open_index(indexed, MODEL) as index:
        rows = sorted(one.rows for one in index.manifest.segments.values())
        assert len(rows) <= 3
        assert sum(rows) == index.manifest.counts.sentences
        [number] = index.bm25(["more", "3"], 1)
        assert "3 times" in index.passages[number].text
        for number, vector in zip(index.sentence_numbers, index.vectors, strict=True):
            assert index.cosines([index.nearest(vector, 1)[0][0]], vector)[0] > 0.999, number
