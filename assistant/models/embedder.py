"""Embed texts as unit vectors."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property, partial
from logging import getLogger
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant.errors import ModelUnavailable
from assistant.models.catalog import MINILM
from assistant.models.download import locate
from assistant.models.embedding_files import ON_THE_HUB, find, hashes, weights
from assistant.models.network import is_of_network, why, without_addresses
from assistant.progress import Progress, silent

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder, SentenceTransformer

    from assistant.settings import Settings

_REINSTALL = "reinstall with `pip install --force-reinstall sentence-transformers torch`."


def embedding_model(name: str, folder: Path, advice: str = _REINSTALL) -> SentenceTransformer:
    """The embedding model in `folder`, whose files have been checked; on a GPU if there is one.

    Only safetensors are read, and no code that comes with the model is run.

    name:   of the model, for people.
    advice: what to do if it does not load.

    Raises ModelUnavailable if it does not load.
    """
    with _translated(f"Model {name} in {folder}", advice):
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
    if not Path(name).is_dir() and not ON_THE_HUB.fullmatch(name):
        raise ValueError("it is no folder that is there, and no name on the hub")
    if odd := [path.name for path in _below(name) if not (path.is_file() or path.is_dir())]:
        raise ValueError(f"{odd[0]} in it is not a regular file")  # a pipe might never end
    from sentence_transformers import CrossEncoder
    from torch.nn import Identity

    model: CrossEncoder = CrossEncoder(
        name,
        num_labels=None,
        activation_fn=Identity(),  # log-odds, where the library would give a sigmoid of them
        device=_device(),
        local_files_only=offline or Path(name).is_dir(),
        trust_remote_code=False,
        model_kwargs={"use_safetensors": True},
    )
    model.max_seq_length = min(max_tokens, model.max_seq_length or max_tokens)
    return model


def _below(name: str) -> Iterator[Path]:
    """What is in a folder; nothing for a name on the hub."""
    return Path(name).rglob("*") if Path(name).is_dir() else iter(())


# What the libraries raise for files that they cannot make sense of.
_OF_FILES = (ImportError, OSError, RuntimeError, ValueError, KeyError, TypeError, AttributeError)


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
        if not isinstance(error, (*_OF_FILES, _damaged_weights())):
            raise
        reason = without_addresses(" ".join(str(error).split()))
        raise ModelUnavailable(f"{what} does not load ({reason}): {advice}") from None


def _damaged_weights() -> type[Exception]:
    from safetensors import SafetensorError

    return SafetensorError


def _device() -> str:
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"


DIMENSION = 384
MAX_TOKENS = 256
"""What follows in a longer text does not change its vector."""

_MOST_TOKENS = (
    512  # of another model, some of which read 8,000: one wild "sentence" would take long
)

OnBatch = Callable[[Sequence[int], NDArray[np.float32]], None]
"""Called with the places of some texts among those to be embedded, and with their vectors."""

_LONGEST = 32_768  # characters: far more than 256 tokens of any text, and cheap to tokenise

# A batch is padded to its longest text, and large ones fall out of the processor's cache. Over
# 600 sentences on 2 cores: 197/s at 512 to 2,048 tokens sorted by length, 172/s at 4,096, and
# 159/s with the library's defaults (32 texts, sorted by characters).
_BATCH_TOKENS = {"cpu": 1_536, "cuda": 65_536}
_TOKENISED_AT_ONCE = 4_096  # texts
# What models call the prompts of questions and of texts that may answer them.
_QUERY = ("query", "search_query", "retrieval.query")
_DOCUMENT = (
    *("document", "passage", "corpus"),
    *("search_document", "retrieval.document", "retrieval.passage"),
)
_WORD_STARTS = "\u2581\u0120"  # what tokenisers other than BERT's put before a word's first piece


class Embedder:
    """The embedding model: all-MiniLM-L6-v2, or the one that the settings name; loaded from
    checked files when first needed, on a GPU if there is one.

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
        self._model: SentenceTransformer | None = None

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
        prompts = (self._settings.query_prompt, self._settings.document_prompt)
        parts += [f"prompts={prompts!r}"] if any(prompts) else []
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
            return self._loaded().get_embedding_dimension() or DIMENSION

    @property
    def vocabulary(self) -> frozenset[str]:
        """Whole words that the model's tokeniser knows: about 20,000, lower case, English.

        Of another model they are in its languages, and it may know none.

        Raises ModelUnavailable if the model's files cannot be found or loaded.
        """
        with self._turn():
            known = self._loaded().tokenizer.get_vocab()
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
        return self._embed(texts, self._encode, progress or silent, on_batch, progress)

    def embed_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of questions; otherwise like `embed`."""
        return self._embed(texts, partial(self._encode, question=True), silent)

    def _embed(
        self,
        texts: Sequence[str],
        encode: Callable[[list[str]], NDArray[np.float32]],
        report: Progress,
        on_batch: OnBatch | None = None,
        loading: Progress | None = None,
    ) -> NDArray[np.float32]:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        places: dict[str, list[int]] = {}
        for place, text in enumerate(texts):
            places.setdefault(_tokenisable(text), []).append(place)
        different = list(places)
        with self._turn():
            self._loaded(loading)
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        done = 0
        for batch in self._batches(different):
            some = [different[number] for number in batch]
            rows = [(place, row) for row, text in enumerate(some) for place in places[text]]
            equal = [place for place, _ in rows]
            vectors[equal] = encode(some)[[row for _, row in rows]]
            if on_batch is not None:
                on_batch(equal, vectors[equal])
            done += len(batch)
            report("Embedding", done, len(different))
        return vectors

    @property
    def _named(self) -> str:
        """The model that the settings name; "" for ours."""
        return self._settings.embedding_model.strip()

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

    def _encode(self, batch: list[str], *, question: bool = False) -> NDArray[np.float32]:
        settings = self._settings
        with self._turn(), _threads(1 if len(batch) == 1 else None):
            model = self._loaded()
            if question:
                encode = model.encode_query
                prompt = settings.query_prompt or _prompt(model, _QUERY, _DOCUMENT)
            else:
                encode = model.encode_document
                prompt = settings.document_prompt or _prompt(model, _DOCUMENT, _QUERY)
            return encode(
                batch,
                prompt=prompt,
                batch_size=len(batch),
                show_progress_bar=False,
                normalize_embeddings=True,
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
                model = self._loaded()
                if not callable(model.tokenizer):  # of a model without attention: nothing to pad
                    counts.extend(len(text) // 4 + 1 for text in some)
                    continue
                tokens = model.tokenizer(some, truncation=True, max_length=model.max_seq_length)
            counts.extend(map(len, tokens["input_ids"]))
        return counts

    def _loaded(self, progress: Progress | None = None) -> SentenceTransformer:
        """The model; to be called with the lock held."""
        if self._model is None:
            report = progress or self._progress
            name = Path(self._named).name or MINILM.name
            load = self._load_named if self._named else self._load_ours
            self._model = load(report)
            report(f"Loading {name}", 1, 1)
        return self._model

    def _load_ours(self, report: Progress) -> SentenceTransformer:
        folder = locate(MINILM, self._settings, report)
        report(f"Loading {MINILM.name}", 0, 1)
        try:
            return embedding_model(MINILM.name, folder)
        except ModelUnavailable:
            # Perhaps the disk damaged a file remembered as checked: it is read, and fetched
            # again if that is so.
            folder = locate(MINILM, self._settings, report, anew=True)
            return embedding_model(MINILM.name, folder)

    def _load_named(self, report: Progress) -> SentenceTransformer:
        report(f"Loading {Path(self._named).name}", 0, 1)
        model = embedding_model(
            self._named, self._folder, "correct ASSISTANT_EMBEDDING_MODEL, or unset it."
        )
        if callable(model.tokenizer):
            model.max_seq_length = min(model.max_seq_length or _MOST_TOKENS, _MOST_TOKENS)
        return model


def _prompt(model: SentenceTransformer, names: Sequence[str], others: Sequence[str]) -> str | None:
    """The first prompt of a model's files that is there by one of `names`, else their default
    unless that is of `others`.

    The library looks by itself, but gives every model an empty prompt "document", which it then
    finds before the "passage: " of the files.
    """
    for name in names:
        if prompt := model.prompts.get(name):
            return prompt
    default = model.default_prompt_name
    return "" if default is None or default in others else model.prompts.get(default)


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
