"""Examples of questions about somebody's own health, and the weights fitted on them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.answering.advice import FILE, Weights, means_somebody

TUNE = Path(__file__).with_name("tune.jsonl")
"""What is fitted on."""
CHECK = Path(__file__).with_name("check.jsonl")
"""Other conditions, other fields, other wording: only to be measured on."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question. own_health: whether it is about that; about: the subject, for people."""

    question: str
    own_health: bool
    about: str


def read(path: Path) -> list[Example]:
    """The examples of a file, one a line."""
    return [Example(**json.loads(line)) for line in path.read_text("utf-8").splitlines()]


def sha256(path: Path) -> str:
    """The sha256 of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


RIDGE = 0.05
"""Strength of the penalty on the weights; in ten-fold validation, 0.03 to 0.3 do equally well."""
_FOLDS = 10
_DIGITS = 3  # more than two processors agree on
Matrix = NDArray[np.float64]


def fit(vectors: NDArray[np.float32], labels: NDArray[np.bool_]) -> tuple[float, Matrix]:
    """Logistic regression with a ridge penalty, by Newton steps: bias and weights."""
    rows = np.c_[np.ones(len(vectors)), vectors]
    penalty = RIDGE * np.eye(rows.shape[1])
    penalty[0, 0] = 1e-6
    solution = np.zeros(rows.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-rows @ solution))
        slope = rows.T @ (labels - chance) - penalty @ solution
        curve = rows.T @ (rows * (chance * (1 - chance))[:, None]) + penalty
        step = np.linalg.solve(curve, slope)
        solution = solution + step
        if np.abs(step).max() < 1e-9:
            break
    return float(solution[0]), solution[1:]


def weights(
    examples: Sequence[Example], vectors: NDArray[np.float32], model: str, sha256: str
) -> Weights:
    """Fitted on those examples in which somebody is meant: of others words alone decide."""
    meant, labels = _meant(examples), _labels(examples)
    bias, solution = fit(vectors[meant], labels[meant])
    return Weights(
        model, sha256, round(bias, _DIGITS), np.round(solution, _DIGITS).astype(np.float32)
    )


def held_out(examples: Sequence[Example], vectors: NDArray[np.float32]) -> NDArray[np.bool_]:
    """What is decided of each example by weights that were fitted without it, ten-fold."""
    meant, labels = _meant(examples), _labels(examples)
    decided = np.zeros(len(examples), dtype=bool)
    order = np.random.default_rng(0).permutation(len(examples))
    for fold in range(_FOLDS):
        test = order[fold::_FOLDS]
        train = np.setdiff1d(order, test)
        train = train[meant[train]]
        bias, solution = fit(vectors[train], labels[train])
        decided[test] = meant[test] & (bias + vectors[test] @ solution > 0)
    return decided


def write(found: Weights) -> None:
    """Put the weights into the library."""
    kept = {
        "model": found.model,
        "examples": found.examples,
        "bias": found.bias,
        "weights": [round(float(weight), _DIGITS) for weight in found.weights],
    }
    FILE.write_text(json.dumps(kept) + "\n", "utf-8")


def _meant(examples: Sequence[Example]) -> NDArray[np.bool_]:
    return np.array([means_somebody(example.question) for example in examples])


def _labels(examples: Sequence[Example]) -> NDArray[np.bool_]:
    return np.array([example.own_health for example in examples])
