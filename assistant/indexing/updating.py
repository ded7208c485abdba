"""Publish what has changed, portion by portion, so that a build that is stopped leaves an index."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import chain

from assistant.chunking.chunks import CutDocument, all_sentences
from assistant.indexing.batches import batches
from assistant.indexing.embeddings import KeptVectors, SentenceEmbedder, SentenceVectors
from assistant.indexing.ingest import Intake
from assistant.indexing.manifest import Manifest, Segment
from assistant.indexing.publishing import Publisher
from assistant.indexing.record import Record
from assistant.indexing.reuse import Previous
from assistant.indexing.staging import PURGED_AT_ONCE, Plan
from assistant.progress import Progress


@dataclass(frozen=True, slots=True)
class Update:
    """What was published.

    manifest: of the last generation.
    added:    the documents that were written.
    embedded: sentences that had to be embedded for them now.
    resumed:  sentences that a build which was not finished had embedded.
    """

    manifest: Manifest
    added: Sequence[CutDocument]
    embedded: int
    resumed: int


def update(
    previous: Previous,
    intake: Intake,
    kept: KeptVectors,
    embedder: SentenceEmbedder,
    publisher: Publisher,
    progress: Progress,
) -> Update:
    """Bring a generation up to date, in as many new ones as there are portions.

    With the first one, what left the corpus is gone. A document that has changed is there as it was
    until its portion has come.

    Raises:
        ModelUnavailable: A sentence cannot be embedded. What was published stays, here and
        OSError: The disk is full, likewise sqlite3.Error and AssistantError.
    """
    again = [] if previous.current else previous.cut_documents(intake.carried)
    # By name, so that numbers do not depend on what happened to be read again.
    documents = sorted([*again, *intake.fresh], key=lambda cut: cut.document.name)
    portions = list(batches(documents))
    vectors = SentenceVectors(kept, embedder, progress)
    vectors.begin(all_sentences(documents), previous)
    if len(portions) > 1:
        vectors.keep(all_sentences(chain(*portions[1:])), previous)
    later = [cut.document.name for cut in documents]
    carried = intake.carried
    for portion in portions:
        rows = vectors.of(list(all_sentences(portion)), previous)
        publisher.on_step("embedded")
        later = later[len(portion) :]
        plan = _plan(previous, carried, portion, later)
        stay = _that_stay(previous, plan)
        manifest = publisher.publish(plan, intake.skipped, stay, rows)
        publisher.generations.prune(manifest.generation, manifest.segments)
        vectors.published(all_sentences(portion))
        previous = Previous.of(manifest, publisher.generations)
        carried = {name: name for name in manifest.documents}
    return Update(manifest, documents, vectors.embedded, vectors.resumed)


def _plan(
    previous: Previous,
    carried: Mapping[str, str],
    added: Sequence[CutDocument],
    later: Collection[str],
) -> Plan:
    """What becomes of the generation before.

    carried: documents of it that stay: the names that they get to those that they have.
    later:   names of documents that come in with another portion.
    """
    current = previous.current
    if current is None:
        return Plan(added=added)
    new = {cut.document.name for cut in added}
    stay = {old for name, old in carried.items() if name not in new}
    removed = sorted(previous.documents.keys() - stay - set(later))
    left = current.counts.sentences - previous.sentences(removed)
    return Plan(
        base=previous.record,
        removed=removed,
        renamed={name: old for name, old in carried.items() if name != old},
        added=added,
        purge=bool(removed) and left <= PURGED_AT_ONCE,
        leaves_traces=bool(removed) or current.traces,
    )


def _that_stay(previous: Previous, plan: Plan) -> Mapping[str, Segment]:
    """The segments that hold vectors of documents that stay."""
    if plan.base is None or previous.manifest is None:
        return {}
    with closing(Record(plan.base)) as record:
        left = [one for one in record.held() if one.document.name not in plan.removed]
    used = {one.segment for one in left if one.sentences}
    return {name: one for name, one in previous.manifest.segments.items() if name in used}
