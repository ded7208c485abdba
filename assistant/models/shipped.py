"""Run a small cross-encoder that comes with the library."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant.errors import ModelUnavailable
from assistant.models.catalog import MINILM, Model
from assistant.models.checksums import fault
from assistant.models.download import locate
from assistant.models.minilm import tokenizer_of
from assistant.models.onnx_session import session
from assistant.models.pairs import Limits, pair_tokens, rows
from assistant.progress import Progress, silent

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

    from assistant.settings import Settings

DATA = Path(__file__).with_name("data")
"""Where the models that come with the library lie."""

_THREADS = 2  # pairs that are scored at the same time


class Shipped:
    """A model that gives a pair one score, log-odds; its tokeniser is the embedding model's.

    The score of a pair does not depend on the pairs beside it, to the last bit. Safe to use from
    several threads.

    settings: where the embedding model's files may come from.
    progress: told of fetching these.
    model:    its file, in `folder`.
    limits:   what it reads of a pair.
    setting:  the one that does without it, as "none".
    """

    def __init__(
        self,
        settings: Settings,
        progress: Progress | None,
        model: Model,
        limits: Limits,
        setting: str,
        folder: Path = DATA,
    ) -> None:
        self._settings = settings
        self._progress = progress or silent
        self._folder = folder
        self._model = model
        self._limits = limits
        self._setting = setting
        self._lock = threading.Lock()
        self._ready: tuple[Tokenizer, InferenceSession, ThreadPoolExecutor] | None = None

    def score(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """The log-odds of each pair, shape (pairs,). Raises ModelUnavailable."""
        if not pairs:
            return np.zeros(0, dtype=np.float32)
        tokenizer, session, pool = self._loaded()

        def run(pair: Sequence[Sequence[int]]) -> float:
            # One by one: nothing is padded, and no pair shares its 8-bit scale with another.
            row = rows([pair])
            (scores,) = session.run(None, {"tokens": row.tokens, "second": row.second})
            return float(scores[0])

        tokens = pair_tokens(tokenizer, pairs, self._limits)
        return np.fromiter(pool.map(run, tokens), dtype=np.float32, count=len(pairs))

    def _loaded(self) -> tuple[Tokenizer, InferenceSession, ThreadPoolExecutor]:
        with self._lock:
            if self._ready is None:
                tokenizer = tokenizer_of(locate(MINILM, self._settings, self._progress))
                pool = ThreadPoolExecutor(_THREADS, thread_name_prefix=self._model.name)
                self._ready = tokenizer, self._session(), pool
            return self._ready

    def _session(self) -> InferenceSession:
        self._check()
        path = self._folder / self._model.files[0].path
        try:
            return session(str(path))
        except Exception:
            self._check(anew=True)  # a disk may have damaged what was remembered as checked
            raise

    def _check(self, *, anew: bool = False) -> None:
        wrong = fault(self._model, self._folder, memory=self._settings.models_dir, anew=anew)
        if wrong is not None:
            raise ModelUnavailable(
                f"Model {self._model.name} in {self._folder}: {wrong}: reinstall this program, "
                f"or set {self._setting}=none."
            )
