"""An index in memory, and an embedding by hashed words: searching without a model or a file."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from assistant.chunking.chunks import Passage, cut
from assistant.nlp.thesaurus import FILE
from assistant.nlp.tokens import stem, stems
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
        self.sentences = tuple(span for _, span in pairs)
        self.sentence_passage = np.array([n for n, _ in pairs], dtype=np.int64)
        texts = [self.passages[n].document.text[s.start : s.end] for n, s in pairs]
        self.vectors = embedder.embed(texts)
        self._words = [Counter(stem(w) for w in stems(p.text)) for p in self.passages]

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

    def nearest(self, vector: NDArray[np.float32], limit: int) -> list[tuple[int, float]]:
        cosines = self.vectors @ vector
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
