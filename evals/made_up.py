"""Made-up articles and vectors, to index much text quickly.

The text means nothing, and neither do the vectors. What is like in real articles is what an index
of vectors has to cope with: texts that return in many copies with some words changed, sentences
that return unchanged, and vectors that lie about as near to each other as the model's do. The
mean cosine of a sentence and its nearest, its tenth and any other is 0.72, 0.62 and 0.10; among
the 9,305 sentences of COVID-QA it is 0.73, 0.57 and 0.13.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from assistant.models.embedder import OnBatch
from assistant.progress import Progress

Vectors = NDArray[np.float32]

_DIMENSION = 384
_BATCH = 1_000
_SYLLABLES = "ba ce di fo gu ha ke li mo nu pa re si to vu wa ze".split()
# How much a vector owes to what all texts share, to the topics of its words, to the words and to
# itself alone; chosen so that neighbours lie as they do among the sentences of COVID-QA.
_ALL, _TOPIC, _WORD, _OWN = 0.30, 0.72, 0.50, 0.15
_RANK = 60  # dimensions that topics lie in


class MadeUpEmbedder:
    """Texts that share words are near; equal texts have equal vectors. No model is loaded."""

    fingerprint = "made up, 1"
    dimension = _DIMENSION

    def embed(
        self,
        texts: Sequence[str],
        progress: Progress | None = None,
        on_batch: OnBatch | None = None,
    ) -> Vectors:
        """Rows of length 1, one per text."""
        vectors = np.empty((len(texts), _DIMENSION), np.float32)
        for start in range(0, len(texts), _BATCH):
            places = range(start, min(start + _BATCH, len(texts)))
            vectors[places] = [_vector(texts[place]) for place in places]
            if on_batch is not None:
                on_batch(places, vectors[places])
            if progress is not None:
                progress("Embedding", places.stop, len(texts))
        return vectors

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """The same."""
        return self.embed(texts)


def _vector(text: str) -> Vectors:
    # A word of one syllable is a common one, and says nothing.
    words = [word for word in re.findall(r"\w+", text.lower()) if len(word) > 2] or [""]
    own = sum((_direction(word) for word in words), np.zeros(_DIMENSION, np.float32))
    topic = sum((_topic(word[:4]) for word in words), np.zeros(_DIMENSION, np.float32))
    parts = (_ALL, _direction("")), (_TOPIC, _unit(topic)), (_WORD, _unit(own))
    mixed = sum((share * part for share, part in parts), _OWN * _direction(f"text {text}"))
    return _unit(mixed)


def _unit(vector: Vectors) -> Vectors:
    return vector / max(float(np.linalg.norm(vector)), 1e-9)


@lru_cache(maxsize=50_000)
def _direction(name: str) -> Vectors:
    return _unit(_chance(name).standard_normal(_DIMENSION, np.float32))


@lru_cache(maxsize=50_000)
def _topic(name: str) -> Vectors:
    """Directions of fewer dimensions: so some topics are near to each other."""
    return _unit(_chance(name).standard_normal(_RANK, np.float32) @ _plane())


@cache
def _plane() -> Vectors:
    return np.stack([_direction(f"axis {number}") for number in range(_RANK)])


def _chance(name: str) -> np.random.Generator:
    seed = hashlib.blake2b(name.encode("utf-8", "replace"), digest_size=8).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(seed)))


def articles(count: int, sentences: int = 160, seed: int = 1) -> dict[str, str]:
    """So many texts of about so many sentences, by file name."""
    chance = random.Random(seed)  # noqa: S311
    return {f"{number:04d}.txt": _article(chance, sentences // 5) for number in range(count)}


def _article(chance: random.Random, paragraphs: int) -> str:
    topics = ["".join(chance.choices(_SYLLABLES, k=2)) for _ in range(12)]
    texts = []
    for _ in range(paragraphs):
        mostly = chance.choices(topics, k=2)
        texts.append(" ".join(_sentence(chance, topics, mostly) for _ in range(5)))
    return "\n\n".join(texts)


def _sentence(chance: random.Random, topics: Sequence[str], mostly: Sequence[str]) -> str:
    words = []
    for _ in range(chance.randint(6, 30)):
        topic = chance.choice(chance.choices(([""], topics, mostly), (5, 1, 4))[0])
        ending = chance.choices(_SYLLABLES, k=chance.randint(1, 2) if topic else 1)
        words.append(topic + "".join(ending))
    return " ".join(words).capitalize() + "."


_CHANGED = 0.05
"""Share of the words that a copy has otherwise."""


def copies(texts: Mapping[str, str], count: int) -> dict[str, str]:
    """Each text so many times, by file name: the first time as it is, then with a share of its
    words replaced by others of the text.
    """
    made = {}
    for number in range(count):
        chance = random.Random(number)  # noqa: S311
        for name, text in texts.items():
            made[f"{number}-{name}"] = _changed(text, chance) if number else text
    return made


def _changed(text: str, chance: random.Random) -> str:
    words = re.findall(r"\w+", text)
    return re.sub(
        r"\w+", lambda found: chance.choice(words) if chance.random() < _CHANGED else found[0], text
    )
