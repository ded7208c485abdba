"""Index very many sentences: `python -m evals.scale`; takes some minutes.

Without options, text and vectors are made up (see `evals.made_up`): 98 articles, 5 times each with
a twentieth of the words changed. `--articles covid-qa-dev.json` takes real articles as often as it
needs, again with words changed, and the real model, which takes most of the time. Everything
else is what `assistant index` does.

Measured are the seconds of each step, the memory at most, the size on disk, and how much of the
nearest ten sentences the finished index finds, against the exact product.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import platform
import resource
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np

from assistant.indexing.build import build
from assistant.indexing.embeddings import SentenceEmbedder
from assistant.indexing.index import OpenIndex, open_index
from assistant.models.embedder import Embedder
from assistant.settings import Settings
from assistant.workspace import Workspace
from evals.benchmarks.datasets import load_squad
from evals.benchmarks.materialising import write
from evals.console import TimeLeft
from evals.made_up import MadeUpEmbedder, articles, copies
from evals.speed import Phases, Row, table

_MADE_UP = 98  # articles
_COPIES = 5
_QUERIES = 1_000
_NEAREST = 10
_ASKED_AT_ONCE = 400  # sentences, as a question does


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
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    resumed = f"{getattr(report, 'resumed', 0):,} from a build that was stopped"
    return [
        Row("articles", f"{report.documents:,}", f"{report.passages:,} passages"),
        Row("sentences", f"{report.sentences:,}", f"{report.embedded:,} embedded, {resumed}"),
        Row("time", f"{seconds:.0f} s", steps),
        Row("memory, at most", f"{most / 1e6:,.0f} MB", "resident"),
        Row(
            "on disk",
            f"{report.bytes_on_disk / 1e6:,.0f} MB",
            f"{report.bytes_on_disk / report.sentences / 1e3:.1f} kB a sentence",
        ),
    ]


def searched(root: Path, real: bool) -> list[Row]:
    """Search what was indexed, in a process of its own."""
    workspace = Workspace(root)
    begin = time.perf_counter()
    with open_index(workspace, _embedder(real).fingerprint) as index:
        opening = time.perf_counter() - begin
        vectors = index.vectors
        chance = np.random.default_rng(99)
        chosen = chance.choice(len(vectors), min(_QUERIES, len(vectors)), replace=False)
        between = vectors[chosen] + vectors[chance.permutation(chosen)]
        between /= np.linalg.norm(between, axis=1, keepdims=True)
        rows = [Row("opening", f"{opening:.1f} s", "verified, all passages read")]
        for what, queries in (("a sentence", vectors[chosen]), ("half way between two", between)):
            rows.append(_recall(index, what, queries))
        index.nearest(vectors[0], _ASKED_AT_ONCE)
        ours, product = [], []
        for query in between[:100]:
            begin = time.perf_counter()
            index.nearest(query, _ASKED_AT_ONCE)
            middle = time.perf_counter()
            np.argpartition(-(vectors @ query), min(_ASKED_AT_ONCE, len(vectors)) - 1)
            ours.append(middle - begin)
            product.append(time.perf_counter() - middle)
        times = (f"{1000 * float(np.median(times)):.1f} ms" for times in (ours, product))
        rows.append(Row("search / exact product", " / ".join(times), "400 nearest, medians of 100"))
    return rows


def _recall(index: OpenIndex, what: str, queries: np.ndarray) -> Row:
    found = np.zeros(len(queries))
    for number, query in enumerate(queries):
        cosines = index.vectors @ query
        least = np.partition(cosines, -_NEAREST)[-_NEAREST] - 1e-6
        near = [place for place, _ in index.nearest(query, _NEAREST)]
        found[number] = (cosines[near] >= least).sum() / _NEAREST
    whole = f"all ten for {np.mean(found == 1):.1%} of {len(queries):,}, at least {found.min():.0%}"
    return Row(f"recall@{_NEAREST}, {what}", f"{found.mean():.4f}", whole)


def _embedder(real: bool) -> SentenceEmbedder:
    return Embedder(Settings(offline=True)) if real else MadeUpEmbedder()


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=Path, help="real ones, in SQuAD's format")
    parser.add_argument(
        "--copies", type=int, default=_COPIES, help="of each (default: %(default)s)"
    )
    parser.add_argument("--made-up-vectors", action="store_true", help="of real articles, too")
    parser.add_argument(
        "--keep", type=Path, help="a folder to index in, and to go on in if stopped"
    )
    options = parser.parse_args()
    if options.articles is not None and not options.articles.exists():
        sys.exit(f"Skipped: there is no file {options.articles}.")
    real = options.articles is not None and not options.made_up_vectors
    with tempfile.TemporaryDirectory() as temporary:
        if options.articles is None:
            texts, what = articles(_MADE_UP), "made-up text"
        else:
            texts, what = dict(load_squad([options.articles]).documents), options.articles.name
        root = write(copies(texts, options.copies), options.keep or Path(temporary)).root
        rows = []
        spawn = multiprocessing.get_context("spawn")
        for action in (indexed, searched):
            with ProcessPoolExecutor(1, mp_context=spawn) as pool:  # its memory is its own
                rows += pool.submit(partial(action, root, real)).result()
    vectors = "the real model" if real else "made-up vectors"
    print(f"{what}, {options.copies} copies, {vectors}")
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}\n")
    print(table(rows))


if __name__ == "__main__":
    main()
