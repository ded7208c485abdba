"""The assistant's own index."""

from __future__ import annotations

import time
from collections.abc import Hashable, Sequence
from pathlib import Path
from typing import cast

from assistant.indexing.build import build
from assistant.indexing.index import OpenIndex, open_index
from assistant.retrieval.retriever import Searcher
from assistant.workspace import Workspace
from evals.beside.given import Article, Articles, GivenVectors


class Index:
    """A workspace: files in `corpus/`, indexed by `build`. Reading and cutting them counts too."""

    def __init__(self, folder: Path, vectors: GivenVectors) -> None:
        self._workspace, self._vectors = Workspace.create(folder), vectors
        self.reading = self._began = 0.0
        self._index: OpenIndex | None = None
        self._searcher: Searcher | None = None

    def store(self, articles: Articles) -> None:
        """One build."""
        for name, article in articles.items():
            self._file(name).write_text(article.text, "utf-8")
        self._build()

    def open(self) -> None:
        """The current generation."""
        if self._index is not None:
            self._index.close()
        self._index = open_index(self._workspace, self._vectors.fingerprint)
        self._searcher = Searcher(self._index, self._vectors)

    def add(self, name: str, article: Article) -> None:
        """Write the file, then build."""
        self.store({name: article})

    def change(self, name: str, article: Article) -> None:
        """The same."""
        self.store({name: article})

    def remove(self, name: str) -> None:
        """Remove the file, then build."""
        self._file(name).unlink()
        self._build()

    def search(self, question: str) -> int:
        """By words and vectors: all candidates, ranked."""
        searcher = cast(Searcher, self._searcher)
        return len(searcher.rank(searcher.query(question)))

    def nearest(self, text: str, limit: int) -> Sequence[Hashable]:
        """Numbers of sentences."""
        return [number for number, _ in self._open.nearest(self._vectors.embed([text])[0], limit)]

    def texts(self, found: Sequence[Hashable]) -> list[str]:
        """From the passages they stand in."""
        numbers = cast(Sequence[int], found)
        homes = self._open.homes(numbers)
        texts = {}
        for sentence in self._open.sentences_of(homes):
            document = self._open.passages[sentence.passage].document
            texts[sentence.number] = document.text[sentence.span.start : sentence.span.end]
        return [texts[number] for number in numbers]

    def held(self) -> dict[str, int]:
        """By the passages of each."""
        return {
            one.name: sum(len(passage.sentences) for passage in self._open.passages_of(one.name))
            for one in self._open.documents
        }

    def is_told(self) -> bool | None:
        """By the pointer to the current generation."""
        return not self._open.is_current()

    def _build(self) -> None:
        self._began = time.perf_counter()
        build(self._workspace, self._vectors, self._progress)

    def _progress(self, what: str, done: int, total: int) -> None:
        if what == "Reading":  # starting the process that reads included
            self.reading = time.perf_counter() - self._began

    @property
    def _open(self) -> OpenIndex:
        return cast(OpenIndex, self._index)

    def _file(self, name: str) -> Path:
        return self._workspace.corpus / name
