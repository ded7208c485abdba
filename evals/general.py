"""Score the general collections, each in a workspace of its own: `python -m evals.general`.

Prints facts found, wholly right, rightly and wrongly refused: by field, by kind of document, by
half and over all. Compares with the accepted scores, `evals/baseline/general.json`, where the same
questions are in both; exit code 4 if they got worse.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant import Assistant
from assistant.progress import Progress, silent
from evals.benchmarks import materialising
from evals.console import TimeLeft, plain
from evals.gate.compare import paired_bootstrap
from evals.general_gold import Collection, collections
from evals.metrics.table import BY_NAME, METRICS
from evals.records.folder import Folder
from evals.records.record import Line
from evals.running.outcomes import Answering, Texts, line_of, outcome

MEASURES = ("facts", "right", "refused", "answered")
BASELINE = "general.json"
REGRESSION = 4
Scores = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Scored:
    """A question of a collection, as asked and scored."""

    collection: Collection
    line: Line

    @property
    def groups(self) -> tuple[str, ...]:
        """What it counts to."""
        about = self.collection.about
        return (
            "all",
            f"split: {about.split}",
            f"field: {about.field}",
            f"kind: {about.kind}",
            f"question: {self.line.kind}",
        )

    @property
    def scores(self) -> dict[str, float]:
        """By measure, where it applies."""
        found = {name: self.line.scores.get(name) for name in MEASURES}
        return {name: value for name, value in found.items() if value is not None}


def run(found: Sequence[Collection], progress: Progress = silent) -> Iterator[Scored]:
    """Ask every question of these collections, each over an index of its own documents."""
    with tempfile.TemporaryDirectory() as folder:
        for one in found:
            workspace = materialising.of_folder(one.documents, Path(folder) / one.name)
            assistant = Assistant(workspace.root)
            try:
                assistant.index()
                index = assistant.searcher.index
                texts = Texts(index.documents, index.passages)
                asked = Answering(assistant, "quoted")
                for done, case in enumerate(one.cases, 1):
                    line = line_of(outcome(asked, case, texts), one.about.split, METRICS)
                    yield Scored(one, line)
                    progress(f"Asking {one.name}", done, len(one.cases))
            finally:
                assistant.close()


def table(found: Sequence[Scored]) -> str:
    """The mean of each measure in each group."""
    groups: dict[str, list[Scored]] = {}
    for one in found:
        for group in one.groups:
            groups.setdefault(group, []).append(one)
    order = ("all", "split", "field", "kind", "question")
    rows = [
        [group, str(len(members)), *(_mean(members, name) for name in MEASURES)]
        for group, members in sorted(
            groups.items(), key=lambda item: (order.index(item[0].split(":")[0]), item[0])
        )
    ]
    return plain(["", "questions", *(BY_NAME[name].title for name in MEASURES)], rows)


def _mean(members: Sequence[Scored], name: str) -> str:
    values = [one.scores[name] for one in members if name in one.scores]
    return f"{100 * sum(values) / len(values):.1f} %" if values else "–"


def scores(found: Sequence[Scored]) -> Scores:
    """By question and the hash of what it is, to be kept."""
    return {f"{one.line.id} {one.line.digest}": one.scores for one in found}


@dataclass(frozen=True, slots=True)
class Change:
    """A measure before and after, over the questions of both; worse: beyond chance and margin."""

    measure: str
    questions: int
    before: float
    after: float
    worse: bool


def compare(before: Mapping[str, Mapping[str, float]], found: Sequence[Scored]) -> list[Change]:
    """How each measure changed, collections drawn whole."""
    changes = []
    for name in MEASURES:
        pairs = [
            (old[name], one.scores[name], one.collection.name)
            for one in found
            if (old := before.get(f"{one.line.id} {one.line.digest}")) is not None
            and name in old
            and name in one.scores
        ]
        if not pairs:
            continue
        margin = BY_NAME[name].margin or 0.0
        was, now = (np.array([pair[place] for pair in pairs]) for place in (0, 1))
        loss = paired_bootstrap(now - was, [pair[2] for pair in pairs], margin)
        worse = loss.bound < -margin
        changes.append(Change(name, len(pairs), float(was.mean()), float(now.mean()), worse))
    return changes


def told(changes: Sequence[Change]) -> list[str]:
    """A line for each measure."""
    return [
        f"{BY_NAME[one.measure].title}: {100 * one.before:.1f} % → {100 * one.after:.1f} % over "
        f"{one.questions} questions{' — WORSE' if one.worse else ''}"
        for one in changes
    ]


def baseline(folder: Folder) -> Scores:
    """The accepted scores; none if there are none yet."""
    path = folder.baseline / BASELINE
    if not path.is_file():
        return {}
    kept: Scores = json.loads(path.read_text(encoding="utf-8"))
    return kept


def accept(folder: Folder, found: Sequence[Scored]) -> None:
    """Keep scores as what later ones are compared with, one question a line; those of collections
    that were not asked stay.
    """
    kept = baseline(folder) | scores(found)
    known = {f"{one.id} {one.digest}" for each in _there(folder) for one in each.cases}
    lines = [f" {json.dumps(key)}: {json.dumps(kept[key])}" for key in sorted(kept) if key in known]
    folder.baseline.mkdir(parents=True, exist_ok=True)
    text = "{\n" + ",\n".join(lines) + "\n}\n"
    (folder.baseline / BASELINE).write_text(text, encoding="utf-8")


def _there(folder: Folder) -> list[Collection]:
    return collections(folder.gold / "general")


def nightly(folder: Folder, progress: Progress) -> tuple[list[str], list[str]]:
    """(notes, problems) of a night: nothing where there are no collections."""
    found = list(run(_there(folder), progress))
    changes = compare(baseline(folder), found)
    worse = [one for one in changes if one.worse]
    notes = [f"General collections — {line}" for line in told(changes)]
    if found and not changes:
        notes = [f"General collections — {BY_NAME[m].title}: {_mean(found, m)}" for m in MEASURES]
    return notes, [f"The general collections are answered worse: {line}." for line in told(worse)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table and the comparison. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m evals.general", description=__doc__)
    parser.add_argument("names", nargs="*", help="of collections; left out: all")
    parser.add_argument("--split", choices=("tune", "check"), help="only this half")
    parser.add_argument("--workspace", type=Path, default=Path(), help="with evals/gold/general")
    parser.add_argument("--accept", action="store_true", help="keep the scores as the baseline")
    options = parser.parse_args(arguments)
    folder = Folder(options.workspace / "evals")
    chosen = [
        one
        for one in _there(folder)
        if options.split in (None, one.about.split)
        and (not options.names or one.name in options.names)
    ]
    if not chosen:
        print("No such collection: see evals/gold/general.", file=sys.stderr)
        return 2
    found = list(run(chosen, TimeLeft()))
    changes = compare(baseline(folder), found)
    print(table(found), *told(changes), sep="\n")
    if options.accept:
        accept(folder, found)
        return 0
    return REGRESSION if any(one.worse for one in changes) else 0


if __name__ == "__main__":
    sys.exit(main())
