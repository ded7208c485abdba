"""Are questions refused that the documents do not answer, and only those?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant import Assistant, Turn
from assistant.progress import Progress
from evals.benchmarks.collection import Question
from evals.benchmarks.rankers import OURS, Rankers
from evals.statistics.bootstrap import Values, interval, interval_of
from evals.statistics.confidence import auroc

_ROUNDS = 2000  # of the bootstrap


@dataclass(frozen=True, slots=True)
class Signal:
    """How sure one way is of each question, and which questions it refuses."""

    name: str
    sure: Values
    refused: NDArray[np.bool_]


def report(
    assistant: Assistant, rankers: Rankers, questions: Sequence[Question], progress: Progress
) -> str:
    """Markdown: what `ask` refuses, beside refusing by the best cosine; "" where the questions
    are not of both kinds.
    """
    answerable = np.array([question.answerable for question in questions])
    if answerable.all() or not answerable.any():
        return ""
    sure: list[tuple[float, float, float]] = []
    refused: list[bool] = []
    for done, question in enumerate(questions, 1):
        history = [Turn(asked, told) for asked, told in question.history]
        answer = assistant.ask(question.text, history)
        passages = rankers.passage_cosine(answer.searched)
        sentences = rankers.sentence_cosine(answer.searched)
        sure.append((answer.confidence, float(passages.max()), float(sentences.max())))
        refused.append(not answer.found)
        progress("Asking", done, len(questions))
    ours, passage, sentence = np.array(sure).T
    signals = [
        alike("best passage's cosine", passage, np.array(refused), answerable),
        alike("best sentence's cosine", sentence, np.array(refused), answerable),
        Signal(OURS, ours, np.array(refused)),
    ]
    return table(signals, answerable, [question.cluster for question in questions])


def alike(
    name: str, sure: Values, refused: NDArray[np.bool_], answerable: NDArray[np.bool_]
) -> Signal:
    """A threshold that refuses as many answerable questions as are refused already, or one less
    for each that is as sure as the first to be kept.
    """
    count = int(refused[answerable].sum())
    ordered = np.sort(sure[answerable])
    threshold = ordered[count] if count < len(ordered) else np.inf
    return Signal(name, sure, sure < threshold)


def table(signals: Sequence[Signal], answerable: NDArray[np.bool_], clusters: Sequence[str]) -> str:
    """A Markdown table: shares and areas, and in brackets their 95 % intervals."""
    names = np.array(clusters)
    lines = [
        f"| refusing by | refused, should be (n={(~answerable).sum()}) "
        f"| refused, should not be (n={answerable.sum()}) | AUROC |",
        "|---|---|---|---|",
    ]
    for signal in signals:
        cells = [signal.name]
        for group in (~answerable, answerable):
            refused = signal.refused[group].astype(np.float64)
            low, high = interval(refused, names[group].tolist())
            cells.append(f"{refused.mean():.3f} ({low:.3f}–{high:.3f})")

        def drawn(numbers: NDArray[np.int64], sure: Values = signal.sure) -> float | None:
            return auroc(sure[numbers], answerable[numbers])

        between = interval_of(drawn, clusters, _ROUNDS)
        known = f" ({between[0]:.3f}–{between[1]:.3f})" if between else ""
        cells.append(f"{drawn(np.arange(len(answerable))):.3f}{known}")
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)
