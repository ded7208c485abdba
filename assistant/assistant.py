"""The library's door: one workspace, indexed, searched and asked."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.conversation.rewriting import stand_alone
from assistant.conversation.turn import Turn
from assistant.progress import Progress, silent
from assistant.workspace import Workspace

if TYPE_CHECKING:
    from llama_index.core.retrievers import BaseRetriever

    from assistant.answering.answer import Answer
    from assistant.answering.quoted import QuotedAnswerer
    from assistant.indexing.opened import OpenIndex
    from assistant.indexing.report import IndexReport
    from assistant.models.cross_encoder import CrossEncoder
    from assistant.models.embedding import Embedder
    from assistant.reading.document import Document
    from assistant.searching.hit import Hit
    from assistant.searching.searcher import Searcher
    from assistant.settings import Settings


class Assistant:
    """Answers questions about the documents of one workspace.

    workspace: a folder with `corpus/` in it; None finds the default one (see
               `assistant.workspace`).
    settings:  where models come from; None reads them from the environment.
    progress:  told about long work: fetching and loading the model, indexing.

    Nothing is loaded before it is needed. One object may be used from several threads. When the
    index is built anew, by this or another process, the next question is answered from it.

    Raises:
        WorkspaceMissing: there is no such workspace.
    """

    def __init__(
        self,
        workspace: str | Path | None = None,
        *,
        settings: Settings | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.workspace = Workspace.find(workspace)
        self._settings = settings
        self._progress = progress or silent
        self._lock = threading.RLock()
        self._embedder: Embedder | None = None
        self._encoder: CrossEncoder | None = None
        self._opened: _Opened | None = None

    def index(self, progress: Progress | None = None) -> IndexReport:
        """Build or update the index; does nothing where nothing changed.

        Raises:
            IndexBusy: another process is indexing.
            UsageError: the corpus holds no document that can be read.
            WorkspaceMissing: there is no `corpus/`.
        """
        from assistant.indexing.build import build

        return build(self.workspace, self._model(), progress or self._progress)

    def search(
        self, question: str, limit: int = 5, documents: Iterable[str] | None = None
    ) -> list[Hit]:
        """The passages that match best, best first.

        limit:     at most so many, ≥ 1.
        documents: file names; only these are searched.

        Raises:
            IndexUnusable: there is no index, or it is out of date or damaged.
            UsageError: the question is empty or too long, or a document is not there.
        """
        from assistant.errors import UsageError
        from assistant.searching.searcher import hit

        if limit < 1:
            raise UsageError("The limit must be at least 1.")
        searcher = self._open().searcher
        ranked = searcher.rank(searcher.query(question), documents)
        return [hit(found) for found in ranked[:limit]]

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        documents: Iterable[str] | None = None,
    ) -> Answer:
        """Answer with exact quotes, or say that the documents do not answer.

        history:   earlier turns, oldest first, for a question that leans on them.
        documents: file names; only these are asked.

        Raises:
            IndexUnusable: there is no index, or it is out of date or damaged.
            UsageError: the question is empty or too long, or a document is not there.
        """
        from assistant.searching.searcher import clean_question

        asked = clean_question(question)
        return self._open().answerer.answer(asked, stand_alone(asked, history), documents)

    @property
    def settings(self) -> Settings:
        """Where models come from."""
        with self._lock:
            if self._settings is None:
                from assistant.settings import Settings

                self._settings = Settings()
            return self._settings

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents of the current index, by name."""
        return self._open().index.documents

    @property
    def searcher(self) -> Searcher:
        """What searches the current index: its signals, for measuring."""
        return self._open().searcher

    def retriever(self, limit: int = 5) -> BaseRetriever:
        """The same search as a llama-index retriever, for its query and chat engines."""
        from assistant.searching.retriever import retriever

        return retriever(self._open().searcher, limit)

    def warm(self) -> None:
        """Open the index and load the model, so that the first question is answered at once."""
        opened = self._open()
        opened.searcher.rank(opened.searcher.query("warm"))
        if opened.searcher.encoder is not None:
            opened.searcher.encoder.score([("warm", "warm")])

    def close(self) -> None:
        """Let go of the index's files."""
        with self._lock:
            if self._opened is not None:
                self._opened.index.close()
            self._opened = None

    def _model(self) -> Embedder:
        with self._lock:
            if self._embedder is None:
                from assistant.models.embedding import Embedder

                self._embedder = Embedder(self.settings, self._progress)
            return self._embedder

    def _open(self) -> _Opened:
        with self._lock:
            if self._opened is None or not self._opened.index.is_current():
                from assistant.indexing.opened import open_index

                index = open_index(self.workspace, self._model().fingerprint)
                self._opened = _Opened(index, self._model(), self._reader())
            return self._opened

    def _reader(self) -> CrossEncoder | None:
        with self._lock:
            if self._encoder is None:
                from assistant.models.cross_encoder import cross_encoder

                self._encoder = cross_encoder(self.settings, self._progress)
            return self._encoder


class _Opened:
    """One generation of the index and what is made from it. A generation that was replaced
    stays open until the questions being answered from it are done.
    """

    def __init__(self, index: OpenIndex, embedder: Embedder, encoder: CrossEncoder | None) -> None:
        from assistant.answering.quoted import QuotedAnswerer
        from assistant.searching.searcher import Searcher

        self.index = index
        self.searcher: Searcher = Searcher(index, embedder, encoder)
        self.answerer: QuotedAnswerer = QuotedAnswerer(self.searcher)


def ask(question: str, history: Sequence[Turn] = ()) -> Answer:
    """Ask the default workspace; see `Assistant.ask`. The first call loads."""
    return _default(Workspace.find()).ask(question, history)


@lru_cache(maxsize=4)
def _default(workspace: Workspace) -> Assistant:
    return Assistant(workspace.root)
