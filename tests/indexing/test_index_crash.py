"""Killed builds, other writers, full and read-only disks: the index from before serves on."""

from __future__ import annotations

import errno
import multiprocessing
import os
import re
import resource
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from crash import STEPS, Crashes
from fake_embedder import FakeEmbedder
from index_samples import fill, generations, snapshot

from assistant.errors import AssistantError, IndexBusy
from assistant.indexing import files, publishing, recall, staging
from assistant.indexing.build import build
from assistant.indexing.files import writer_lock
from assistant.indexing.index import open_index
from assistant.workspace import Workspace

PROCESSES = multiprocessing.get_context("forkserver")
MODEL = FakeEmbedder().fingerprint


@pytest.fixture
def crashes(tmp_path: Path) -> Crashes:
    return Crashes(Workspace(tmp_path / "crashes"), documents=4)


def test_kill_at_each_step(crashes: Crashes) -> None:
    assert crashes.kill_at("staged") == "old"  # nothing had been indexed: still nothing is
    crashes.finish()
    assert [crashes.kill_at(step) for step in STEPS] == ["old", "old", "old", "old", "new"]
    crashes.finish()


def test_kill_at_any_time(crashes: Crashes) -> None:
    seconds = crashes.finish()
    for _ in range(3):
        crashes.kill_within(1.2 * seconds)
    crashes.finish()


def hold(answers: Connection, root: Path) -> None:
    def wait(step: str) -> None:
        if step == "staged":
            answers.send(os.getpid())
            answers.recv()

    build(Workspace(root), FakeEmbedder(), on_step=wait)


@pytest.fixture
def holder(indexed: Workspace) -> Iterator[int]:
    """The id of a process that is building."""
    fill(indexed, {"new.txt": "Something was added."})
    here, there = PROCESSES.Pipe()
    process = PROCESSES.Process(target=hold, args=(there, indexed.root))
    process.start()
    yield here.recv()
    here.send("go on")
    process.join()
    assert process.exitcode == 0


def test_second_writer_is_refused(indexed: Workspace, embedder: FakeEmbedder, holder: int) -> None:
    started = time.monotonic()
    with pytest.raises(IndexBusy) as caught:
        build(indexed, embedder)
    assert time.monotonic() - started < 2
    assert re.fullmatch(
        rf"Process {holder} on \S+ has been writing this index since "
        r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\S*: wait until it is done, then run `assistant index`\.",
        str(caught.value),
    )
    open_index(indexed, MODEL).close()  # readers do not wait for writers


def refused(index: Path) -> str:
    with pytest.raises(IndexBusy) as caught, writer_lock(index):
        pytest.fail("two writers")
    return str(caught.value)


def test_lock_between_threads_and_a_dead_holders_name(indexed: Workspace) -> None:
    holder = indexed.index / "writer.json"
    holder.write_text('{"pid": 1, "host": "dead", "since": "long ago"}')
    with writer_lock(indexed.index):
        assert f"Process {os.getpid()} on" in refused(indexed.index)
        holder.write_text("{not json")
        assert refused(indexed.index).startswith("Another process")
        holder.unlink()
        assert refused(indexed.index).startswith("Another process")


@pytest.mark.parametrize(
    ("module", "name"),
    [
        (staging, "RecordWriter"),
        (recall, "write_vectors"),
        (staging, "seal_files"),
        (publishing, "check"),
        (publishing, "sync_tree"),
        (publishing, "write_segment"),
        (files, "sync_file"),
        (files, "sync_folder"),
    ],
)
def test_disk_full(
    indexed: Workspace,
    embedder: FakeEmbedder,
    monkeypatch: pytest.MonkeyPatch,
    module: object,
    name: str,
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "some/file")

    before = snapshot(indexed.index)
    fill(indexed, {"new.txt": "Something was added."})
    with monkeypatch.context() as patch:
        patch.setattr(module, name, full)
        with pytest.raises(AssistantError) as caught:
            build(indexed, embedder, reread=None)  # so that Chroma gets something to write
    assert str(caught.value) == (
        "Indexing stopped, and what was indexed before still serves "
        "(No space left on device: some/file): free some disk space, then run `assistant index`."
    )
    assert snapshot(indexed.index) == before
    open_index(indexed, MODEL).close()
    assert build(indexed, embedder).added == ("new.txt",)


@pytest.mark.parametrize("step", STEPS[:-1])
def test_interrupted(indexed: Workspace, embedder: FakeEmbedder, step: str) -> None:
    def interrupt(reached: str) -> None:
        if reached == step:
            raise KeyboardInterrupt

    before = snapshot(indexed.index)
    fill(indexed, {"new.txt": "Something was added."})
    with pytest.raises(KeyboardInterrupt):
        build(indexed, embedder, on_step=interrupt)
    assert snapshot(indexed.index) == before
    assert build(indexed, embedder).resumed == 1
    assert len(embedder.calls) == 1


def build_with_little_room(answers: Connection, root: Path, limit: int) -> None:
    # No file may grow beyond this: what a full disk does, in each library's own code.
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        answers.send(str(build(Workspace(root), FakeEmbedder())))
    except AssistantError as error:
        answers.send(f"refused: {error}")


@pytest.mark.parametrize("limit", [100, 30_000, 60_000])
def test_files_that_cannot_grow(indexed: Workspace, limit: int) -> None:
    before = snapshot(indexed.index)
    fill(indexed, {"new.txt": "Something was added."})
    here, there = PROCESSES.Pipe()
    process = PROCESSES.Process(target=build_with_little_room, args=(there, indexed.root, limit))
    process.start()
    there.close()
    answer = here.recv()
    process.join()
    assert re.fullmatch(
        r"refused: Indexing stopped, and what was indexed before still serves \(.*\): "
        r"(check|free) .*, then run `assistant index`\.",
        answer,
    )
    assert snapshot(indexed.index) == before
    open_index(indexed, MODEL).close()


@pytest.mark.parametrize("folder", ["index", "index/generations"])
def test_read_only(indexed: Workspace, embedder: FakeEmbedder, folder: str) -> None:
    fill(indexed, {"new.txt": "Something was added."})
    before = generations(indexed)
    path = indexed.root / folder
    path.chmod(0o555)
    try:
        if os.access(path, os.W_OK):
            pytest.skip("this user may write to any folder")
        with pytest.raises(AssistantError, match=r"Permission denied.*readable and writable"):
            build(indexed, embedder)
        open_index(indexed, MODEL).close()
    finally:
        path.chmod(0o755)
    assert generations(indexed) == before
