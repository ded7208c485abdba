"""The accepted scores of the general collections, and what a change of them means."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

import numpy as np

from assistant.errors import UsageError
from evals.gate.baseline import replace_text
from evals.gate.compare import paired_bootstrap
from evals.metrics.table import BY_NAME
from evals.records.folder import Folder
from evals.records.general import MEASURES, GeneralLine
from evals.statistics.halves import Scores

BASELINE = "general.json"


@dataclass(frozen=True, slots=True)
class Change:
    """A measure before and after, over the questions of both; worse: beyond chance and margin.

    talk: whether of the further follow-ups, or of the others.
    """

    measure: str
    questions: int
    before: float
    after: float
    worse: bool
    talk: bool = False

    @property
    def title(self) -> str:
        """What changed."""
        title = BY_NAME[self.measure].title
        return f"{title}, further follow-ups" if self.talk else title

    def __str__(self) -> str:
        return (
            f"{self.title}: {100 * self.before:.1f} % → {100 * self.after:.1f} % over "
            f"{self.questions} questions{' — WORSE' if self.worse else ''}"
        )


@dataclass(frozen=True, slots=True)
class GeneralResults:
    """Questions that were asked, the accepted scores, and how the measures changed.

    before: by `GeneralLine.key`; empty if none were accepted yet.
    """

    lines: Sequence[GeneralLine]
    before: Scores = field(default_factory=dict)
    changes: Sequence[Change] = ()

    @property
    def worse(self) -> list[Change]:
        """The changes that are regressions."""
        return [one for one in self.changes if one.worse]

    @property
    def uncompared(self) -> list[str]:
        """Ids of questions without accepted scores: new or changed ones."""
        return [one.line.id for one in self.lines if one.key not in self.before]


def compared(lines: Sequence[GeneralLine], before: Scores) -> GeneralResults:
    """Lines beside the accepted scores."""
    return GeneralResults(lines, before, compare(before, lines))


def scores(lines: Sequence[GeneralLine]) -> dict[str, dict[str, float]]:
    """By question and the hash of what it is, to be kept."""
    return {one.key: one.scores for one in lines}


def compare(before: Scores, lines: Sequence[GeneralLine]) -> list[Change]:
    """How each measure changed. Collections are drawn whole: their questions are alike."""
    changes = []
    for talk, name in product((False, True), MEASURES):
        pairs = [
            (old[name], one.scores[name], one.collection)
            for one in lines
            if one.talk is talk
            and (old := before.get(one.key)) is not None
            and name in old
            and name in one.scores
        ]
        if not pairs:
            continue
        margin = BY_NAME[name].margin or 0.0
        was, now = (np.array([pair[place] for pair in pairs]) for place in (0, 1))
        loss = paired_bootstrap(now - was, [pair[2] for pair in pairs], margin)
        worse = loss.bound < -margin
        means = float(was.mean()), float(now.mean())
        changes.append(Change(name, len(pairs), *means, worse, talk))
    return changes


def baseline(folder: Folder) -> dict[str, dict[str, float]]:
    """The accepted scores; none if there are none yet.

    Raises:
        UsageError: the file cannot be read.
    """
    path = folder.baseline / BASELINE
    if not path.is_file():
        return {}
    try:
        kept: dict[str, dict[str, float]] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(
            f"{path} cannot be read ({error}): restore it, or remove it and accept again with "
            "`python -m evals.general --accept`."
        ) from error
    return kept


def accept(folder: Folder, lines: Sequence[GeneralLine], known: Collection[str]) -> Path:
    """Keep scores as what later ones are compared with, one question a line. Returns the file.

    known: keys of all questions that there are: scores of those that were not asked stay, scores
           of others go.

    Raises:
        UsageError: the file cannot be written, or the one that is there cannot be read.
    """
    kept = baseline(folder) | scores(lines)
    rows = [f" {json.dumps(key)}: {json.dumps(kept[key])}" for key in sorted(kept) if key in known]
    path = folder.baseline / BASELINE
    try:
        folder.baseline.mkdir(parents=True, exist_ok=True)
        replace_text(path, "{\n" + ",\n".join(rows) + "\n}\n")
    except OSError as error:
        raise UsageError(
            f"The scores cannot be written to {path} ({error.strerror or error}): make the folder "
            "writable."
        ) from error
    return path
