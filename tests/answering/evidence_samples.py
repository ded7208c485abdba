"""Evidence made by hand, of documents written in Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from memory_index import HashEmbedder, MemoryIndex, document
from numpy.typing import NDArray

from assistant.answering.evidence import BETWEEN, Evidence
from assistant.answering.pipeline import QuotedAnswerer
from assistant.chunking.chunks import cut
from assistant.reading.document import Document
from assistant.retrieval.ranking import RankedPassage, RankedSentence
from assistant.retrieval.retriever import Searcher


class Liking:
    """Scores a text by whether its sentence holds some words, and keeps what it was asked."""

    def __init__(self, words: str, least: float = -9.0, most: float = 9.0) -> None:
        self.asked: list[tuple[str, str]] = []
        self._words = words
        self._range = least, most

    def score(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """The most for a text that holds the words, the least for any other."""
        self.asked += pairs
        held = [self._words in text.split(BETWEEN)[0] for _, text in pairs]
        return np.array([self._range[one] for one in held], dtype=np.float32)


def searcher(*texts: str, encoder: Liking | None = None) -> Searcher:
    """Over documents a.md, b.md, … of these texts, each titled by its first line."""
    embedder = HashEmbedder()
    made = [
        document(f"{chr(97 + number)}.md", text, title=text.splitlines()[0].lstrip("# "))
        for number, text in enumerate(texts)
    ]
    return Searcher(MemoryIndex(made, embedder), embedder, encoder)


def answerer(*texts: str, encoder: Liking | None = None) -> QuotedAnswerer:
    """Answers whatever is asked."""
    return QuotedAnswerer(searcher(*texts, encoder=encoder), threshold=0.0)


def evidence(made: Document, scores: Mapping[str, float]) -> list[Evidence]:
    """The sentences that begin as named, best first."""
    found = []
    for number, passage in enumerate(cut(made)):
        spans = [
            RankedSentence(at, number, span, 0.5, 0.5) for at, span in enumerate(passage.sentences)
        ]
        ranked = RankedPassage(number, passage, 0.5, 0.5, tuple(spans))
        for sentence in spans:
            text = made.text[sentence.span.start : sentence.span.end]
            found += [
                Evidence(sentence, ranked, text, {}, score)
                for beginning, score in scores.items()
                if text.startswith(beginning)
            ]
    return sorted(found, key=lambda one: -one.score)
