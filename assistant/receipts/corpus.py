"""The corpus as a receipt sees it: by name and hash, read from the files and not from an index."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from assistant.cutting.passage import CutDocument, Passage
from assistant.errors import UnreadableDocument
from assistant.parsing.parser import Parser
from assistant.reading.discovery import CorpusFile, discover
from assistant.reading.document import Document


def corpus_hash(documents: Mapping[str, str]) -> str:
    r"""One sha256 for all documents, given as name to `Document.sha256`.

    It is the sha256 of a line "<sha256>  <name>\n" for each document, in order of names.
    """
    lines = (f"{documents[name]}  {name}\n" for name in sorted(documents))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def file_hash(path: Path) -> str:
    """sha256 of a file's bytes, as `sha256sum` gives it.

    Raises:
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def text_hash(document: Document) -> str:
    """sha256 of a document's normalised text as UTF-8."""
    return hashlib.sha256(document.text.encode()).hexdigest()


class Corpus:
    """The files of a corpus as they are now; each is read when first asked for.

    Raises:
        WorkspaceMissing: There is no such folder.
        UsageError: Its `sources.yaml` cannot be read.
    """

    def __init__(self, folder: Path, parser: Parser | None = None) -> None:
        self.files: Mapping[str, CorpusFile] = {file.name: file for file in discover(folder).files}
        self._parser = parser or Parser()
        self._read: dict[str, CutDocument | UnreadableDocument] = {}

    def document(self, name: str) -> Document:
        """A document of `files`.

        Raises:
            UnreadableDocument: It cannot be read (any longer).
        """
        return self._parsed(name).document

    def passages(self, document: Document) -> tuple[Passage, ...]:
        """The passages that a document of the corpus is cut into."""
        return self._parsed(document.name).passages

    def documents(self) -> Iterator[Document]:
        """Every document that can be read, in order of names."""
        for name in self.files:
            try:
                yield self.document(name)
            except UnreadableDocument:
                continue

    @cached_property
    def by_file_hash(self) -> Mapping[str, str]:
        """sha256 of a file's bytes to its name. Hashes every file when first asked for."""
        found: dict[str, str] = {}
        for name, file in self.files.items():
            with suppress(OSError):  # gone since it was listed
                found.setdefault(file_hash(file.path), name)
        return found

    def readable(self, name: str) -> bool:
        """Whether a file of `files` is a document: some are found to be none only when read."""
        try:
            self.document(name)
        except UnreadableDocument:
            return False
        return True

    def _parsed(self, name: str) -> CutDocument:
        if name not in self._read:
            try:
                self._read[name] = self._parser.parse(self.files[name])
            except UnreadableDocument as error:
                self._read[name] = error
        found = self._read[name]
        if isinstance(found, UnreadableDocument):
            raise found
        return found
