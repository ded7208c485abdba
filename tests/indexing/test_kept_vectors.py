"""What a build has embedded is not embedded again, however the build ended."""

from __future__ import annotations

import errno
import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
from crash import Crashes
from fake_embedder import BATCH, FakeEmbedder
from index_samples import DOCUMENTS, fill
from numpy.typing import NDArray

from assistant.chunking.chunks import sentence_hash
from assistant.errors import AssistantError, IndexOutOfDate, ModelUnavailable, UsageError
from assistant.indexing import build as building
from assistant.indexing import embeddings
from assistant.indexing.build import build
from assistant.indexing.embeddings import FILE, KeptVectors
from assistant.indexing.generations import Generations
from assistant.indexing.index import open_index
from assistant.indexing.manifest import MANIFEST, Seal
from assistant.indexing.schema import RECORD
from assistant.models.embedder import OnBatch
from assistant.progress import Progress
from assistant.workspace import Workspace

HASHES = [hashlib.sha256(bytes([number])).digest() for number in range(5)]
ROWS = np.arange(20, dtype=np.float32).reshape(5, 4)
ROW = 32 + 4 * 4 + 16  # bytes


class Interrupted(FakeEmbedder):
    """Is stopped after some batches, by Ctrl-C or by an error."""

    def __init__(self, batches: int, end: BaseException, fingerprint: str = "fake-model-1") -> None:
        super().__init__(fingerprint)
        self.batches, self.end = batches, end

    def embed(
        self,
        texts: Sequence[str],
        progress: Progress | None = None,
        on_batch: OnBatch | None = None,
    ) -> NDArray[np.float32]:
        def count(places: Sequence[int], vectors: NDArray[np.float32]) -> None:
            if self.batches == 0:
                raise self.end
            self.batches -= 1
            if on_batch:
                on_batch(places, vectors)

        return super().embed(texts, progress, count)


def interrupted(workspace: Workspace, batches: int = 3, model: str = "fake-model-1") -> Path:
    """The file that is left."""
    with pytest.raises(KeyboardInterrupt):
        build(workspace, Interrupted(batches, KeyboardInterrupt(), model))
    return workspace.index / FILE


@pytest.fixture
def kept(tmp_path: Path) -> KeptVectors:
    """Five vectors."""
    kept = KeptVectors(tmp_path, "model", 4)
    kept.add(HASHES[:2], ROWS[:2])
    kept.add(HASHES[2:], ROWS[2:])
    kept.close()
    return kept


def opened(tmp_path: Path, wanted: Sequence[bytes] = HASHES, model: str = "model") -> list[bytes]:
    """Which are found again; each as it was."""
    found = KeptVectors(tmp_path, model, 4).read(wanted)
    for text_hash, vector in found.items():
        assert np.array_equal(vector, ROWS[HASHES.index(text_hash)])
    return list(found)


@pytest.mark.usefixtures("kept")
def test_they_are_there_again(tmp_path: Path) -> None:
    assert opened(tmp_path) == HASHES


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("place", range(0, ROW, 3))
def test_a_damaged_row_is_lost_and_no_other(tmp_path: Path, place: int) -> None:
    content = bytearray((tmp_path / FILE).read_bytes())
    content[2 * ROW + place] ^= 4
    (tmp_path / FILE).write_bytes(content)
    left = [*HASHES[:2], *HASHES[3:]]
    assert opened(tmp_path) == left
    assert (tmp_path / FILE).stat().st_size == 4 * ROW
    again = KeptVectors(tmp_path, "model", 4)
    again.add([HASHES[2]], ROWS[2:3])
    again.close()
    assert sorted(opened(tmp_path)) == sorted(HASHES)


@pytest.mark.usefixtures("kept")
def test_a_row_that_was_half_written_is_lost_and_no_other(tmp_path: Path) -> None:
    content = (tmp_path / FILE).read_bytes()
    for size in range(4 * ROW, 5 * ROW):
        (tmp_path / FILE).write_bytes(content[:size])
        assert opened(tmp_path) == HASHES[:4]
        again = KeptVectors(tmp_path, "model", 4)
        again.add([HASHES[4]], ROWS[4:])
        again.close()
        assert opened(tmp_path) == HASHES


@pytest.mark.usefixtures("kept")
def test_those_of_another_model_are_never_used(tmp_path: Path) -> None:
    assert opened(tmp_path, model="another") == []
    assert (tmp_path / FILE).read_bytes() == b""


@pytest.mark.usefixtures("kept")
def test_what_is_not_wanted_goes(tmp_path: Path) -> None:
    assert opened(tmp_path, HASHES[1:3]) == HASHES[1:3]
    assert opened(tmp_path) == HASHES[1:3]


