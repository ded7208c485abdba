"""An approximate search is measured, helped, and in the end done without; never called damaged."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from fake_embedder import FakeEmbedder
from index_samples import fill, generations
from numpy.typing import NDArray

from assistant.indexing import recall, segments
from assistant.indexing.build import build
from assistant.indexing.generations import Generations
from assistant.indexing.index import OpenIndex, open_index
from assistant.indexing.recall import SAMPLE, Recall, lower_bound, measure
from assistant.indexing.vectors import Effort
from assistant.progress import silent
from assistant.workspace import Workspace

Vectors = NDArray[np.float32]


def unit(rows: Vectors) -> Vectors:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def some(count: int, dimension: int = 32) -> Vectors:
    return unit(np.random.default_rng(count).normal(size=(count, dimension)))


class Exact:
    """The exact product, but for every so manieth answer; counts what it is asked."""

    def __init__(self, vectors: Vectors, missing: int = 0) -> None:
        self.vectors, self.missing, self.asked = vectors, missing, []
        self._answers = 0

    asked: list[Vectors]

    def __call__(self, queries: Vectors, limit: int) -> Sequence[Sequence[int]]:
        self.asked.append(queries)
        found = []
        for query in queries:
            numbers = np.argsort(-(self.vectors @ query), kind="stable")[:limit].tolist()
            self._answers += 1
            if self.missing and self._answers % self.missing == 0:
                numbers = numbers[1:]
            found.append(numbers)
        return found


@pytest.mark.parametrize("count", [1, 2, 9, 10, 11, 300, SAMPLE + 1])
def test_the_exact_product_finds_all(count: int) -> None:
    vectors = some(count)
    found = measure(Exact(vectors), vectors, silent)
    assert found.found == 1.0
    assert found.at_least == (1.0 if count <= SAMPLE else pytest.approx(0.9954, abs=1e-4))


def test_what_is_missed_is_counted() -> None:
    vectors = some(300)
    found = measure(Exact(vectors, missing=3), vectors, silent)  # one of ten, in a third of them
    assert found == Recall(pytest.approx(1 - 1 / 30), found.found)


def test_what_is_found_twice_counts_once() -> None:
    vectors = some(300)
    exact = Exact(vectors)
    found = measure(
        lambda queries, limit: [[row[0]] * limit for row in exact(queries, limit)], vectors, silent
    )
    assert found.found == pytest.approx(0.1)


def test_equal_sentences_are_as_good_as_each_other() -> None:
    vectors = np.repeat(some(20), 50, axis=0)

    def last_first(queries: Vectors, limit: int) -> Sequence[Sequence[int]]:
        return [np.argsort(vectors @ query, kind="stable")[-limit:].tolist() for query in queries]

    assert measure(last_first, vectors, silent).found == 1.0


def test_a_search_that_finds_nothing() -> None:
    vectors = some(30)
    assert measure(lambda queries, _: [[] for _ in queries], vectors, silent) == Recall(0.0, 0.0)


def test_the_sample_is_the_same_each_time_and_no_larger_than_it_must_be() -> None:
    vectors = some(SAMPLE + 200)
    first, second = Exact(vectors), Exact(vectors)
    measure(first, vectors, silent)
    measure(second, vectors, silent)
    asked = np.concatenate(first.asked)
    assert np.array_equal(asked, np.concatenate(second.asked))
    assert len(asked) == SAMPLE
    assert np.linalg.norm(asked, axis=1) == pytest.approx(1.0, abs=1e-5)


def test_opposite_sentences_have_nothing_between_them() -> None:
    vectors = some(1).repeat(2, axis=0) * np.array([[1.0], [-1.0]], np.float32)
    found = measure(Exact(vectors), vectors, silent)
    assert found.found == 1.0


@pytest.mark.parametrize(
    ("mean", "count", "least"),
    # Of all ones, 0.01 ** (1 / count); the others solve count * KL(mean, least) = ln 100.
    [(1.0, 1000, 0.995405), (1.0, 100, 0.954993), (0.0, 100, 0.0), (0.998, 1000, 0.99025)],
)
def test_what_a_sample_says_of_all(mean: float, count: int, least: float) -> None:
    assert lower_bound(mean, count) == pytest.approx(least, abs=2e-5)


@pytest.mark.parametrize("loss", [0.001, 0.01, 0.1])
def test_the_bound_holds_as_often_as_it_says(loss: float) -> None:
    chance = np.random.default_rng(7)
    means = chance.binomial(500, 1 - loss, size=2_000) / 500
    wrong = sum(lower_bound(float(mean), 500) > 1 - loss for mean in means)
    assert wrong / len(means) <= 0.01


@pytest.fixture
def efforts(monkeypatch: pytest.MonkeyPatch) -> list[Effort]:
    """Those that were tried."""
    tried: list[Effort] = []
    write = recall.write_vectors

    def spy(folder, entries, vectors, effort, progress):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        tried.append(effort)
        write(folder, entries, vectors, effort, progress)

    monkeypatch.setattr(recall, "write_vectors", spy)
    return tried


def pretend(monkeypatch: pytest.MonkeyPatch, *measured: float) -> None:
    """Let the searches of one build find these shares."""
    shares = iter(measured)

    def measured_so(*_: object) -> Recall:
        share = next(shares)
        return Recall(share, share)

    monkeypatch.setattr(recall, "measure", measured_so)


def manifest_of(workspace: Workspace) -> tuple[float, bool]:
    generations_ = Generations(workspace.index)
    manifest = generations_.manifest(generations_.pointer())
    return manifest.recall, manifest.exact


@pytest.mark.parametrize(
    ("measured", "kept"),
    [
        ([0.9999], (0.9999, False)),  # a miss in ten thousand is what approximate means
        ([0.98, 0.995], (0.995, False)),
        ([0.9, 0.95, 0.991], (0.991, False)),
        ([0.9, 0.95, 0.96], (0.96, True)),
    ],
)
def test_more_effort_is_made_where_too_much_is_missed(
    workspace: Workspace,
    embedder: FakeEmbedder,
    monkeypatch: pytest.MonkeyPatch,
    efforts: list[Effort],
    measured: list[float],
    kept: tuple[float, bool],
) -> None:
    pretend(monkeypatch, *measured)
    report = build(workspace, embedder)
    assert efforts == list(recall.EFFORTS[: len(measured)])
    assert len(embedder.calls) == 1
    assert manifest_of(workspace) == kept
    assert report.exact_search == kept[1]
    assert ("Searched exactly" in str(report)) == kept[1]
    assert len(generations(workspace)) == 1
    again = build(workspace, embedder)
    assert not again.changed
    assert again.exact_search == kept[1]


def test_an_index_that_misses_too_much_is_searched_exactly(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A graph that hardly joins anything; there is a limit to how bad Chroma lets it be.
    monkeypatch.setattr(recall, "EFFORTS", (Effort(2, 2, 2),))
    numbers = range(1, 1500)
    fill(workspace, {"many.txt": "\n\n".join(f"Sentence {n} tells of case {n}." for n in numbers)})
    embedder = FakeEmbedder()
    report = build(workspace, embedder)
    assert report.exact_search
    assert manifest_of(workspace)[0] < 0.99
    with monkeypatch.context() as patch:
        patch.setattr(segments, "VectorReader", None)  # not even opened
        with open_index(workspace, embedder.fingerprint) as opened:
            opened.warm()
            found = [opened.nearest(vector, 400) for vector in opened.vectors[:50]]
            exact(opened, found)
            assert opened.nearest(opened.vectors[7], 10**6)[-1][1] < 0.5


def exact(index: OpenIndex, found: list[list[tuple[int, float]]]) -> None:
    for number, neighbours in enumerate(found):
        cosines = index.vectors @ index.vectors[number]
        order = np.lexsort((np.arange(len(cosines)), -cosines))[: len(neighbours)]
        assert [near for near, _ in neighbours] == order.tolist()
        assert [cosine for _, cosine in neighbours] == pytest.approx(cosines[order].tolist())


def test_a_real_search_of_near_duplicates_is_good_enough(
    workspace: Workspace, efforts: list[Effort]
) -> None:
    class Near(FakeEmbedder):
        """A thousand texts around twenty points."""

        def _vector(self, text: str) -> Vectors:
            own = super()._vector(text)
            shared = super()._vector(str(sum(text.encode()) % 20))
            return unit((shared + 0.2 * own)[np.newaxis])[0]

    numbers = range(1, 1000)
    fill(workspace, {"many.txt": "\n\n".join(f"Sentence {n} tells of case {n}." for n in numbers)})
    assert not build(workspace, Near()).exact_search
    assert efforts == list(recall.EFFORTS[:1])
