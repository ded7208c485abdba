"""A snapshot may have been written by anybody: what could do harm is refused."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from fake_embedder import FakeEmbedder
from stores import documents, generation, publish, pull

from assistant.errors import AssistantError, IndexMissing, SnapshotUnusable, StoreUnusable
from assistant.indexing.index import open_index
from assistant.replication import layout
from assistant.replication.store import Store
from assistant.workspace import Workspace

Change = Callable[[dict[str, Any]], None]
SHA = "0" * 64


class Forged:
    """A published snapshot, rewritten with matching hashes."""

    def __init__(self, store: Store) -> None:
        self.store = store
        pointer = layout.pointer_of(store.read("CURRENT", 200))
        assert pointer is not None
        self.name = pointer.generation
        self.snapshot = json.loads(store.read(layout.description(self.name), 10**6))
        self.manifest = json.loads(
            store.read(layout.blob(self.snapshot["manifest"]["sha256"]), 10**6)
        )

    def put(self, content: bytes) -> dict[str, Any]:
        sha256 = hashlib.sha256(content).hexdigest()
        self.store.write(layout.blob(sha256), [content], len(content))
        return {"sha256": sha256, "size": len(content)}

    def publish(self) -> None:
        self.snapshot["manifest"] = self.put(json.dumps(self.manifest).encode())
        self.describe(json.dumps(self.snapshot).encode())

    def describe(self, content: bytes) -> None:
        self.store.write(layout.description(self.name), [content], len(content))
        line = layout.pointer_line(self.name, content)
        self.store.write("CURRENT", [line], len(line))


@pytest.fixture
def forged(workspace: Workspace, store: Store) -> Forged:
    publish(workspace, store, with_files=True)
    return Forged(store)


def refused(copy: Workspace, store: Store) -> str:
    before = sorted(copy.root.parent.rglob("*"))
    with pytest.raises(SnapshotUnusable) as caught:
        pull(copy, store)
    message = str(caught.value)
    assert message.startswith(f"The snapshot at {store.shown} cannot be used (")
    assert "\n" not in message
    with pytest.raises(IndexMissing):
        open_index(copy, FakeEmbedder().fingerprint)
    assert {path for path in copy.root.parent.rglob("*") if copy.root not in path.parents} <= {
        *before
    }
    return message.partition("(")[2].partition("): run")[0]


def segment(manifest: dict[str, Any]) -> dict[str, Any]:
    [one] = manifest["segments"].values()
    return one  # type: ignore[no-any-return]


def renamed(manifest: dict[str, Any], name: str) -> None:
    [one] = manifest["segments"].values()
    manifest["segments"] = {name: one}


def also(files: dict[str, Any], name: str) -> None:
    files[name] = next(iter(files.values()))


@pytest.mark.parametrize(
    "name", ["../../../out.txt", "/out.txt", "a/../../out.txt", ".hidden", "", "a//b", "a\0b"]
)
def test_names_that_lead_elsewhere(
    forged: Forged, copy: Workspace, store: Store, name: str
) -> None:
    also(forged.snapshot["files"], name)
    forged.publish()
    assert refused(copy, store) == "it names a document that leads out of the corpus"
    del forged.snapshot["files"][name]
    forged.snapshot["with_files"] = False
    forged.manifest["documents"][name] = SHA
    forged.publish()
    assert refused(copy, store) == "it names a document that leads out of the corpus"
    del forged.manifest["documents"][name]
    also(segment(forged.manifest)["files"], name)
    forged.publish()
    assert refused(copy, store) == "it names a file that none may have"
    del segment(forged.manifest)["files"][name]
    renamed(forged.manifest, name)
    forged.publish()
    assert refused(copy, store) == "it names a folder that none may have"


def test_the_list_of_what_is_published_is_no_document(
    forged: Forged, copy: Workspace, store: Store
) -> None:
    also(forged.snapshot["files"], "sources.yaml")
    forged.publish()
    assert "leads out of the corpus" in refused(copy, store)


CHANGES: dict[str, Change] = {
    "huge": lambda one: segment(one)["files"]["vectors.f32"].update(size=2**60),
    "negative": lambda one: segment(one)["files"]["vectors.f32"].update(size=-1),
    "no number": lambda one: segment(one)["files"]["vectors.f32"].update(size="many"),
    "no hash": lambda one: segment(one)["files"]["vectors.f32"].update(sha256="../../x"),
    "no segments": lambda one: one.pop("segments"),
    "a list": lambda one: one.update(segments=[1]),
    "no rows": lambda one: segment(one).update(rows=-1),
    "no dimension": lambda one: segment(one).update(dimension=0),
    "another index": lambda one: one.update(generation="20200101T000000Z-00000000"),
    "another file": lambda one: also(one["files"], "run.sh"),
    "another format": lambda one: one["fingerprint"].update(format="0"),
    "other rules": lambda one: one["fingerprint"].update(reading="0"),
    "another model": lambda one: one["fingerprint"].update(model="other"),
    "other counts": lambda one: one["counts"].update(documents=7),
    "other documents": lambda one: one["documents"].update({"exosomes.md": SHA}),
    "more rows": lambda one: segment(one).update(rows=10**9),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_odd_manifests(forged: Forged, copy: Workspace, store: Store, change: Change) -> None:
    change(forged.manifest)
    forged.publish()
    refused(copy, store)


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[]", b"null", b"\xff", b"[" * 100_000, b'{"format": "2"}', b'{"format": "1"}'],
    ids=range(8),
)
def test_odd_descriptions(forged: Forged, copy: Workspace, store: Store, content: bytes) -> None:
    forged.describe(content)
    refused(copy, store)


def test_a_description_of_another_snapshot(forged: Forged, copy: Workspace, store: Store) -> None:
    forged.snapshot["name"] = "20200101T000000Z-00000000"
    forged.publish()
    assert refused(copy, store) == "its description is of another one"


def test_a_description_that_was_changed(forged: Forged, copy: Workspace, store: Store) -> None:
    line = store.read("CURRENT", 200)
    forged.publish()
    store.write("CURRENT", [line], len(line))
    assert refused(copy, store) == "its description is not the one that was published"


@pytest.mark.parametrize("line", [b"", b"20", b"../../x " + SHA.encode() + b"\n", b"x" * 150])
def test_odd_pointers(forged: Forged, copy: Workspace, store: Store, line: bytes) -> None:
    assert forged.store is store
    store.write("CURRENT", [line], len(line))
    assert refused(copy, store) == "its CURRENT names no snapshot"


def test_what_is_too_large_is_not_read(forged: Forged, copy: Workspace, store: Store) -> None:
    assert forged.store is store
    store.write("CURRENT", [b"x" * 10_000], 10_000)
    with pytest.raises(StoreUnusable, match="too large"):
        pull(copy, store)


def test_a_disk_without_room(
    forged: Forged, copy: Workspace, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert forged.store is store
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 50_000_000}))
    with pytest.raises(Exception, match=r"^Not pulled: .* free some disk space, then run"):
        pull(copy, store)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE VIEW spies AS SELECT 1",
        "CREATE TRIGGER spies AFTER INSERT ON skipped BEGIN SELECT 1; END",
        "CREATE TABLE spies (x)",
        "UPDATE documents SET name = '../../../etc/passwd' WHERE number = 1",
    ],
)
def test_a_record_that_is_more_than_one(
    forged: Forged, copy: Workspace, store: Store, tmp_path: Path, statement: str
) -> None:
    own = forged.manifest["files"]["record.sqlite"]
    path = tmp_path / "forged.sqlite"
    path.write_bytes(store.read(layout.blob(own["sha256"]), own["size"]))
    with closing(sqlite3.connect(path)) as database:
        database.execute(statement)
        database.commit()
    forged.manifest["files"]["record.sqlite"] = forged.put(path.read_bytes())
    forged.publish()
    assert refused(copy, store).startswith("its record")


def test_links_in_a_copy_lead_nowhere(
    workspace: Workspace, copy: Workspace, store: Store, tmp_path: Path
) -> None:
    publish(workspace, store, with_files=True)
    outside = tmp_path / "outside"
    outside.mkdir()
    (copy.corpus / "papers").symlink_to(outside)
    with pytest.raises(AssistantError, match=r"outside the corpus: remove it, then run"):
        pull(copy, store)
    with pytest.raises(IndexMissing):
        open_index(copy, FakeEmbedder().fingerprint)
    assert not [*outside.iterdir()]


def test_it_would_be_taken_as_it_was(forged: Forged, copy: Workspace, store: Store) -> None:
    forged.publish()  # forged in nothing
    pull(copy, store)
    assert len(documents(copy)) == 3
    assert generation(copy) == forged.manifest["generation"]
    assert asdict(layout.snapshot_of(json.dumps(forged.snapshot).encode()))["with_files"]
