"""Embed texts as unit vectors."""

from __future__ import annotations

import hashlib
import math
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.errors import ModelUnavailable
from assistant.models.catalog import MINILM
from assistant.models.download import locate
from assistant.models.embedding_files import find, hashes, weights
from assistant.models.minilm import DIMENSION, MAX_TOKENS, MiniLM
from assistant.models.pytorch import has_gpu
from assistant.models.torch_encoder import TorchEncoder
from assistant.progress import Progress, silent

if TYPE_CHECKING:
    from assistant.settings import Settings

_MOST_TOKENS = (
    512  # of another model, some of which read 8,000: one wild "sentence" would take long
)

OnBatch = Callable[[Sequence[int], NDArray[np.float32]], None]
"""Called with the places of some texts among those to be embedded, and with their vectors."""

_LONGEST = 32_768  # characters: far more than 256 tokens of any text, and cheap to tokenise

_TOKENISED_AT_ONCE = 4_096  # texts
_GOLDEN = (math.sqrt(5) - 1) / 2
_WORD_STARTS = "\u2581\u0120"  # what tokenisers other than BERT's put before a word's first piece


_OF_THE_MODEL = ("embedding_model", "query_prompt", "document_prompt", "offline")  # settings

_WORTH_A_GPU = 512  # texts: fewer are embedded before PyTorch is imported


