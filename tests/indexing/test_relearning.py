"""Sentences know abbreviations whatever the order in which their documents came."""

from __future__ import annotations

import shutil

import pytest
from fake_embedder import FakeEmbedder
from index_samples import fill

from assistant.indexing import batches, relearning
from assistant.indexing.build import build
from assistant.indexing.index import open_index
from assistant.workspace import Workspace

MODEL = FakeEmbedder().fingerprint
SAID = {
    "a.txt": "The HSC count rose.\n\nHere hematopoietic stem cell numbers fell.\n\nNothing else.",
    "b.txt": "Some plain words about HSCs and GVHD stand here.",
    "c.txt": "A hematopoietic stem cell (HSC) divides. Graft versus host disease (GVHD) is rare.",
}


def learned(workspace: Workspace) -> tuple[dict[str, list[frozenset[str]]], dict[str, int]]:
    """The stems of each document's sentences, and how often those of interest are counted."""
    with open_index(workspace, MODEL) as index:
        stems = {
            one.name: [
                sentence.stems for sentence in index.sentences_of(index.numbers_of([one.name]))
            ]
            for one in index.documents
        }
        words = {word for every in stems.values() for one in every for word in one}
        return stems, {word: index.statistics.frequency(word) for word in sorted(words)}


def at_once(workspace: Workspace) -> tuple[dict[str, list[frozenset[str]]], dict[str, int]]:
    other = Workspace(workspace.root.with_name("at-once"))
    shutil.rmtree(other.root, ignore_errors=True)
    shutil.copytree(workspace.corpus, other.corpus)
    build(other, FakeEmbedder())
    return learned(other)


@pytest.fixture
def empty(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return Workspace(tmp_path_factory.mktemp("relearning") / "workspace")


def test_one_by_one(empty: Workspace) -> None:
    for name, text in SAID.items():
        fill(empty, {name: text})
        build(empty, FakeEmbedder())
    stems, counts = learned(empty)
    assert {"hematopoiet", "hsc"} <= stems["a.txt"][0] & stems["a.txt"][1] & stems["b.txt"][0]
    assert (stems, counts) == at_once(empty)


def test_in_portions(empty: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(empty, SAID)
    with monkeypatch.context() as patch:
        patch.setattr(batches, "FIRST", 1)
        patch.setattr(batches, "MOST", 1)
        build(empty, FakeEmbedder())
    assert learned(empty) == at_once(empty)


def test_what_nobody_sets_out_any_more_is_forgotten(empty: Workspace) -> None:
    fill(empty, SAID)
    build(empty, FakeEmbedder())
    (empty.corpus / "c.txt").unlink()
    build(empty, FakeEmbedder())
    stems, counts = learned(empty)
    assert "hematopoiet" not in stems["a.txt"][0]
    assert (stems, counts) == at_once(empty)


def test_another_meaning_that_is_set_out_more_often(empty: Workspace) -> None:
    fill(empty, SAID)
    build(empty, FakeEmbedder())
    again = "The Health Service Council (HSC) met. So the Health Service Council (HSC) said."
    fill(empty, {"d.txt": again})
    build(empty, FakeEmbedder())
    stems, counts = learned(empty)
    assert "council" in stems["a.txt"][0]
    assert "hsc" not in stems["a.txt"][1]
    assert (stems, counts) == at_once(empty)


def test_a_form_that_stands_in_very_many_passages_keeps_its_meaning(
    empty: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relearning, "MOST", 1)
    fill(empty, {name: SAID[name] for name in ("a.txt", "b.txt")})
    build(empty, FakeEmbedder())
    before, _ = learned(empty)
    fill(empty, {"c.txt": SAID["c.txt"]})
    build(empty, FakeEmbedder())
    after, _ = learned(empty)
    assert {name: after[name] for name in before} == before
