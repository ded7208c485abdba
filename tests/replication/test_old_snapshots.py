"""Old snapshots are removed, but none that somebody may still be pulling."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from stores import blobs, change, documents, publish, pull

from assistant.replication import pull as pulling
from assistant.replication import retention
from assistant.replication.current import current
from assistant.replication.retention import expire
from assistant.replication.store import Store
from assistant.workspace import Workspace


def descriptions(store: Store) -> list[str]:
    return sorted(name for name in store.sizes() if name.startswith("snapshots/"))


def test_kept_as_long_as_is_asked(workspace: Workspace, copy: Workspace, store: Store) -> None:
    publish(workspace, store)
    change(workspace, "A goat eats hay.")
    publish(workspace, store)
    assert len(descriptions(store)) == 2  # it was replaced a moment ago
    now = datetime.now(UTC)
    name = current(store).generation
    assert expire(store, name, 3600, now + timedelta(minutes=59)) == 0
    every = blobs(store)
    assert expire(store, name, 3600, now + timedelta(minutes=61)) > 1
    assert len(descriptions(store)) == 1
    assert blobs(store) < every
    pull(copy, store)
    assert documents(copy) == documents(workspace)


def test_what_was_current_for_long_may_have_been_replaced_a_moment_ago(
    workspace: Workspace, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assistant.replication import contents

    names = iter(["20200101T000000Z-00000000", f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-00000000"])
    monkeypatch.setattr(contents, "new_name", lambda: next(names))
    publish(workspace, store)
    change(workspace, "A goat eats hay.")
    assert publish(workspace, store).removed == 0
    assert len(descriptions(store)) == 2


def test_removed_text_is_gone_at_once_if_asked(workspace: Workspace, store: Store) -> None:
    change(workspace, "A quagga eats hay.")
    publish(workspace, store, with_files=True)
    change(workspace, "A goat eats hay.")
    assert publish(workspace, store, with_files=True, keep=0.0).removed > 2
    assert store.folder is not None
    there = [path for path in store.folder.rglob("*") if path.is_file()]
    assert not any(b"quagga" in path.read_bytes() for path in there)
    assert len(descriptions(store)) == 1


def test_leftovers_of_killed_ones_go_and_other_files_stay(
    workspace: Workspace, store: Store
) -> None:
    publish(workspace, store)
    sha = "a" * 64
    others = {"README.md", "blobs/notes.txt", f"blobs/bb/{sha}", "snapshots/x.json"}
    # The draft last: a file is written under its draft's name before it has its own.
    for name in [*sorted(others), f"blobs/aa/{sha}", f"blobs/aa/.{sha}.new"]:
        store.write(name, [b"x"], 1)
    publish(workspace, store)
    assert {*others} <= {*store.sizes()}
    assert not {f"blobs/aa/.{sha}.new", f"blobs/aa/{sha}"} & {*store.sizes()}


def test_nothing_goes_where_what_stays_cannot_be_read(workspace: Workspace, store: Store) -> None:
    publish(workspace, store)
    change(workspace, "A goat eats hay.")
    publish(workspace, store)
    [old, new] = descriptions(store)
    now = datetime.now(UTC) + timedelta(days=1)
    store.write(new, [b"{}"], 2)
    assert expire(store, new.removeprefix("snapshots/").removesuffix(".json"), 60, now) == 0
    assert old in store.sizes()


def test_what_is_removed_while_it_is_pulled_is_pulled_anew(
    workspace: Workspace, copy: Workspace, store: Store
) -> None:
    publish(workspace, store)

    def replaced(step: str) -> None:
        if step == "marked" and "changing.txt" not in documents(workspace):
            change(workspace, "A goat eats hay.")
            publish(workspace, store, keep=0.0)

    pulling.pull(copy, store, "fake-model-1", on_step=replaced)
    assert documents(copy)["changing.txt"] == "A goat eats hay."
    assert retention.expire(store, current(store).generation, 0, datetime.now(UTC)) == 0
