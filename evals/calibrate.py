"""Fit how sure an answer is, from labelled questions: `python -m evals.calibrate`.

Prints the coefficients for `assistant.answering.confidence`, and what they give on questions that
they were not fitted on: ten-fold on the calibration set, and the gold set's check half.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, fields

import numpy as np
from numpy.typing import NDArray

from assistant import Assistant
from assistant.answering.choice import choose
from assistant.answering.confidence import THRESHOLD, confidence
from assistant.answering.evidence import gather
from assistant.answering.rows import Rows
from assistant.answering.second_look import second_look
from assistant.answering.signals import Signals, measure
from assistant.answering.wanted import wanted
from evals.cases.case import Case
from evals.cases.sets import CALIBRATION, load
from evals.kept.folder import Folder

NAMES = tuple(field.name for field in fields(Signals))
_RIDGE = 1.0
_FOLDS = 10
Matrix = NDArray[np.float64]


def signals_of(
    assistant: Assistant, cases: Sequence[Case]
) -> tuple[list[Signals], Matrix, list[Case]]:
    """Signals and labels of the questions that are answered from running text."""
    searcher = assistant.searcher
    rows = Rows(searcher.index.passages, searcher.lexicon.abbreviations)
    kept = [case for case in cases if not case.history and rows.answer(case.question) is None]
    found: list[Signals] = []
    for case in kept:
        query = searcher.query(case.question)
        wish = wanted(query.text)
        evidence = gather(searcher.rank(query), searcher.lexicon, query, wish)
        if searcher.encoder is not None:
            evidence = second_look(evidence, query.text, searcher.encoder)
        chosen = choose(evidence, searcher.index.passages)
        found.append(measure(query, wish, evidence, chosen, searcher.lexicon))
    return found, np.array([float(case.answerable) for case in kept]), kept


def matrix(signals: Sequence[Signals]) -> Matrix:
    """Signals as rows, with a column of ones for the intercept."""
    return np.array([[1.0, *asdict(one).values()] for one in signals])


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


def main() -> None:
    """Fit on the calibration set and the gold set's tune half; print what to put in the code."""
    assistant = Assistant()
    folder = Folder.of(assistant.workspace).gold
    gold = load(folder)
    training = load(folder, CALIBRATION) + [case for case in gold if case.split == "tune"]
    signals, labels, _ = signals_of(assistant, training)
    rows = matrix(signals)
    coefficients = fit(rows, labels)
    print("intercept", round(float(coefficients[0]), 2))
    for name, value in zip(NAMES, coefficients[1:], strict=True):
        print(f'    "{name}": {value:.2f},')
    held_out = _held_out(rows, labels, fit)
    for threshold in (0.3, 0.35, 0.4, 0.45, 0.5, 0.55):
        print(summary("ten-fold, training questions", held_out, labels, threshold))
    check, check_labels, _ = signals_of(assistant, [case for case in gold if case.split == "check"])
    sure = 1 / (1 + np.exp(-matrix(check) @ coefficients))
    for threshold in (0.3, 0.4, 0.5):
        print(summary("new coefficients, check half", sure, check_labels, threshold))
    now = np.array([confidence(one) for one in check])
    print(summary("as in the code, check half", now, check_labels, THRESHOLD))
    assert math.isfinite(float(now.sum()))  # noqa: S101


if __name__ == "__main__":
    main()
