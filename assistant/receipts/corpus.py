"""The corpus as a receipt records it: file names and hashes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from assistant.chunking.chunks import CutDocument, Passage
from assistant.corpus.file_hashes import bytes_hash
from assistant.errors import UnreadableDocument
from assistant.reading.discovery import CorpusFile, discover
from assistant.reading.document import Document
from assistant.sandbox.sandbox import Limits, Sandbox


def corpus_hash(documents: Mapping[str, str]) -> str:
    r"""One sha256 for all documents, given as name to `Document.sha256`.

    It is the sha256 of a line "<sha256>  <name>\n" for each document, in order of names.
    """
    lines = (f"{documents[name]}  {name}\n" for name in sorted(documents))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def text_hash(document: Document) -> str:
    """sha256 of a document's normalised text as UTF-8."""
    return hashlib.sha256(document.text.encode()).hexdigest()


class Corpus:
    """The files of a corpus as they are now; each is read when first asked for, and once.

    What was read is what is compared: a file that changes meanwhile is still told as it was.
    Close it, or use it in a `with` statement.

    limits: of reading each file; None for the usual ones.

    Raises:
        WorkspaceMissing: There is no such folder.
        UsageError: Its `sources.yaml` cannot be read.
    """

    def __init__(self, folder: Path, limits: Limits | None = None) -> None:
        self.files: Mapping[str, CorpusFile] = {file.name: file for file in discover(folder).files}
        self._sandbox = Sandbox(limits)
        self._read: dict[str, CutDocument | UnreadableDocument] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._sandbox.close()

    def document(self, name: str) -> Document:
        """A document of `files`.

        Raises:
            UnreadableDocument: It cannot be read (any longer).
        """
        return self._of(name).document

    def passages(self, document: Document) -> tuple[Passage, ...]:
        """The passages that a document of the corpus is cut into."""
        return self._of(document.name).passages

    def documents(self) -> Iterator[Document]:
        """Every document that can be read, in order of names."""
        for name in self.files:
            try:
                yield self.document(name)
            except UnreadableDocument:
                continue

    def hashes(self) -> dict[str, str]:
        """`Document.sha256` of every file: as it was read, else as it was listed."""
        return {name: self._sha256(name) for name in self.files}

    def named_by_hash(self, sha256: str) -> str | None:
        """The first file whose bytes have this sha256. Those that were not read are hashed."""
        for name, file in self.files.items():
            found = self._read.get(name)
            if isinstance(found, CutDocument):
                same = found.document.file.sha256 == sha256
            else:
                same = False
                with suppress(OSError):  # gone since it was listed
                    same = bytes_hash(file.path) == sha256
            if same:
                return name
        return None

    def readable(self, name: str) -> bool:
        """Whether a file of `files` is a document: some are found to be none only when read."""
        try:
            self.document(name)
        except UnreadableDocument:
            return False
        return True

    def _of(self, name: str) -> CutDocument:
        if name not in self._read:
            try:
                self._read[name] = self._sandbox.read(self.files[name])
            except UnreadableDocument as error:
                self._read[name] = error
        found = self._read[name]
        if isinstance(found, UnreadableDocument):
            raise found
        return found

    def _sha256(self, name: str) -> str:
        found = self._read.get(name)
        return found.document.sha256 if isinstance(found, CutDocument) else self.files[name].sha256
