"""What Ray costs and gains on this machine: `python -m evals.engines`; needs the extra `ray`.

The same made-up articles are indexed by each engine in turns, with made-up vectors or
with the real model. Where `RAY_ADDRESS` names a cluster, that is used.
"""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
import time
from pathlib import Path

from assistant.indexing.build import build
from assistant.indexing.cluster.ray_engine import RayEngine
from assistant.indexing.embeddings import SentenceEmbedder
from assistant.indexing.engines import Engine, LocalEngine
from assistant.models.embedder import Embedder
from assistant.sandbox.sandbox import Limits
from assistant.settings import Settings
from evals.benchmarks.materialising import write
from evals.made_up import MadeUpEmbedder, articles
from evals.speed import Phases, Row, table

_LIMITS = Limits(seconds=600)  # a busy machine is no reason to leave a file out


def indexed(name: str, folder: Path, count: int, embedder: SentenceEmbedder) -> Row:
    """Index so many articles, and tell what took the time."""
    workspace = write(articles(count), folder)
    phases = Phases()
    phases.start()
    begin = time.perf_counter()
    chosen: Engine = LocalEngine(embedder, _LIMITS)
    if name == "ray":
        chosen = RayEngine(embedder, _LIMITS, phases)
    with chosen as engine:
        report = build(workspace, embedder, phases, engine=engine)
    seconds = time.perf_counter() - begin
    phases("", 0, 0)
    spent = sorted(phases.seconds.items(), key=lambda item: -item[1])
    steps = ", ".join(f"{what} {spent:.1f} s" for what, spent in spent if spent >= 0.1)
    return Row(name, f"{seconds:.1f} s", f"{report.sentences:,} sentences: {steps}")


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=98, help="(default: %(default)s)")
    parser.add_argument("--times", type=int, default=2, help="each (default: %(default)s)")
    parser.add_argument("--model", action="store_true", help="the real one, not made-up vectors")
    options = parser.parse_args()
    embedder = Embedder(Settings(offline=True)) if options.model else MadeUpEmbedder()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}")
    rows = []
    for _ in range(options.times):
        for name in ("local", "ray"):
            with tempfile.TemporaryDirectory() as folder:
                rows.append(indexed(name, Path(folder), options.articles, embedder))
    print(table(rows))


if __name__ == "__main__":
    main()
