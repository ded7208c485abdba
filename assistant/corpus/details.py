"""Everything known about one document, for `assistant show`."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.corpus.file_hashes import bytes_hash
from assistant.corpus.names import one_of
from assistant.errors import IndexUnusable
from assistant.indexing.generations import Generations
from assistant.indexing.record import Record
from assistant.indexing.schema import RECORD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.corpus.status import Holding
    from assistant.reading.document import Document
    from assistant.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of a document's outline. depth: 1 for the outermost; start: in the document's text."""

    title: str
    depth: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Details:
    """A file of the corpus and what the index has of it.

    path:      where it lies; it may be gone.
    sha256:    of its current bytes; "" if they cannot be read.
    document:  as the index has it; None if it has none of this name. It may be an older version:
               see `holding.state`.
    passages, sentences: how many the index has of it.
    """

    holding: Holding
    path: Path
    sha256: str
    document: Document | None = None
    passages: int = 0
    sentences: int = 0

    @property
    def outline(self) -> tuple[Heading, ...]:
        """Its headings, in order."""
        if self.document is None:
            return ()
        text = self.document.text
        return tuple(
            Heading(text[one.start : one.end], max(1, len(one.section)), one.start, one.end)
            for one in self.document.blocks
            if one.kind == "heading"
        )


def details(workspace: Workspace, holdings: Sequence[Holding], name: str) -> Details:
    """What is known of the document of that name.

    name: as in `holdings`, as it is shown, or the end of its path if that is unique.

    Raises:
        UnknownDocument: there is none, or there are several.
        IndexUnusable: the index is damaged.
    """
    found = {one.name: one for one in holdings}
    holding = found[one_of(name, found)]
    path = workspace.corpus / holding.name
    try:
        sha256 = bytes_hash(path, workspace.corpus)
    except OSError:
        sha256 = ""
    generations = Generations(workspace.index)
    try:
        folder = generations.folder(generations.pointer().generation)
    except IndexUnusable:
        return Details(holding, path, sha256)
    with closing(Record(folder / RECORD)) as record:
        kept = record.document(holding.name)
    return Details(holding, path, sha256, *(kept or ()))
