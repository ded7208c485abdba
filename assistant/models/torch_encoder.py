"""Embed texts by any model that sentence-transformers runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant.models.pytorch import embedding_model

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_BATCH_TOKENS = {"cpu": 1_536, "cuda": 65_536}
# What models call the prompts of questions and of texts that may answer them.
_QUERY = ("query", "search_query", "retrieval.query")
_DOCUMENT = (
    *("document", "passage", "corpus"),
    *("search_document", "retrieval.document", "retrieval.passage"),
)


class TorchEncoder:
    """A model in a folder whose files have been checked; on a GPU if there is one.

    name:    of the model, for people.
    advice:  what to do if it does not load; None for what is usual.
    prompts: before a question and before a text that may answer; "" for that of the model's files.
    most:    tokens that are read of a text, at most; None for what the model's files say.

    Raises ModelUnavailable if it does not load.
    """

    def __init__(
        self,
        name: str,
        folder: Path,
        advice: str | None = None,
        prompts: tuple[str, str] = ("", ""),
        most: int | None = None,
    ) -> None:
        given = () if advice is None else (advice,)
        self._model: SentenceTransformer = embedding_model(name, folder, *given)
        self._prompts = prompts
        if most is not None and callable(self._model.tokenizer):
            self._model.max_seq_length = min(self._model.max_seq_length or most, most)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        found = self._model.get_embedding_dimension()
        if found is None:  # only of models whose last module says nothing of it
            found = self.encode(["dimension"]).shape[1]
        return found

    @property
    def batch_tokens(self) -> int:
        """Padded tokens of a batch that is computed fast."""
        return _BATCH_TOKENS.get(self._model.device.type, _BATCH_TOKENS["cpu"])

    @property
    def words(self) -> Sequence[str]:
        """What the tokeniser knows: words and pieces."""
        return list(self._model.tokenizer.get_vocab())

    def token_counts(self, texts: Sequence[str]) -> list[int]:
        """For each text, how many tokens of it are read."""
        model = self._model
        if not callable(model.tokenizer):  # of a model without attention: nothing to pad
            return [len(text) // 4 + 1 for text in texts]
        tokens = model.tokenizer(list(texts), truncation=True, max_length=model.max_seq_length)
        return list(map(len, tokens["input_ids"]))

    def encode(self, texts: Sequence[str], *, question: bool = False) -> NDArray[np.float32]:
        """Vectors of length 1, shape (texts, `dimension`)."""
        model = self._model
        if question:
            encode = model.encode_query
            prompt = self._prompts[0] or _prompt(model, _QUERY, _DOCUMENT)
        else:
            encode = model.encode_document
            prompt = self._prompts[1] or _prompt(model, _DOCUMENT, _QUERY)
        with _threads(1 if len(texts) == 1 else None):
            return encode(
                list(texts),
                prompt=prompt,
                batch_size=len(texts),
                show_progress_bar=False,
                normalize_embeddings=True,
            )


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
