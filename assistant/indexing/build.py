"""Build a new generation of the index if anything has changed.

A generation is written to a folder of its own, read back, checked, synced and moved into place;
only then does the pointer change. A kill at any moment leaves the old generation or the new one.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass

from assistant.chunking.chunks import CutDocument, all_sentences
from assistant.errors import AssistantError, IndexUnusable
from assistant.indexing.embeddings import KeptVectors, SentenceEmbedder, sentence_vectors
from assistant.indexing.files import sync_tree, writer_lock, writing
from assistant.indexing.generations import Generations, new_name
from assistant.indexing.index import check, open_index
from assistant.indexing.ingest import Intake, nothing_to_index, take_in, write_refusals
from assistant.indexing.manifest import Counts, Fingerprint, Manifest
from assistant.indexing.report import Changes, IndexReport
from assistant.indexing.reuse import Previous, look_back
from assistant.indexing.sketches import Pair, keep_sketches, near_duplicates
from assistant.indexing.staging import stage
from assistant.indexing.vectors import sweep
from assistant.progress import Progress, silent
from assistant.reading.discovery import Skipped, discover
from assistant.sandbox.sandbox import Limits, Sandbox
from assistant.workspace import Workspace

OnStep = Callable[[str], None]
"""Called after each step of a build: "embedded", "staged", "verified", "synced", "swapped"."""


def build(
    workspace: Workspace,
    embedder: SentenceEmbedder,
    progress: Progress = silent,
    on_step: OnStep = lambda _: None,
    *,
    may_be_empty: bool = False,
    limits: Limits | None = None,
    reread: Collection[str] | None = (),
) -> IndexReport:
    """Bring the index up to date with the corpus.

    Documents that have not changed are carried over; sentences whose text was embedded before
    with the same model keep their vectors, and so do those embedded by a build that was
    not finished. If nothing has changed, nothing is written and neither the model nor Chroma is
    loaded. Files left behind by killed builds are removed in any case.

    may_be_empty: if no document can be read, remove the index, so that nothing is answered
                  from what was indexed before.
    limits:       of reading each file; None for the usual ones.
    reread:       names of documents that are read again although unchanged; None for all.

    Raises:
        WorkspaceMissing: There is no corpus folder.
        UsageError: No document in it can be read; an index from before stays. Not with
            `may_be_empty`.
        IndexBusy: Another process is indexing.
        ModelUnavailable: The embedding model cannot be had.
        AssistantError: The index cannot be written; one from before still serves, if there was one.
    """
    started = time.monotonic()
    with writing(lambda: _serves(workspace, embedder)), writer_lock(workspace.index):
        generations = Generations(workspace.index)
        _clear_leftovers(generations)
        fingerprint = Fingerprint.of_this_program(embedder.fingerprint)
        previous = look_back(generations, fingerprint)
        discovery = discover(workspace.corpus)
        known = previous.documents if previous.record and previous.same_rules else {}
        again = {file.name for file in discovery.files if reread is None or file.name in reread}
        with Sandbox(limits) as sandbox:
            intake = take_in(discovery, known, progress, sandbox, again)
        changes = _changes(previous, intake, again)
        kept = KeptVectors(workspace.index, fingerprint.model, embedder.dimension)
        manifest, embedded, resumed = previous.current, 0, 0
        similar: tuple[Pair, ...] = ()
        if manifest is None or changes:
            documents = _documents(previous, intake)
            if not any(passage.sentences for cut in documents for passage in cut.passages):
                if not may_be_empty:
                    raise nothing_to_index(workspace.corpus, intake.skipped)
                generations.retire()
                kept.drop()
                write_refusals(workspace.index, intake.refused)
                return _emptied(previous, intake, time.monotonic() - started)
            writer = _Writer(generations, fingerprint, embedder, kept, progress, on_step)
            manifest, embedded, resumed = writer.write(documents, previous, intake.skipped)
            sketches = keep_sketches(workspace.index, (cut.document for cut in documents))
            similar = near_duplicates(sketches)
        write_refusals(workspace.index, intake.refused)
        generations.prune(keep=manifest.generation)
        kept.drop()
        return IndexReport(
            generation=manifest.generation,
            changed=manifest is not previous.current,
            embedded=embedded,
            resumed=resumed,
            skipped=intake.skipped,
            seconds=time.monotonic() - started,
            exact_search=manifest.exact,
            reason=previous.reason,
            bytes_on_disk=manifest.size,
            similar=changes.touching(similar),
            **asdict(manifest.counts),
            **asdict(changes),
        )


def _serves(workspace: Workspace, embedder: SentenceEmbedder) -> bool:
    """Whether the index that is there can be asked."""
    try:
        open_index(workspace, embedder.fingerprint).close()
    except (AssistantError, OSError):
        return False
    return True


def _emptied(previous: Previous, intake: Intake, seconds: float) -> IndexReport:
    return IndexReport(
        generation="",
        changed=previous.manifest is not None,
        embedded=0,
        resumed=0,
        skipped=intake.skipped,
        seconds=seconds,
        exact_search=False,
        reason="",
        bytes_on_disk=0,
        **asdict(Counts(0, 0, 0)),
        **asdict(Changes(removed=tuple(sorted(previous.documents)))),
    )


def _changes(previous: Previous, intake: Intake, reread: Collection[str]) -> Changes:
    now = {name: previous.documents[old] for name, old in intake.carried.items()}
    now |= {cut.document.name: cut.document.sha256 for cut in intake.fresh}
    return Changes.between(previous.documents, now, intake.carried, reread)


def _documents(previous: Previous, intake: Intake) -> list[CutDocument]:
    # By name, so that numbers do not depend on what happened to be read again.
    documents = [*previous.cut_documents(intake.carried), *intake.fresh]
    return sorted(documents, key=lambda cut: cut.document.name)


@dataclass(frozen=True, slots=True)
class _Writer:
    """Takes a new generation from its documents to the pointer."""

    generations: Generations
    fingerprint: Fingerprint
    embedder: SentenceEmbedder
    kept: KeptVectors
    progress: Progress
    on_step: OnStep

    def write(
        self, documents: Sequence[CutDocument], previous: Previous, skipped: Sequence[Skipped]
    ) -> tuple[Manifest, int, int]:
        """The new generation's manifest, how many sentences were embedded for it, and how many
        had been by a build that was not finished.
        """
        found = list(all_sentences(documents))
        made = sentence_vectors(found, previous.vectors(), self.kept, self.embedder, self.progress)
        self.on_step("embedded")
        generation = new_name()
        staging = self.generations.staging(generation)
        try:
            manifest = stage(
                staging,
                generation,
                self.fingerprint,
                documents,
                found,
                made.vectors,
                skipped,
                self.progress,
            )
            self.on_step("staged")
            check(staging, manifest, self.progress)
            self.on_step("verified")
            sync_tree(staging)
            self.generations.promote(generation)
            self.on_step("synced")
            self.generations.point_at(generation)
        except BaseException:  # an interrupt too must not leave a half-written generation
            self.generations.discard(generation)
            raise
        self.on_step("swapped")
        return manifest, made.embedded, made.resumed


def _clear_leftovers(generations: Generations) -> None:
    """Staging folders, generations that never became current, drafts, copies of dead readers.

    Called with the writer lock held, even if the build then changes nothing, or fails.
    """
    generations.discard_staged()
    with suppress(IndexUnusable):  # where none is current, none can be told from it
        generations.prune(keep=generations.pointer().generation)
    for draft in generations.index.glob(".*.new"):  # as `durable.replace_file` names them
        with suppress(OSError):
            shutil.rmtree(draft) if draft.is_dir() else draft.unlink()
    with suppress(OSError):  # there is no folder for temporary files
        sweep()
