"""Score how surely a sentence follows from a quote."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from assistant.models.catalog import ENTAILMENT
from assistant.models.pairs import Limits
from assistant.models.pytorch import entailment_model, labels_of
from assistant.models.reranker import NONE, CrossEncoder, Scores
from assistant.models.shipped import Shipped
from assistant.progress import Progress

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder as TheirCrossEncoder

    from assistant.settings import Settings

LIMITS = Limits(first=64, pair=160)
"""What the model that comes with the library reads of a sentence, and of it with the quote."""
LABELS = ("entailment", "neutral", "contradiction")
_MOST_TOKENS = 512  # of a pair, of another model


def entailment(settings: Settings, progress: Progress | None = None) -> CrossEncoder | None:
    """What scores (sentence, quote) by the log-odds that the quote entails the sentence, as the
    settings name it; None if they say "none". Loads nothing.
    """
    if settings.nli_model == NONE:
        return None
    if settings.nli_model:
        return _Any(settings.nli_model, offline=settings.offline)
    return Shipped(settings, progress, ENTAILMENT, LIMITS, "ASSISTANT_NLI_MODEL")


def judged_by(settings: Settings) -> str:
    """What a receipt calls the model that the settings name: as long as that is the same, so are
    its scores.
    """
    return settings.nli_model or f"{ENTAILMENT.name} {ENTAILMENT.files[0].sha256[:12]}"


class _Any:
    """Any cross-encoder with the three labels of natural language inference; loaded when first
    asked. Threads take turns.
    """

    def __init__(self, name: str, *, offline: bool) -> None:
        self._name = name
        self._offline = offline
        self._lock = threading.Lock()
        self._model: TheirCrossEncoder | None = None

    def score(self, pairs: Sequence[tuple[str, str]]) -> Scores:
        """The log-odds of entailment against the two other labels.

        Raises ModelUnavailable if the model cannot be found, does not load, or has other labels.
        """
        if not pairs:
            return np.zeros(0, dtype=np.float32)
        with self._lock:
            if self._model is None:
                self._model = entailment_model(self._name, _MOST_TOKENS, LABELS, self._offline)
            # Such models read the premise first.
            texts = [(quote, sentence) for sentence, quote in pairs]
            scores = np.asarray(self._model.predict(texts, show_progress_bar=False), np.float64)
            at = labels_of(self._model).index("entailment")
        others = np.delete(scores, at, axis=1)
        odds: Scores = (scores[:, at] - np.logaddexp.reduce(others, axis=1)).astype(np.float32)
        return odds
