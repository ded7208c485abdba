"""What a killed build left goes when the next one begins, whatever becomes of that one."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from fake_embedder import FakeEmbedder
from index_samples import DOCUMENTS, fill, generations

from assistant.errors import AssistantError, IndexBusy, ModelUnavailable
from assistant.indexing.build import build
from assistant.indexing.files import writer_lock
from assistant.indexing.index import open_index
from assistant.workspace import Workspace

STAGED = ".staging-20200101T000000Z-00000000"
PROMOTED = "20200101T000000Z-11111111"


@pytest.fixture
def left(indexed: Workspace, temporary: Path) -> list[Path]:
    """What may lie about after kills at any moment, by a build or by a reader."""
    index, copy = indexed.index, temporary / "assistant-vectors-abcdefgh"
    folders = [index / "generations" / STAGED, index / "generations" / PROMOTED, copy]
    folders.append(index / "vectors" / PROMOTED)
    for folder in folders:
        (folder / "chroma").mkdir(parents=True)
        (folder / "chroma" / "data_level0.bin").write_bytes(b"x" * 1000)
    os.utime(copy, (0, 0))
    names = ("CURRENT", "refused.json", "writer.json", "unfinished.vectors")
    drafts = [index / f".{name}.new" for name in names]
    for draft in drafts:
        draft.write_bytes(b"half a fi")
    return [*folders, *drafts]


def nothing(workspace: Workspace, embedder: FakeEmbedder) -> None:
    assert not build(workspace, embedder).changed


def no_documents(workspace: Workspace, embedder: FakeEmbedder) -> None:
    for name in DOCUMENTS:
        (workspace.corpus / name).unlink()
    with pytest.raises(AssistantError, match="No documents"):
        build(workspace, embedder)


def no_model(workspace: Workspace, embedder: FakeEmbedder) -> None:
    def fail(*_: object) -> None:
        raise ModelUnavailable("It cannot be had.")

    fill(workspace, {"new.txt": "Something was added."})
    embedder.embed = fail  # type: ignore[assignment]
    with pytest.raises(ModelUnavailable):
        build(workspace, embedder)


def no_corpus(workspace: Workspace, embedder: FakeEmbedder) -> None:
    workspace.corpus.rename(workspace.root / "elsewhere")
    with pytest.raises(AssistantError, match="corpus"):
        build(workspace, embedder)


@pytest.mark.parametrize("begin", [nothing, no_documents, no_model, no_corpus])
def test_it_goes_at_the_start(
    indexed: Workspace,
    embedder: FakeEmbedder,
    left: list[Path],
    begin: Callable[[Workspace, FakeEmbedder], None],
) -> None:
    assert all(path.exists() for path in left)
    begin(indexed, embedder)
    assert [path.name for path in left if path.exists()] == []
    open_index(indexed, embedder.fingerprint).close()


def test_who_is_refused_removes_nothing(
    indexed: Workspace, embedder: FakeEmbedder, left: list[Path]
) -> None:
    with writer_lock(indexed.index), pytest.raises(IndexBusy):
        build(indexed, embedder)
    # Taking the lock writes a name, over the draft of a dead holder.
    assert {path.name for path in left if not path.exists()} == {".writer.json.new"}


@pytest.mark.usefixtures("left")
def test_generations_stay_while_it_is_not_known_which_is_current(
    indexed: Workspace, embedder: FakeEmbedder
) -> None:
    (indexed.index / "CURRENT").write_bytes(b"damaged")
    no_documents(indexed, embedder)
    names = generations(indexed)
    assert STAGED not in names
    assert len(names) == 2
