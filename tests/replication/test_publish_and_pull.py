"""An index that is published can be pulled, asked, and followed; nothing is sent twice."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from fake_embedder import FakeEmbedder
from index_samples import DOCUMENTS, fill
from stores import WebServer, blobs, build, change, documents, generation, publish, pull

from assistant.errors import (
    IndexBusy,
    IndexDamaged,
    IndexMissing,
    NotInStore,
    UsageError,
    WorkspaceIsCopy,
)
from assistant.indexing.build import build as build_index
from assistant.indexing.compact import compact
from assistant.indexing.files import try_hold, writer_lock
from assistant.indexing.index import open_index
from assistant.indexing.origin import origin_of
from assistant.replication import pull as pulling
from assistant.replication.addresses import Address
from assistant.replication.store import Store
from assistant.workspace import Workspace


def test_a_folder(workspace: Workspace, copy: Workspace, store: Store) -> None:
    done = publish(workspace, store)
    assert (done.changed, done.documents, done.with_files) == (True, 3, False)
    assert done.sent == done.size > 0
    first = pull(copy, store)
    assert (first.changed, first.documents, first.with_files) == (True, 3, False)
    assert documents(copy) == documents(workspace)
    assert generation(copy) == generation(workspace)
    again = pull(copy, store)
    assert (again.changed, again.files, str(again)) == (
        False,
        0,
        f"Nothing new at {store.shown}",
    )
    assert str(publish(workspace, store)).startswith(f"Nothing to publish: {store.shown} has")


def test_memory(workspace: Workspace, copy: Workspace, tmp_path: Path) -> None:
    there = Store(Address.of(f"memory://{tmp_path.name}"))
    publish(workspace, there)
    pull(copy, Store(Address.of(f"memory://{tmp_path.name}")))
    assert documents(copy) == documents(workspace)


def test_a_file_url(workspace: Workspace, copy: Workspace, tmp_path: Path) -> None:
    there = Store(Address.of(f"file://{tmp_path}/of url"))
    publish(workspace, there)
    pull(copy, there)
    assert documents(copy) == documents(workspace)


def test_a_web_server(workspace: Workspace, copy: Workspace, store: Store, web: WebServer) -> None:
    publish(workspace, store, with_files=True)
    there = Store(Address.of(f"http://{web.place}"))
    pull(copy, there)
    assert documents(copy) == documents(workspace)
    assert (copy.corpus / "papers/mice.txt").read_text("utf-8") == DOCUMENTS["papers/mice.txt"]
    web.asked.clear()
    assert pulling.pull(copy, there, FakeEmbedder().fingerprint, thorough=False) is None
    assert web.asked == ["/CURRENT"]


def test_only_what_is_missing_is_sent_and_fetched(
    workspace: Workspace, copy: Workspace, store: Store
) -> None:
    first = publish(workspace, store)
    pull(copy, store)
    change(workspace, "A goat eats hay.")
    second = publish(workspace, store)
    assert second.changed
    assert second.sent < first.sent
    fetched = pull(copy, store)
    assert fetched.changed
    assert fetched.fetched < first.sent
    assert documents(copy)["changing.txt"] == "A goat eats hay."
    left = {path.name for path in (copy.index / "generations").iterdir()}
    assert left == {generation(copy)}
    assert not (copy.index / "incoming").exists()


def test_files_come_and_go(workspace: Workspace, copy: Workspace, store: Store) -> None:
    (workspace.corpus / "examples.txt").write_text("What does a goat eat?\n")
    change(workspace, "A goat eats hay.")
    publish(workspace, store)
    pull(copy, store)
    there = {"sources.yaml"}  # an empty list, made with the workspace
    assert names(copy.corpus) == {*there, "examples.txt"}
    publish(workspace, store, with_files=True)
    done = pull(copy, store)
    assert (done.changed, done.with_files) == (False, True)
    assert names(copy.corpus) == {*there, *DOCUMENTS, "changing.txt", "examples.txt"}
    (workspace.corpus / "papers/mice.txt").unlink()
    (copy.corpus / "changing.txt").write_text("Another hand's.")
    (copy.corpus / "own.txt").write_text("Another hand's, too.")
    (workspace.corpus / "changing.txt").unlink()
    build(workspace)
    publish(workspace, store, with_files=True)
    pull(copy, store)
    # What nobody pulled, or somebody changed, is left alone.
    own = {"own.txt", "changing.txt"}
    assert names(copy.corpus) == {*there, "cells.txt", "exosomes.md", "examples.txt", *own}
    assert not (copy.corpus / "papers").exists()


def names(folder: Path) -> set[str]:
    return {one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file()}


def test_passwords_of_documents_stay(workspace: Workspace, store: Store) -> None:
    (workspace.corpus / "sources.yaml").write_text("- file: cells.txt\n  password: hush\n")
    build(workspace)
    publish(workspace, store, with_files=True)
    assert store.folder is not None
    assert not any(
        b"hush" in path.read_bytes() for path in store.folder.rglob("*") if path.is_file()
    )


def test_a_changed_file_is_not_published(workspace: Workspace, store: Store) -> None:
    (workspace.corpus / "cells.txt").write_text("Other words.")
    with pytest.raises(UsageError, match=r"cells\.txt \(it has changed since it was indexed\)"):
        publish(workspace, store, with_files=True)
    with pytest.raises(NotInStore):
        store.read("CURRENT", 200)
    publish(workspace, store)  # the index itself can be


def test_a_copy_is_only_read(workspace: Workspace, copy: Workspace, store: Store) -> None:
    publish(workspace, store)
    pull(copy, store)
    for work in (build_index, compact):
        with pytest.raises(WorkspaceIsCopy, match=r"is a copy of .*run `assistant pull`"):
            work(copy, FakeEmbedder())
    assert documents(copy) == documents(workspace)


def test_a_workspace_with_something_of_its_own_is_no_copy(
    workspace: Workspace, copy: Workspace, store: Store
) -> None:
    publish(workspace, store)
    with pytest.raises(UsageError, match="has documents or an index of its own"):
        pull(workspace, store)
    fill(copy, {"mine.txt": "My own."})
    with pytest.raises(UsageError, match="has documents or an index of its own"):
        pull(copy, store)
    assert origin_of(copy.index) is None


def test_damage_of_a_copy_is_told_and_mended(
    workspace: Workspace, copy: Workspace, store: Store
) -> None:
    publish(workspace, store)
    pull(copy, store)
    model = FakeEmbedder().fingerprint
    for path in sorted(copy.index.rglob("vectors.f32")) + sorted(copy.index.rglob("record.sqlite")):
        path.write_bytes(path.read_bytes()[:-1])
        with pytest.raises(IndexDamaged, match=r": run `assistant pull`\.$"):
            open_index(copy, model)
        assert pull(copy, store).files == 1
        open_index(copy, model).close()
    shutil.rmtree(copy.index / "generations")
    pull(copy, store)
    assert documents(copy) == documents(workspace)


def test_damage_of_what_is_published_is_told_and_mended(
    workspace: Workspace, copy: Workspace, store: Store
) -> None:
    publish(workspace, store)
    assert store.folder is not None
    name = max(blobs(store), key=lambda one: store.sizes()[one])
    (store.folder / name).write_bytes(b"x" * store.sizes()[name])
    with pytest.raises(Exception, match=r"not what was published\): run `assistant publish --agai"):
        pull(copy, store)
    with pytest.raises(IndexMissing):
        open_index(copy, FakeEmbedder().fingerprint)
    assert publish(workspace, store, again=True).files == len(blobs(store))
    pull(copy, store)
    (store.folder / name).unlink()
    with pytest.raises(Exception, match="a part of it is not there"):
        pull(Workspace.create(copy.root.parent / "other"), store)
    assert publish(workspace, store).files == 1  # what is missing is sent again anyway
    pull(copy, store)


def test_a_damaged_index_is_not_published(workspace: Workspace, store: Store) -> None:
    [path] = workspace.index.rglob("record.sqlite")
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(IndexDamaged):
        publish(workspace, store)
    assert not store.sizes()


@pytest.mark.parametrize("inside", ["corpus/out", "index", "index/x", "."])
def test_not_into_the_workspace_itself(workspace: Workspace, inside: str) -> None:
    with pytest.raises(UsageError, match="publish to another folder"):
        publish(workspace, Store(Address.of(str(workspace.root / inside))))


def test_not_to_a_web_server(workspace: Workspace, web: WebServer) -> None:
    with pytest.raises(UsageError, match="can only be pulled from"):
        publish(workspace, Store(Address.of(f"http://{web.place}/x")))
    assert web.asked == []


def test_one_at_a_time(workspace: Workspace, copy: Workspace, store: Store) -> None:
    hold = try_hold(workspace.index / "publish.lock")
    assert hold is not None
    with pytest.raises(IndexBusy, match="is publishing this index"):
        publish(workspace, store)
    hold.release()
    publish(workspace, store)
    with writer_lock(copy.index), pytest.raises(IndexBusy, match="then run `assistant pull`"):
        pull(copy, store)


def test_nothing_was_published(copy: Workspace, store: Store) -> None:
    with pytest.raises(NotInStore, match="run `assistant publish`"):
        pull(copy, store)
    assert origin_of(copy.index) is None
