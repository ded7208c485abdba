"""Score follow-ups, as asked in a talk and asked in full: `python -m evals.follow_ups`.

Asks those of the general collections and of the reviews, each over its own documents, and prints
the facts found either way, what is lost by asking in a talk, and how often those that the
documents do not answer are refused. Exit codes: 0; 1: an error.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant import Answer, Assistant, Turn
from assistant.errors import AssistantError
from assistant.progress import Progress, silent
from evals.benchmarks import materialising
from evals.console import TimeLeft, plain
from evals.general_gold import collections
from evals.gold_cases import GOLD, Case, Split, load
from evals.metrics.content import found_in
from evals.statistics.bootstrap import interval

ERROR = 1
FOLLOW_UPS = "follow_ups"
"""The set of follow-ups about the reviews that is not part of their gold set."""
_KIND = re.compile(r"^[a-z]+-([a-z]+)-\d+$")


@dataclass(frozen=True, slots=True)
class Talks:
    """Follow-ups about the same documents. documents: their folder."""

    name: str
    documents: Path
    cases: tuple[tuple[Case, Split], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A follow-up with its answers. of: the documents it is about."""

    of: str
    case: Case
    split: Split
    talk: Answer
    in_full: Answer

    @property
    def scores(self) -> tuple[float, float]:
        """In the talk and in full: facts found; whether refused, where nothing answers."""
        return self._score(self.talk), self._score(self.in_full)

    def _score(self, answer: Answer) -> float:
        if not self.case.answerable:
            return float(not answer.found)
        return found_in(answer.text if answer.found else "", self.case)


def talks(workspace: Path) -> list[Talks]:
    """All follow-ups there are, by the documents they are about."""
    gold = workspace / "evals" / "gold"
    general = [
        Talks(one.name, one.documents, tuple((case, one.about.split) for case in cases))
        for one in collections(gold / "general")
        if (cases := (*_only(one.cases), *one.follow_ups))
    ]
    reviews = (*_only(load(gold, GOLD)), *load(gold, FOLLOW_UPS))
    corpus = Talks("reviews", workspace / "corpus", tuple((case, case.split) for case in reviews))
    return [*general, corpus]


def _only(cases: Sequence[Case]) -> list[Case]:
    return [case for case in cases if case.kind == "followup"]


def ask(found: Sequence[Talks], progress: Progress = silent) -> Iterator[Asked]:
    """Ask each follow-up twice: after its talk, and in full without it."""
    with tempfile.TemporaryDirectory() as folder:
        for one in found:
            workspace = materialising.of_folder(one.documents, Path(folder) / one.name)
            assistant = Assistant(workspace.root)
            try:
                materialising.indexed(assistant)
                for done, (case, split) in enumerate(one.cases, 1):
                    talk = [Turn(turn.question, turn.answer) for turn in case.history]
                    answer = assistant.ask(case.question, talk, answers="quoted")
                    in_full = assistant.ask(case.standalone, answers="quoted")
                    yield Asked(one.name, case, split, answer, in_full)
                    progress(f"Asking {one.name}", done, len(one.cases))
            finally:
                assistant.close()


def table(asked: Sequence[Asked]) -> str:
    """What is found and lost in each group; in brackets, the 95 % interval."""
    groups: dict[str, list[Asked]] = {}
    for one in asked:
        for group in _groups(one):
            groups.setdefault(group, []).append(one)
    head = ["", "answerable", "in the talk", "in full", "lost", "not", "refused", "in full"]
    return plain(head, [[group, *_row(groups[group])] for group in sorted(groups)])


def _groups(one: Asked) -> tuple[str, ...]:
    source = "reviews" if one.of == "reviews" else "general"
    kind = found[1] if (found := _KIND.match(one.case.id)) else "others"
    return f"all: {one.split}", f"{source}: {one.split}", f"kind: {kind}, {one.split}"


def _row(some: Sequence[Asked]) -> list[str]:
    can = [one for one in some if one.case.answerable]
    cannot = [one for one in some if not one.case.answerable]
    return [*_means(can), _lost(can), *_means(cannot)]


def _means(some: Sequence[Asked]) -> list[str]:
    means = np.mean([one.scores for one in some], axis=0) if some else ()
    return [str(len(some)), *([f"{100 * value:.1f} %" for value in means] or ["–", "–"])]


def _lost(some: Sequence[Asked]) -> str:
    if not some:
        return "–"
    lost = np.array([one.scores[1] - one.scores[0] for one in some])
    names = [one.of if one.of != "reviews" else one.case.id for one in some]
    low, high = interval(lost, names)
    return f"{100 * lost.mean():.1f} ({100 * low:.1f} to {100 * high:.1f})"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m evals.follow_ups", description=__doc__)
    parser.add_argument("--split", choices=("tune", "check"), help="only this half")
    parser.add_argument("--show", action="store_true", help="name those lost; of tune only")
    parser.add_argument("--workspace", type=Path, default=Path(), help="with evals/gold and corpus")
    options = parser.parse_args(arguments)
    try:
        asked = list(ask(_half(talks(options.workspace), options.split), TimeLeft()))
    except AssistantError as error:
        print(error, file=sys.stderr)
        return ERROR
    print(table(asked))
    if options.show:
        print(*(_shown(one) for one in asked if one.split == "tune" and _worse(one)), sep="\n")
    return 0


def _half(found: Sequence[Talks], split: Split | None) -> list[Talks]:
    """Only what is of a half; all for None."""
    kept = [
        Talks(
            one.name, one.documents, tuple(case for case in one.cases if split in (None, case[1]))
        )
        for one in found
    ]
    return [one for one in kept if one.cases]


def _worse(one: Asked) -> bool:
    return one.scores[0] < one.scores[1]


def _shown(one: Asked) -> str:
    return f"{one.case.id}: {one.talk.searched}  ({one.case.standalone})"


if __name__ == "__main__":
    sys.exit(main())
