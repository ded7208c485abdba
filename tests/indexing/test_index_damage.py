"""Every damage is noticed when the index is opened, and mended when it is built."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fake_embedder import FakeEmbedder
from index_samples import DOCUMENTS, generations

from assistant import chunking, reading
from assistant.errors import (
    AssistantError,
    IndexDamaged,
    IndexMissing,
    IndexOutOfDate,
    IndexUnusable,
)
from assistant.indexing import recall
from assistant.indexing.build import build
from assistant.indexing.generations import POINTER, Generations
from assistant.indexing.index import OpenIndex, open_index
from assistant.indexing.manifest import MANIFEST, Counts, Manifest
from assistant.indexing.schema import RECORD
from assistant.workspace import Workspace

MODEL = FakeEmbedder().fingerprint

FILES = [
    "CURRENT",
    "manifest.json",
    "record.sqlite",
    "vectors.f32",
    "chroma.sqlite3",
    "data_level0.bin",
    "header.bin",
    "index_metadata.pickle",
    "length.bin",
    "link_lists.bin",
]


NEEDED = ("CURRENT", "manifest.json", "record.sqlite", "vectors.f32")
"""Without these no vector is known to be right."""


def truncate(path: Path) -> None:
    path.write_bytes(b"")


def halve(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 1
    path.write_bytes(content)


def overwrite(path: Path) -> None:
    content = bytearray(path.read_bytes())
    start = max(0, len(content) // 2 - 2048)
    length = min(4096, len(content))
    content[start : start + length] = b"\xa5" * length
    path.write_bytes(content)


def delete(path: Path) -> None:
    path.unlink()


DAMAGES: list[Callable[[Path], None]] = [truncate, halve, flip, overwrite, delete]


def test_matrix_has_every_file(built: Workspace) -> None:
    names = {path.name for path in built.index.rglob("*") if path.is_file()}
    assert names - {"writer.lock", "sketches.json"} == set(FILES)  # no answer rests on these two


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_never_answered_over(
    indexed: Workspace, name: str, damage: Callable[[Path], None]
) -> None:
    [path] = indexed.index.rglob(name)
    damage(path)
    expected = IndexMissing if (name, damage) == ("CURRENT", delete) else IndexDamaged
    with pytest.raises(expected, match="run `assistant index`"):
        open_index(indexed, MODEL)


@pytest.mark.parametrize("name", FILES)
def test_damage_is_mended_by_a_build(indexed: Workspace, embedder: FakeEmbedder, name: str) -> None:
    [path] = indexed.index.rglob(name)
    flip(path)
    report = build(indexed, embedder)
    assert report.changed
    assert report.reason.startswith("the index is damaged (")
    assert f"Rebuilt as a whole: {report.reason}" in str(report)
    if name in NEEDED:
        assert report.embedded == len(embedder.calls[0])  # nothing of what is damaged is used again
    else:
        assert embedder.calls == []  # the vectors themselves are sound
    assert generations(indexed) == [report.generation]
    open_index(indexed, MODEL).close()


def test_generation_deleted(indexed: Workspace, embedder: FakeEmbedder) -> None:
    [name] = generations(indexed)
    (indexed.index / "generations" / name).rename(indexed.root / "elsewhere")
    with pytest.raises(IndexDamaged):
        open_index(indexed, MODEL)
    assert build(indexed, embedder).documents == 3


def test_other_files_do_not_matter(indexed: Workspace) -> None:
    [record] = indexed.index.rglob("record.sqlite")
    [rows] = indexed.index.rglob("vectors.f32")
    others = (
        *(record.parent / name for name in (".DS_Store", "record.sqlite-wal")),
        *(record.parent / "record.sqlite-journal", rows.parent / "chroma" / "notes.txt"),
    )
    for path in others:
        path.write_bytes(b"what an operating system may leave")
    with open_index(indexed, MODEL) as index:
        assert index.nearest(index.vectors[0], 1)[0][0] == 0
        assert index.bm25(["tumours"], 1)


def test_counts_must_agree(indexed: Workspace) -> None:
    generations_ = Generations(indexed.index)
    pointer = generations_.pointer()
    manifest = generations_.manifest(pointer)
    counts = manifest.counts
    more = Counts(counts.documents, counts.passages, counts.sentences + 1)
    claimed = replace(manifest, counts=more)
    with pytest.raises(IndexDamaged, match="the manifest says"):
        OpenIndex(generations_.folder(pointer.generation), claimed)


@pytest.mark.parametrize("loss", ["last", "order", "strange", "one changed"])
def test_bad_generation_is_not_published(
    indexed: Workspace, embedder: FakeEmbedder, monkeypatch: pytest.MonkeyPatch, loss: str
) -> None:
    write_vectors = recall.write_vectors

    def lose(folder, entries, vectors, *others):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN002, ANN202
        if loss == "last":
            write_vectors(folder, entries[:-1], vectors[:-1], *others)
        elif loss == "strange":
            strange = replace(entries[0], id="nobody:0")
            write_vectors(folder, [strange, *entries[1:]], vectors, *others)
        elif loss == "one changed":
            changed = np.concatenate([vectors[:5], [(vectors[5] + vectors[6]) / 2], vectors[6:]])
            write_vectors(folder, entries, changed, *others)
        else:
            write_vectors(folder, entries, vectors[::-1], *others)

    monkeypatch.setattr(recall, "write_vectors", lose)
    before = generations(indexed)
    (indexed.corpus / "new.txt").write_text("Something was added.")
    with pytest.raises(
        AssistantError,
        match=r"what was indexed before still serves \(the (new index|vector of sentence)",
    ):
        build(indexed, embedder, reread=None)
    assert generations(indexed) == before
    open_index(indexed, MODEL).close()


@pytest.mark.parametrize(
    ("module", "name", "words"),
    [
        (reading, "READING_VERSION", "other reading rules"),
        (chunking, "CHUNKING_VERSION", "other chunking rules"),
    ],
)
def test_other_rules(
    indexed: Workspace,
    embedder: FakeEmbedder,
    monkeypatch: pytest.MonkeyPatch,
    module: object,
    name: str,
    words: str,
) -> None:
    monkeypatch.setattr(module, name, "another")
    with pytest.raises(IndexOutOfDate) as caught:
        open_index(indexed, MODEL)
    assert str(caught.value) == f"The index was built with {words}: run `assistant index`."
    report = build(indexed, embedder)
    assert report.reason == f"the index was built with {words}"
    assert report.unchanged == tuple(DOCUMENTS)
    assert report.changed
    assert embedder.calls == []  # the model is the same, and so are the sentences
    open_index(indexed, MODEL).close()


def test_other_model(indexed: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    other = FakeEmbedder("another, of the same dimension")
    with pytest.raises(
        IndexOutOfDate, match=r"another embedding model or other prompts: run `assistant index`\.$"
    ):
        open_index(indexed, other.fingerprint)
    with monkeypatch.context() as patch:
        patch.setattr(chunking, "CHUNKING_VERSION", "another")
        with pytest.raises(
            IndexOutOfDate,
            match="another embedding model or other prompts and other chunking rules",
        ):
            open_index(indexed, other.fingerprint)
    report = build(indexed, other)
    assert report.reason == "the index was built with another embedding model or other prompts"
    assert report.embedded == len(other.calls[0]) > 0


def test_other_format(
    indexed: Workspace, embedder: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.indexing.manifest.INDEX_FORMAT", "another")
    monkeypatch.setattr("assistant.indexing.manifest.INDEX_FORMAT", "another")
    with pytest.raises(IndexOutOfDate, match="another index format"):
        open_index(indexed, MODEL)
    report = build(indexed, embedder)
    assert report.reason == "the index was built with another index format"
    assert report.embedded > 0
    open_index(indexed, MODEL).close()


def in_the_way_of_the_index(workspace: Workspace) -> None:
    shutil.rmtree(workspace.index, ignore_errors=True)
    workspace.index.write_text("a file")


def in_the_way_of_the_pointer(workspace: Workspace) -> None:
    (workspace.index / POINTER).unlink(missing_ok=True)
    (workspace.index / POINTER).mkdir(parents=True)


@pytest.mark.parametrize(
    ("block", "name"),
    [(in_the_way_of_the_index, "index"), (in_the_way_of_the_pointer, f"index/{POINTER}")],
)
def test_only_an_index_that_can_be_asked_is_said_to_serve(
    indexed: Workspace,
    embedder: FakeEmbedder,
    block: Callable[[Workspace], None],
    name: str,
) -> None:
    block(indexed)
    with pytest.raises(AssistantError) as caught:
        build(indexed, embedder)
    said = str(caught.value)
    assert said.startswith("Indexing stopped (")
    assert f"{indexed.root / name}): move it away, then run `assistant index`." in said


@pytest.mark.parametrize("name", [POINTER, MANIFEST, RECORD])
def test_what_may_not_be_read_is_no_damage(
    indexed: Workspace, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    open_ = os.open

    def refuse(path: object, *rest: object) -> int:
        if Path(str(path)).name == name:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return open_(path, *rest)  # type: ignore[arg-type]

    opened = Path.open

    def refuse_path(path: Path, *rest: object, **more: object) -> object:
        if path.name == name:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return opened(path, *rest, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "open", refuse)
    monkeypatch.setattr(Path, "open", refuse_path)
    with pytest.raises(IndexUnusable) as caught:
        open_index(indexed, MODEL)
    assert not isinstance(caught.value, IndexDamaged)
    assert str(caught.value) == (
        f"The index cannot be read ({name}: Permission denied): "
        "make the folder readable and writable, and try again."
    )


def test_a_changed_text_is_noticed_where_the_file_is_not_read_again(
    indexed: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    [record] = indexed.index.rglob("record.sqlite")
    content = record.read_bytes()
    text = b"Forty mice were treated"
    assert content.count(text) == 1
    record.write_bytes(content.replace(text, text[::-1]))
    monkeypatch.setattr(Manifest, "verify", lambda *_: None)
    with open_index(indexed, MODEL) as index, pytest.raises(IndexDamaged, match="text of a docu"):
        _ = [one.text for one in index.documents]
