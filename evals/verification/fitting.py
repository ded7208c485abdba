"""Fit the probability that a sentence is true: `python -m evals.verification --fit`.

Fitted are the sentences that others wrote, the tune half of our own and our rewordings with their
corruptions, as far as their words are in a quote and no number or name is wrong: the others are
decided without a probability. A signal that counts the wrong way (a sentence is not true because a
hedge was lost) is left out. What is told of a file was fitted without it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from assistant.models.reranker import CrossEncoder
from assistant.verification import signals as model
from assistant.verification.numbers import wrong
from assistant.verification.premise import Support
from assistant.verification.signals import CLOSE, WEIGHTS, Signal, coverage, signals
from assistant.verification.verifier import Checker, is_verbatim
from evals.verification.cases import Material, cases
from evals.verification.labelled import labelled, written

LABELLED = 3.0
"""Weight of a sentence that was labelled by hand."""
_RIDGE = 5.0
_FOR = ("excerpt",)  # the signals that speak for a sentence
NAMES = tuple(WEIGHTS)
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Measured:
    """A sentence beside its quotes.

    group:    the file that it is from; "own tune" and "own check" for those labelled by hand, and
              "made tune" and "made check" for those made from the reviews.
    verbatim: whether it is a quote's own sentence, so that nothing is left to decide.
    quotes:   of each quote: the share of the words that it has, whether it has no wrong number or
              name, then the signals.
    entailed: the model's log-odds for each quote; 0 without a model.
    """

    group: str
    true: bool
    sentence: str
    verbatim: bool
    quotes: Floats
    entailed: Floats

    def sure(
        self, weights: Floats, used: Collection[str] = NAMES, beside: Floats | None = None
    ) -> float:
        """How likely it is true.

        weights: the intercept, then those of `NAMES`.
        beside:  as `signals.ENTAILED`; None for the words alone.
        """
        if self.verbatim:
            return 1.0
        kept = {
            name: float(weight) if name in used else 0.0
            for name, weight in zip(NAMES, weights[1:], strict=True)
        }
        entailed = [None] * len(self.quotes) if beside is None else self.entailed
        with patch.multiple(
            model,
            INTERCEPT=float(weights[0]),
            WEIGHTS=kept,
            ENTAILED=model.ENTAILED if beside is None else beside,
        ):
            return max(
                float(row[1]) * model.probability(_named(row[2:]), float(row[0]), score)
                for row, score in zip(self.quotes, entailed, strict=True)
            )


def _named(values: Iterable[float]) -> dict[str, Signal]:
    return {name: Signal(float(one)) for name, one in zip(NAMES, values, strict=True)}


def measured(material: Material, entailment: CrossEncoder | None = None) -> list[Measured]:
    """All sentences: by others, labelled by hand, and made from the reviews."""
    checker = Checker(material.lexicon, entailment)
    return [
        Measured(
            group,
            true,
            text,
            any(is_verbatim(text, one.quote) for one in supports),
            _rows(checker, text, supports),
            np.array([one or 0.0 for one in checker.entailed(text, supports)]),
        )
        for group, true, text, supports in _sentences(material)
    ]


def _sentences(material: Material) -> Iterator[tuple[str, bool, str, tuple[Support, ...]]]:
    for one in written():
        yield one.source, one.true, one.sentence, one.supports
    for one in labelled():
        yield f"own {one.split}", one.true, one.sentence, one.supports
    for case in cases(material):
        if case.origin == "paraphrase":
            yield f"made {case.split}", case.kind == "true", case.text, tuple(case.supports)


def _rows(checker: Checker, sentence: str, supports: tuple[Support, ...]) -> Floats:
    rows = []
    for one in checker.aligned(sentence, supports):
        found = signals(one)
        right = not any(wrong(one))
        values = [found[name].value for name in NAMES]
        rows.append([coverage(one), float(right), *values])
    return np.array(rows, dtype=np.float64)


def fitted(sentences: Iterable[Measured], used: Collection[str] = NAMES) -> Floats:
    """The intercept and the weights of `NAMES`; 0 for those that are not used."""
    rows = [(one, one.quotes[one.quotes[:, 0].argmax()]) for one in sentences if not one.verbatim]
    rows = [(one, row) for one, row in rows if row[0] >= CLOSE and row[1]]
    values = np.array([row[2:] for _, row in rows])
    truth = np.array([float(one.true) for one, _ in rows])
    weights = np.array([LABELLED if one.group == "own tune" else 1.0 for one, _ in rows])
    kept = [place for place, name in enumerate(NAMES) if name in used]
    while True:
        found = np.zeros(1 + len(NAMES))
        found[[0, *(1 + place for place in kept)]] = logistic(values[:, kept], truth, weights)
        wrong = [one for one in kept if (found[1 + one] > 0) != (NAMES[one] in _FOR)]
        if not wrong:
            return found
        kept = [one for one in kept if one not in wrong]


def logistic(values: Floats, truth: Floats, weights: Floats) -> Floats:
    """Logistic regression by Newton's method, its weights but the first kept small."""
    middle, spread = values.mean(axis=0), values.std(axis=0) + 1e-6
    design = np.column_stack([np.ones(len(values)), (values - middle) / spread])
    ridge = _RIDGE * np.eye(design.shape[1])
    ridge[0, 0] = 1e-6
    found = np.zeros(design.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-design @ found))
        slope = design.T @ (weights * (truth - chance)) - ridge @ found
        curve = (design.T * (weights * chance * (1 - chance))) @ design + ridge
        found = found + np.linalg.solve(curve, slope)
    scaled: Floats = found[1:] / spread
    return np.concatenate([[found[0] - scaled @ middle], scaled])


def left_out(
    sentences: list[Measured], used: Collection[str] = NAMES
) -> list[tuple[Measured, float]]:
    """Each sentence that others wrote, and those of our check half, with the probability of a model
    that was fitted without its file.
    """
    fit_on = [one for one in sentences if not one.group.endswith("check")]
    groups = {one.group for one in sentences if "tune" not in one.group}
    found = []
    for group in sorted(groups):
        weights = fitted((one for one in fit_on if one.group != group), used)
        found += [(one, one.sure(weights, used)) for one in sentences if one.group == group]
    return found
