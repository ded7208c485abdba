"""Score question–text pairs with a small cross-encoder."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.errors import ModelUnavailable
from assistant.models.catalog import MINILM, RERANKER, Model
from assistant.models.checksums import fault
from assistant.models.download import locate
from assistant.models.minilm import tokenizer_of
from assistant.models.onnx_session import session
from assistant.models.pytorch import cross_encoder_model
from assistant.progress import Progress, silent

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from sentence_transformers import CrossEncoder as TheirCrossEncoder
    from tokenizers import Tokenizer

    from assistant.settings import Settings

MAX_TOKENS = 112
"""The most tokens of a pair, of the model that comes with the library; the rest is cut off."""

_MAX_QUESTION = 40  # tokens
_LONGEST = 2_000  # characters: more than so many tokens of any text, and cheap to tokenise
_START, _END, PADDING = 101, 102, 0  # [CLS], [SEP], [PAD] of BERT's English vocabulary


@dataclass(frozen=True, slots=True)
class Rows:
    """Pairs as rows, padded to the longest.

    tokens: int64, shape (pairs, tokens); PADDING after the end of a row.
    second: int64, the same shape; 1 at the tokens of the text, 0 at those of the question.
    """

    tokens: NDArray[np.int64]
    second: NDArray[np.int64]


def pair_tokens(tokenizer: Tokenizer, pairs: Sequence[tuple[str, str]]) -> list[list[list[int]]]:
    """For each pair, the tokens of the question and of the text, cut to fit."""
    questions = {one: _tokens(tokenizer, one, _MAX_QUESTION) for one in {q for q, _ in pairs}}
    return [
        [
            [_START, *questions[question], _END],
            [*_tokens(tokenizer, text, MAX_TOKENS - 3 - len(questions[question])), _END],
        ]
        for question, text in pairs
    ]


def rows(pairs: Sequence[Sequence[Sequence[int]]]) -> Rows:
    """Tokens of pairs, as `pair_tokens` gives them, in one array."""
    width = max((len(first) + len(second) for first, second in pairs), default=0)
    tokens = np.full((len(pairs), width), PADDING, dtype=np.int64)
    types = np.zeros_like(tokens)
    for row, (first, second) in enumerate(pairs):
        end = len(first) + len(second)
        tokens[row, :end] = [*first, *second]
        types[row, len(first) : end] = 1
    return Rows(tokens, types)


def _tokens(tokenizer: Tokenizer, text: str, limit: int) -> list[int]:
    # Half a surrogate pair cannot be UTF-8, and the tokeniser fails on it.
    text = text[:_LONGEST].encode("utf-8", "replace").decode("utf-8")
    ids: list[int] = tokenizer.encode(text, add_special_tokens=False).ids
    return ids[:limit]


DATA = Path(__file__).with_name("data")
"""Where the model that comes with the library lies."""

NONE = "none"
"""The value of the setting `reranker` that turns cross-encoding off."""

_MOST_TOKENS = 256  # of a pair, of another model: its tokens may be shorter, as of Chinese
_THREADS = 2  # pairs that are scored at the same time
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
    return Shipped(settings, progress)


class Shipped:
    """The small model that comes with the library; its tokeniser is the embedding model's.

    Scores are log-odds: above 0 if the text probably answers, as far as the model can
    tell. The score of a pair does not depend on the pairs beside it, to the last bit. Safe to use
    from several threads.

    settings: where the embedding model's files may come from.
    progress: told of fetching these.
    """

    def __init__(
        self,
        settings: Settings,
        progress: Progress | None = None,
        folder: Path = DATA,
        model: Model = RERANKER,
    ) -> None:
        self._settings = settings
        self._progress = progress or silent
        self._folder = folder
        self._model = model
        self._lock = threading.Lock()
        self._ready: tuple[Tokenizer, InferenceSession, ThreadPoolExecutor] | None = None

    def score(self, pairs: Sequence[tuple[str, str]]) -> Scores:
        """See `CrossEncoder.score`."""
        if not pairs:
            return np.zeros(0, dtype=np.float32)
        tokenizer, session, pool = self._loaded()

        def run(pair: Sequence[Sequence[int]]) -> float:
            # One by one: nothing is padded, and no pair shares its 8-bit scale with another.
            row = rows([pair])
            (scores,) = session.run(None, {"tokens": row.tokens, "second": row.second})
            return float(scores[0])

        tokens = pair_tokens(tokenizer, pairs)
        return np.fromiter(pool.map(run, tokens), dtype=np.float32, count=len(pairs))

    def _loaded(self) -> tuple[Tokenizer, InferenceSession, ThreadPoolExecutor]:
        with self._lock:
            if self._ready is None:
                tokenizer = tokenizer_of(locate(MINILM, self._settings, self._progress))
                pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="cross-encoder")
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
                "or set ASSISTANT_RERANKER=none."
            )


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
