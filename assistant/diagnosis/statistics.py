"""How large an index is, and what of it takes how much of the disk."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from assistant.corpus.status import Listing
from assistant.indexing.generations import Generations
from assistant.indexing.index import open_index
from assistant.models.provider import Models
from assistant.workspace import Workspace

_TIME = re.compile(r"\d{8}T\d{6}Z")
# Files by what their name, or that of a folder around them, begins with.
_PARTS = (("record", "record"), ("chroma", "vector search"), ("vectors", "vector search"))
_REST = "other files"


@dataclass(frozen=True, slots=True)
class Statistics:
    """Of the index that questions are answered from.

    words:     of all documents.
    vectors:   one for each sentence.
    dimension: of a vector.
    recall:    share of the ten nearest sentences that the vector search found when it was tried.
    exact:     whether vectors are searched exactly, since that was too little.
    model:     that made the vectors, by name and the sha256 of its weights.
    built:     when; None if the index does not tell.
    sizes:     bytes on the disk by part, the largest first: the record with the text and the
               full-text index, what searches vectors, other files.
    corpus:    bytes of the documents.
    """

    documents: int
    passages: int
    sentences: int
    words: int
    vectors: int
    dimension: int
    recall: float
    exact: bool
    model: tuple[str, str]
    built: datetime | None
    sizes: Mapping[str, int]
    corpus: int

    @property
    def size(self) -> int:
        """Bytes of the index on the disk."""
        return sum(self.sizes.values())


def statistics(workspace: Workspace, models: Models) -> Statistics:
    """Look at an index, every file of which is checked; loads only a model that the settings name.

    Raises:
        IndexUnusable: there is no index, or it is out of date or damaged.
        ModelUnavailable: the settings name an embedding model that cannot be had.
    """
    embedder = models.embedder
    open_index(workspace, embedder.fingerprint).close()
    generations = Generations(workspace.index)
    manifest = generations.manifest(generations.pointer())
    counts = manifest.counts
    indexed = [one for one in Listing(workspace).holdings() if one.words is not None]
    return Statistics(
        documents=counts.documents,
        passages=counts.passages,
        sentences=counts.sentences,
        words=sum(one.words or 0 for one in indexed),
        vectors=counts.sentences,
        dimension=embedder.dimension,
        recall=manifest.recall,
        exact=manifest.exact,
        model=embedder.identity,
        built=_built(manifest.generation),
        sizes=sizes(workspace.index),
        corpus=sum(one.size or 0 for one in indexed),
    )


def sizes(folder: Path) -> dict[str, int]:
    """Bytes of an index's files by part, the largest first."""
    found: Counter[str] = Counter()
    for path in folder.rglob("*"):
        if path.is_file() and path.name not in (".gitignore", "README.md"):
            inside = path.relative_to(folder).parts
            found[_part(inside)] += path.stat().st_size
    return dict(found.most_common())


def _part(names: tuple[str, ...]) -> str:
    for beginning, part in _PARTS:
        if any(name.startswith(beginning) for name in names):
            return part
    return _REST


def _built(generation: str) -> datetime | None:
    """When a generation was built: its name begins with the time."""
    match = _TIME.match(generation)
    if match is None:
        return None
    return datetime.strptime(match[0], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
