"""How sure we are that the documents answer a question, from measured signals."""

from __future__ import annotations

import math
from dataclasses import asdict

from assistant.answering.confidence_features import Signals

# Fitted by `python -m evals.calibrate`: logistic regression on whether the documents answer, then
# scaled so that confidence is the share of answers that are wholly right (Platt 1999). The shares
# of the question's meaning in all quotes and in their passages were signals too, and fitted to 0.
INTERCEPT = -8.55
COEFFICIENTS = {
    "score": 0.12,
    "cosine": 2.14,
    "whole": 1.31,
    "named": 0.37,
    "figures": 0.83,
    "kind": 2.50,
    "at_once": 2.27,
    "read": 1.92,
}
THRESHOLD = 0.26
"""Below this confidence the documents are said not to answer."""


def confidence(signals: Signals) -> float:
    """The probability, in [0, 1], that the chosen sentences answer the question wholly."""
    values = asdict(signals)
    total = INTERCEPT + sum(COEFFICIENTS[name] * values[name] for name in COEFFICIENTS)
    return 1 / (1 + math.exp(-total))
