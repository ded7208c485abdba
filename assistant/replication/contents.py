"""What a snapshot consists of, opened where it lies: the index's files, and the documents' own."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from assistant.errors import IndexBusy, UnreadableDocument, UsageError
from assistant.indexing.files import damaged
from assistant.indexing.generations import new_name
from assistant.indexing.index import OpenIndex, open_index
from assistant.indexing.manifest import MANIFEST, Seal
from assistant.printable import one_line
from assistant.reading.discovery import CorpusFile, file_bytes, open_regular
from assistant.reading.document import Source
from assistant.replication import layout
from assistant.replication.layout import Snapshot
from assistant.replication.store import BLOCK
from assistant.workspace import Workspace

_TRIES = 5


@dataclass(frozen=True, slots=True)
class Content:
    """A file, and what gives its bytes piece by piece.

    blocks: raises AssistantError at the latest after the last piece, where they are others.
    """

    seal: Seal
    blocks: Callable[[], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Opened:
    """An index whose files are open: it stays whole, though a build may replace and remove it."""

    index: OpenIndex
    files: Mapping[str, BufferedReader]

    @property
    def manifest(self) -> str:
        """Where its manifest lies, below the folder of indexes."""
        return f"generations/{self.index.generation}/{MANIFEST}"


@contextmanager
def opened(workspace: Workspace, model: str) -> Iterator[Opened]:
    """Open the current index with all its files.

    Raises:
        IndexUnusable: there is no index, or it is out of date or damaged.
        IndexBusy: it is replaced faster than it can be opened.
    """
    for _ in range(_TRIES):
        with ExitStack() as stack:
            index = stack.enter_context(open_index(workspace, model))
            paths = [path for path, _ in layout.files_of(index.manifest)]
            try:
                files = {
                    path: stack.enter_context(open_regular(workspace.index / path))
                    for path in [*paths, Opened(index, {}).manifest]
                }
            except FileNotFoundError:  # it was replaced after it had been opened
                continue
            yield Opened(index, files)
            return
    raise IndexBusy("The index is rebuilt again and again: wait until that is done, then publish.")


def described(workspace: Workspace, source: Opened, *, with_files: bool) -> Snapshot:
    """The snapshot that is to be published.

    with_files: whether the documents' files belong to it; questions to begin with always do.

    Raises:
        OSError: a file cannot be read.
    """
    index, files = source.index, {}
    if with_files:
        files = {one.name: Seal(one.file.size, one.file.sha256) for one in index.documents}
    examples = workspace.corpus / layout.EXAMPLES
    if examples.is_file():
        files[layout.EXAMPLES] = Seal.of(examples)
    manifest = source.files[source.manifest]
    digest = hashlib.file_digest(manifest, "sha256").hexdigest()
    return Snapshot(
        name=new_name(),
        generation=index.generation,
        manifest=Seal(manifest.tell(), digest),
        files=files,
        with_files=with_files,
    )


def contents(workspace: Workspace, source: Opened, of: Snapshot) -> dict[str, Content]:
    """All that a snapshot consists of, by where it lies in a store."""
    sealed = [*layout.files_of(source.index.manifest), (source.manifest, of.manifest)]
    parts = [Content(seal, _Part(source.files[path], path, seal)) for path, seal in sealed]
    parts += [Content(one, _File(workspace.corpus, name, one)) for name, one in of.files.items()]
    return {layout.blob(one.seal.sha256): one for one in parts}


@dataclass(frozen=True, slots=True)
class _Part:
    """A file of the index."""

    file: BufferedReader
    path: str
    seal: Seal

    def __call__(self) -> Iterator[bytes]:
        self.file.seek(0)
        digest = hashlib.sha256()
        while block := self.file.read(BLOCK):
            digest.update(block)
            yield block
        if digest.hexdigest() != self.seal.sha256:
            raise damaged(f"{self.path} has changed")


@dataclass(frozen=True, slots=True)
class _File:
    """A document's file, or the questions to begin with."""

    corpus: Path
    name: str
    seal: Seal

    def __call__(self) -> list[bytes]:
        try:
            data = file_bytes(CorpusFile(self.name, self.corpus / self.name, "", Source()))
        except UnreadableDocument as error:
            raise self._changed(f"cannot be read: {error}") from error
        if hashlib.sha256(data).hexdigest() != self.seal.sha256:
            raise self._changed("it has changed since it was indexed")
        return [data]

    def _changed(self, reason: str) -> UsageError:
        return UsageError(
            f"Not published, as of {one_line(self.name)} ({reason}): "
            "run `assistant index`, then publish again, or leave the files out."
        )