class Encoder(Protocol):
    """A loaded model. Its methods are called by one thread at a time."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    @property
    def batch_tokens(self) -> int:
        """Padded tokens of a batch that is computed fast."""

    @property
    def words(self) -> Sequence[str]:
        """What its tokeniser knows: words and pieces."""

    def token_counts(self, texts: Sequence[str]) -> list[int]:
        """For each text, how many tokens of it are read."""

    def encode(self, texts: Sequence[str], *, question: bool = False) -> NDArray[np.float32]:
        """Vectors of length 1, shape (texts, `dimension`)."""


class Embedder:
    """The embedding model: all-MiniLM-L6-v2, or the one that the settings name; loaded from
    checked files when first needed; for many texts on a GPU if there is one.

    Questions and documents are embedded each with its prompt: that of the settings, else that of
    the model's own files, else none.

    One instance serves several threads: they take turns, batch by batch.

    settings: which model, its prompts, and where its files may come from.
    progress: told about checking, fetching and loading if `embed` was given no progress.
    """

    def __init__(self, settings: Settings, progress: Progress | None = None) -> None:
        self._settings = settings
        self._progress = progress or silent
        # The tokeniser fails ("Already borrowed") when two threads use it at once.
        self._lock = threading.Lock()
        self._next = threading.Lock()
        self._model: Encoder | None = None
        self._on_gpu: Encoder | None = None

    @property
    def fingerprint(self) -> str:
        """Equal if vectors can be compared: a hash of the model's files and of how they are
        used. Loads nothing; the files of a model of the hub are fetched if they are not here.

        Raises ModelUnavailable if the settings name a model that cannot be had.
        """
        if self._named:
            found = self._hashes.items()
            parts = [f"{path}={sha256}" for path, sha256 in found]
            parts += [f"max_tokens={_MOST_TOKENS}", "normalised=l2"]
        else:
            files = [f"{file.path}={file.sha256}" for file in MINILM.files]
            parts = [MINILM.name, *files, f"max_tokens={MAX_TOKENS}", "normalised=l2"]
        parts += [f"prompts={self._prompts!r}"] if any(self._prompts) else []
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    @property
    def identity(self) -> tuple[str, str]:
        """The model's name, without the folders above it, and the sha256 of its weights.

        Raises ModelUnavailable like `fingerprint`.
        """
        if not self._named:
            file = max(MINILM.files, key=lambda file: file.size)
            return MINILM.name, file.sha256
        name = Path(self._named)
        return name.name if name.expanduser().is_dir() else self._named, self._hashes[
            weights(self._folder)
        ]

    @property
    def dimension(self) -> int:
        """Length of a vector. Loads nothing, but the model if the settings name one.

        Raises ModelUnavailable if that cannot be found or loaded.
        """
        if not self._named:
            return DIMENSION
        with self._turn():
            return self._loaded().dimension

    @property
    def vocabulary(self) -> frozenset[str]:
        """Whole words that the model's tokeniser knows: about 20,000, lower case, English.

        Of another model they are in its languages, and it may know none.

        Raises ModelUnavailable if the model's files cannot be found or loaded.
        """
        with self._turn():
            known = self._loaded().words
        if any(word.startswith(tuple(_WORD_STARTS)) for word in known):
            known = [word[1:].lower() for word in known if word[:1] in _WORD_STARTS]
        return frozenset(word for word in known if word.isalpha())

    def embed(
        self,
        texts: Sequence[str],
        progress: Progress | None = None,
        on_batch: OnBatch | None = None,
    ) -> NDArray[np.float32]:
        """Vectors of `texts` of documents, in their order: float32, shape (len(texts),
        `dimension`), of length 1.

        progress: told about fetching and loading the model too, if that is still needed.

        Equal texts of one call get equal vectors. Between calls the vector of a text depends on
        what it was batched with, by less than 1e-6 in each component.

        on_batch: called with the vectors as they are made, each text once.

        Raises ModelUnavailable if the model's files cannot be found or loaded.
        """
        return self._embed(texts, False, progress or silent, on_batch, progress)

    def embed_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of questions; otherwise like `embed`."""
        return self._embed(texts, True, silent)

    def _embed(
        self,
        texts: Sequence[str],
        question: bool,
        report: Progress,
        on_batch: OnBatch | None = None,
        loading: Progress | None = None,
    ) -> NDArray[np.float32]:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        places = _places(texts)
        different = list(places)
        with self._turn():
            model = self._for(len(different), loading)
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        done = 0
        for batch in self._batches(model, different):
            some = [different[number] for number in batch]
            rows = [(place, row) for row, text in enumerate(some) for place in places[text]]
            equal = [place for place, _ in rows]
            with self._turn():
                made = model.encode(some, question=question)
            vectors[equal] = made[[row for _, row in rows]]
            if on_batch is not None:
                on_batch(equal, vectors[equal])
            done += len(batch)
            report("Embedding", done, len(different))
        return vectors

    def batches(self, texts: Sequence[str]) -> Iterator[list[int]]:
        """The places of texts that `embed` computes together on processors, in that order.

        The texts of one, embedded by themselves, are one batch again.

        Raises ModelUnavailable if the model's files cannot be found or loaded.
        """
        places = _places(texts)
        different = list(places)
        with self._turn():
            model = self._loaded()
        for batch in self._batches(model, different):
            yield [place for number in batch for place in places[different[number]]]

    def __reduce__(self) -> tuple[Callable[..., Embedder], tuple[object, ...]]:
        """What tells the model, no keys of the settings: another process loads it itself."""
        given = {name: getattr(self._settings, name) for name in _OF_THE_MODEL}
        folders = {name: getattr(self._settings, name) for name in ("model_path", "models_dir")}
        return _elsewhere, (given, folders)

    @property
    def _named(self) -> str:
        """The model that the settings name; "" for ours."""
        return self._settings.embedding_model.strip()

    @property
    def _prompts(self) -> tuple[str, str]:
        """Before a question and before a document, as the settings have it."""
        return self._settings.query_prompt, self._settings.document_prompt

    @cached_property
    def _folder(self) -> Path:
        return find(self._named, self._settings.offline, self._progress)

    @cached_property
    def _hashes(self) -> dict[str, str]:
        return hashes(self._folder, self._settings.models_dir, self._progress)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Hold the lock, after who has waited longer.

        A thread that embeds batch after batch would take the lock again before one that waits
        for it wakes up: a question would wait until indexing ends. It cannot get past
        the one that holds `_next` and waits.
        """
        with self._next:
            self._lock.acquire()
        try:
            yield
        finally:
            self._lock.release()

    def _batches(self, model: Encoder, texts: Sequence[str]) -> list[list[int]]:
        """Places in `texts`, those of like length together, as many as make enough tokens.

        A batch is padded to its longest text. Over 600 sentences on 2 cores, by PyTorch: 197/s
        at 512 to 2,048 tokens sorted by length, 172/s at 4,096, and 159/s with the library's
        defaults (32 texts, sorted by characters).

        Long and short ones take turns, so that what is done tells how long the rest takes.
        """
        if len(texts) == 1:
            return [[0]]
        lengths = self._token_counts(model, texts)
        batches: list[list[int]] = []
        for place in sorted(range(len(texts)), key=lambda place: -lengths[place]):
            batch = batches[-1] if batches else []
            if not batch or lengths[batch[0]] * (len(batch) + 1) > model.batch_tokens:
                batch = []
                batches.append(batch)
            batch.append(place)
        # Multiples of the golden ratio, taken modulo 1, are spread evenly from the first on.
        turn = sorted(range(len(batches)), key=lambda number: number * _GOLDEN % 1.0)
        return [batches[number] for number in turn]

    def _token_counts(self, model: Encoder, texts: Sequence[str]) -> list[int]:
        counts: list[int] = []
        for start in range(0, len(texts), _TOKENISED_AT_ONCE):
            with self._turn():
                counts.extend(model.token_counts(texts[start : start + _TOKENISED_AT_ONCE]))
        return counts

    def _for(self, count: int, progress: Progress | None) -> Encoder:
        """What is fastest for so many texts; to be called with the lock held."""
        if self._named or count < _WORTH_A_GPU:
            return self._loaded(progress)
        if self._on_gpu is None:
            if not has_gpu():
                return self._loaded(progress)
            self._on_gpu = self._load_ours(self._by_pytorch, progress or self._progress)
        return self._on_gpu

    def _loaded(self, progress: Progress | None = None) -> Encoder:
        """The model; to be called with the lock held."""
        if self._model is None:
            report = progress or self._progress
            if self._named:
                self._model = self._load_named(report)
            else:
                self._model = self._load_ours(self._by_onnx, report)
        return self._model

    def _load_ours(self, load: Callable[[Path], Encoder], report: Progress) -> Encoder:
        folder = locate(MINILM, self._settings, report)
        with _told(report, MINILM.name):
            try:
                return load(folder)
            except ModelUnavailable:
                # Perhaps the disk damaged a file remembered as checked: it is read, and fetched
                # again if that is so.
                folder = locate(MINILM, self._settings, report, anew=True)
                return load(folder)

    def _by_onnx(self, folder: Path) -> Encoder:
        return MiniLM(folder, self._prompts)

    def _by_pytorch(self, folder: Path) -> Encoder:
        return TorchEncoder(MINILM.name, folder, prompts=self._prompts, most=MAX_TOKENS)

    def _load_named(self, report: Progress) -> Encoder:
        advice = "correct ASSISTANT_EMBEDDING_MODEL, or unset it."
        with _told(report, Path(self._named).name):
            return TorchEncoder(self._named, self._folder, advice, self._prompts, _MOST_TOKENS)


@contextmanager
def _told(report: Progress, name: str) -> Iterator[None]:
    """Tell that a model is being loaded, and that it is."""
    report(f"Loading {name}", 0, 1)
    yield
    report(f"Loading {name}", 1, 1)


def _elsewhere(given: Mapping[str, object], folders: Mapping[str, Path | None]) -> Embedder:
    """The same in another process, perhaps of another machine with folders of its own."""
    from assistant.settings import Settings

    there = {name: folder for name, folder in folders.items() if folder and folder.is_dir()}
    return Embedder(Settings(**given, **there))


def _places(texts: Sequence[str]) -> dict[str, list[int]]:
    """Where each different text stands, as the tokeniser gets it."""
    places: dict[str, list[int]] = {}
    for place, text in enumerate(texts):
        places.setdefault(_tokenisable(text), []).append(place)
    return places


def _tokenisable(text: str) -> str:
    # Half a surrogate pair cannot be UTF-8, and the tokeniser fails on it.
    return text[:_LONGEST].encode("utf-8", "replace").decode("utf-8")
