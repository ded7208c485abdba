"""Measure speed, size and memory: `python -m evals.speed`; takes some minutes.

Times depend on the machine and on what else runs there, so what matters most is a ratio: indexing
beside the bare embedding model, taken in turns in one run. The rest is for one's own machine.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

import numpy as np

from assistant import Assistant, Settings, Turn
from assistant.chunking.chunks import cut
from assistant.models.catalog import MINILM
from assistant.models.download import locate
from assistant.progress import Progress
from assistant.workspace import Workspace
from evals.console import TimeLeft
from evals.gold_cases import CALIBRATION, GOLD, Case, load
from evals.memory import memory
from evals.records.folder import Folder

HEAVY = (
    "chromadb gradio huggingface_hub llama_index numpy onnxruntime pydantic sentence_transformers "
    "sklearn torch transformers"
).split()
"""Modules that `import assistant` should not load."""

_ROOT = Path(__file__).parent.parent
_ROUNDS = 3  # of indexing
_PROCESSES = 7
_SENTENCES = 2_000  # about as many are indexed where a folder gives more than the two reviews
_EARLY, _LATE = 100, 1_000  # questions
# What indexing does without telling, by what it tells of next.
_BEFORE = {"Storing vectors": "record", "Checking": "sealing", "": "syncing"}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    what: str
    measured: str
    how: str


def table(rows: Sequence[Row]) -> str:
    """A Markdown table."""
    lines = ["| what | measured | how |", "|---|---|---|"]
    return "\n".join([*lines, *(f"| {row.what} | {row.measured} | {row.how} |" for row in rows)])


class Phases:
    """A `Progress` that adds up seconds by what was being done."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._last = 0.0

    def start(self) -> None:
        """Count from now on."""
        self._last = time.perf_counter()

    def __call__(self, what: str, done: int, total: int) -> None:
        """Count the time since the last call."""
        now = time.perf_counter()
        self.seconds[what if done else _BEFORE.get(what, what)] += now - self._last
        self._last = now


@dataclass(frozen=True, slots=True)
class Indexing:
    """Sentences per second in each round, and what indexing spent its seconds on, all rounds."""

    ours: tuple[float, ...]
    bare: tuple[float, ...]
    phases: Mapping[str, float]

    def rows(self, sentences: int) -> list[Row]:
        """As rows of the table."""
        ours, bare = statistics.median(self.ours), statistics.median(self.bare)
        ratio = statistics.median(a / b for a, b in zip(self.ours, self.bare, strict=True))
        total = sum(self.phases.values())
        shares = ", ".join(
            f"{name} {seconds / total:.1%}"
            for name, seconds in sorted(self.phases.items(), key=lambda item: -item[1])
        )
        turns = f"{sentences:,} sentences, model loaded, {len(self.ours)} rounds in turns, medians"
        return [
            Row("indexing / bare model", f"{ratio:.2f}", turns),
            Row("indexing", f"{ours:.0f} sentences/s", shares),
            Row("bare model", f"{bare:.0f} sentences/s", "its own `encode`, defaults"),
        ]


def indexing(workspace: Workspace, progress: Progress) -> list[Row]:
    """Rebuild the index, and let the bare model embed the same sentences, in turns."""
    from sentence_transformers import SentenceTransformer

    assistant = Assistant(workspace.root, progress=progress)
    report = assistant.index()  # loads the model, too
    texts = [
        document.text[span.start : span.end]
        for document in assistant.documents
        for passage in cut(document)
        for span in passage.sentences
    ]
    texts = list(dict.fromkeys(texts))  # indexing embeds no text twice
    assistant.close()
    model = SentenceTransformer(str(locate(MINILM, Settings())), device="cpu")
    model.encode(texts[:64], show_progress_bar=False)
    ours: list[float] = []
    bare: list[float] = []
    phases = Phases()
    for done in range(_ROUNDS):
        progress("Indexing, in turns with the bare model", done, _ROUNDS)
        shutil.rmtree(workspace.index)
        phases.start()
        seconds = _seconds(partial(assistant.index, phases))
        phases("", 0, 0)
        ours.append(len(texts) / seconds)
        bare.append(len(texts) / _seconds(partial(model.encode, texts, show_progress_bar=False)))
    progress("Indexing, in turns with the bare model", _ROUNDS, _ROUNDS)
    size = report.bytes_on_disk / report.sentences
    return [
        *Indexing(tuple(ours), tuple(bare), phases.seconds).rows(len(texts)),
        Row("index on disk", f"{size / 1000:.1f} kB a sentence", f"{report.sentences:,} sentences"),
    ]


