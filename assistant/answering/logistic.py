"""From log-odds to a probability."""

from __future__ import annotations

import math


def logistic(log_odds: float) -> float:
    """1 / (1 + exp(-log_odds)), in [0, 1]; in a form that never overflows."""
    return 0.5 + 0.5 * math.tanh(log_odds / 2)
