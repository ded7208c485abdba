"""Recognise questions of a kind by examples of it: by their words, and by what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.nlp.tokens import is_stop, stem, tokens


class Embeds(Protocol):
    """What recognising needs of an embedding model."""

    def embed_questions(self, texts: list[str]) -> NDArray[np.float32]:
        """Shape (texts, dimension), rows of length 1."""


class Examples:
    """Texts of a few kinds, and what else is of their kind. Safe to use from several threads.

    A text is of a kind if it has no content word that no example of the kind has, and is near to
    one of them. Words alone take "When was it made?" for any other question of such words, and
    nearness alone takes a question about bees for one about the document on bees.

    kinds: name to examples.
    least: cosine of a text and the nearest example, in [0, 1].
    mixed: whether a text may have words of several kinds: "hello and thanks".
    """

    def __init__(
        self, kinds: Mapping[str, list[str]], embedder: Embeds, least: float, *, mixed: bool = False
    ) -> None:
        self._embedder = embedder
        self._least = least
        self._texts = [(kind, text) for kind, texts in kinds.items() for text in texts]
        self._words = {kind: content(" ".join(texts)) for kind, texts in kinds.items()}
        if mixed:
            self._words = dict.fromkeys(kinds, frozenset[str]().union(*self._words.values()))

    def kind_of(self, text: str) -> str:
        """The kind that a text is of; "" for none."""
        words = content(text)
        open_to = [kind for kind, known in self._words.items() if words <= known]
        if not open_to:
            return ""
        cosines = self._vectors @ self._embedder.embed_questions([text.lower()])[0]
        for number in np.argsort(-cosines).tolist():
            if cosines[number] < self._least:
                break
            if self._texts[number][0] in open_to:
                return str(self._texts[number][0])
        return ""

    @cached_property
    def _vectors(self) -> NDArray[np.float32]:
        return self._embedder.embed_questions([text.lower() for _, text in self._texts])


def content(text: str) -> frozenset[str]:
    """Stems of the words that carry content."""
    return frozenset(stem(word.lower()) for word in tokens(text) if not is_stop(word.lower()))