def asking(root: Path) -> list[Row]:
    """Ask the gold questions over and over; to be run in a process of its own."""
    progress = TimeLeft()
    gold = Folder.of(Workspace.find()).gold
    cases = [case for name in (GOLD, CALIBRATION) for case in load(gold, name)]
    assistant = Assistant(root)
    assistant.warm()
    seconds: list[float] = []
    early = late = 0
    for number in range(_LATE):
        case = cases[number % len(cases)]
        seconds.append(_seconds(partial(_ask, assistant, case)))
        progress("Asking", number + 1, _LATE)
        if number + 1 == _EARLY:
            early = memory()
    late = memory()
    once = seconds[: len(cases)]
    p50, p95 = np.percentile(once, (50, 95))
    grown = f"{(late - early) / 1e6:+.1f} MB"
    measured = f"{late / 1e6:.0f} MB, {grown} since {_EARLY}"
    return [
        Row("ask, warm, p50", f"{p50 * 1000:.0f} ms", f"{len(once)} gold questions, each once"),
        Row("ask, warm, p95", f"{p95 * 1000:.0f} ms", f"slowest {max(once) * 1000:.0f} ms"),
        Row(f"memory after {_LATE:,} questions", measured, "resident"),
    ]


def _ask(assistant: Assistant, case: Case) -> object:
    return assistant.ask(case.question, [Turn(one.question, one.answer) for one in case.history])


def importing() -> Row:
    """`import assistant` in fresh processes."""
    program = (
        "import sys, time; begin = time.perf_counter(); import assistant; "
        f"print(time.perf_counter() - begin, *[name for name in {HEAVY} if name in sys.modules])"
    )
    outputs = [_run(["-c", program]).split() for _ in range(_PROCESSES)]
    seconds = statistics.median(float(output[0]) for output in outputs)
    heavy = ", ".join(outputs[0][1:]) or "none"
    return Row("`import assistant`", f"{seconds * 1000:.1f} ms", f"heavy modules loaded: {heavy}")


def indexing_again(workspace: Workspace) -> Row:
    """`assistant index` where nothing changed, start of the process included."""
    command = ["-c", "from ui.cli.app import main; main()", "index", "-w", str(workspace.root)]
    seconds = statistics.median(_seconds(partial(_run, command)) for _ in range(_PROCESSES))
    how = f"a whole process, median of {_PROCESSES}"
    return Row("`assistant index`, nothing changed", f"{seconds:.2f} s", how)


def _run(arguments: Sequence[str]) -> str:
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=_ROOT, check=True, capture_output=True, text=True).stdout  # noqa: S603


def _seconds(action: Callable[[], object]) -> float:
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin


def fill(workspace: Workspace, more: Path | None) -> None:
    """Copy the repository's documents, and whole files of `more` until there is enough text."""
    shutil.copytree(_ROOT / "corpus", workspace.corpus, dirs_exist_ok=True)
    characters = sum(path.stat().st_size for path in workspace.corpus.glob("*.txt"))
    for path in islice(sorted(more.glob("*.txt")) if more else (), 1000):
        if characters > _SENTENCES * 150:  # about as many as a sentence has
            break
        shutil.copy(path, workspace.corpus / path.name)
        characters += path.stat().st_size


def main() -> None:
    """Measure everything and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--more", type=Path, help=f"a folder of .txt files to index up to {_SENTENCES:,} sentences"
    )
    options = parser.parse_args()
    progress = TimeLeft()
    with tempfile.TemporaryDirectory() as temporary:
        reviews = Workspace.create(Path(temporary, "reviews"))
        mixed = Workspace.create(Path(temporary, "mixed"))
        fill(reviews, None)
        fill(mixed, options.more)
        Assistant(reviews.root, progress=progress).index()
        # In a process of its own: what this one loads is not what a user's does.
        spawn = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(1, mp_context=spawn) as pool:
            asked = pool.submit(asking, reviews.root).result()
        rows = [
            importing(),
            indexing_again(reviews),
            *indexing(mixed, progress),
            *asked,
        ]
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}\n")
    print(table(rows))


if __name__ == "__main__":
    main()
