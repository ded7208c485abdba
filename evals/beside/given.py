"""What every library is given: articles cut into sentences, questions, and all vectors."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

STORED, ADDED, CHANGED, LATER = "stored", "added", "changed", "later"
"""Sets of articles: those of the index, three to add, the same changed, and more to add while
being killed."""
QUESTIONS, SENTENCES, BETWEEN = "questions", "sentences", "between"
"""Sets of queries: a search's, sentences of the index, and points half way between two."""

_QUESTIONS, _PROBES = 60, 200


@dataclass(frozen=True, slots=True)
class Article:
    """A document as a file has it, and its sentences as we cut it."""

    text: str
    sentences: tuple[str, ...]


Articles = Mapping[str, Article]


class GivenVectors:
    """Looks vectors up instead of computing them: for each library, behind its own seam.

    names: of the sets whose texts it knows. Vectors of articles are mapped, not read.
    """

    fingerprint = "given, 1"
    vocabulary: frozenset[str] = frozenset()

    def __init__(self, folder: Path, *names: str) -> None:
        self._parts: list[Vectors] = []
        self._places: dict[str, tuple[int, int]] = {}
        for number, name in enumerate(names):
            self._parts.append(np.load(folder / f"{name}.npy", mmap_mode="r"))
            texts = json.loads((folder / f"{name}.texts.json").read_text("utf-8"))
            self._places |= {text: (number, place) for place, text in enumerate(texts)}
        self.dimension = int(self._parts[0].shape[1])

    def embed(
        self,
        texts: Sequence[str],
        progress: Callable[[str, int, int], None] | None = None,
        on_batch: Callable[[Sequence[int], Vectors], None] | None = None,
    ) -> Vectors:
        """Rows of length 1, one per text."""
        vectors = np.empty((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            part, place = self._places[text]
            vectors[row] = self._parts[part][place]
        if on_batch is not None:
            on_batch(range(len(texts)), vectors)
        return vectors

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """The same."""
        return self.embed(texts)


def prepare(
    folder: Path, sets: Mapping[str, Articles], embed: Callable[[Sequence[str]], Vectors]
) -> None:
    """Write the sets of articles, the queries that go with them, and vectors of all."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, articles in sets.items():
        plain = {key: asdict(one) for key, one in articles.items()}
        (folder / f"{name}.json").write_text(json.dumps(plain), "utf-8")
        texts = list(dict.fromkeys(_sentences(articles)))
        _write(folder, name, texts, embed(texts))
    chance = random.Random(5)  # noqa: S311
    stored = list(dict.fromkeys(_sentences(sets[STORED])))
    asked = [
        f"What is {' '.join(one.split()[:8])}?" for one in chance.choices(stored, k=_QUESTIONS)
    ]
    asked = list(dict.fromkeys(asked))
    _write(folder, QUESTIONS, asked, embed(asked))
    known = np.load(folder / f"{STORED}.npy", mmap_mode="r")
    first, second = (chance.choices(range(len(stored)), k=_PROBES) for _ in range(2))
    first = list(dict.fromkeys(first))
    _write(folder, SENTENCES, [stored[place] for place in first], known[first])
    between = known[first] + known[second[: len(first)]]
    between /= np.linalg.norm(between, axis=1, keepdims=True)
    _write(folder, BETWEEN, [f"half way from {place}" for place in first], between)


def articles_of(folder: Path, name: str) -> dict[str, Article]:
    """A set of articles that was prepared."""
    read = json.loads((folder / f"{name}.json").read_text("utf-8"))
    return {key: Article(one["text"], tuple(one["sentences"])) for key, one in read.items()}


def texts_of(folder: Path, name: str) -> list[str]:
    """The texts of a set that have vectors, each once."""
    texts: list[str] = json.loads((folder / f"{name}.texts.json").read_text("utf-8"))
    return texts


def sentences_of(articles: Articles) -> list[str]:
    """All of them, in order, also those that return."""
    return list(_sentences(articles))


def _sentences(articles: Articles) -> Iterator[str]:
    for one in articles.values():
        yield from one.sentences


def _write(folder: Path, name: str, texts: Sequence[str], vectors: Vectors) -> None:
    (folder / f"{name}.texts.json").write_text(json.dumps(list(texts)), "utf-8")
    np.save(folder / f"{name}.npy", np.asarray(vectors, np.float32))
