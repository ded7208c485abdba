"""What each signal and each rule is worth: `python -m evals.ablation DATA_DIR [OUT]`.

Each is taken out in turn, and everything is asked again: the share of answerable questions whose
excerpts hold the answer, and the AUROC of the confidence for right answers, less what they are with
everything in place; by source, in points. DATA_DIR as for `evals.calibrate`.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from pathlib import Path
from unittest.mock import patch

import numpy as np

from assistant.answering import choosing, confidence, evidence, excerpts, pipeline, rerank
from assistant.answering.pipeline import QuotedAnswerer
from assistant.answering.scope import Scope
from assistant.progress import Progress
from evals.console import TimeLeft, markdown
from evals.sources import Part, Source, sources
from evals.statistics.confidence import auroc

Without = Callable[[], AbstractContextManager[object]]
WHOLE = "everything in place"


def _zero(where: object, attribute: str, name: str) -> AbstractContextManager[object]:
    return patch.object(where, attribute, {**getattr(where, attribute), name: 0.0})


RULES: Mapping[str, Without] = {
    WHOLE: ExitStack,
    "no windows": lambda: patch.object(
        excerpts._Builder, "_window", lambda _, __, first, place: (first, place)
    ),
    "no lead-ins": lambda: patch.object(excerpts._Builder, "_lead", lambda _: None),
    "no sentence leaned on": lambda: patch.object(
        excerpts._Builder, "_first_needed", lambda _, __, place: place
    ),
    "no scope": lambda: patch.object(pipeline, "scope", lambda *_: Scope()),
    "no sections": lambda: patch.object(pipeline, "sections", lambda *_: frozenset()),
    "no near duplicates dropped": lambda: patch.object(choosing, "says_the_same", lambda *_: False),
    "one excerpt": lambda: patch.object(choosing, "MOST", 1),
}
"""Each rule by what is left without it."""


def ablations() -> dict[str, Without]:
    """All that is taken out, by name; the first takes nothing out."""
    found = dict(RULES)
    for where, attribute in (
        (evidence, "WEIGHTS"),
        (rerank, "WEIGHTS"),
        (confidence, "COEFFICIENTS"),
    ):
        label = where.__name__.rpartition(".")[2]
        for name in getattr(where, attribute):
            found[f"{label}: {name}"] = partial(_zero, where, attribute, name)
    return found


Measured = tuple[float, bool, bool]
"""Confidence, whether it is right, whether there is an answer."""


def ask(part: Part, most: int) -> list[Measured]:
    """The part's first questions, as things are now; what tables or definitions answer is left
    out.
    """
    answerer = QuotedAnswerer(part.assistant.searcher, threshold=0.0)
    found = []
    for asked in part.questions[:most]:
        if (weighed := answerer.weigh(asked.text)) is not None:
            found.append((weighed.confidence, asked.right(weighed.chosen), asked.answerable))
    return found


def figures(measured: Sequence[Measured]) -> tuple[float, float]:
    """The share of answerable questions that are right, and the AUROC of the confidence."""
    answerable = [right for _, right, there in measured if there]
    sure, right = (np.array([one[place] for one in measured]) for place in (0, 1))
    share = sum(answerable) / len(answerable) if answerable else 0.0
    return share, auroc(sure, right.astype(bool)) or 0.5


def measure(
    source: Source, without: Mapping[str, Without], most: int, progress: Progress
) -> dict[str, tuple[float, float]]:
    """The figures of a source by what was taken out."""
    found: dict[str, list[Measured]] = {name: [] for name in without}
    for part in source.parts():
        for done, (name, change) in enumerate(without.items(), 1):
            with change():
                found[name] += ask(part, most)
            progress(f"Asking {source.name}", done, len(without))
    return {name: figures(one) for name, one in found.items() if one}


def cells(one: tuple[float, float], whole: tuple[float, float]) -> str:
    """What is lost: right answers, and AUROC, in points."""
    return " / ".join(f"{100 * (a - b):+.1f}" for a, b in zip(one, whole, strict=True))


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m evals.ablation", description=__doc__)
    parser.add_argument("data", type=Path, metavar="DATA_DIR")
    parser.add_argument("out", type=Path, metavar="OUT", nargs="?", default=Path("calibration"))
    parser.add_argument("--questions", type=int, default=30, help="at most so many of each index")
    parser.add_argument("--sources", nargs="*", help="only these")
    options = parser.parse_args(arguments)
    without, progress = ablations(), TimeLeft()
    by_source = {
        one.name: measure(one, without, options.questions, progress)
        for one in sources(options.data, options.out, progress)
        if not options.sources or one.name in options.sources
    }
    whole = {name: found[WHOLE] for name, found in by_source.items()}
    rows = [[WHOLE, *(f"{100 * a:.1f} / {100 * b:.1f}" for a, b in whole.values())]]
    rows += [
        [name, *(cells(found[name], whole[source]) for source, found in by_source.items())]
        for name in without
        if name != WHOLE
    ]
    print(markdown(["taken out: right / AUROC", *by_source], rows))


if __name__ == "__main__":
    main()
