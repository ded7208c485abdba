"""Score answers against answers in words, and refusals against what cannot be answered."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant import Answer, Assistant, Turn
from assistant.progress import Progress
from evals.benchmarks.collection import Question
from evals.benchmarks.rankers import OURS, Rankers
from evals.gold_cases import fold, holds
from evals.statistics.bootstrap import Values, interval, interval_of
from evals.statistics.confidence import auroc

_ARTICLE = re.compile(r"\b(?:a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


def report(assistant: Assistant, questions: Sequence[Question], progress: Progress) -> str:
    """Markdown: how well the answers fit; "" if no question has an answer in words. A refused
    question scores 0.
    """
    asked = [question for question in questions if question.texts]
    if not asked:
        return ""
    held: list[float] = []
    shared: list[float] = []
    for done, question in enumerate(asked, 1):
        answer = assistant.ask(question.text, [Turn(*turn) for turn in question.history])
        text = quoted(answer)
        held.append(float(any(holds(text, accepted) for accepted in question.texts)))
        shared.append(max(token_f1(text, accepted) for accepted in question.texts))
        progress("Asking", done, len(asked))
    clusters = [question.cluster for question in asked]
    lines = [f"| answers (n={len(asked)}) | this library |", "|---|---|"]
    for name, scores in (("hold the answer", held), ("token F1", shared)):
        values = np.array(scores)
        low, high = interval(values, clusters)
        lines.append(f"| {name} | {values.mean():.3f} ({low:.3f}–{high:.3f}) |")
    return "\n".join(lines)


def quoted(answer: Answer) -> str:
    """What an answer quotes, without markers; "" for a refusal."""
    return " ".join(statement.text for statement in answer.statements) if answer.found else ""


def token_f1(text: str, accepted: str) -> float:
    """Harmonic mean of the precision and recall of tokens, in [0, 1].

    Case, punctuation and articles aside, as in SQuAD's own script (Rajpurkar et al. 2016).
    """
    found, wanted = Counter(_tokens(text)), Counter(_tokens(accepted))
    if not found or not wanted:
        return float(found == wanted)
    return 2 * (found & wanted).total() / (found.total() + wanted.total())


def _tokens(text: str) -> list[str]:
    return _ARTICLE.sub(" ", fold(text).text.translate(_PUNCTUATION)).split()


_ROUNDS = 2000  # of the bootstrap


@dataclass(frozen=True, slots=True)
class Signal:
    """How sure one way is of each question, and which questions it refuses."""

    name: str
    sure: Values
    refused: NDArray[np.bool_]


def refusal_report(
    assistant: Assistant, rankers: Rankers, questions: Sequence[Question], progress: Progress
) -> str:
    """Markdown: what `ask` refuses, beside refusing by the best cosine; "" if the questions
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
