"""Bring the index up to date with the corpus, if anything has changed."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

from assistant.chunking.chunks import CutDocument
from assistant.indexing.chroma_server import ChromaServer
from assistant.indexing.embeddings import KeptVectors, SentenceEmbedder
from assistant.indexing.engines import Engine, LocalEngine
from assistant.indexing.files import writer_lock, writing
from assistant.indexing.generations import Generations
from assistant.indexing.index import serves
from assistant.indexing.ingest import Intake, nothing_to_index, take_in, write_refusals
from assistant.indexing.leftovers import clear_leftovers
from assistant.indexing.manifest import Counts, Fingerprint, Manifest
from assistant.indexing.merging import merge
from assistant.indexing.origin import require_own
from assistant.indexing.publishing import OnStep, Publisher
from assistant.indexing.record import Record
from assistant.indexing.report import Changes, IndexReport
from assistant.indexing.reuse import Previous, look_back
from assistant.indexing.schema import RECORD
from assistant.indexing.segment_sizes import needs_merging
from assistant.indexing.served_upkeep import keep_served
from assistant.indexing.sketches import Pair, keep_sketches, near_duplicates
from assistant.indexing.updating import update
from assistant.progress import Progress, silent
from assistant.reading.discovery import discover
from assistant.sandbox.sandbox import Limits
from assistant.workspace import Workspace


def build(
    workspace: Workspace,
    embedder: SentenceEmbedder,
    progress: Progress = silent,
    on_step: OnStep = lambda _: None,
    *,
    may_be_empty: bool = False,
    limits: Limits | None = None,
    reread: Collection[str] | None = (),
    server: ChromaServer | None = None,
    engine: Engine | None = None,
) -> IndexReport:
    """Bring the index up to date with the corpus.

    Documents that have not changed are carried over; sentences whose text was embedded before
    with the same model keep their vectors, and so do those embedded by a build that was
    not finished. Many documents come in portion by portion: what a build that is stopped has
    published can be asked, and the next one goes on. If nothing has changed, nothing is written
    and neither the model nor Chroma is loaded. Files left behind by killed builds are removed in
    any case.

    may_be_empty: if no document can be read, remove the index, so that nothing is answered
                  from what was indexed before.
    limits:       of reading each file; None for the usual ones.
    engine:       reads and embeds, with that embedder and those limits; it stays open. None for
                  this machine.
    reread:       names of documents that are read again although unchanged; None for all.
    server:       keeps the large segments of vectors. What is wrong with it is told in the report.

    Raises:
        WorkspaceMissing: There is no corpus folder.
        WorkspaceIsCopy: The index was pulled.
        UsageError: No document in it can be read; an index from before stays. Not with
            `may_be_empty`.
        IndexBusy: Another process is indexing.
        ModelUnavailable: The embedding model cannot be had.
        AssistantError: The index cannot be written; one from before still serves, if there was one.
    """
    require_own(workspace.index)
    started = time.monotonic()
    with writing(lambda: serves(workspace, embedder.fingerprint)), writer_lock(workspace.index):
        generations = Generations(workspace.index)
        clear_leftovers(generations)
        fingerprint = Fingerprint.of_this_program(embedder.fingerprint)
        previous = look_back(generations, fingerprint)
        discovery = discover(workspace.corpus)
        known = previous.documents if previous.record and previous.same_rules else {}
        again = {file.name for file in discovery.files if reread is None or file.name in reread}
        engine = engine or LocalEngine(embedder, limits)
        intake = take_in(discovery, known, progress, engine, again)
        changes = _changes(previous, intake, again)
        kept = KeptVectors(workspace.index, fingerprint.model, embedder.dimension)
        manifest, embedded, resumed = previous.current, 0, 0
        similar: tuple[Pair, ...] = ()
        if manifest is None or changes:
            if not _says_anything(previous, intake):
                if not may_be_empty:
                    raise nothing_to_index(workspace.corpus, intake.skipped)
                generations.retire()
                kept.drop()
                write_refusals(workspace.index, intake.refused)
                keep_served(server, workspace.index, {}, progress)
                return _emptied(previous, intake, time.monotonic() - started)
            publisher = Publisher(generations, fingerprint, progress, on_step, server is not None)
            made = update(previous, intake, kept, engine, publisher, progress)
            manifest, embedded, resumed = made.manifest, made.embedded, made.resumed
            similar = _similar(workspace.index, manifest, generations, made.added, changes)
        write_refusals(workspace.index, intake.refused)
        kept.drop()
        if manifest is not previous.current and needs_merging(manifest):
            manifest = merge(publisher, manifest, only_small=True)
        trouble = keep_served(server, workspace.index, manifest.segments, progress)
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
            similar=similar,
            vector_server=trouble,
            notes=engine.notes,
            **asdict(manifest.counts),
            **asdict(changes),
        )


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


def _says_anything(previous: Previous, intake: Intake) -> bool:
    fresh = any(passage.sentences for cut in intake.fresh for passage in cut.passages)
    return fresh or previous.sentences(set(intake.carried.values())) > 0


def _similar(
    index: Path,
    manifest: Manifest,
    generations: Generations,
    added: Sequence[CutDocument],
    changes: Changes,
) -> tuple[Pair, ...]:
    """Pairs of documents that say nearly the same, of which one is new or updated."""
    texts = {cut.document.name: cut.document.text for cut in added}
    with closing(Record(generations.folder(manifest.generation) / RECORD)) as record:

        def text_of(name: str) -> str:
            kept = None if name in texts else record.document(name)
            return texts[name] if kept is None else kept[0].text

        sketches = keep_sketches(index, manifest.documents, text_of)
    fresh = {*changes.added, *changes.updated}
    return changes.touching(near_duplicates(sketches, fresh & sketches.keys()))
