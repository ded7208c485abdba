"""Fit how much a model of entailment counts beside the signals.

Fitted is what the model was not trained on: three of the files that others wrote, the tune half of
our own sentences, and our rewordings. What is told of a file was fitted without it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np

from assistant.verification.signals import CLOSE, FAR, FIRM, INTERCEPT, POSSIBLE, SURE, WEIGHTS
from evals.training.entailment import HELD
from evals.verification import fitting
from evals.verification.fitting import LABELLED, Floats, Measured, logistic

FALSE_SHOWN, FALSE_MARKED = 0.03, 0.14
"""Share of the others' false sentences that are to be shown unmarked, and at all."""


def left_out_beside(sentences: list[Measured]) -> list[tuple[Measured, float]]:
    """As `left_out`, with the model of entailment: the files that it was not trained on."""
    fit_on = [one for one in sentences if not one.group.endswith("check")]
    raw: list[tuple[Measured, float]] = []
    for group in (*HELD, "own check"):
        weights = fitting.fitted(one for one in fit_on if one.group != group)
        beside = fitted([one for one in fit_on if one.group != group], weights)
        raw += [
            (one, _odds(one.sure(weights, beside=beside)))
            for one in sentences
            if one.group == group
        ]
    scale, shift = _placing(raw)
    return [(one, 1 / (1 + math.exp(-scale * odds - shift))) for one, odds in raw]


def fitted(sentences: Iterable[Measured], weights: Floats) -> Floats:
    """The weights of `signals.ENTAILED`, with thresholds where they fall. weights: of the signals,
    the intercept first.
    """
    rows, truth, counts = [], [], []
    for one in sentences:
        right = one.quotes[:, 1] > 0
        if one.verbatim or not right.any() or one.group not in (*HELD, "own tune", "made tune"):
            continue
        values = _values(one, weights)
        at = np.where(right, values[:, 1] + 2 * one.quotes[:, 0], -np.inf).argmax()
        rows.append(values[at])
        truth.append(float(one.true))
        counts.append(LABELLED if one.group == "own tune" else 1.0)
    return logistic(np.array(rows), np.array(truth), np.array(counts))


def placed(sentences: list[Measured]) -> Floats:
    """The weights of `signals.ENTAILED`, with the thresholds where they are meant to be."""
    weights = np.array([INTERCEPT, *WEIGHTS.values()])
    fit_on = [one for one in sentences if not one.group.endswith("check")]
    beside = fitted(fit_on, weights)
    raw = [(one, _odds(one.sure(weights, beside=beside))) for one in sentences if one.group in HELD]
    scale, shift = _placing(raw)
    found = scale * beside
    found[0] += shift
    return found


def _values(one: Measured, weights: Floats) -> Floats:
    """Of each quote what `signals.ENTAILED` weighs, but the intercept."""
    odds = weights[0] + one.quotes[:, 2:] @ weights[1:]
    firm = np.clip(one.entailed, -FIRM, FIRM)
    other = 1 - np.clip((one.quotes[:, 0] - FAR) / (CLOSE - FAR), 0, 1)
    return np.column_stack([odds, firm, other, firm * other])


def _odds(sure: float) -> float:
    return math.log(max(sure, 1e-9) / max(1 - sure, 1e-9))


def _placing(scored: Sequence[tuple[Measured, float]]) -> tuple[float, float]:
    """What log-odds are to be multiplied by, and what is to be added, for so many false sentences
    of the files to be at the thresholds.
    """
    false = [odds for one, odds in scored if one.group in HELD and not one.true]
    sure, possible = np.quantile(false, [1 - FALSE_SHOWN, 1 - FALSE_MARKED])
    scale = float((_odds(SURE) - _odds(POSSIBLE)) / (sure - possible))
    return scale, _odds(POSSIBLE) - scale * float(possible)
