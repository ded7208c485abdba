"""Score question–text pairs with a small cross-encoder."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.models.catalog import RERANKER, Model
from assistant.models.pairs import Limits
from assistant.models.pytorch import cross_encoder_model
from assistant.models.shipped import DATA, Shipped
from assistant.progress import Progress

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder as TheirCrossEncoder

    from assistant.settings import Settings

LIMITS = Limits(first=40, pair=112)
"""What the model that comes with the library reads of a question, and of the pair."""

NONE = "none"
"""The value of the setting `reranker` that turns cross-encoding off."""

_MOST_TOKENS = 256  # of a pair, of another model: its tokens may be shorter, as of Chinese
Scores = NDArray[np.float32]


class CrossEncoder(Protocol):
    """What scores pairs."""

    def score(self, pairs: Sequence[tuple[str, str]]) -> Scores:
        """A score for each (question, text), shape (pairs,); more is better.

        Raises ModelUnavailable if the model cannot be found or loaded.
        """


def cross_encoder(settings: Settings, progress: Progress | None = None) -> CrossEncoder | None:
    """The cross-encoder that the settings name; None if they say "none". Loads nothing."""
    if settings.reranker == NONE:
        return None
    if settings.reranker:
        return _Any(settings.reranker, settings.offline)
    return shipped(settings, progress)


def shipped(
    settings: Settings,
    progress: Progress | None = None,
    model: Model = RERANKER,
    folder: Path = DATA,
) -> Shipped:
    """The one that comes with the library: scores above 0 if the text probably answers, as far as
    it can tell.
    """
    return Shipped(settings, progress, model, LIMITS, "ASSISTANT_RERANKER", folder)


class _Any:
    """Any cross-encoder that sentence-transformers loads. Threads take turns."""

    def __init__(self, name: str, offline: bool) -> None:
        self._name = name
        self._offline = offline
        self._lock = threading.Lock()
        self._model: TheirCrossEncoder | None = None

    def score(self, pairs: Sequence[tuple[str, str]]) -> Scores:
        """See `CrossEncoder.score`; log-odds as the model gives them."""
        if not pairs:
            return np.zeros(0, dtype=np.float32)
        with self._lock:
            if self._model is None:
                self._model = cross_encoder_model(self._name, _MOST_TOKENS, self._offline)
            texts = [(_tokenisable(one), _tokenisable(other)) for one, other in pairs]
            scores = self._model.predict(texts, show_progress_bar=False)
        return np.asarray(scores, dtype=np.float32)


def _tokenisable(text: str) -> str:
    # Half a surrogate pair cannot be UTF-8, and the tokeniser fails on it.
    return text.encode("utf-8", "replace").decode("utf-8")
