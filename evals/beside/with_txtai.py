"""txtai's `Embeddings` with content and hybrid search, everything else by default."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from pathlib import Path
from typing import Any, cast

from txtai import Embeddings

from evals.beside.given import Article, Articles, GivenVectors

_TEN = 10
_EVERY = 10_000_000  # a query has a limit


class Index:
    """A folder that `save` writes: Faiss, words of its own making, and SQLite.

    Each sentence has an id, `article.txt:17`, and the document as its tag, by which it is removed.
    """

    reading = 0.0  # sentences are given

    def __init__(self, folder: Path, vectors: GivenVectors) -> None:
        self._folder, self._vectors = str(folder), vectors
        self._embeddings: Any = None

    def store(self, articles: Articles) -> None:
        """`index` and `save`."""
        self._embeddings = Embeddings(content=True, hybrid=True, **self._model)
        self._embeddings.index(_rows(articles))
        self._embeddings.save(self._folder)

    def open(self) -> None:
        """`load`."""
        self._embeddings = Embeddings()
        self._embeddings.load(self._folder, config=self._model)

    def add(self, name: str, article: Article) -> None:
        """`upsert` and `save`."""
        self._embeddings.upsert(_rows({name: article}))
        self._embeddings.save(self._folder)

    def change(self, name: str, article: Article) -> None:
        """Remove and add, saved once: the new one may have fewer sentences."""
        self._delete(name)
        self.add(name, article)

    def remove(self, name: str) -> None:
        """`delete` and `save`."""
        self._delete(name)
        self._embeddings.save(self._folder)

    def search(self, question: str) -> int:
        """By words and vectors."""
        return len(self._embeddings.search(question, _TEN))

    def nearest(self, text: str, limit: int) -> Sequence[Hashable]:
        """The dense index alone, and what it numbers by."""
        found = self._embeddings.ann.search(self._vectors.embed([text]), limit)[0]
        return [number for number, _ in found]

    def texts(self, found: Sequence[Hashable]) -> list[str]:
        """From the content; "" of a number that it does not know."""
        numbers = ", ".join(map(str, cast(Sequence[int], found)))
        rows = self._asked(f"select indexid, text from txtai where indexid in ({numbers})")  # noqa: S608
        texts = {row["indexid"]: str(row["text"]) for row in rows}
        return [texts.get(number, "") for number in found]

    def held(self) -> dict[str, int]:
        """By tag."""
        rows = self._asked("select tags, count(*) as held from txtai group by tags")
        return {row["tags"]: row["held"] for row in rows}

    def is_told(self) -> bool | None:
        """There is no such thing."""
        return None

    def _delete(self, name: str) -> None:
        rows = self._asked("select id from txtai where tags = :name", {"name": name})
        self._embeddings.delete([row["id"] for row in rows])

    def _asked(self, query: str, given: dict[str, str] | None = None) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._embeddings.search(query, _EVERY, parameters=given)
        return found

    @property
    def _model(self) -> dict[str, object]:
        # It calls what is not a plain function first, to get one.
        return {"method": "external", "transform": lambda texts: self._vectors.embed(texts)}


def _rows(articles: Articles) -> Iterator[tuple[str, str, str]]:
    for name, article in articles.items():
        for number, sentence in enumerate(article.sentences):
            yield f"{name}:{number}", sentence, name
