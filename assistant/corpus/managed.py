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
    from assistant.indexing.engines import Engine, EngineName
    from assistant.indexing.origin import Origin
    from assistant.indexing.report import IndexReport
    from assistant.models.embedder import Embedder
    from assistant.reading.document import Source
    from assistant.replication.publish import Publication
    from assistant.replication.pull import Pulled
    from assistant.replication.store import Store
    from assistant.sandbox.sandbox import Limits, Sandbox
    from assistant.settings import Settings
    from assistant.types import Answer


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
        engine: EngineName = "local",
    ) -> IndexReport:
        """Build or update the index; does nothing where nothing changed.

        What `sources.yaml` says of a file goes with it where it was moved or renamed.

        may_be_empty: where no document can be read, leave no index; else the one before stays.
        reread:       names of documents to read again although unchanged; None for all. What they
                      said before is not embedded again.
        engine:       what reads and embeds: this machine ("local"), or the Ray cluster that
                      `RAY_ADDRESS` names ("ray"); without that variable, one is started here.

        Raises:
            AssistantError: Ray is not installed, or the cluster cannot be used.
            IndexBusy: another process is indexing.
            UsageError: the corpus holds no document that can be read, and may not be empty.
            WorkspaceIsCopy: the index was pulled.
            WorkspaceMissing: there is no `corpus/`.
        """
        from assistant.corpus.edit import sweep
        from assistant.corpus.metadata import follow_moves
        from assistant.indexing.build import build
        from assistant.sandbox.sandbox import Limits

        progress = progress or self._progress
        embedder, limits = self._models.embedder, Limits.of(self.settings)
        sweep(self.workspace.corpus)
        follow_moves(self.workspace.corpus, self._listing.file_hashes())
        with _engine(engine, embedder, limits, progress) as opened:
            return build(
                self.workspace,
                embedder,
                progress,
                may_be_empty=may_be_empty,
                limits=limits,
                reread=reread,
                server=self._vector_server,
                engine=opened,
            )

    def compact(self, progress: Progress | None = None) -> Compaction:
        """Leave nothing of removed documents in any file of the index; loads no model.

        It does nothing where nothing was removed. Questions are answered meanwhile.

        Raises:
            IndexBusy: another process is indexing.
            IndexUnusable: there is no index, or it has to be built anew.
            WorkspaceIsCopy: the index was pulled.
        """
        from assistant.indexing.compact import compact

        told = progress or self._progress
        return compact(self.workspace, self._models.embedder, told, self._vector_server)

    def publish(
        self,
        address: str = "",
        progress: Progress | None = None,
        *,
        with_files: bool = False,
        keep: float | None = None,
        again: bool = False,
    ) -> Publication:
        """Publish the index to a folder or URL, for `pull` elsewhere; loads no model.

        address:    a folder, or any URL that fsspec can write to; "" for the settings' one.
        with_files: also the documents' files, so that they can be shown as they are.
        keep:       seconds that the snapshot before stays for those who are just pulling it; None
                    for an hour.
        again:      send everything, also what is there.

        Raises:
            IndexUnusable: there is no index, or it is out of date or damaged.
            IndexBusy: another process is publishing it.
            StoreUnusable: the folder or URL cannot be read or written.
            UsageError: no address is named, it is none, or a file has changed since it was indexed.
        """
        from assistant.replication.publish import KEPT_SECONDS, Manner, publish

        manner = Manner(with_files, KEPT_SECONDS if keep is None else keep, again)
        told = progress or self._progress
        model = self._models.embedder.fingerprint
        return publish(self.workspace, self._store(address), model, manner, told)

    def pull(
        self, address: str = "", progress: Progress | None = None, *, thorough: bool = True
    ) -> Pulled | None:
        """Bring a workspace to what is published elsewhere; it is a copy from then on, and only
        read. Questions are answered meanwhile, from then on from what came. Loads no model.

        address:  a folder or URL; "" for the settings' one, else for that of the last time.
        thorough: check all that is here and mend it; else None where nothing new is published.

        Raises:
            SnapshotUnusable: what is published is damaged, or of another version or model.
            StoreUnusable: the folder or URL cannot be read, or nothing was published there.
            IndexBusy: another process is pulling.
            UsageError: no address is named, or the workspace has documents of its own.
        """
        from assistant.replication.pull import pull

        told = progress or self._progress
        model = self._models.embedder.fingerprint
        store = self._store(address or self._set_address or self._pulled_from)
        return pull(self.workspace, store, model, told, thorough=thorough)

    @property
    def origin(self) -> Origin | None:
        """Where the index was pulled from; None for one that is built here."""
        from assistant.indexing.origin import origin_of

        return origin_of(self.workspace.index)

    def require_own(self) -> None:
        """Raise WorkspaceIsCopy where the index was pulled: its documents are not kept here."""
        from assistant.indexing.origin import require_own

        require_own(self.workspace.index)

    def _store(self, address: str) -> Store:
        from assistant.replication.addresses import Address
        from assistant.replication.store import Store

        return Store(Address.of(address or self._set_address))

    @property
    def _set_address(self) -> str:
        return self.settings.snapshot_url.get_secret_value()

    @property
    def _pulled_from(self) -> str:
        return "" if self.origin is None else self.origin.url

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

        self.require_own()
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

        self.require_own()
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

        self.require_own()
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

    def _told_changes(self, answer: Answer) -> Answer:
        """The answer with what has become of the cited files since they were indexed.

        In a copy nothing has: its files come with its index, or not at all.
        """
        return answer if self.origin is not None else self._freshness.told(answer)

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


def _engine(name: EngineName, embedder: Embedder, limits: Limits, progress: Progress) -> Engine:
    """What reads and embeds. Raises: as `index`."""
    from assistant.errors import UsageError

    if name not in ("local", "ray"):
        raise UsageError(f"No engine {name!r}: use local or ray.")
    if name == "ray":
        from assistant.indexing.cluster.ray_engine import RayEngine

        return RayEngine(embedder, limits, progress)
    from assistant.indexing.engines import LocalEngine

    return LocalEngine(embedder, limits)
