"""The models of one assistant, each loaded once, when first needed."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from assistant.progress import Progress, silent

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

    from assistant.models.embedder import Embedder
    from assistant.models.llm.client import Writer
    from assistant.models.reranker import CrossEncoder
    from assistant.settings import Settings


class Models:
    """The models that the settings name. Threads that ask at the same time get the same object.

    settings: where models come from; None reads them from the environment, when first needed.
    progress: told of fetching and loading.
    llm:      composes in place of the language model that the settings name.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        progress: Progress = silent,
        llm: LLM | None = None,
    ) -> None:
        self._settings = settings
        self._progress = progress
        self._llm = llm
        self._lock = threading.RLock()
        self._embedder: Embedder | None = None
        self._cross_encoder: CrossEncoder | None = None
        self._entailment: CrossEncoder | None = None
        self._writer: Writer | None = None
        self._chosen: dict[str, Writer] = {}

    @property
    def settings(self) -> Settings:
        """Where models come from."""
        with self._lock:
            if self._settings is None:
                from assistant.settings import Settings

                self._settings = Settings()
            return self._settings

    @property
    def embedder(self) -> Embedder:
        """What makes vectors of texts."""
        with self._lock:
            if self._embedder is None:
                from assistant.models.embedder import Embedder

                self._embedder = Embedder(self.settings, self._progress)
            return self._embedder

    @property
    def cross_encoder(self) -> CrossEncoder | None:
        """The cross-encoder for the best sentences; None if there is none."""
        with self._lock:
            if self._cross_encoder is None:
                from assistant.models.reranker import cross_encoder

                self._cross_encoder = cross_encoder(self.settings, self._progress)
            return self._cross_encoder

    @property
    def entailment(self) -> CrossEncoder | None:
        """What scores how surely a written sentence follows from a quote; None if nothing does."""
        with self._lock:
            if self._entailment is None:
                from assistant.models.entailment import entailment

                self._entailment = entailment(self.settings, self._progress)
            return self._entailment

    @property
    def names_writer(self) -> bool:
        """Whether a language model was given or is named by the settings."""
        return self._llm is not None or bool(self.settings.language_model.strip())

    @property
    def writes_here(self) -> bool:
        """Whether the language model runs on this machine: a remote one may cost money."""
        from assistant.models.llm.configured import ENDPOINT

        return self._llm is None and self.settings.language_model.strip() != ENDPOINT

    @property
    def writer(self) -> Writer:
        """The language model: the given one, else the settings', else a small local one.

        Raises UsageError if the settings name one that is none.
        """
        with self._lock:
            if self._writer is None:
                self._writer = self._make_writer()
            return self._writer

    @property
    def writers(self) -> tuple[str, ...]:
        """Names of the language models at hand: the one that is set up, an endpoint that is set
        up, and what has been fetched. Nothing is loaded or contacted.
        """
        from assistant.models.catalog import QWEN
        from assistant.models.llm.configured import ENDPOINT

        named = self.settings.language_model.strip()
        if self._llm is not None:
            named = self.writer.name
        found = [named] if named else []
        if self.settings.endpoint_url and self.settings.endpoint_model:
            found.append(ENDPOINT)
        folder = self.settings.models_dir / QWEN.name
        # Its bytes are checked when it is loaded: reading a gigabyte is not for a list of names.
        if all((folder / file.path).is_file() for file in QWEN.files):
            found.append(QWEN.name)
        return tuple(dict.fromkeys(found))

    def writer_named(self, name: str) -> Writer:
        """One of `writers`. Each that was asked for once stays loaded.

        Raises UsageError for another name.
        """
        from assistant.errors import UsageError

        known = self.writers
        if name not in known:
            raise UsageError(
                f"No language model {name!a} is at hand: "
                f"{'choose ' + ' or '.join(known) if known else 'fetch one first'}."
            )
        if name == known[0] and self.names_writer:
            return self.writer
        with self._lock:
            if name not in self._chosen:
                from assistant.models.llm.configured import writer_for

                self._chosen[name] = writer_for(name, self.settings, self._progress)
            return self._chosen[name]

    def close(self) -> None:
        """Unload the language models; the next use loads them again."""
        with self._lock:
            writers = [self._writer, *self._chosen.values()]
            self._writer, self._chosen = None, {}
        for writer in writers:
            if writer is not None:
                writer.close()

    def _make_writer(self) -> Writer:
        if self._llm is not None:
            from assistant.models.llm.client import Writer

            return Writer(self._llm)
        from assistant.models.catalog import QWEN
        from assistant.models.llm.configured import configured, local

        made = configured(self.settings, self._progress)
        return made or local(QWEN.name, self.settings, self._progress)
