"""An index in memory, and an embedding by hashed words: searching without a model or a file."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from assistant.chunking.chunks import Passage, PassageKind, cut
from assistant.indexing.passages import IndexedSentence
from assistant.nlp.thesaurus import FILE
from assistant.nlp.tokens import stem, stems
from assistant.nlp.word_statistics import CountedWords, Meanings
from assistant.reading.document import Block, Document, Source, Span
from assistant.reading.markdown.reader import read_markdown
from assistant.retrieval.retriever import Embeds


@cache
def _ordinary_words() -> frozenset[str]:
    with np.load(FILE, allow_pickle=False) as stored:
        return frozenset(str(stored["words"]).split("\n"))


@cache
def _direction(word: str) -> NDArray[np.float32]:
    seed = hashlib.sha256(word.encode("utf-8", "surrogatepass")).digest()
    return np.random.default_rng(list(seed)).normal(size=64).astype(np.float32)


class HashEmbedder:
    """Texts that share words are near, by the stems they share and nothing else."""

    fingerprint = "hash"
    dimension = 64

    @property
    def vocabulary(self) -> frozenset[str]:
        return _ordinary_words()

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = [sum((_direction(s) for s in sorted(stems(text))), _direction("")) for text in texts]
        return np.stack([row / np.linalg.norm(row) for row in rows]).astype(np.float32)

    def embed_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self.embed(texts)


class MemoryIndex:
    """What searching and answering need of an opened index."""

    def __init__(self, documents: Sequence[Document], embedder: Embeds) -> None:
        self.documents = tuple(documents)
        self.passages: tuple[Passage, ...] = tuple(p for d in documents for p in cut(d))
        pairs = [(n, span) for n, p in enumerate(self.passages) for span in p.sentences]
        texts = [self.passages[n].document.text[s.start : s.end] for n, s in pairs]
        self.statistics = CountedWords((document.text for document in documents), texts)
        meanings = Meanings(self.statistics.abbreviations)
        self.sentences = [
            IndexedSentence(number, n, span, meanings.of(text))
            for number, ((n, span), text) in enumerate(zip(pairs, texts, strict=True))
        ]
        self.vectors = embedder.embed(texts)
        self._words = [Counter(stem(w) for w in stems(p.text)) for p in self.passages]

    def passages_of(self, document: str) -> list[Passage]:
        return [one for one in self.passages if one.document.name == document]

    def numbers_of(self, documents: Collection[str]) -> set[int]:
        return {n for n, one in enumerate(self.passages) if one.document.name in documents}

    def count_of(self, kind: PassageKind) -> int:
        return sum(one.kind == kind for one in self.passages)

    def of_kind(
        self, kind: PassageKind, documents: Collection[str] | None = None
    ) -> Iterator[Passage]:
        for one in self.passages:
            if one.kind == kind and (documents is None or one.document.name in documents):
                yield one

    def homes(self, sentences: Collection[int]) -> set[int]:
        return {self.sentences[number].passage for number in sentences}

    def sentences_of(self, passages: Collection[int]) -> list[IndexedSentence]:
        return [one for one in self.sentences if one.passage in passages]

    def cosines(self, sentences: Sequence[int], vector: NDArray[np.float32]) -> NDArray[np.float32]:
        return self.vectors[list(sentences)] @ vector

    def vectors_of(self, sentences: Sequence[tuple[str, int]]) -> NDArray[np.float32]:
        first: dict[str, int] = {}
        for one in self.sentences:
            first.setdefault(self.passages[one.passage].id, one.number)
        return self.vectors[[first[passage] + ordinal for passage, ordinal in sentences]]

    def bm25(self, terms: Sequence[str], limit: int) -> dict[int, float]:
        wanted = {word for term in terms for word in stems(term)}
        total = len(self.passages)
        idf = {
            word: math.log(1 + total / (1 + sum(word in found for found in self._words)))
            for word in wanted
        }
        scores = {
            number: sum(idf[word] for word in wanted if word in found)
            for number, found in enumerate(self._words)
        }
        best = sorted(scores, key=lambda number: (-scores[number], number))[:limit]
        return {number: scores[number] for number in best if scores[number] > 0}

    def nearest(
        self, vector: NDArray[np.float32], limit: int, documents: Collection[str] | None = None
    ) -> list[tuple[int, float]]:
        cosines = self.vectors @ vector
        if documents is not None:
            allowed = self.numbers_of(documents)
            cosines[[one.passage not in allowed for one in self.sentences]] = -2.0
        order = np.argsort(-cosines, kind="stable")[:limit]
        return [(int(number), float(cosines[number])) for number in order]


def document(name: str, text: str, title: str = "") -> Document:
    """A document written in Markdown."""
    read = read_markdown(text)
    return Document(
        name, read.text, "0" * 64, Source(title=title), read.blocks, read.tables, read.origin
    )


def blocks_of(found: Document, kind: str) -> list[Block]:
    """The blocks of one kind."""
    return [block for block in found.blocks if block.kind == kind]


def quote(found: Document, span: Span | Block) -> str:
    """The text of a place."""
    return found.text[span.start : span.end]
