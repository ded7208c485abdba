"""How sure we are that the documents answer a question, from measured signals."""

from __future__ import annotations

import math
from dataclasses import asdict

from assistant.answering.signals import Signals

# Fitted by logistic regression on labelled questions: `python -m evals.calibrate`.
# `figures` is set higher than fitted, since a wrong number is worse than no answer. The shares of
# the question's meaning in all quotes and in their passages were signals too, and fitted to 0.
_INTERCEPT = -6.72
_COEFFICIENTS = {
    "score": 1.01,
    "cosine": 2.21,
    "whole": 1.49,
    "named": 0.02,
    "figures": 1.10,
    "kind": 1.57,
    "at_once": 2.64,
    "read": 0.0,
}
THRESHOLD = 0.33
"""Below this confidence the documents are said not to answer."""


def confidence(signals: Signals) -> float:
    """The probability, in [0, 1], that the chosen sentences answer the question."""
    values = asdict(signals)
    total = _INTERCEPT + sum(_COEFFICIENTS[name] * values[name] for name in _COEFFICIENTS)
    return 1 / (1 + math.exp(-total))
