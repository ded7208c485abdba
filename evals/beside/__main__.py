"""Measure the index beside llama-index with Chroma and txtai: `python -m evals.beside`.

Each library stores the same sentences, as we cut them, with the same vectors, which it gets where
it would ask an embedding model: so what is measured is storing and searching, not embedding. Text
and vectors are made up (see `evals.made_up`); `--articles covid-qa-dev.json` takes real ones and
our model. Every step has a process of its own. What a library lets one choose is as its
documentation has it; documents are given in its calls for many. Neither is a dependency: one that
is not installed is left out.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from pathlib import Path
from typing import Any

from assistant.models.embedder import Embedder
from assistant.reading.document import Source
from assistant.sandbox.sandbox import Sandbox
from assistant.settings import Settings
from evals.benchmarks.datasets import load_squad
from evals.beside.durability import kill, second_process
from evals.beside.given import ADDED, CHANGED, LATER, STORED, Article, Articles, Vectors, prepare
from evals.beside.libraries import LIBRARIES, Choice
from evals.beside.processes import Failed, Task, step
from evals.beside.report import picture, table
from evals.console import TimeLeft
from evals.made_up import MadeUpEmbedder, articles, copies

_SIZES = (1_000, 10_000, 100_000)
_MADE_UP, _SENTENCES = 98, 160  # articles, and sentences of each
_ADDED, _LATER = 3, 20
_KILLS = 5
_KILLED = range(5_000, 20_000)  # sentences: large enough to be hit, and each kill copies it
_VERSIONS = (
    "llama-index-core",
    "llama-index-vector-stores-chroma",
    "chromadb",
    "txtai",
    "faiss-cpu",
)

Sets = Mapping[str, Articles]


def made_up(sentences: int) -> Sets:
    """About so many sentences: the same articles as `evals.scale` has, and as many copies."""
    count = -(-sentences // _SENTENCES)
    repeated = copies(articles(_MADE_UP), -(-count // _MADE_UP))
    later = articles(_ADDED + _LATER, seed=77)
    return _sets(dict(islice(repeated.items(), count)), later)


def real(path: Path, count: int | None) -> Sets:
    """Articles of a file in SQuAD's format; the last of them are those that are added."""
    texts = dict(islice(load_squad([path]).documents.items(), count))
    names = list(texts)[-_ADDED - 1 :]
    return _sets(
        {name: text for name, text in texts.items() if name not in names},
        {f"more-{name}": texts[name] for name in names},
    )


def _sets(stored: Mapping[str, str], more: Mapping[str, str]) -> Sets:
    more = {f"more-{name}": text for name, text in more.items()}
    added = dict(islice(more.items(), _ADDED))
    changed = {name.removeprefix("1-"): text for name, text in copies(added, 2).items()}
    later = {name: text for name, text in more.items() if name not in added}
    texts = {STORED: stored, ADDED: added, CHANGED: {name: changed[name] for name in added}}
    return {name: _cut(one) for name, one in (texts | {LATER: later}).items()}


def _cut(texts: Mapping[str, str]) -> dict[str, Article]:
    with Sandbox() as sandbox:
        return {name: _article(name, text, sandbox) for name, text in texts.items()}


def _article(name: str, text: str, sandbox: Sandbox) -> Article:
    found = sandbox.read_bytes(name, text.encode(), Source())
    spans = (span for passage in found.passages for span in passage.sentences)
    return Article(text, tuple(found.document.text[span.start : span.end] for span in spans))


def measured(task: Task, kills: int) -> dict[str, Any]:
    """All figures of one library at one size."""
    told: dict[str, Any] = {"failed": {}}

    def take(what: str, action: Callable[[], Mapping[str, Any]]) -> None:
        print(f"{task.library}: {what}", file=sys.stderr, flush=True)
        try:
            told.update(action())
        except Failed as error:
            told["failed"][what] = str(error)

    take("store", lambda: step(task, "store") | {"disk": _bytes(task.folder)})
    pristine = task.of(task.folder.with_name(f"{task.library}-stored"))
    if kills and task.folder.exists():
        shutil.copytree(task.folder, pristine.folder, symlinks=True)
    take("ask", lambda: step(task, "ask"))
    take("recall", lambda: step(task, "recall"))
    take("change", lambda: step(task, "change"))
    take("second process", lambda: {"seen": second_process(task)})
    if pristine.folder.exists() and "add" in told:
        take("kill", lambda: {"kills": kill(pristine, kills, told["add"]).rows()})
    return told


def _bytes(folder: Path) -> int:
    # Our documents lie in the workspace, and are the user's; each library keeps their text besides.
    files = (path for path in folder.rglob("*") if path.is_file() and "corpus" not in path.parts)
    return sum(path.stat().st_size for path in files)


def _present(names: Sequence[str]) -> dict[str, Choice]:
    found = {name: LIBRARIES[name] for name in names}
    for choice in found.values():
        if choice.missing():
            print(f"Skipped: {choice.title} is not installed: {choice.pip}", file=sys.stderr)
    return {name: choice for name, choice in found.items() if not choice.missing()}


def _versions() -> str:
    found = []
    for name in _VERSIONS:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return ", ".join([f"Python {platform.python_version()}", f"{os.cpu_count()} cores", *found])


def _run(
    folder: Path, sets: Sets, embed: Callable[[Sequence[str]], Vectors], options: argparse.Namespace
) -> dict[str, dict[str, Any]]:
    given = folder / "given"
    prepare(given, sets, embed)
    sentences = sum(len(one.sentences) for one in sets[STORED].values())
    kills = options.kills if sentences in _KILLED and len(sets[LATER]) == _LATER else 0
    told = {
        choice.title: measured(Task(name, given, folder / name), kills)
        for name, choice in _present(options.libraries).items()
    }
    print(f"\n{sentences:,} sentences, {len(sets[STORED])} documents\n\n{table(told)}", flush=True)
    return told


def main() -> None:
    """Measure and print a table for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=_SIZES, help="sentences, about")
    parser.add_argument(
        "--libraries", nargs="+", choices=LIBRARIES, default=list(LIBRARIES), metavar="NAME"
    )
    parser.add_argument("--articles", type=Path, help="real ones, in SQuAD's format")
    parser.add_argument("--count", type=int, help="so many of these articles only")
    parser.add_argument("--kills", type=int, default=_KILLS, help="of each (default: %(default)s)")
    parser.add_argument("--picture", type=Path, help="draw the figures by size into this SVG file")
    options = parser.parse_args()
    if options.articles is not None and not options.articles.exists():
        sys.exit(f"Skipped: there is no file {options.articles}.")
    print(_versions())
    with tempfile.TemporaryDirectory() as temporary:
        if options.articles is not None:
            model = Embedder(Settings(offline=True))
            sets = real(options.articles, options.count)
            _run(Path(temporary), sets, lambda texts: model.embed(texts, TimeLeft()), options)
            return
        vectors = MadeUpEmbedder()
        told = [
            _run(Path(temporary, str(size)), made_up(size), vectors.embed, options)
            for size in options.sizes
        ]
    if options.picture is not None:
        options.picture.write_text(picture(told), encoding="utf-8")


if __name__ == "__main__":
    main()
