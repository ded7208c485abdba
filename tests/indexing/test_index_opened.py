"""Reading from an open index."""

from __future__ import annotations

import errno
import gc
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fake_embedder import FakeEmbedder
from index_samples import fill, snapshot

from assistant.errors import IndexMissing
from assistant.indexing.build import build
from assistant.indexing.document_rows import Columns, StoredDocument
from assistant.indexing.index import OpenIndex, open_index
from assistant.indexing.manifest import Manifest
from assistant.indexing.schema import any_of
from assistant.workspace import Workspace

MODEL = FakeEmbedder().fingerprint


def texts(index: OpenIndex, terms: list[str]) -> list[str]:
    return [index.passages[number].text for number in index.bm25(terms, 50)]


def test_nothing_indexed(workspace: Workspace) -> None:
    with pytest.raises(IndexMissing) as caught:
        open_index(workspace, MODEL)
    assert str(caught.value) == "No index here yet: run `assistant index`."


@pytest.mark.parametrize("warm", [False, True], ids=["exactly", "by Chroma"])
def test_vectors_find_themselves(indexed: Workspace, warm: bool) -> None:
    with open_index(indexed, MODEL) as index:
        if warm:
            index.warm()
        for number, vector in enumerate(index.vectors):
            neighbours = index.nearest(vector, 3)
            assert len(neighbours) == 3
            assert neighbours[0][1] == pytest.approx(1.0, abs=1e-5)
            cosines = [cosine for _, cosine in neighbours]
            assert cosines == sorted(cosines, reverse=True)
            assert max(cosines) <= 1.0
            for found, cosine in neighbours:
                exact = float(index.vectors[found] @ index.vectors[number])
                assert cosine == pytest.approx(exact, abs=1e-5)


def test_nearest_gives_at_most_all(indexed: Workspace) -> None:
    with open_index(indexed, MODEL) as index:
        found = index.nearest(index.vectors[0], 10**6)
        assert sorted(number for number, _ in found) == list(range(len(index.sentences)))


def test_vectors_cannot_be_changed(indexed: Workspace) -> None:
    with open_index(indexed, MODEL) as index, pytest.raises(ValueError, match="read-only"):
        index.vectors[0] = 0


def test_bm25(indexed: Workspace) -> None:
    with open_index(indexed, MODEL) as index:
        scores = index.bm25(["tumour", "seeing"], 5)  # stemmed
        assert list(scores.values()) == sorted(scores.values(), reverse=True)
        assert all(score > 0 for score in scores.values())
        assert "No tumours were seen." in index.passages[next(iter(scores))].text
        assert len(index.bm25(["patients", "was"], 2)) == 2
        assert texts(index, ["elan"]) == texts(index, ["Élan"]) != []  # accents fold
        assert index.bm25([], 5) == index.bm25(["nowhere"], 5) == index.bm25(["patients"], 0) == {}


def test_bm25_looks_at_headings(indexed: Workspace) -> None:
    with open_index(indexed, MODEL) as index:
        assert len(index.bm25(["risk"], 5)) == 4  # the heading, and its text and two rows by it


@pytest.mark.parametrize(
    "term",
    ['"', "AND", "NEAR(", "body:mice", "mic*", "!!!", "\0", "mi\0ce", "\ud83d", "a" * 10_000, " "],
)
def test_bm25_takes_any_term(indexed: Workspace, term: str) -> None:
    with open_index(indexed, MODEL) as index:
        assert index.bm25([term, "tumours"], 5).keys() >= index.bm25(["tumours"], 5).keys()
        assert index.bm25(["mic*"], 5) == index.bm25(["nobody:mice"], 5) == {}


def test_bm25_takes_many_terms(indexed: Workspace) -> None:
    with open_index(indexed, MODEL) as index:
        terms = [f"w{n}" for n in range(4000)]
        assert index.bm25([*terms, "tumours"], 5) == index.bm25(["tumours"], 5)


def test_match() -> None:
    assert any_of([]) == any_of([" "]) == ""
    assert any_of(["b", 'a"c', "b"]) == '"b" OR "a""c"'


def test_threads(indexed: Workspace) -> None:
    with open_index(indexed, MODEL) as index:

        def ask(number: int) -> tuple[object, object]:
            vector = index.vectors[number % len(index.vectors)]
            return index.nearest(vector, 3), index.bm25([f"CD{number}", "patients"], 5)

        with ThreadPoolExecutor(8) as pool:
            together = list(pool.map(ask, range(60)))
        assert together == [ask(number) for number in range(60)]


def _opened_below(*folders: Path) -> list[str]:
    """Files of this process that are open and lie in these folders, those removed included."""
    descriptors = Path("/proc/self/fd")
    targets: list[str] = []
    for descriptor in descriptors.iterdir() if descriptors.is_dir() else ():
        with suppress(OSError):  # that of the listing itself
            targets.append(os.readlink(descriptor))
    return [target for target in targets if target.startswith(tuple(map(str, folders)))]


