"""In which portions documents come into the index: each is published, and then can be asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.chunking.chunks import CutDocument

FIRST, MOST = 4_000, 20_000
"""Sentences of the first portion, and of later ones, each twice as large as the one before: some
minutes of embedding. Publishing one takes a second for each 300 MB of the record."""


def batches(documents: Sequence[CutDocument]) -> Iterator[list[CutDocument]]:
    """The documents in portions; at least one, which may be empty."""
    batch: list[CutDocument] = []
    count, limit = 0, FIRST
    for document in documents:
        sentences = sum(len(passage.sentences) for passage in document.passages)
        if batch and count + sentences > limit:
            yield batch
            batch, count, limit = [], 0, min(2 * limit, MOST)
        batch.append(document)
        count += sentences
    yield batch
