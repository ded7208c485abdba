"""What is made up to index much of it in little time."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from assistant.workspace import Workspace
from evals import scale
from evals.benchmarks.materialising import write
from evals.curves import curves
from evals.made_up import MadeUpEmbedder, articles, copies
from evals.speed import Row


def sentences(texts: dict[str, str]) -> list[str]:
    return [found for text in texts.values() for found in re.findall(r"[^.]+\.", text)]


def test_articles_are_the_same_each_time() -> None:
    assert articles(2) == articles(2) != articles(2, seed=2)
    assert len(set(sentences(articles(2)))) == 320


def test_copies_differ_in_a_twentieth_of_their_words() -> None:
    texts = articles(3)
    made = copies(texts, 3)
    assert len(made) == 9
    assert [made[f"0-{name}"] for name in texts] == list(texts.values())
    for number in (1, 2):
        for name, text in texts.items():
            before, now = text.split(), made[f"{number}-{name}"].split()
            changed = np.mean([one != other for one, other in zip(before, now, strict=True)])
            assert 0.03 < changed < 0.07
    assert made["1-0000.txt"] != made["2-0000.txt"]


def test_made_up_vectors_lie_about_as_near_as_real_ones() -> None:
    texts = sentences(articles(12))
    embedder, kept = MadeUpEmbedder(), np.zeros((len(texts), 384), np.float32)
    told: list[tuple[int, int]] = []

    def on_batch(places: object, vectors: object) -> None:
        kept[places] = vectors  # type: ignore[index]

    vectors = embedder.embed(texts, lambda _, done, total: told.append((done, total)), on_batch)
    assert np.array_equal(kept, vectors)
    assert told[-1] == (len(texts), len(texts))
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-5)
    assert np.array_equal(embedder.embed(texts[5:6])[0], vectors[5])
    cosines = vectors @ vectors.T
    np.fill_diagonal(cosines, -1.0)
    nearest = np.sort(cosines, axis=1)[:, -1].mean()
    assert 0.6 < nearest < 0.8
    assert 0.0 < cosines.mean() < 0.2


def test_a_small_one(tmp_path: Path) -> None:
    workspace: Workspace = write(copies(articles(1, 20), 2), tmp_path)
    rows = [*scale.indexed(workspace.root, real=False), *scale.searched(workspace.root, real=False)]
    told = {row.what: row for row in rows}
    assert told["articles"].measured == "2"
    assert told["sentences"].measured == "40"
    assert told["recall@10, a sentence"].measured == "1.0000"


def test_without_the_real_articles_it_says_so(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "evals.scale", "--articles", str(tmp_path / "gone.json")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"Skipped: there is no file {tmp_path / 'gone.json'}.\n"


def test_one_document_more_and_less(tmp_path: Path) -> None:
    workspace: Workspace = write(copies(articles(1, 20), 2), tmp_path)
    scale.indexed(workspace.root, real=False)
    before = sorted(path.name for path in workspace.corpus.iterdir())
    rows = scale.changed(workspace.root, real=False)
    assert [row.what for row in rows] == ["one document added", "changed", "removed"]
    assert sorted(path.name for path in workspace.corpus.iterdir()) == before


def test_the_figures_are_drawn() -> None:
    rows = [Row("sentences", "12,000", ""), Row("opening", "0.04 s", ""), Row("else", "none", "")]
    assert scale.figures(rows) == {"sentences": 12_000.0, "opening": 0.04}
    drawn = curves("By size", {"opening, s": [(1_000, 0.03), (12_000, 0.04)], "other": [(9, 9)]})
    assert drawn.startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    assert drawn.count("<circle") == 3
    assert ">opening, s</text>" in drawn
