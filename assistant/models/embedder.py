"""Embed texts as unit vectors."""

from __future__ import annotations

import hashlib
import os
import re
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from logging import getLogger
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant.errors import ModelUnavailable
from assistant.models.catalog import MINILM
from assistant.models.download import locate
from assistant.models.network import is_of_network, why, without_addresses
from assistant.progress import Progress, silent

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder, SentenceTransformer

    from assistant.settings import Settings

_ON_THE_HUB = re.compile(r"(?:\w[\w.-]{0,95}/)?\w[\w.-]{0,95}")


def embedding_model(name: str, folder: Path) -> SentenceTransformer:
    """The embedding model in `folder`, whose files have been checked; on a GPU if there is one.

    name: of the model, for people.

    Raises ModelUnavailable if it does not load.
    """
    with _translated(
        f"Model {name} in {folder}",
        "reinstall with `pip install --force-reinstall sentence-transformers torch`.",
    ):
        from sentence_transformers import SentenceTransformer

        return SentenceTransformer(
            str(folder),
            device=_device(),
            local_files_only=True,
            trust_remote_code=False,
            model_kwargs={"use_safetensors": True},
        )


def entailment_model(
    name: str, max_tokens: int, labels: Collection[str], offline: bool
) -> CrossEncoder:
    """Any cross-encoder with these labels, in any order, giving log-odds; otherwise as below.

    Raises ModelUnavailable if it cannot be found, does not load or has other labels.
    """
    with _translated(
        f"Model {name!r}",
        "set ASSISTANT_NLI_MODEL to one of natural language inference, or to nothing.",
    ):
        model = _cross_encoder(name, max_tokens, offline)
        found = labels_of(model)
        if set(found) != set(labels):
            raise ValueError(f"its labels are {', '.join(sorted(found))}")
        return model


def labels_of(model: CrossEncoder) -> list[str]:
    """The labels of a model with several scores, in order, in lower case."""
    names: dict[int, str] = dict(getattr(model.config, "id2label", None) or {})
    return [str(names[place]).lower() for place in sorted(names)]


def cross_encoder_model(name: str, max_tokens: int, offline: bool) -> CrossEncoder:
    """Any cross-encoder with one score for a pair, log-odds, by its folder or its name on the hub.

    Only safetensors are read, and no code that comes with the model is run.

    max_tokens: of a pair.
    offline:    fetch nothing; a name must then be in the hub client's cache.

    Raises ModelUnavailable if it cannot be found, does not load or gives several scores.
    """
    with _translated(
        f"Cross-encoder {name!r}", "set ASSISTANT_RERANKER to a folder or a name on the hub."
    ):
        model = _cross_encoder(name, max_tokens, offline)
        if model.num_labels != 1:
            raise ValueError(f"it gives {model.num_labels} scores for a pair, not one")
        return model


def _cross_encoder(name: str, max_tokens: int, offline: bool) -> CrossEncoder:
    if not Path(name).is_dir() and not _ON_THE_HUB.fullmatch(name):
        raise ValueError("it is no folder that is there, and no name on the hub")
    if odd := [path.name for path in _below(name) if not (path.is_file() or path.is_dir())]:
        raise ValueError(f"{odd[0]} in it is not a regular file")  # a pipe might never end
    from sentence_transformers import CrossEncoder
    from torch.nn import Identity

    model: CrossEncoder = CrossEncoder(
        name,
        num_labels=None,
        max_length=max_tokens,
        activation_fn=Identity(),  # log-odds, where the library would give a sigmoid of them
        device=_device(),
        local_files_only=offline or Path(name).is_dir(),
        trust_remote_code=False,
        model_kwargs={"use_safetensors": True},
    )
    return model


def _below(name: str) -> Iterator[Path]:
    """What is in a folder; nothing for a name on the hub."""
    return Path(name).rglob("*") if Path(name).is_dir() else iter(())


@contextmanager
def _translated(what: str, advice: str) -> Iterator[None]:
    # Otherwise the tokeniser's own threads make it print a warning in every forked process;
    # they save 1 % of the time of embedding.
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    try:
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        # The library logs what is wrong with a name before it raises the same.
        getLogger("sentence_transformers.util.file_io").setLevel("ERROR")
        yield
    except Exception as error:  # of any of the libraries below
        if is_of_network(error):
            raise ModelUnavailable(f"{what} does not load ({why(error)}): {advice}") from None
        if not isinstance(error, ImportError | OSError | RuntimeError | ValueError):
            raise
        reason = without_addresses(" ".join(str(error).split()))
        raise ModelUnavailable(f"{what} does not load ({reason}): {advice}") from None


def _device() -> str:
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"


DIMENSION = 384
MAX_TOKENS = 256
"""What follows in a longer text does not change its vector."""

OnBatch = Callable[[Sequence[int], NDArray[np.float32]], None]
"""Called with the places of some texts among those to be embedded, and with their vectors."""

_LONGEST = 32_768  # characters: far more than 256 tokens of any text, and cheap to tokenise

# A batch is padded to its longest text, and large ones fall out of the processor's cache. Over
# 600 sentences on 2 cores: 197/s at 512 to 2,048 tokens sorted by length, 172/s at 4,096, and
# 159/s with the library's defaults (32 texts, sorted by characters).
_BATCH_TOKENS = {"cpu": 1_536, "cuda": 65_536}
_TOKENISED_AT_ONCE = 4_096  # texts