def test_reading_changes_nothing_and_leaves_nothing(indexed: Workspace, temporary: Path) -> None:
    before = snapshot(indexed.index)
    rounds = 8
    for _ in range(rounds):
        with open_index(indexed, MODEL) as index:
            assert not os.listdir(temporary)
            index.warm()
            index.nearest(index.vectors[0], 3)
            index.bm25(["mice"], 3)
            assert os.listdir(temporary)
        index.close()  # twice is no error
        assert os.listdir(temporary) == []
    assert [name for name in _opened_below(indexed.index) if name.endswith("record.sqlite")] == []
    # Chroma closes its database on a thread of its own, a moment later: the last ones may still
    # be open. What is never closed would be open once for each round.
    copies = {Path(name).parent for name in _opened_below(temporary)}
    assert len(copies) < rounds / 2
    assert snapshot(indexed.index) == before


def test_forgotten_reader_leaves_nothing(indexed: Workspace, temporary: Path) -> None:
    index = open_index(indexed, MODEL)
    index.warm()
    assert os.listdir(temporary) != []
    del index
    gc.collect()
    assert os.listdir(temporary) == []


def test_what_a_killed_reader_left_is_removed(indexed: Workspace, temporary: Path) -> None:
    with open_index(indexed, MODEL) as alive, open_index(indexed, MODEL) as another:
        alive.warm()
        [held] = temporary.iterdir()
        left = temporary / "assistant-vectors-left"
        left.mkdir()
        for folder in (held, left):
            os.utime(folder, (0, 0))  # long enough ago for its maker to have locked it
        another.warm()
        assert held.exists()
        assert not left.exists()


def test_without_room_for_chroma_it_is_searched_exactly(
    indexed: Workspace, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def searched() -> None:
        with open_index(indexed, MODEL) as index:
            index.warm()
            assert index.nearest(index.vectors[3], 1)[0][0] == 3

    monkeypatch.setattr("tempfile.tempdir", str(temporary / "missing"))
    searched()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    monkeypatch.setattr("shutil.copyfile", full)
    searched()
    assert os.listdir(temporary) == []


def test_read_only_folder_is_served(indexed: Workspace) -> None:
    folders = [path for path in indexed.index.rglob("*") if path.is_dir()]
    for path in indexed.index.rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        with open_index(indexed, MODEL) as index:
            assert index.nearest(index.vectors[4], 1)[0][0] == 4
    finally:
        for path in folders:
            path.chmod(0o755)


def test_old_generation_serves_on(indexed: Workspace, embedder: FakeEmbedder) -> None:
    with open_index(indexed, MODEL) as index:
        first = index.nearest(index.vectors[3], 2)
        assert index.is_current()
        fill(indexed, {"new.txt": "Something was added."})
        build(indexed, embedder)
        assert not index.is_current()
        assert index.nearest(index.vectors[3], 2) == first
        assert index.bm25(["tumours"], 3)
        assert index.vectors.shape[0] == len(index.sentences)


def test_vectors_first_asked_for_after_a_rebuild(
    indexed: Workspace, embedder: FakeEmbedder
) -> None:
    with open_index(indexed, MODEL) as index:
        fill(indexed, {"new.txt": "Something was added."})
        build(indexed, embedder)
        assert np.isfinite(index.vectors).all()
        assert index.nearest(index.vectors[2], 1)[0][0] == 2
        index.warm()
        assert index.nearest(index.vectors[2], 1)[0][0] == 2


def test_replaced_while_it_is_opened(
    indexed: Workspace, embedder: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    verify = Manifest.verify
    rebuilt = []

    def replace_first(manifest: Manifest, folder: Path) -> None:
        if not rebuilt:
            rebuilt.append(True)
            fill(indexed, {"new.txt": "Something was added."})
            build(indexed, embedder)
        verify(manifest, folder)

    monkeypatch.setattr(Manifest, "verify", replace_first)
    with open_index(indexed, MODEL) as index:
        assert "new.txt" in [document.name for document in index.documents]
        assert index.is_current()


def test_what_questions_ask_of_all_documents_is_at_hand(
    workspace: Workspace, embedder: FakeEmbedder, monkeypatch: pytest.MonkeyPatch, never: Callable
) -> None:
    fill(workspace, {"headed.md": "Before.\n\n# A heading\n\nText below.\n\n## Another\n\nMore."})
    build(workspace, embedder)
    with open_index(workspace, MODEL) as index:
        monkeypatch.setattr(Columns, "get", never)
        found = {one.name: (one.top_heading, one.length) for one in index.documents}
        monkeypatch.undo()
        plain = [replace(one) for one in index.documents]
        assert not any(isinstance(one, StoredDocument) for one in plain)
        assert found == {one.name: (one.top_heading, len(one.text)) for one in plain}
        assert found["headed.md"][0] == "A heading"