@pytest.mark.parametrize("seconds", [-1.0, 1e9], ids=["at once", "at the end"])
def test_a_full_disk_ends_keeping_and_nothing_else(
    tmp_path: Path, kept: KeptVectors, monkeypatch: pytest.MonkeyPatch, seconds: float
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(embeddings.os, "fsync", full)
        patch.setattr(embeddings, "_SYNC_EVERY", seconds)
        kept.add([bytes(32)], ROWS[:1])
        kept.close()
    size = (tmp_path / FILE).stat().st_size
    kept.add([bytes(32)], ROWS[:1])
    assert (tmp_path / FILE).stat().st_size == size
    assert opened(tmp_path) == HASHES


def test_a_file_that_cannot_be_mended_gets_no_more(
    tmp_path: Path, kept: KeptVectors, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with (tmp_path / FILE).open("ab") as file:
        file.write(b"half a row")
    size = (tmp_path / FILE).stat().st_size
    with monkeypatch.context() as patch:
        patch.setattr(embeddings, "replace_file", full)
        assert list(kept.read(HASHES)) == HASHES
    kept.add([bytes(32)], ROWS[:1])
    kept.close()
    assert (tmp_path / FILE).stat().st_size == size


@pytest.mark.parametrize("end", [KeyboardInterrupt(), ModelUnavailable("it is gone")])
def test_a_build_that_ends_early_loses_none(
    workspace: Workspace, embedder: FakeEmbedder, end: BaseException
) -> None:
    whole = FakeEmbedder()
    shutil.copytree(workspace.root, workspace.root.with_name("other"))
    build(Workspace(workspace.root.with_name("other")), whole)
    with pytest.raises(type(end)):
        build(workspace, Interrupted(3, end))
    seen: list[tuple[int, int]] = []

    def progress(what: str, done: int, total: int) -> None:
        if what == "Embedding":
            seen.append((done, total))

    report = build(workspace, embedder, progress)
    [every], [rest] = whole.calls, embedder.calls
    assert rest == every[3 * BATCH :]
    assert (report.resumed, report.embedded) == (3 * BATCH, len(rest))
    assert seen[0] == (3 * BATCH, len(every))
    assert seen[-1] == (len(every), len(every))
    assert f"{len(rest)} sentences, and 21 by a build that was not finished" in str(report)
    with (
        open_index(workspace, embedder.fingerprint) as index,
        open_index(Workspace(workspace.root.with_name("other")), embedder.fingerprint) as other,
    ):
        assert np.array_equal(index.vectors, other.vectors)


@pytest.mark.parametrize("step", ["embedded", "staged", "verified", "synced"])
def test_a_build_that_ends_late_loses_none(
    workspace: Workspace, embedder: FakeEmbedder, step: str
) -> None:
    def end(reached: str) -> None:
        if reached == step:
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(AssistantError, match="free some disk space"):
        build(workspace, embedder, on_step=end)
    report = build(workspace, embedder)
    assert len(embedder.calls) == 1
    assert (report.resumed, report.embedded) == (len(embedder.calls[0]), 0)


def test_a_finished_build_leaves_no_file(workspace: Workspace, embedder: FakeEmbedder) -> None:
    file = interrupted(workspace)
    assert file.stat().st_size > 0
    build(workspace, embedder)
    assert not file.exists()


def test_nor_does_one_that_changes_nothing(indexed: Workspace, embedder: FakeEmbedder) -> None:
    fill(indexed, {"new.txt": "\n\n".join(f"Sentence {number} is new." for number in range(50))})
    file = interrupted(indexed)
    (indexed.corpus / "new.txt").unlink()
    assert not build(indexed, embedder).changed
    assert not file.exists()


def test_nor_does_one_that_takes_the_index_away(indexed: Workspace, embedder: FakeEmbedder) -> None:
    fill(indexed, {"new.txt": "\n\n".join(f"Sentence {number} is new." for number in range(50))})
    file = interrupted(indexed)
    for name in (*DOCUMENTS, "new.txt"):
        (indexed.corpus / name).unlink()
    with pytest.raises(UsageError):
        build(indexed, embedder)
    assert build(indexed, embedder, may_be_empty=True).documents == 0
    assert not file.exists()


def test_what_was_removed_meanwhile_goes_with_the_next_build(
    workspace: Workspace, embedder: FakeEmbedder
) -> None:
    fill(workspace, {"a.txt": "The password of the vault is xyzzyplugh."})
    secret = hashlib.sha256(b"The password of the vault is xyzzyplugh.").digest()
    file = interrupted(workspace)
    assert secret in file.read_bytes()
    assert b"xyzzyplugh" not in file.read_bytes()
    (workspace.corpus / "a.txt").unlink()
    interrupted(workspace, batches=0)  # not even that one has to be finished
    assert secret not in file.read_bytes()
    build(workspace, embedder)


def test_another_model_begins_anew(workspace: Workspace, embedder: FakeEmbedder) -> None:
    interrupted(workspace, model="another, of the same dimension")
    report = build(workspace, embedder)
    assert report.resumed == 0
    with open_index(workspace, embedder.fingerprint) as index:
        texts = [p.document.text[s.start : s.end] for p in index.passages for s in p.sentences]
        expected = FakeEmbedder().embed(texts)
        assert np.array_equal(index.vectors, expected)


def test_what_is_no_vector_is_not_kept(workspace: Workspace, embedder: FakeEmbedder) -> None:
    bad = FakeEmbedder()
    bad._vector = lambda text: np.full(384, np.nan, np.float32)  # type: ignore[method-assign]
    with pytest.raises(ModelUnavailable, match="not of length 1"):
        build(workspace, bad)
    assert build(workspace, embedder).resumed == 0


def test_a_folder_in_its_place_is_no_error(workspace: Workspace, embedder: FakeEmbedder) -> None:
    (workspace.index / FILE).mkdir(parents=True)
    assert build(workspace, embedder).documents == len(DOCUMENTS)


def test_a_busy_index_is_left_alone(
    workspace: Workspace, embedder: FakeEmbedder, monkeypatch: pytest.MonkeyPatch, never: Callable
) -> None:
    monkeypatch.setattr(building, "KeptVectors", never)
    monkeypatch.setattr(building, "clear_leftovers", never)
    with building.writer_lock(workspace.index), pytest.raises(AssistantError, match="writing this"):
        build(workspace, embedder)


def test_a_kill_while_embedding_loses_none(tmp_path: Path) -> None:
    crashes = Crashes(Workspace(tmp_path / "crashes"), documents=4)
    assert crashes.kill_while_embedding() > 0
    crashes.finish()
    assert crashes.kill_while_embedding() > 0


@pytest.fixture
def of_format_3(workspace: Workspace, embedder: FakeEmbedder) -> Path:
    """An index as it was written before vectors had files of their own; its record."""
    build(workspace, embedder)
    generations = Generations(workspace.index)
    folder = generations.folder(generations.pointer().generation)
    with open_index(workspace, embedder.fingerprint) as index:
        texts = [p.document.text[s.start : s.end] for p in index.passages for s in p.sentences]
    record = folder / RECORD
    record.unlink()
    with closing(sqlite3.connect(record, isolation_level=None)) as database:
        database.execute("CREATE TABLE sentences (text_hash BLOB, vector BLOB)")
        rows = zip(map(sentence_hash, texts), embedder.embed(texts), strict=True)
        database.executemany(
            "INSERT INTO sentences VALUES (?, ?)", [(key, row.tobytes()) for key, row in rows]
        )
    manifest = folder / MANIFEST
    told = json.loads(manifest.read_bytes())
    told["fingerprint"]["format"] = "3"
    told["files"] = {RECORD: asdict(Seal.of(record))}
    del told["segments"], told["traces"]
    manifest.write_text(json.dumps(told))
    generations.point_at(folder.name)
    shutil.rmtree(workspace.index / "vectors")
    embedder.calls.clear()
    return record


@pytest.mark.usefixtures("of_format_3")
def test_vectors_of_the_format_before_are_taken_over(
    workspace: Workspace, embedder: FakeEmbedder
) -> None:
    with pytest.raises(IndexOutOfDate, match=r"another index format: run `assistant index`"):
        open_index(workspace, embedder.fingerprint)
    report = build(workspace, embedder)
    assert "Rebuilt as a whole: the index was built with another index format" in str(report)
    assert (report.documents, report.embedded) == (len(DOCUMENTS), 0)
    assert embedder.calls == []
    with open_index(workspace, embedder.fingerprint) as index:
        texts = [p.document.text[s.start : s.end] for p in index.passages for s in p.sentences]
        assert np.array_equal(index.vectors, embedder.embed(texts))


def test_but_not_those_of_a_damaged_one(
    workspace: Workspace, embedder: FakeEmbedder, of_format_3: Path
) -> None:
    content = bytearray(of_format_3.read_bytes())
    content[len(content) // 2] ^= 1
    of_format_3.write_bytes(content)
    assert build(workspace, embedder).embedded > 0


def test_nor_those_of_another_model(workspace: Workspace, of_format_3: Path) -> None:
    assert of_format_3.exists()
    assert build(workspace, FakeEmbedder("another")).embedded > 0
