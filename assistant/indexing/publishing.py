"""Take a new generation from its plan to the pointer.

A generation is written to a folder of its own, read back, checked, synced and moved into place;
only then does the pointer change. A kill at any moment leaves the old generation or the new one.
Its record is a copy of the one before with what has changed; vectors are never copied.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.indexing.files import sync_folder, sync_tree
from assistant.indexing.generations import Generations, new_name
from assistant.indexing.index import check
from assistant.indexing.manifest import Fingerprint, Manifest, Segment
from assistant.indexing.record import Held, Record
from assistant.indexing.segment_sizes import is_large
from assistant.indexing.staging import Plan, stage, write_segment
from assistant.indexing.stamps import Stamps
from assistant.progress import Progress
from assistant.reading.discovery import Skipped

OnStep = Callable[[str], None]
"""Called after each step of a build: "embedded", "staged", "verified", "synced", "swapped"."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """Makes new generations; for the holder of the writer's lock alone.

    served: whether large segments are kept in a Chroma server, and so in no folder of Chroma here.
    """

    generations: Generations
    fingerprint: Fingerprint
    progress: Progress
    on_step: OnStep
    served: bool = False

    def publish(
        self,
        plan: Plan,
        skipped: Sequence[Skipped],
        segments: Mapping[str, Segment],
        vectors: NDArray[np.float32],
        name: str = "",
    ) -> Manifest:
        """Make a generation current; returns its manifest.

        segments: of the generation before.
        vectors:  of the sentences that are added, or that get another place; a segment of the
                  generation's name is written for them.
        name:     of the generation; "" for a new one.

        Raises:
            OSError: It cannot be written, and what was current still is; likewise
            sqlite3.Error and AssistantError.
        """
        generation = name or new_name()
        staging = self.generations.staging(generation)
        folder = self.generations.segments / generation
        try:
            new = {}
            if len(vectors):
                large = is_large(len(vectors)) and not self.served
                new[generation] = write_segment(folder, vectors, self.progress, chroma=large)
            every = {**segments, **new}
            manifest = stage(staging, generation, self.fingerprint, plan, skipped, every)
            self.on_step("staged")
            check(staging, manifest, dict.fromkeys(new, vectors), self.progress)
            self.on_step("verified")
            sync_tree(staging)
            if new:
                sync_tree(folder)
                sync_folder(folder.parent)
            self.generations.promote(generation)
            self.on_step("synced")
            self.generations.point_at(generation)
        except BaseException:  # an interrupt too must not leave a half-written generation
            self.generations.discard(generation)
            raise
        self._stamp(manifest)
        self.on_step("swapped")
        return manifest

    def rearranged(
        self,
        manifest: Manifest,
        record: Path,
        moving: Sequence[Held],
        left: Mapping[str, Segment],
        vectors: NDArray[np.float32],
    ) -> Manifest:
        """Make a generation of the same documents current, with no trace of others.

        moving:  documents whose sentences' vectors these are, in their order.
        left:    segments that stay; a new one is written for the vectors.

        Raises: as `publish`.
        """
        name, places, row = new_name(), {}, 0
        for one in moving:
            places[one.number] = name, row
            row += len(one.sentences)
        with closing(Record(record)) as before:
            skipped = before.skipped()
        traces = manifest.traces
        plan = Plan(base=record, places=places, purge=traces, leaves_traces=traces)
        made = self.publish(plan, skipped, left, vectors, name)
        self.generations.prune(made.generation, made.segments)
        return made

    def _stamp(self, manifest: Manifest) -> None:
        """The files were just found to be right: nobody has to read them again for that."""
        stamps = Stamps(self.generations.index)
        folder = self.generations.folder(manifest.generation)
        for path, seal in manifest.files.items():
            stamps.add(folder / path, seal.sha256)
        for name, segment in manifest.segments.items():
            for path, seal in segment.files.items():
                stamps.add(self.generations.segments / name / path, seal.sha256)
        stamps.keep()
