"""An opened generation of the index, and everything that is built on it."""

from __future__ import annotations

import threading
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.indexing.index import open_index

if TYPE_CHECKING:
    from assistant.answering.conversation import Conversation
    from assistant.answering.pipeline import QuotedAnswerer
    from assistant.generation.generator import Composer
    from assistant.models.llm.client import Writer
    from assistant.models.provider import Models
    from assistant.query.small_talk import SmallTalk
    from assistant.retrieval.retriever import Searcher
    from assistant.suggestions.suggester import Suggester
    from assistant.verification.verifier import Checker
    from assistant.workspace import Workspace


class Generation:
    """The current generation of a workspace's index, with what searches, answers and checks.

    One that is replaced stays open until the questions being answered from it are done. What its
    documents are is known without a model; whatever searches may raise ModelUnavailable.

    Raises:
        IndexUnusable: there is no index, or it is out of date or damaged.
    """

    def __init__(self, workspace: Workspace, models: Models) -> None:
        self._models = models
        self._lock = threading.RLock()
        self._searcher: Searcher | None = None
        self._answerer: QuotedAnswerer | None = None
        self.index = open_index(workspace, models.embedder.fingerprint)

    @property
    def searcher(self) -> Searcher:
        """Searches this generation; made, and the models loaded, when first asked for."""
        with self._lock:
            if self._searcher is None:
                from assistant.retrieval.retriever import Searcher

                models = self._models
                self._searcher = Searcher(self.index, models.embedder, models.cross_encoder)
            return self._searcher

    @property
    def answerer(self) -> QuotedAnswerer:
        """Answers from this generation."""
        with self._lock:
            if self._answerer is None:
                from assistant.answering.pipeline import QuotedAnswerer

                named = bool(self._models.settings.embedding_model.strip())
                self._answerer = QuotedAnswerer(self.searcher, multilingual=named)
            return self._answerer

    @cached_property
    def small_talk(self) -> SmallTalk:
        """Replies to what is no question for the documents."""
        from assistant.query.small_talk import SmallTalk

        return SmallTalk(self._models.embedder)

    @cached_property
    def conversation(self) -> Conversation:
        """Answers what is said in a talk."""
        from assistant.answering.conversation import Conversation

        return Conversation(self.searcher, self.answerer)

    @cached_property
    def checker(self) -> Checker:
        """Checks sentences against this generation's quotes."""
        from assistant.verification.verifier import Checker

        return Checker(self.searcher.lexicon, self._models.entailment)

    @cached_property
    def suggester(self) -> Suggester:
        """Suggests questions that this index answers."""
        from assistant.suggestions.suggester import Suggester

        return Suggester(self.searcher, self.answerer)

    def composer(self, writer: Writer) -> Composer:
        """Composes answers from this generation."""
        from assistant.generation.generator import Composer

        return Composer(writer, self.checker)
