"""Run all-MiniLM-L6-v2 by onnxruntime, from the weights in its own file.

The same vectors as by sentence-transformers, to less than 1e-5 in each component, without its
seven seconds of imports.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant.errors import ModelUnavailable
from assistant.models.catalog import MINILM
from assistant.models.onnx_graph import EMBEDDED, REAL, Bert, graph
from assistant.models.onnx_session import session

if TYPE_CHECKING:
    from tokenizers import Tokenizer

DIMENSION = 384
MAX_TOKENS = 256
"""What follows in a longer text does not change its vector."""

_BERT = Bert(width=DIMENSION, layers=6, heads=12, epsilon=1e-12)
_START, _END = 101, 102  # [CLS], [SEP] of BERT's English vocabulary
_HEADER = 8  # bytes of a safetensors file that say how long its list of tensors is
_LONGEST_HEADER = 1 << 20  # bytes
_ADVICE = "reinstall with `pip install --force-reinstall onnxruntime tokenizers`."

Floats = NDArray[np.float32]


class MiniLM:
    """The model in a folder whose files have been checked. Safe to use from several threads.

    prompts: before a question and before a text that may answer; the model was trained with none.

    Raises ModelUnavailable if it does not load.
    """

    dimension = DIMENSION
    batch_tokens = 1_536
    """Padded tokens of a batch: larger ones fall out of the processor's cache."""

    def __init__(self, folder: Path, prompts: tuple[str, str] = ("", "")) -> None:
        self._prompts = prompts
        try:
            self._tokenizer = tokenizer_of(folder)
            weights = _weights(folder / "model.safetensors")
            content, needed = graph(_BERT, {name: one.shape for name, one in weights.items()})
            self._weights = {name: weights[name] for name in needed}  # the session points to them
            self._session = session(content, self._weights)
            self._words, self._places, halves = (
                weights[f"embeddings.{kind}_embeddings.weight"]
                for kind in ("word", "position", "token_type")
            )
            self._half = halves[0]
        # Of a file that is not what it should be, each library raises errors of its own.
        except Exception as error:
            reason = " ".join(str(error).split())
            raise ModelUnavailable(
                f"Model {MINILM.name} in {folder} does not load ({reason}): {_ADVICE}"
            ) from error
        self._cores = _cores()
        self._pool = ThreadPoolExecutor(self._cores, thread_name_prefix="embedding")

    @property
    def words(self) -> Sequence[str]:
        """What the tokeniser knows: words, and pieces that begin with ##."""
        return list(self._tokenizer.get_vocab())

    def token_counts(self, texts: Sequence[str]) -> list[int]:
        """For each text, how many tokens of it are read."""
        return [len(row) for row in self._tokens(texts)]

    def encode(self, texts: Sequence[str], *, question: bool = False) -> Floats:
        """Vectors of length 1, shape (texts, `dimension`).

        Texts of like length should stand together: each part of them is padded to its longest.
        """
        before = self._prompts[0] if question else self._prompts[1]
        rows = self._tokens([f"{before}{text}" for text in texts])
        if len(rows) == 1:  # a second thread would wait for the first, where cores are busy
            return self._run(rows)
        size = -(-len(rows) // self._cores)
        parts = [rows[start : start + size] for start in range(0, len(rows), size)]
        return np.concatenate(list(self._pool.map(self._run, parts)))

    def _tokens(self, texts: Sequence[str]) -> list[list[int]]:
        found = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        return [[_START, *one.ids[: MAX_TOKENS - 2], _END] for one in found]

    def _run(self, rows: Sequence[Sequence[int]]) -> Floats:
        width = max(map(len, rows))
        tokens = np.zeros((len(rows), width), dtype=np.int64)
        real = np.zeros((len(rows), width), dtype=np.int32)
        for number, row in enumerate(rows):
            tokens[number, : len(row)] = row
            real[number, : len(row)] = 1
        embedded = self._words[tokens] + (self._places[:width] + self._half)
        (states,) = self._session.run(None, {EMBEDDED: embedded, REAL: real})
        sums = np.einsum("rtw,rt->rw", states, real.astype(np.float32))
        # The mean of the tokens' states points the same way as their sum.
        vectors: Floats = sums / np.linalg.norm(sums, axis=1, keepdims=True)
        return vectors


@lru_cache(maxsize=1)
def tokenizer_of(folder: Path) -> Tokenizer:
    """The tokeniser of the embedding model in `folder`; nobody may change it."""
    # Otherwise the tokeniser's own threads make it print a warning in every forked process;
    # they save 1 % of the time of embedding.
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _weights(path: Path) -> dict[str, Floats]:
    """The numbers of a safetensors file by their names; read from the disk as they are used."""
    content = np.memmap(path, dtype=np.uint8, mode="r")
    length = int.from_bytes(content[:_HEADER].tobytes(), "little")
    if not 0 < length <= _LONGEST_HEADER:
        raise ValueError("no safetensors file")
    begin = _HEADER + length
    listed = json.loads(content[_HEADER:begin].tobytes())
    found: dict[str, Floats] = {}
    for name, one in listed.items():
        if name != "__metadata__" and one["dtype"] == "F32":
            start, stop = one["data_offsets"]
            values = np.frombuffer(content[begin + start : begin + stop], dtype="<f4")
            found[name] = values.reshape(one["shape"])
    return found


def _cores() -> int:
    """Cores that this process may use: all, or as many as numeric libraries are told to."""
    told = os.environ.get("OMP_NUM_THREADS", "")
    if told.isdecimal() and int(told) > 0:
        return min(int(told), _processors())
    return _processors()


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
