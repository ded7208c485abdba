"""The files of a workspace, in the hands of whoever looks after them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, BinaryIO

from assistant.models.provider import Models
from assistant.progress import Progress
from assistant.workspace import Workspace

if TYPE_CHECKING:
    from assistant.corpus.details import Details
    from assistant.corpus.edit import Existing
    from assistant.corpus.files import PageImages
    from assistant.corpus.outdated import Freshness
    from assistant.corpus.removed import Removed
    from assistant.corpus.status import Holding, Listing
    from assistant.indexing.chroma_server import ChromaServer
    from assistant.indexing.compact import Compaction
    from assistant.indexing.report import IndexReport
    from assistant.reading.document import Source
    from assistant.sandbox.sandbox import Sandbox
    from assistant.settings import Settings


class ManagedCorpus:
    """Lists, adds, describes and removes the files of a workspace, and indexes them.

    progress: told about long work.

    Nothing is loaded before it is needed. One object may be used from several threads.
    """

    def __init__(self, workspace: Workspace, models: Models, progress: Progress) -> None:
        self.workspace = workspace
        self._models, self._progress = models, progress

    def index(
        self,
        progress: Progress | None = None,
        *,
        may_be_empty: bool = False,
        reread: Collection[str] | None = (),
    ) -> IndexReport:
        """Build or update the index; does nothing where nothing changed.

        What `sources.yaml` says of a file goes with it where it was moved or renamed.

        may_be_empty: where no document can be read, leave no index; else the one before stays.
        reread:       names of documents to read again although unchanged; None for all. What they
                      said before is not embedded again.

        Raises:
            IndexBusy: another process is indexing.
            UsageError: the corpus holds no document that can be read, and may not be empty.
            WorkspaceMissing: there is no `corpus/`.
        """
        from assistant.corpus.edit import sweep
        from assistant.corpus.metadata import follow_moves
        from assistant.indexing.build import build
        from assistant.sandbox.sandbox import Limits

        sweep(self.workspace.corpus)
        follow_moves(self.workspace.corpus, self._listing.file_hashes())
        return build(
            self.workspace,
            self._models.embedder,
            progress or self._progress,
            may_be_empty=may_be_empty,
            limits=Limits.of(self.settings),
            reread=reread,
            server=self._vector_server,
        )

    def compact(self, progress: Progress | None = None) -> Compaction:
        """Leave nothing of removed documents in any file of the index; loads no model.

        It does nothing where nothing was removed. Questions are answered meanwhile.

        Raises:
            IndexBusy: another process is indexing.
            IndexUnusable: there is no index, or it has to be built anew.
        """
        from assistant.indexing.compact import compact

        told = progress or self._progress
        return compact(self.workspace, self._models.embedder, told, self._vector_server)

    def holdings(self) -> tuple[Holding, ...]:
        """Every file of the corpus, and whether answers can quote it; loads no model.

        Raises:
            WorkspaceMissing: there is no `corpus/`.
            UsageError: `sources.yaml` cannot be read.
        """
        return self._listing.holdings()

    def details(self, name: str) -> Details:
        """Everything known of one document: its file, its reading, its outline; loads no model.

        name: as in `holdings()`, or the end of its path if that is unique.

        Raises:
            UnknownDocument: there is none, or there are several.
            WorkspaceMissing: there is no `corpus/`.
            UsageError: `sources.yaml` cannot be read.
        """
        from assistant.corpus.details import details

        return details(self.workspace, self.holdings(), name)

    def add(
        self, name: str, stream: BinaryIO, existing: Existing = "refuse", folder: str = ""
    ) -> str:
        """Put a document into the corpus; the index follows with the next `index()`.

        name:     of the file, without a folder.
        stream:   its bytes, at most 50 MB; it is read to its end and not closed.
        existing: what becomes of a document of that name: "refuse", "replace", or "keep both",
                  which calls the new one "name (2)".
        folder:   of the corpus, with forward slashes, if it is put; it is made if needed.

        Returns the name that it has in the corpus, its folder included.

        Raises:
            DocumentRefused: its name, size or content will not do; the message is the reason alone.
            AlreadyThere: the corpus has the very file; not with "replace" and "keep both".
            NameTaken: there is a document of that name.
            UsageError: `sources.yaml` cannot be read.
            AssistantError: it cannot be written.
        """
        from assistant.corpus.edit import add

        return add(self.workspace.corpus, name, stream, existing, self._sandbox, folder)

    def describe(self, name: str, fields: Mapping[str, str]) -> Source:
        """Say what a document is: its title, authors, year, journal, DOI, licence, tags.

        It is written into `sources.yaml`; the index follows with the next `index()`.

        name:   of the document, as listed.
        fields: by name, tags with commas between them; "" takes what was said before away, and
                what is not given stays.

        Raises:
            UsageError: a field is not accepted, or `sources.yaml` cannot be read or written.
        """
        from assistant.corpus.metadata import describe

        return describe(self.workspace.corpus, name, fields)

    def remove(self, name: str) -> None:
        """Delete a file of the corpus; the index follows with the next `index()`.

        This object quotes the document no longer, even before that.

        name: as in `holdings()`, or as it is shown. What `sources.yaml` says of it stays.

        Raises:
            UsageError: there is no such file, or `sources.yaml` cannot be read.
            AssistantError: it cannot be deleted.
        """
        from assistant.corpus.edit import remove

        indexed = self._listing.indexed()
        removed = remove(self.workspace.corpus, name)
        self._removed.add(removed, indexed.get(removed))

    @property
    def emptied(self) -> bool:
        """Whether all that the index has, if anything, was removed through this object."""
        return self._removed.covers(self._listing.indexed())

    def close(self) -> None:
        """End the processes that read files and draw pages."""
        if "_sandbox" in self.__dict__:
            self._sandbox.close()
        if "pages" in self.__dict__:
            self.pages.close()
        server = self.__dict__.pop("_vector_server", None)
        if server is not None:
            server.close()

    @cached_property
    def _listing(self) -> Listing:
        from assistant.corpus.status import Listing

        return Listing(self.workspace)

    @cached_property
    def _sandbox(self) -> Sandbox:
        from assistant.sandbox.sandbox import Limits, Sandbox

        return Sandbox(Limits.of(self.settings))

    @cached_property
    def _vector_server(self) -> ChromaServer | None:
        from assistant.indexing.chroma_server import ChromaServer

        return ChromaServer.of(self.settings)

    @cached_property
    def _freshness(self) -> Freshness:
        from assistant.corpus.outdated import Freshness

        return Freshness(self.workspace.corpus)

    @cached_property
    def pages(self) -> PageImages:
        """Images of the documents' pages."""
        from assistant.corpus.files import PageImages
        from assistant.sandbox.sandbox import Limits, Sandbox

        return PageImages(self.workspace.corpus, Sandbox(Limits.of(self.settings)))

    @cached_property
    def _removed(self) -> Removed:
        from assistant.corpus.removed import Removed

        return Removed(self.workspace.corpus)

    @property
    def settings(self) -> Settings:
        """Where models come from."""
        return self._models.settings
