"""Publishing and pulling are killed at each step: nothing half is served, the next one goes on."""

from __future__ import annotations

import multiprocessing
import os
import signal
from pathlib import Path

import pytest
from stores import MODEL, change, documents, generation, publish, pull

from assistant.errors import WorkspaceIsCopy
from assistant.indexing.origin import origin_of, require_own
from assistant.replication import publish as publishing
from assistant.replication import pull as pulling
from assistant.replication.addresses import Address
from assistant.replication.publish import Manner
from assistant.replication.store import Store
from assistant.workspace import Workspace

PROCESSES = multiprocessing.get_context("forkserver")


def dying(at: str, count: int = 1) -> object:
    left = count

    def on_step(step: str) -> None:
        nonlocal left
        left -= step == at
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)

    return on_step


def killed_publish(root: Path, address: str, at: str, count: int) -> None:
    store = Store(Address.of(address))
    publishing.publish(
        Workspace(root),
        store,
        MODEL,
        Manner(with_files=True, keep=0.0),
        on_step=dying(at, count),  # type: ignore[arg-type]
    )


def killed_pull(root: Path, address: str, at: str, count: int) -> None:
    store = Store(Address.of(address))
    pulling.pull(Workspace(root), store, MODEL, on_step=dying(at, count))  # type: ignore[arg-type]


def kill(target: object, root: Path, store: Store, at: str, count: int = 1) -> None:
    process = PROCESSES.Process(target=target, args=(root, store.shown, at, count))  # type: ignore[arg-type]
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL


def test_a_first_pull(workspace: Workspace, copy: Workspace, store: Store) -> None:
    publish(workspace, store, with_files=True)
    for at, count in (("marked", 1), ("fetched", 1), ("fetched", 3), ("checked", 1), ("synced", 1)):
        kill(killed_pull, copy.root, store, at, count)
        with pytest.raises(WorkspaceIsCopy):
            require_own(copy.index)
        assert not (copy.index / "CURRENT").exists()
    pull(copy, store)
    assert documents(copy) == documents(workspace)


PULL_STEPS = ("marked", "fetched", "checked", "synced", "swapped", "placed", "noted")


def test_later_pulls(workspace: Workspace, copy: Workspace, store: Store) -> None:
    publish(workspace, store, with_files=True)
    pull(copy, store)
    for number, at in enumerate(PULL_STEPS):
        before = generation(copy)
        change(workspace, f"A goat eats hay {number} times a day.")
        publish(workspace, store, with_files=True, keep=0.0)
        kill(killed_pull, copy.root, store, at)
        swapped = number >= PULL_STEPS.index("swapped")
        assert generation(copy) == (generation(workspace) if swapped else before)
        done = pull(copy, store)
        assert done.changed is not swapped
        assert documents(copy) == documents(workspace)
        for name in ("cells.txt", "changing.txt"):
            assert (copy.corpus / name).read_bytes() == (workspace.corpus / name).read_bytes()
        for folder in ("generations", "vectors"):
            left = {one.name for one in (copy.index / folder).iterdir()}
            there = {one.name for one in (workspace.index / folder).iterdir()}
            assert left == there
        assert not (copy.index / "incoming").exists()
        assert not [*copy.corpus.glob(".*")]


def test_what_was_fetched_is_not_fetched_again(
    workspace: Workspace, copy: Workspace, store: Store
) -> None:
    every = publish(workspace, store).files
    kill(killed_pull, copy.root, store, "fetched", 1)
    assert pull(copy, store).files == every - 1 - 1  # all but the manifest


def test_publishing(workspace: Workspace, copy: Workspace, store: Store) -> None:
    first = publish(workspace, store, with_files=True)
    pull(copy, store)
    for number, (at, count) in enumerate(
        [("sent", 1), ("sent", 3), ("described", 1), ("pointed", 1), ("expired", 1)]
    ):
        before = generation(copy)
        change(workspace, f"A goat eats hay {number} times a day.")
        kill(killed_publish, workspace.root, store, at, count)
        done = pull(copy, store)
        pointed = at in ("pointed", "expired")
        assert done.changed is pointed
        assert generation(copy) == (generation(workspace) if pointed else before)
        again = publish(workspace, store, with_files=True, keep=0.0)
        assert again.changed is not pointed
        assert again.files < first.files
        pull(copy, store)
        assert documents(copy) == documents(workspace)
        assert len([name for name in store.sizes() if name.startswith("snapshots/")]) == 1
    assert origin_of(copy.index) is not None
