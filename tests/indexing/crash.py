"""Kill builds and see that nothing is lost: `python tests/indexing/crash.py --kills 200`.

Each trial changes the corpus and kills a build with SIGKILL, at a named step or after a random
time. A fresh process must then find the documents of the last finished build or those of the
killed one, all of them and nothing else, every vector by itself. The index is never mended in
between: a build starts from whatever the kills before it left.
"""

from __future__ import annotations

import argparse
import multiprocessing
import multiprocessing.util
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import numpy as np
from fake_embedder import BATCH, FakeEmbedder
from numpy.typing import NDArray

from assistant.errors import IndexMissing
from assistant.indexing.build import build
from assistant.indexing.index import open_index
from assistant.reading.discovery import discover
from assistant.workspace import Workspace

STEPS = ("embedded", "staged", "verified", "synced", "swapped")

Documents = dict[str, str]
"""What a build acknowledges: each document's name and sha256."""

# A new process takes 2 s to import chromadb; one forked from a server that has done so, none.
_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["chromadb", "numpy"])
multiprocessing.util.get_temp_dir()  # now: a test's own folder is too deep for a socket in it


@dataclass
class Crashes:
    """A workspace whose builds are killed. `acknowledged`: of the last build known to be done."""

    workspace: Workspace
    documents: int = 12
    chance: random.Random = field(default_factory=lambda: random.Random(0))  # noqa: S311
    acknowledged: Documents = field(default_factory=dict)
    trials: int = 0

    def change_corpus(self) -> Documents:
        """Change one document, add one or remove one; what a finished build would hold."""
        self.trials += 1
        self.workspace.corpus.mkdir(parents=True, exist_ok=True)
        for number in range(self.documents):
            path = self.workspace.corpus / f"{number}.txt"
            if not path.exists() and (number or self.trials == 1):
                path.write_text(_text(f"document {number}", self.chance.random(), 40))
        (self.workspace.corpus / "changing.txt").write_text(_text("trial", self.trials, 5))
        if self.trials % 3 == 0:
            (self.workspace.corpus / f"{self.chance.randrange(self.documents)}.txt").unlink(
                missing_ok=True
            )
        return {file.name: file.sha256 for file in discover(self.workspace.corpus).files}

    def kill_at(self, step: str) -> str:
        """Kill a build at a named step; which generation was found, "old" or "new"."""
        new = self.change_corpus()
        builder, answers = _start(_build, self.workspace.root, step)
        assert answers.recv() == "started"
        builder.join()
        assert builder.exitcode == -signal.SIGKILL, builder.exitcode
        return self.look(new)

    def kill_within(self, seconds: float) -> str:
        """Kill a build at a random time up to so many seconds after its start."""
        new = self.change_corpus()
        builder, answers = _start(_build, self.workspace.root, "")
        assert answers.recv() == "started"
        builder.join(timeout=self.chance.uniform(0, seconds))
        builder.kill()
        builder.join()
        return self.look(new)

    def kill_while_embedding(self) -> int:
        """Kill a build between two batches; how many vectors the next, finished one took up."""
        new = self.change_corpus()
        builder, answers = _start(_build, self.workspace.root, "embedding")
        assert answers.recv() == "started"
        builder.join()
        assert builder.exitcode == -signal.SIGKILL, builder.exitcode
        self.look(new)
        builder, answers = _start(_build, self.workspace.root, "")
        assert answers.recv() == "started"
        resumed = int(answers.recv())
        builder.join()
        assert self.look(new) == "new"
        assert 0 < resumed <= BATCH, resumed
        return resumed

    def finish(self) -> float:
        """Let a build finish, whatever the kills left; the seconds it took."""
        new = self.change_corpus()
        builder, answers = _start(_build, self.workspace.root, "")
        assert answers.recv() == "started"
        started = time.monotonic()
        builder.join()
        seconds = time.monotonic() - started
        assert builder.exitcode == 0, builder.exitcode
        assert self.look(new) == "new"
        left = [path.name for path in (self.workspace.index / "generations").iterdir()]
        assert len(left) == 1, left
        segments = {path.name for path in (self.workspace.index / "vectors").iterdir()}
        with open_index(self.workspace, FakeEmbedder().fingerprint) as index:
            assert segments == set(index.manifest.segments), segments
        return seconds

    def look(self, new: Documents) -> str:
        """Open the index in a fresh process: which of the two generations is it?"""
        reader, answers = _start(_read, self.workspace.root)
        found = answers.recv()
        reader.join()
        if found == new:
            self.acknowledged = new
            return "new"
        assert found == self.acknowledged, (found, self.acknowledged, new)
        return "old"


def _text(topic: str, seed: float, count: int) -> str:
    sentences = (f"Sentence {n} of {topic} tells of value {seed * n}." for n in range(1, count + 1))
    return "\n\n".join(sentences)


def _start(
    target: Callable[..., None], *args: object
) -> tuple[multiprocessing.process.BaseProcess, Connection]:
    here, there = _PROCESSES.Pipe(duplex=False)
    process = _PROCESSES.Process(target=target, args=(there, *args))
    process.start()
    there.close()
    return process, here


def _build(answers: Connection, root: Path, die_at: str) -> None:
    def die(step: str) -> None:
        if step == die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    class Dying(FakeEmbedder):
        def embed(self, texts, progress=None, on_batch=None):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
            def keep(places: Sequence[int], vectors: NDArray[np.float32]) -> None:
                on_batch(places, vectors)
                die("embedding")

            return super().embed(texts, progress, keep)

    answers.send("started")
    report = build(Workspace(root), Dying(), on_step=die)
    with suppress(BrokenPipeError):
        answers.send(str(report.resumed))


def _read(answers: Connection, root: Path) -> None:
    try:
        with open_index(Workspace(root), FakeEmbedder().fingerprint) as index:
            for number, vector in zip(index.sentence_numbers, index.vectors, strict=True):
                [(nearest, _)] = index.nearest(vector, 1)
                assert index.cosines([nearest], vector)[0] > 0.999, number
            assert len(index.bm25(["sentence"], 10**6)) == len(index.passages)
            answers.send({document.name: document.sha256 for document in index.documents})
    except IndexMissing:
        answers.send({})


def main() -> None:
    """Kill at each step once, then at random times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200, help="at random times")
    parser.add_argument("--seed", type=int, default=None)
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.randrange(10**6)  # noqa: S311
    with tempfile.TemporaryDirectory() as folder:
        crashes = Crashes(Workspace(Path(folder)), chance=random.Random(seed))  # noqa: S311
        found = Counter(crashes.kill_within(1.0) for _ in range(3))  # with nothing indexed yet
        seconds = crashes.finish()
        resumed = sum(crashes.kill_while_embedding() for _ in range(3))
        for step in STEPS:
            found[crashes.kill_at(step)] += 1
        for _ in range(options.kills - 3):
            found[crashes.kill_within(1.3 * seconds)] += 1
        crashes.finish()
        sys.stdout.write(
            f"{found.total()} kills (seed {seed}, a build takes {seconds:.2f} s): "
            f"old generation {found['old']}, new {found['new']}, lost 0; "
            f"vectors of builds killed while embedding: {resumed} taken up, lost 0\n"
        )


if __name__ == "__main__":
    main()
