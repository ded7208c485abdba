"""Score entailment with any natural-language-inference cross-encoder."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import numpy as np

from assistant.models.pytorch import entailment_model, labels_of

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

MAX_TOKENS = 512
LABELS = ("entailment", "neutral", "contradiction")


class Entailment:
    """A cross-encoder with the three labels of natural language inference; loaded when first
    asked. Threads take turns.

    name:    a folder, or a name on the hub.
    offline: fetch nothing.
    """

    def __init__(self, name: str, *, offline: bool = False) -> None:
        self._name = name
        self._offline = offline
        self._lock = threading.Lock()
        self._model: CrossEncoder | None = None

    def __call__(self, pairs: list[tuple[str, str]]) -> list[dict[str, float]]:
        """The probability of each label, for each premise and hypothesis; they add up to 1.

        Raises ModelUnavailable if the model cannot be found, does not load, or has other labels.
        """
        if not pairs:
            return []
        with self._lock:
            if self._model is None:
                self._model = entailment_model(self._name, MAX_TOKENS, LABELS, self._offline)
            scores = np.asarray(self._model.predict(pairs, show_progress_bar=False), np.float64)
            names = labels_of(self._model)
        chances = np.exp(scores - scores.max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        return [dict(zip(names, map(float, row), strict=True)) for row in chances]
