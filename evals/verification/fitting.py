"""Fit the probability that a sentence is true to its signals: `python -m evals.verification --fit`.

Only what the checks leave is fitted, on the tune half: the labelled sentences and the rewordings
with their corruptions.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from assistant.verification.signals import NAMES, signals
from assistant.verification.verifier import CHECKS, Checker
from evals.verification.cases import Material, cases
from evals.verification.labelled import labelled

_LABELLED = 3.0  # weight of a sentence that was labelled by hand, beside a made one
_RIDGE = 0.3
Floats = NDArray[np.float64]


def fitted(material: Material) -> str:
    """The weights, as `assistant.verification.signals` has them."""
    rows = list(_rows(material))
    values = np.array([one for one, _, _ in rows])
    truth = np.array([float(true) for _, true, _ in rows])
    weights = _fit(values, truth, np.array([weight for _, _, weight in rows]))
    named = zip(("intercept", *NAMES), weights, strict=True)
    return "\n".join(f"{weight:8.2f}  {name}" for name, weight in named)


def _rows(material: Material) -> Iterator[tuple[tuple[float, ...], bool, float]]:
    checker = Checker(material.lexicon)
    found = [(one.sentence, one.supports, one.true, _LABELLED) for one in labelled("tune")]
    found += [
        (case.text, case.supports, case.kind == "true", 1.0)
        for case in cases(material)
        if case.split == "tune" and case.origin == "paraphrase"
    ]
    for sentence, supports, true, weight in found:
        aligned = checker.aligned(sentence, supports)
        left = [
            signals(one)
            for one in aligned
            if not any(fault for check in CHECKS.values() for fault in check(one))
        ]
        if left:
            yield max(left), true, weight  # the quote that has most of the words


def _fit(values: Floats, truth: Floats, weights: Floats) -> Floats:
    """Logistic regression by Newton's method, its weights but the first kept small."""
    design = np.column_stack([np.ones(len(values)), values])
    ridge = _RIDGE * np.eye(design.shape[1])
    ridge[0, 0] = 1e-6
    found = np.zeros(design.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-design @ found))
        slope = design.T @ (weights * (truth - chance)) - ridge @ found
        curve = (design.T * (weights * chance * (1 - chance))) @ design + ridge
        found = found + np.linalg.solve(curve, slope)
    return found
