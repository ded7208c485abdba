"""The main class: one workspace that can be indexed, searched and asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias, TypeVar

from assistant.corpus.managed import ManagedCorpus
from assistant.models.provider import Models
from assistant.progress import Progress, silent
from assistant.types import Turn
from assistant.workspace import Workspace

if TYPE_CHECKING:
    from llama_index.core.llms import LLM
    from llama_index.core.retrievers import BaseRetriever

    from assistant.corpus.filter import Filter
    from assistant.generation.events import Event
    from assistant.models.llm.client import Writer
    from assistant.reading.document import Document
    from assistant.receipts.receipt import Receipt
    from assistant.retrieval.retriever import Searcher
    from assistant.settings import Settings
    from assistant.snapshot import Generation
    from assistant.types import Answer, Hit
    from assistant.verification.verifier import Checker

T = TypeVar("T")

Documents: TypeAlias = "str | Iterable[str] | Filter | None"
"""Which documents are asked: a name or names of files, a `Filter`, or None for all."""

Answers = Literal["quoted", "composed"]
"""Whether answers are quotes alone, or a language model's words over them."""


class Assistant(ManagedCorpus):
    """Answers questions about the documents of one workspace.

    workspace: a folder with `corpus/` in it; None finds the default one (see
               `assistant.workspace`).
    settings:  where models come from; None reads them from the environment.
    progress:  told about long work: fetching and loading the model, indexing.
    llm:       any llama-index `LLM` to compose answers with; None takes the one that the settings
               name.

    Nothing is loaded before it is needed. One object may be used from several threads. When the
    index is rebuilt, by this or another process, the next question is answered from it.

    Raises:
        WorkspaceMissing: there is no such workspace.
    """

    def __init__(
        self,
        workspace: str | Path | None = None,
        *,
        settings: Settings | None = None,
        progress: Progress | None = None,
        llm: LLM | None = None,
    ) -> None:
        progress = progress or silent
        super().__init__(Workspace.find(workspace), Models(settings, progress, llm), progress)
        self._lock = threading.RLock()
        self._opened: Generation | None = None

    def search(self, question: str, limit: int = 5, documents: Documents = None) -> list[Hit]:
        """The passages that match best, best first.

        limit:     at most so many, ≥ 1.
        documents: file names, or a `Filter`; only these are searched.

        Raises:
            IndexUnusable: there is no index, or it is out of date or damaged.
            UsageError: the question is empty or too long, or a document is not there.
        """
        from assistant.errors import UsageError
        from assistant.retrieval.retriever import hit, shown

        if limit < 1:
            raise UsageError("The limit must be at least 1.")

        def ranked(opened: Generation) -> list[Hit]:
            searcher = opened.searcher
            found = searcher.rank(searcher.query(question), self._asked(opened, documents))
            return [hit(one) for one in shown(found)[:limit]]

        return self._of_current(ranked)

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        documents: Documents = None,
        *,
        answers: Answers | None = None,
    ) -> Answer:
        """Answer with exact quotes, or say that the documents do not answer.

        history:   earlier turns, oldest first, for a question that leans on them.
        documents: file names, or a `Filter`; only these are asked.
        answers:   "composed" adds a language model's words, checked against the quotes: of the
                   model that the settings name, or of a small one that runs on this machine (1.1 GB
                   to fetch). None does so only where the settings or this object name a model.

        Raises:
            IndexUnusable: there is no index, or it is out of date or damaged.
            ModelUnavailable: the embedding model or the reranker cannot be had.
            UsageError: the question is empty or too long, a document is not there, or the settings
                name a language model that is none.
        """
        from assistant.generation.events import Done

        for event in self.stream(question, history, documents, answers=answers):
            if isinstance(event, Done):
                return event.answer
        raise AssertionError("a stream ends with Done")

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        documents: Documents = None,
        *,
        answers: Answers | None = None,
        model: str | None = None,
        stop: threading.Event | None = None,
    ) -> Iterator[Event]:
        """Answer step by step: the quotes at once, a language model's words as they come.

        model: which of `writers` composes; None for the first.
        stop: set it from any thread to stop the model within a second; closing the iterator does
              the same. The rest as in `ask`, and so are the errors; once the quotes are there, a
              fault of the model is told in the answer and raises nothing.

        Yields `Searched`, `Quoted`, then for a composed answer `Written` and `Checked` in turns,
        and at last `Done`; see `assistant.generation.events`.
        """
        from assistant.generation.generator import events
        from assistant.query.question import clean_question
        from assistant.query.small_talk import talk, without_talk

        asked = clean_question(question)

        def answered(opened: Generation) -> Iterator[Event]:
            wanted = self._asked(opened, documents)
            if reply := opened.small_talk.reply(asked):
                return self._told(events(talk(asked, reply), None, stop))
            writer = self._writer(answers, model)
            composer = None if writer is None else opened.composer(writer)
            answer = opened.conversation.answer(asked, without_talk(history), wanted)
            return self._told(events(answer, composer, stop))

        return self._of_current(answered)

    def receipt(self, answer: Answer, documents: Documents = None) -> Receipt:
        """What an answer of this assistant rests on, for `assistant.verify`.

        documents: the documents that only were asked, as given to `ask`.

        Raises:
            IndexUnusable: the index cannot be opened, or a cited document has changed since.
            AssistantError: it was pulled without the documents' files.
        """
        from assistant.models.catalog import named
        from assistant.models.entailment import judged_by
        from assistant.receipts.builder import Circumstances, make

        self._require_files()
        index = self._open().index
        written = None if answer.composed is None else named(answer.composed.model)
        given = Circumstances(
            corpus=self.workspace.corpus,
            documents={document.name: document.sha256 for document in index.documents},
            generation=index.generation,
            asked=_names(index.documents, documents),
            embedding=self._models.embedder.identity,
            language_sha256=None if written is None else written.files[0].sha256,
            judged_by=judged_by(self._models.settings),
        )
        return make(answer, given)

    def first_questions(self, limit: int = 6, documents: Documents = None) -> tuple[str, ...]:
        """Questions to begin with: those of `corpus/examples.txt`, else made from the documents.

        limit:     at most so many. Made ones are answered by the documents; they take seconds the
                   first time and nothing after it, until the index is rebuilt.
        documents: file names, or a `Filter`; made questions are about these only.

        Raises:
            IndexUnusable: there are no examples, and no index that can be opened.
            UsageError: there are no examples, and no document that was named is there any longer.
        """
        from assistant.suggestions.examples import examples

        kept = examples(self.workspace.corpus)
        if kept:
            return kept[:limit]
        return self._of_current(
            lambda opened: opened.suggester.first(limit, self._asked(opened, documents))
        )

    def next_questions(
        self,
        answer: Answer,
        history: Sequence[Turn] = (),
        limit: int = 3,
        documents: Documents = None,
    ) -> tuple[str, ...]:
        """Questions that follow up on an answer, which the documents answer too; often none.

        answer:    of this assistant; after a refusal, they are about the passages that it names.
        history:   the turns before it, oldest first: what they asked or told is not asked again.
        documents: file names, or a `Filter`; only these are asked.

        Raises:
            IndexUnusable: the index cannot be opened.
            UsageError: a document is not there (any longer).
        """

        def following(opened: Generation) -> tuple[str, ...]:
            return opened.suggester.next(answer, history, limit, self._asked(opened, documents))

        return self._of_current(following)

    def _told(self, events: Generator[Event, None, None]) -> Iterator[Event]:
        """The same, with what has become of the cited files since they were indexed."""
        from assistant.generation.events import Done, Quoted

        with closing(events):
            for event in events:
                if isinstance(event, Quoted | Done):
                    yield replace(event, answer=self._told_changes(event.answer))
                else:
                    yield event

    @property
    def writers(self) -> tuple[str, ...]:
        """Names of the language models at hand, the one that is set up first; () for none."""
        return self._models.writers

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents that can be asked, by name; none if nothing has been indexed yet."""
        from assistant.errors import IndexMissing

        try:
            documents = self._open().index.documents
        except IndexMissing:
            return ()
        gone = self._removed.names(documents)
        return tuple(one for one in documents if one.name not in gone)

    @property
    def answerable(self) -> bool:
        """Whether there is an index that questions can be answered from. Loads no model."""
        from assistant.errors import IndexUnusable

        try:
            self._open()
        except IndexUnusable:
            return False
        return True

    @property
    def searcher(self) -> Searcher:
        """What searches the current index: its signals, for measuring."""
        return self._open().searcher

    @property
    def checker(self) -> Checker:
        """What checks sentences against the current index's quotes."""
        return self._open().checker

    def retriever(self, limit: int = 5) -> BaseRetriever:
        """The same search as a llama-index retriever, for its query and chat engines."""
        from assistant.retrieval.llama_index import retriever

        return retriever(self._open().searcher, limit)

    def warm(self, answers: Answers | None = None) -> None:
        """Open the index and load the models, so that the first question is answered at once.

        answers: as they will be asked for; see `ask`.
        """
        opened = self._open()
        opened.index.warm(self._vector_server)
        opened.searcher.rank(opened.searcher.query("warm"))
        if opened.searcher.encoder is not None:
            opened.searcher.encoder.score([("warm", "warm")])
        if self._models.writes_here and (writer := self._writer(answers)) is not None:
            opened.composer(writer).warm()

    def close(self) -> None:
        """Let go of the index's files, of the language model and of the reading process."""
        super().close()
        self._models.close()
        with self._lock:
            if self._opened is not None:
                self._opened.index.close()
            self._opened = None

    def _require_files(self) -> None:
        from assistant.errors import AssistantError

        if self.origin is not None and not self.origin.with_files:
            raise AssistantError(
                "No receipt: the documents' files, which it is checked against, are not here; "
                "they come with `assistant publish --with-files`."
            )

    def _asked(self, opened: Generation, documents: Documents) -> list[str] | None:
        """`documents` without those that were removed and that the index still has."""
        there = opened.index.documents
        return self._removed.left(there, _names(there, documents))

    def _writer(self, answers: Answers | None, model: str | None = None) -> Writer | None:
        """What composes; None if answers are quotes alone."""
        from assistant.errors import UsageError

        if answers not in (None, "quoted", "composed"):
            raise UsageError(f"No answers {answers!r}: use quoted or composed.")
        if answers == "quoted" or (answers is None and not self._models.names_writer):
            return None
        return self._models.writer if model is None else self._models.writer_named(model)

    def _of_current(self, work: Callable[[Generation], T]) -> T:
        """What work makes of the index; done once more where the index is rebuilt meanwhile."""
        from assistant.errors import IndexOutOfDate

        opened = self._open()
        try:
            return work(opened)
        except IndexOutOfDate:
            if opened.index.is_current():
                raise
        return work(self._open())

    def _open(self) -> Generation:
        with self._lock:
            if self._opened is None or not self._opened.index.is_current():
                from assistant.snapshot import Generation

                before, self._opened = self._opened, Generation(self.workspace, self._models)
                if before is not None:
                    self._opened.index.take_over(before.index)
            return self._opened


def ask(question: str, history: Sequence[Turn] = ()) -> Answer:
    """Ask the default workspace; see `Assistant.ask`. The first call loads."""
    return _default(Workspace.find()).ask(question, history)


def _names(there: Sequence[Document], documents: Documents) -> tuple[str, ...] | None:
    from assistant.corpus.filter import Filter

    if isinstance(documents, str):  # one name, not its letters
        documents = (documents,)
    if isinstance(documents, Filter):
        return tuple(one.name for one in documents.select(there)) if documents else None
    return None if documents is None else tuple(documents)


@lru_cache(maxsize=4)
def _default(workspace: Workspace) -> Assistant:
    return Assistant(workspace.root)
