"""Reuse what is unchanged from the previous generation."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from assistant.chunking.chunks import CutDocument, passage_id
from assistant.errors import IndexMissing, IndexOutOfDate, IndexUnusable
from assistant.indexing.files import cause_of
from assistant.indexing.generations import Generations
from assistant.indexing.manifest import MANIFEST, SEGMENTS, Fingerprint, Manifest, Seal
from assistant.indexing.record import Record
from assistant.indexing.schema import RECORD
from assistant.indexing.segments import VECTORS, VectorStore

Vectors = Mapping[bytes, NDArray[np.float32]]
"""By the sha256 of the sentence's text."""


@dataclass(frozen=True, slots=True)
class Previous:
    """The current generation, as a new build sees it.

    manifest:        None if there is none, or it cannot be read.
    record:          None if the generation is damaged: nothing of it is used again, but the
                     vectors of segments that are sound.
    sound:           names of the segments that may be used.
    same_rules:      its documents and passages are as this program would make them.
    same_model:      its vectors are.
    reason:          why not everything can be used; "" if it can, or if there is nothing.
    """

    manifest: Manifest | None = None
    record: Path | None = None
    same_rules: bool = False
    same_model: bool = False
    reason: str = ""
    sound: Collection[str] = ()

    @property
    def current(self) -> Manifest | None:
        """The manifest, where the generation is intact and all of it is up to date."""
        return self.manifest if self.record and self.same_rules and self.same_model else None

    @property
    def documents(self) -> Mapping[str, str]:
        """What was indexed: name to `Document.sha256`."""
        return self.manifest.documents if self.manifest else {}

    def sentences(self, names: Collection[str]) -> int:
        """How many sentences these documents have together."""
        if not self.record or not names:
            return 0
        with closing(Record(self.record)) as record:
            return sum(len(one.sentences) for one in record.held() if one.document.name in names)

    def cut_documents(self, names: Mapping[str, str]) -> list[CutDocument]:
        """The documents and their passages, as they were read and cut then.

        names: that they are to have, each to the name that it had then.
        """
        if not self.record or not names:
            return []
        with closing(Record(self.record)) as record:
            there = record.cut_documents(set(names.values()))
            return [_named(there[old], name) for name, old in names.items()]

    @classmethod
    def of(cls, manifest: Manifest, generations: Generations) -> Self:
        """A generation that this program has just made."""
        record = generations.folder(manifest.generation) / RECORD
        return cls(manifest, record, True, True, sound=manifest.segments.keys())

    def vectors(self, wanted: Collection[bytes]) -> Vectors:
        """Vectors of the same model, of those of these texts that it has."""
        if not self.record or not self.same_model or not wanted:
            return {}
        if self.manifest is None:
            return _of_format_3(self.record, wanted)
        store, numbers = self._places(self.record, self.manifest, wanted)
        return dict(zip(numbers, store.take(list(numbers.values())), strict=True))

    def known(self, wanted: Collection[bytes]) -> Collection[bytes]:
        """Of which of these texts it has such a vector."""
        if not self.record or not self.same_model or not wanted:
            return ()
        if self.manifest is None:
            return _of_format_3(self.record, wanted).keys()
        return self._places(self.record, self.manifest, wanted)[1].keys()

    def _places(
        self, record: Path, manifest: Manifest, wanted: Collection[bytes]
    ) -> tuple[VectorStore, dict[bytes, int]]:
        """The vectors, and the number of a sentence that has that of each of these texts."""
        with closing(Record(record)) as opened:
            held = [one for one in opened.held() if one.segment in self.sound]
            there = opened.places_of(wanted)
        folder = record.parent.parent.parent / SEGMENTS
        segments = {n: one for n, one in manifest.segments.items() if n in self.sound}
        store = VectorStore(folder, segments, held)
        return store, {key: number for key, number in there.items() if store.has(number)}


def _named(cut: CutDocument, name: str) -> CutDocument:
    """The same, all in memory, under this name."""
    document = replace(cut.document, name=name)
    return CutDocument(
        document,
        tuple(
            replace(one, id=passage_id(document, one.start, one.end), document=document)
            for one in cut.passages
        ),
    )


def _of_format_3(record: Path, wanted: Collection[bytes]) -> Vectors:
    """Vectors of an index from before, whose record had them as blobs."""
    address = f"{record.absolute().as_uri()}?mode=ro&immutable=1"
    found: dict[bytes, NDArray[np.float32]] = {}
    with suppress(sqlite3.Error), closing(sqlite3.connect(address, uri=True)) as database:
        for text_hash, blob in database.execute("SELECT text_hash, vector FROM sentences"):
            if text_hash in wanted:
                found[text_hash] = np.frombuffer(blob, "<f4")
    return found


def look_back(generations: Generations, fingerprint: Fingerprint) -> Previous:
    """Find out what of the current generation a build with that fingerprint can use."""
    manifest = None
    try:
        pointer = generations.pointer()
        folder = generations.folder(pointer.generation)
        manifest = generations.manifest(pointer)
        manifest.verify(folder)
    except IndexMissing:
        return Previous()
    except IndexOutOfDate as error:
        kept = _has_vectors(folder, fingerprint)
        record = folder / RECORD if kept else None
        return Previous(record=record, same_model=kept, reason=cause_of(error))
    except IndexUnusable as error:
        if manifest is None:
            return Previous(reason=cause_of(error))
        sound = manifest.sound_segments(folder, VECTORS)
        return Previous(
            manifest=manifest,
            record=folder / RECORD if sound else None,
            same_model=bool(sound) and manifest.fingerprint.model == fingerprint.model,
            reason=cause_of(error),
            sound=sound,
        )
    theirs = manifest.fingerprint
    difference = fingerprint.difference(theirs)
    return Previous(
        manifest=manifest,
        record=folder / RECORD,
        same_rules=(theirs.reading, theirs.cutting) == (fingerprint.reading, fingerprint.cutting),
        same_model=theirs.model == fingerprint.model,
        reason=f"the index was built with {difference}" if difference else "",
        sound=manifest.segments.keys(),
    )


def _has_vectors(folder: Path, fingerprint: Fingerprint) -> bool:
    """Whether an index of format 3 is intact and has vectors of the same model."""
    try:
        told = json.loads((folder / MANIFEST).read_bytes())
        theirs, seal = told["fingerprint"], told["files"][RECORD]
        known = theirs["format"] == "3" and theirs["model"] == fingerprint.model
        return known and Seal.of(folder / RECORD) == Seal(**seal)
    except (OSError, ValueError, KeyError, TypeError):
        return False
