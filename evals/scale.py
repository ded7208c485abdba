"""Index very many sentences: `python -m evals.scale`; takes some minutes.

Without options, text and vectors are made up (see `evals.made_up`): 490 articles of 150 sentences.
`--articles covid-qa-dev.json` takes real articles and the real model, which takes most of
the time. Where more articles are asked for than there are, they come again and again, each
time with a twentieth of the words changed. Everything else is what `assistant index` does.

Measured are the seconds of each step, of adding, changing and removing one document, of opening and
of whole answers with the real models, the memory, the size on disk, and how much of the nearest ten
sentences the search finds, against the exact product. `--picture` draws several sizes.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import platform
import re
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.indexing.build import build
from assistant.indexing.embeddings import SentenceEmbedder
from assistant.indexing.index import OpenIndex, open_index
from assistant.models.embedder import Embedder
from assistant.settings import Settings
from assistant.workspace import Workspace
from evals.benchmarks.datasets import load_squad
from evals.benchmarks.materialising import write
from evals.console import TimeLeft
from evals.curves import curves
from evals.made_up import MadeUpEmbedder, articles, copies
from evals.memory import memory, most_memory
from evals.scale_asking import asked, questions_about
from evals.speed import Phases, Row, table

_MADE_UP = 98  # different articles
_SIZES = [490]  # articles
_QUERIES = 200
_NEAREST = 10
_ASKED_AT_ONCE = 400  # sentences, as a question does
_TIMED = 50


class Progress:
    """Tells how far it is, and adds up seconds by step."""

    def __init__(self) -> None:
        self.phases, self._shown = Phases(), TimeLeft()

    def __call__(self, what: str, done: int, total: int) -> None:
        """Record how long each phase takes, and show the progress."""
        self.phases(what, done, total)
        self._shown(what, done, total)


def indexed(root: Path, real: bool) -> list[Row]:
    """Index a workspace, in a process of its own."""
    workspace = Workspace(root)
    embedder = _embedder(real)
    progress = Progress()
    progress.phases.start()
    begin = time.perf_counter()
    report = build(workspace, embedder, progress)
    seconds = time.perf_counter() - begin
    progress.phases("", 0, 0)
    spent = sorted(progress.phases.seconds.items(), key=lambda item: -item[1])
    steps = ", ".join(f"{name} {spent:.0f} s" for name, spent in spent if spent >= 0.5)
    resumed = f"{getattr(report, 'resumed', 0):,} from a build that was stopped"
    return [
        Row("articles", f"{report.documents:,}", f"{report.passages:,} passages"),
        Row("sentences", f"{report.sentences:,}", f"{report.embedded:,} embedded, {resumed}"),
        Row("time", f"{seconds:.0f} s", steps),
        Row("memory, at most", f"{most_memory() / 1e6:,.0f} MB", "resident"),
        Row(
            "on disk",
            f"{report.bytes_on_disk / 1e6:,.0f} MB",
            f"{report.bytes_on_disk / report.sentences / 1e3:.1f} kB a sentence",
        ),
    ]


def changed(root: Path, real: bool) -> list[Row]:
    """Add, change and remove one document, in a process of its own."""
    workspace = Workspace(root)
    embedder = _embedder(real)
    path = workspace.corpus / "one-more.txt"
    rows = []
    for what, seed in (("one document added", 77), ("changed", 78), ("removed", None)):
        if seed is None:
            path.unlink()
        else:
            path.write_text(articles(1, seed=seed)["0000.txt"], "utf-8")
        phases = Phases()
        phases.start()
        begin = time.perf_counter()
        report = build(workspace, embedder, phases)
        seconds = time.perf_counter() - begin
        without = seconds - phases.seconds["Embedding"] - phases.seconds["Reading"]
        told = (
            f"{report.embedded} sentences embedded; {without:.2f} s besides reading and embedding"
        )
        rows.append(Row(what, f"{seconds:.2f} s", told))
    return rows


def searched(root: Path, real: bool) -> list[Row]:
    """Search what was indexed, in a process of its own."""
    workspace = Workspace(root)
    before = memory()
    begin = time.perf_counter()
    with open_index(workspace, _embedder(real).fingerprint) as index:
        opening = time.perf_counter() - begin
        rows = [
            Row("opening", f"{opening:.3f} s", "the list of documents read"),
            Row("memory, opened", f"{(memory() - before) / 1e6:.0f} MB", "more than before"),
            *asked(index, questions_about(index)),
        ]
        vectors = index.vectors
        chance = np.random.default_rng(99)
        chosen = chance.choice(len(vectors), min(_QUERIES, len(vectors)), replace=False)
        between = vectors[chosen] + vectors[chance.permutation(chosen)]
        between /= np.linalg.norm(between, axis=1, keepdims=True)
        scanned = _times(index, between[:_TIMED])
        how = f"the vectors alone, median of {_TIMED}, by the exact scan"
        rows.append(Row(f"{_ASKED_AT_ONCE} nearest", f"{scanned:.1f} ms", how))
        if any(one.chroma for one in index.manifest.segments.values()):
            begin = time.perf_counter()
            index.warm()
            how = f"by Chroma, opened in {time.perf_counter() - begin:.1f} s"
            rows.append(Row("the same", f"{_times(index, between[:_TIMED]):.1f} ms", how))
        for what, queries in (("a sentence", vectors[chosen]), ("half way between two", between)):
            rows.append(_recall(index, vectors, what, queries))
    return rows


def _times(index: OpenIndex, queries: NDArray[np.float32]) -> float:
    """Milliseconds of a search, the median."""
    times = []
    for query in queries:
        begin = time.perf_counter()
        index.nearest(query, _ASKED_AT_ONCE)
        times.append(time.perf_counter() - begin)
    return 1000 * float(np.median(times))


def _recall(
    index: OpenIndex, vectors: NDArray[np.float32], what: str, queries: NDArray[np.float32]
) -> Row:
    found = np.zeros(len(queries))
    for number, query in enumerate(queries):
        cosines = vectors @ query
        least = np.partition(cosines, -_NEAREST)[-_NEAREST] - 1e-6
        near = [place for place, _ in index.nearest(query, _NEAREST)]
        found[number] = (index.cosines(near, query) >= least).sum() / _NEAREST
    whole = f"all ten for {np.mean(found == 1):.1%} of {len(queries):,}, at least {found.min():.0%}"
    return Row(f"recall@{_NEAREST}, {what}", f"{found.mean():.4f}", whole)


def _embedder(real: bool) -> SentenceEmbedder:
    return Embedder(Settings(offline=True)) if real else MadeUpEmbedder()


DRAWN = {
    "opening": "opening, s",
    "one document added": "adding one document, s",
    "removed": "removing it, s",
    "answer, p50": "answer, p50, ms",
    "answer, p95": "answer, p95, ms",
    "memory, asked": "memory, MB",
    "on disk": "on disk, MB",
}
"""Rows that are drawn, and what they are called there."""


def measured(root: Path, real: bool) -> list[Row]:
    """All figures of one workspace."""
    rows = []
    spawn = multiprocessing.get_context("spawn")
    for action in (indexed, changed, searched):
        with ProcessPoolExecutor(1, mp_context=spawn) as pool:  # its memory is its own
            rows += pool.submit(partial(action, root, real)).result()
    return rows


def figures(rows: Sequence[Row]) -> dict[str, float]:
    """The numbers that the measured texts begin with, by what they are of."""
    return {
        row.what: float(found[0].replace(",", ""))
        for row in rows
        if (found := re.match(r"[\d,.]+", row.measured))
    }


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=Path, help="real ones, in SQuAD's format")
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=_SIZES, help="numbers of articles (%(default)s)"
    )
    parser.add_argument("--made-up-vectors", action="store_true", help="of real articles, too")
    parser.add_argument(
        "--keep", type=Path, help="a folder to index in, and to go on in if stopped"
    )
    parser.add_argument("--picture", type=Path, help="draw the figures by size into this SVG file")
    options = parser.parse_args()
    if options.articles is not None and not options.articles.exists():
        sys.exit(f"Skipped: there is no file {options.articles}.")
    real = options.articles is not None and not options.made_up_vectors
    if options.articles is None:
        texts, what = articles(_MADE_UP), "made-up text"
    else:
        texts, what = dict(load_squad([options.articles]).documents), options.articles.name
    vectors = "the real model" if real else "made-up vectors"
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}")
    lines: dict[str, list[tuple[float, float]]] = {name: [] for name in DRAWN.values()}
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as temporary:
            folder = (options.keep or Path(temporary)) / str(size)
            chosen = islice(copies(texts, -(-size // len(texts))).items(), size)
            rows = measured(write(dict(chosen), folder).root, real)
        print(f"\n{what}, {size:,} articles, {vectors}\n\n{table(rows)}", flush=True)
        found = figures(rows)
        for name, line in DRAWN.items():
            lines[line].append((found["sentences"], max(found[name], 1e-3)))
    if options.picture is not None:
        title = f"The index by size: {what}, {vectors}"
        options.picture.write_text(curves(title, lines), encoding="utf-8")


if __name__ == "__main__":
    main()
