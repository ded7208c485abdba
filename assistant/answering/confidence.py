"""How sure we are that the documents answer a question, from measured signals."""

from __future__ import annotations

import math
from dataclasses import asdict

from assistant.answering.signals import Signals

# Fitted by logistic regression on labelled questions: `python -m evals.calibrate`.
_INTERCEPT = -5.5
_COEFFICIENTS = {
    "score": 0.5,
    "cosine": 2.5,
    "quoted": 0.3,
    "nearby": 1.0,
    "whole": 1.8,
    "named": 0.4,
    "figures": 1.5,
    "kind": 1.2,
}
THRESHOLD = 0.4
"""Below this confidence the documents are said not to answer."""


def confidence(signals: Signals) -> float:
    """The probability, in [0, 1], that the chosen sentences answer the question."""
    values = asdict(signals)
    total = _INTERCEPT + sum(_COEFFICIENTS[name] * values[name] for name in _COEFFICIENTS)
    return 1 / (1 + math.exp(-total))
