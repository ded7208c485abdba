"""Reuse what is unchanged from the previous generation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.chunking.chunks import CutDocument, Passage, passage_id
from assistant.errors import IndexMissing, IndexUnusable
from assistant.indexing.database import RECORD, Record
from assistant.indexing.files import cause_of
from assistant.indexing.generations import Generations
from assistant.indexing.manifest import Fingerprint, Manifest
from assistant.reading.document import Document


@dataclass(frozen=True, slots=True)
class Previous:
    """The current generation, as a new build sees it.

    manifest:        None if there is none, or it cannot be read.
    record:          None if the generation is damaged: nothing of it is used again.
    same_rules:      its documents and passages are as this program would make them.
    same_model:      its vectors are.
    reason:          why not everything can be used; "" if it can, or if there is nothing.
    """

    manifest: Manifest | None = None
    record: Path | None = None
    same_rules: bool = False
    same_model: bool = False
    reason: str = ""

    @property
    def current(self) -> Manifest | None:
        """The manifest, where the generation is intact and all of it is up to date."""
        return self.manifest if self.record and self.same_rules and self.same_model else None

    @property
    def documents(self) -> Mapping[str, str]:
        """What was indexed: name to `Document.sha256`."""
        return self.manifest.documents if self.manifest else {}

    def cut_documents(self, names: Mapping[str, str]) -> list[CutDocument]:
        """The documents and their passages, as they were read and cut then.

        names: that they are to have, each to the name that it had then.
        """
        if not self.record or not names:
            return []
        with closing(Record(self.record)) as record:
            documents = record.documents()
            passages = record.passages(documents)
        of_name: dict[str, list[Passage]] = {name: [] for name in names.values()}
        for passage in passages:
            if passage.document.name in of_name:
                of_name[passage.document.name].append(passage)
        there = {document.name: document for document in documents}
        return [_renamed(there[old], of_name[old], name) for name, old in names.items()]

    def vectors(self) -> Mapping[bytes, NDArray[np.float32]]:
        """Vectors of the same model by the sha256 of the sentence's text."""
        if not self.record or not self.same_model:
            return {}
        with closing(Record(self.record)) as record:
            return record.vectors_by_text()


def _renamed(document: Document, passages: Sequence[Passage], name: str) -> CutDocument:
    if document.name == name:
        return CutDocument(document, tuple(passages))
    document = replace(document, name=name)
    return CutDocument(
        document,
        tuple(
            replace(one, id=passage_id(document, one.start, one.end), document=document)
            for one in passages
        ),
    )


def look_back(generations: Generations, fingerprint: Fingerprint) -> Previous:
    """Find out what of the current generation a build with that fingerprint can use."""
    manifest = None
    try:
        pointer = generations.pointer()
        manifest = generations.manifest(pointer)
        manifest.verify(generations.folder(pointer.generation))
    except IndexMissing:
        return Previous()
    except IndexUnusable as error:
        return Previous(manifest=manifest, reason=cause_of(error))
    theirs = manifest.fingerprint
    difference = fingerprint.difference(theirs)
    return Previous(
        manifest=manifest,
        record=generations.folder(pointer.generation) / RECORD,
        same_rules=(theirs.reading, theirs.cutting) == (fingerprint.reading, fingerprint.cutting),
        same_model=theirs.model == fingerprint.model,
        reason=f"the index was built with {difference}" if difference else "",
    )
