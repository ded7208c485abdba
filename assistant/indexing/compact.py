"""Take every trace of removed documents out of the index's files, and merge its segments."""

from __future__ import annotations

import time
from dataclasses import dataclass

from assistant.errors import IndexMissing, IndexOutOfDate
from assistant.indexing.chroma_server import ChromaServer
from assistant.indexing.embeddings import SentenceEmbedder
from assistant.indexing.files import writer_lock, writing
from assistant.indexing.generations import Generations
from assistant.indexing.index import serves
from assistant.indexing.leftovers import clear_leftovers
from assistant.indexing.manifest import Fingerprint
from assistant.indexing.merging import merge
from assistant.indexing.origin import require_own
from assistant.indexing.publishing import Publisher
from assistant.indexing.reuse import look_back
from assistant.indexing.segment_sizes import needs_merging
from assistant.indexing.served_upkeep import keep_served
from assistant.progress import Progress, silent
from assistant.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Compaction:
    """What compacting did.

    changed: whether there was anything to do.
    before:  bytes of the index's files; after: the same, now.
    """

    changed: bool
    before: int
    after: int
    seconds: float

    def __str__(self) -> str:
        """One line for a person."""
        size = f"{self.after / 1e6:,.1f} MB"
        if not self.changed:
            return f"Nothing to compact: the index holds no trace of removed documents ({size})"
        return (
            f"Compacted: {self.before / 1e6:,.1f} MB to {size} in {self.seconds:.1f} s; "
            "no trace of removed documents is left"
        )


def compact(
    workspace: Workspace,
    embedder: SentenceEmbedder,
    progress: Progress = silent,
    server: ChromaServer | None = None,
) -> Compaction:
    """Leave nothing of removed documents in any file of the index, and merge what is in pieces.

    Questions are answered meanwhile. Nothing is embedded, and no model is loaded.

    server: keeps the large segments of vectors.

    Raises:
        WorkspaceIsCopy: It was pulled.
        IndexMissing: There is no index.
        IndexOutOfDate: It has to be built anew first.
        IndexBusy: Another process is writing it.
        AssistantError: The index cannot be written; it still serves.
    """
    require_own(workspace.index)
    started = time.monotonic()
    if not workspace.index.is_dir():
        raise IndexMissing("No index here yet: run `assistant index`.")
    with writing(lambda: serves(workspace, embedder.fingerprint)), writer_lock(workspace.index):
        generations = Generations(workspace.index)
        clear_leftovers(generations)
        fingerprint = Fingerprint.of_this_program(embedder.fingerprint)
        previous = look_back(generations, fingerprint)
        manifest = previous.current
        if manifest is None:
            generations.pointer()  # which tells if there is none
            raise IndexOutOfDate(f"Not compacted, as {previous.reason}: run `assistant index`.")
        made = manifest
        if manifest.traces or needs_merging(manifest):
            publisher = Publisher(
                generations, fingerprint, progress, lambda _: None, server is not None
            )
            made = merge(publisher, manifest)
            keep_served(server, workspace.index, made.segments, progress)
        return Compaction(
            made is not manifest, manifest.size, made.size, time.monotonic() - started
        )