class Embedder:
    """all-MiniLM-L6-v2, loaded from checked files when first needed; on a GPU if there is one.

    One instance serves several threads: they take turns, batch by batch.

    settings: where the model's files may come from.
    progress: told about checking, fetching and loading if `embed` was given no progress.
    """

    def __init__(self, settings: Settings, progress: Progress | None = None) -> None:
        self._settings = settings
        self._progress = progress or silent
        # The tokeniser fails ("Already borrowed") when two threads use it at once.
        self._lock = threading.Lock()
        self._next = threading.Lock()
        self._model: SentenceTransformer | None = None

    @property
    def fingerprint(self) -> str:
        """Equal if vectors can be compared: a hash of the model's files and of how they are
        used. Loads nothing.
        """
        files = [f"{file.path}={file.sha256}" for file in MINILM.files]
        parts = [MINILM.name, *files, f"max_tokens={MAX_TOKENS}", "normalised=l2"]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    @property
    def dimension(self) -> int:
        """Length of a vector. Loads nothing."""
        return DIMENSION

    @property
    def vocabulary(self) -> frozenset[str]:
        """Whole words that the model's tokeniser knows: about 20,000, lower case, English.

        Raises ModelUnavailable if the model's files cannot be found or loaded.
        """
        with self._turn():
            known = self._loaded().tokenizer.get_vocab()
        return frozenset(word for word in known if word.isalpha())

    def embed(
        self,
        texts: Sequence[str],
        progress: Progress | None = None,
        on_batch: OnBatch | None = None,
    ) -> NDArray[np.float32]:
        """Vectors of `texts`, in their order: float32, shape (len(texts), 384), of length 1.

        progress: told about fetching and loading the model too, if that is still needed.

        Equal texts of one call get equal vectors. Between calls the vector of a text depends on
        what it was batched with, by less than 1e-6 in each component.

        on_batch: called with the vectors as they are made, each text once.

        Raises ModelUnavailable if the model's files cannot be found or loaded.
        """
        if not texts:
            return np.zeros((0, DIMENSION), dtype=np.float32)
        report = progress or silent
        places: dict[str, list[int]] = {}
        for place, text in enumerate(texts):
            places.setdefault(_tokenisable(text), []).append(place)
        different = list(places)
        with self._turn():
            self._loaded(progress)
        vectors = np.empty((len(texts), DIMENSION), dtype=np.float32)
        done = 0
        for batch in self._batches(different):
            some = [different[number] for number in batch]
            rows = [(place, row) for row, text in enumerate(some) for place in places[text]]
            equal = [place for place, _ in rows]
            vectors[equal] = self._encode(some)[[row for _, row in rows]]
            if on_batch is not None:
                on_batch(equal, vectors[equal])
            done += len(batch)
            report("Embedding", done, len(different))
        return vectors

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

    def _encode(self, batch: list[str]) -> NDArray[np.float32]:
        with self._turn(), _threads(1 if len(batch) == 1 else None):
            return self._loaded().encode(
                batch, batch_size=len(batch), show_progress_bar=False, normalize_embeddings=True
            )

    def _batches(self, texts: Sequence[str]) -> Iterator[list[int]]:
        """Places in `texts`, longest first, cut where a batch has enough tokens."""
        lengths = self._token_counts(texts)
        with self._turn():
            limit = _BATCH_TOKENS.get(self._loaded().device.type, _BATCH_TOKENS["cpu"])
        batch: list[int] = []
        for place in sorted(range(len(texts)), key=lambda place: -lengths[place]):
            if batch and lengths[batch[0]] * (len(batch) + 1) > limit:
                yield batch
                batch = []
            batch.append(place)
        yield batch

    def _token_counts(self, texts: Sequence[str]) -> list[int]:
        counts: list[int] = []
        for start in range(0, len(texts), _TOKENISED_AT_ONCE):
            some = list(texts[start : start + _TOKENISED_AT_ONCE])
            with self._turn():
                tokens = self._loaded().tokenizer(some, truncation=True, max_length=MAX_TOKENS)
            counts.extend(map(len, tokens["input_ids"]))
        return counts

    def _loaded(self, progress: Progress | None = None) -> SentenceTransformer:
        """The model; to be called with the lock held."""
        if self._model is None:
            report = progress or self._progress
            folder = locate(MINILM, self._settings, report)
            report(f"Loading {MINILM.name}", 0, 1)
            try:
                self._model = embedding_model(MINILM.name, folder)
            except ModelUnavailable:
                # Perhaps the disk damaged a file remembered as checked: it is read, and fetched
                # again if that is so.
                folder = locate(MINILM, self._settings, report, anew=True)
                self._model = embedding_model(MINILM.name, folder)
            report(f"Loading {MINILM.name}", 1, 1)
        return self._model


@contextmanager
def _threads(count: int | None) -> Iterator[None]:
    """Compute with so many threads. A single short text does not need two: on busy cores they
    wait for each other, and a question takes 500 ms instead of 50.
    """
    if count is None:
        yield
        return
    import torch

    usual = torch.get_num_threads()
    torch.set_num_threads(count)
    try:
        yield
    finally:
        torch.set_num_threads(usual)


def _tokenisable(text: str) -> str:
    # Half a surrogate pair cannot be UTF-8, and the tokeniser fails on it.
    return text[:_LONGEST].encode("utf-8", "replace").decode("utf-8")
