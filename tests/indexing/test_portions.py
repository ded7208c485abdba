"""Many documents come in portion by portion; a build that is stopped leaves what it finished."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from fake_embedder import FakeEmbedder
from index_samples import fill, generations

from assistant.indexing import batches as portions
from assistant.indexing.build import build
from assistant.indexing.embeddings import FILE
from assistant.indexing.index import open_index
from assistant.workspace import Workspace

MODEL = FakeEmbedder().fingerprint
SENTENCES = 10


def text(name: str) -> str:
    return "\n\n".join(f"Sentence {n} of {name} says {n * n}." for n in range(SENTENCES))


NAMES = [f"{number}.txt" for number in range(7)]


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """One document in the first portion, two in each other."""
    monkeypatch.setattr(portions, "FIRST", SENTENCES)
    monkeypatch.setattr(portions, "MOST", 2 * SENTENCES)


@pytest.fixture
def many(tmp_path: Path) -> Workspace:
    workspace = Workspace(tmp_path / "many")
    fill(workspace, {name: text(name) for name in NAMES})
    return workspace


@dataclass
class Stop:
    """Stops a build as Ctrl-C does, at the step of that name of that portion."""

    portion: int
    step: str = "embedded"

    def __call__(self, step: str) -> None:
        self.portion -= step == self.step
        if self.portion < 0:
            raise KeyboardInterrupt


def indexed(workspace: Workspace) -> dict[str, int]:
    """The indexed documents, each with the number of its sentences; all found by their vectors."""
    with open_index(workspace, MODEL) as index:
        for number, vector in zip(index.sentence_numbers, index.vectors, strict=True):
            [(found, cosine)] = index.nearest(vector, 1)
            assert (found, round(cosine, 5)) == (number, 1.0)
        return {
            one.name: sum(len(passage.sentences) for passage in index.passages_of(one.name))
            for one in index.documents
        }


def test_as_one_build_would_have_made_it(
    many: Workspace, embedder: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[int, int]] = []

    def progress(what: str, done: int, total: int) -> None:
        if what == "Embedding":
            seen.append((done, total))

    report = build(many, embedder, progress)
    assert report.embedded == report.sentences == SENTENCES * len(NAMES)
    assert [len(call) for call in embedder.calls] == [10, 20, 20, 20]
    assert seen == sorted(seen)
    assert {total for _, total in seen} == {report.sentences}
    assert seen[-1][0] == report.sentences
    assert generations(many) == [report.generation]
    assert not (many.index / FILE).exists()
    whole = Workspace(many.root.with_name("whole"))
    shutil.copytree(many.corpus, whole.corpus)
    monkeypatch.setattr(portions, "FIRST", 1_000)
    build(whole, embedder)
    with open_index(many, MODEL) as index, open_index(whole, MODEL) as other:
        assert [one.id for one in index.passages] == [one.id for one in other.passages]
        assert np.array_equal(index.vectors, other.vectors)
        assert index.statistics.frequency("say") == other.statistics.frequency("say")


@pytest.mark.parametrize("step", ["embedded", "staged", "synced"])
def test_what_was_published_can_be_asked_and_the_next_build_goes_on(
    many: Workspace, embedder: FakeEmbedder, step: str
) -> None:
    with pytest.raises(KeyboardInterrupt):
        build(many, embedder, on_step=Stop(2, step))
    assert indexed(many) == dict.fromkeys(NAMES[:3], SENTENCES)
    report = build(many, embedder)
    assert (report.resumed, report.embedded) == (20, 20)
    assert report.added == tuple(NAMES[3:])
    assert sum(len(call) for call in embedder.calls) == SENTENCES * len(NAMES)
    assert indexed(many) == dict.fromkeys(NAMES, SENTENCES)


def test_a_changed_document_is_as_it_was_until_its_turn_comes(
    many: Workspace, embedder: FakeEmbedder
) -> None:
    build(many, embedder)
    fill(many, {name: f"{text(name)}\n\nOne thing more: {name}." for name in NAMES[:4]})
    (many.corpus / "6.txt").rename(many.corpus / "moved.txt")
    (many.corpus / "5.txt").unlink()
    with pytest.raises(KeyboardInterrupt):
        build(many, embedder, on_step=Stop(1))
    assert indexed(many) == {
        "0.txt": 11,
        **dict.fromkeys(["1.txt", "2.txt", "3.txt", "4.txt", "moved.txt"], 10),
    }
    report = build(many, embedder)
    assert report.updated == ("1.txt", "2.txt", "3.txt")
    assert indexed(many) == {
        **dict.fromkeys(NAMES[:4], 11),
        **dict.fromkeys(["4.txt", "moved.txt"], 10),
    }
    assert sum(len(call) for call in embedder.calls) == SENTENCES * len(NAMES) + 4


def test_no_vector_is_lost_where_everything_is_built_anew(
    many: Workspace, embedder: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(many, embedder)
    monkeypatch.setattr("assistant.reading.READING_VERSION", "another")
    with pytest.raises(KeyboardInterrupt):
        build(many, embedder, on_step=Stop(2))
    assert indexed(many) == dict.fromkeys(NAMES[:3], SENTENCES)
    assert build(many, embedder).embedded == 0
    assert indexed(many) == dict.fromkeys(NAMES, SENTENCES)
    assert len(embedder.calls) == 4
    assert not (many.index / FILE).exists()


def test_another_model_begins_anew_without_reading_again(
    many: Workspace, embedder: FakeEmbedder
) -> None:
    build(many, embedder)
    other = FakeEmbedder("another")
    with pytest.raises(KeyboardInterrupt):
        build(many, other, on_step=Stop(2))
    report = build(many, other)
    assert (report.resumed, report.embedded) == (20, 20)
    with open_index(many, "another") as index:
        assert [one.name for one in index.documents] == NAMES


def test_with_one_too_large_for_a_portion(many: Workspace, embedder: FakeEmbedder) -> None:
    fill(many, {"2.txt": "\n\n".join(f"Line {n} is long." for n in range(90))})
    build(many, embedder)
    assert indexed(many) == {**dict.fromkeys(NAMES, SENTENCES), "2.txt": 90}
