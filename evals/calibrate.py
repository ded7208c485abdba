"""Fit the confidence on labelled questions: `python -m evals.calibrate`.

Prints the coefficients for `assistant.answering.confidence`, and what they give on questions that
they were not fitted on: ten-fold on the calibration set, and the gold set's check half.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields

import numpy as np
from assistant.answering.selection import Chosen
from numpy.typing import NDArray

from assistant import Assistant
from assistant.answering.confidence import COEFFICIENTS, INTERCEPT, THRESHOLD, Signals
from assistant.answering.pipeline import QuotedAnswerer
from evals.gold_cases import CALIBRATION, Case, load
from evals.metrics.content import found_in
from evals.records.folder import Folder

NAMES = tuple(field.name for field in fields(Signals))
_RIDGE = 1.0
_FOLDS = 10
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sample:
    """Questions that are answered from running text.

    signals:    one row a question, a column of ones before them.
    answerable: 1 where the documents answer, else 0; right: 1 where what would be quoted holds
                every fact.
    """

    signals: Matrix
    answerable: Matrix
    right: Matrix


def sample(assistant: Assistant, cases: Sequence[Case]) -> Sample:
    """Weigh the answers to questions, refusing none; follow-ups are left out."""
    answerer = QuotedAnswerer(assistant.searcher)
    weighed = [(case, answerer.weigh(case.question)) for case in cases if not case.history]
    kept = [(case, one) for case, one in weighed if one is not None]
    return Sample(
        np.array([[1.0, *asdict(one.signals).values()] for _, one in kept]),
        np.array([float(case.answerable) for case, _ in kept]),
        np.array([float(_is_right(case, one.chosen)) for case, one in kept]),
    )


def _is_right(case: Case, chosen: Sequence[Chosen]) -> bool:
    text = "\n".join(part.text for part in chosen)
    return case.answerable and found_in(text, case) == 1.0


def fit(rows: Matrix, labels: Matrix) -> Matrix:
    """Logistic regression with a ridge penalty, both classes of equal weight, by Newton steps.

    No coefficient is below 0: each signal is built so that more of it is better.
    """
    weights = np.where(labels == 1, 0.5 / labels.mean(), 0.5 / (1 - labels.mean()))
    penalty = _RIDGE * np.eye(rows.shape[1])
    penalty[0, 0] = 1e-6
    active = np.ones(rows.shape[1], dtype=bool)
    while True:
        part = rows[:, active]
        solution = np.zeros(part.shape[1])
        for _ in range(50):
            chance = 1 / (1 + np.exp(-part @ solution))
            slope = (
                part.T @ (weights * (labels - chance)) - penalty[np.ix_(active, active)] @ solution
            )
            curve = part.T @ (part * (weights * chance * (1 - chance))[:, None])
            solution = solution + np.linalg.solve(curve + penalty[np.ix_(active, active)], slope)
        result = np.zeros(rows.shape[1])
        result[active] = solution
        negative = (result < 0) & (np.arange(len(result)) > 0)
        if not negative.any():
            return result
        active &= ~negative


def summary(name: str, sure: Matrix, labels: Matrix, threshold: float) -> str:
    """How well confidence tells the two kinds of question apart."""
    yes, no = sure[labels == 1], sure[labels == 0]
    above = (yes[:, None] > no[None, :]).mean() + 0.5 * (yes[:, None] == no[None, :]).mean()
    return (
        f"{name:<34} AUROC {above:.3f}; at {threshold:.2f}: refused that should be "
        f"{(no < threshold).mean():.3f} (n={len(no)}), that should not "
        f"{(yes < threshold).mean():.3f} (n={len(yes)})"
    )


def _held_out(rows: Matrix, labels: Matrix, fitted: Callable[[Matrix, Matrix], Matrix]) -> Matrix:
    order = np.random.default_rng(0).permutation(len(labels))
    sure = np.zeros(len(labels))
    for fold in range(_FOLDS):
        test = order[fold::_FOLDS]
        train = np.setdiff1d(order, test)
        sure[test] = 1 / (1 + np.exp(-rows[test] @ fitted(rows[train], labels[train])))
    return sure


def calibrated(coefficients: Matrix, sample: Sample) -> Matrix:
    """The same order of questions, but such that confidence is the share of right answers: Platt
    (1999), over the questions whose answer would be wholly right.
    """
    score = sample.signals @ coefficients
    columns = np.stack([np.ones_like(score), score], axis=1)
    shift, scale = 0.0, 1.0
    for _ in range(50):
        chance = 1 / (1 + np.exp(-(shift + scale * score)))
        slope = columns.T @ (sample.right - chance)
        curve = columns.T @ (columns * (chance * (1 - chance))[:, None]) + 1e-6 * np.eye(2)
        step = np.linalg.solve(curve, slope)
        shift, scale = shift + step[0], scale + step[1]
    found = coefficients * scale
    found[0] += shift
    return found


def main() -> None:
    """Fit on the calibration set and the gold set's tune half; print what to put in the code."""
    assistant = Assistant()
    folder = Folder.of(assistant.workspace).gold
    gold = load(folder)
    training = sample(
        assistant,
        load(folder, CALIBRATION) + [case for case in gold if case.split == "tune"],
    )
    coefficients = calibrated(fit(training.signals, training.answerable), training)
    print("intercept", round(float(coefficients[0]), 2))
    for name, value in zip(NAMES, coefficients[1:], strict=True):
        print(f'    "{name}": {value:.2f},')
    held_out = _held_out(training.signals, training.answerable, fit)
    print(summary("ten-fold, training questions", held_out, training.answerable, 0.5))
    inside = _chance(training.signals, coefficients)
    for threshold in (0.2, 0.24, 0.28, 0.32, 0.36, 0.4):
        print(summary("training questions", inside, training.answerable, threshold))
    check = sample(assistant, [case for case in gold if case.split == "check"])
    sure = _chance(check.signals, coefficients)
    for threshold in (0.24, 0.32, 0.4):
        print(summary("new coefficients, check half", sure, check.answerable, threshold))
    now = _chance(check.signals, np.array([INTERCEPT, *(COEFFICIENTS[name] for name in NAMES)]))
    print(summary("as in the code, check half", now, check.answerable, THRESHOLD))
    for least in (0.9, 0.8, 0.7, 0.5):
        for name, chances, some in (("training", inside, training), ("check", sure, check)):
            share = some.right[chances >= least]
            print(
                f"right, where at least {least} sure ({name}): {share.mean():.2f} of {len(share)}"
            )


def _chance(rows: Matrix, coefficients: Matrix) -> Matrix:
    return 1 / (1 + np.exp(-rows @ coefficients))


if __name__ == "__main__":
    main()
