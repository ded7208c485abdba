"""Have a language model write: text as it comes, stopped at any moment, faults as one line."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from assistant.models.llm.client import Writing
from assistant.models.llm.failures import AnyModel, Faults
from assistant.models.llm.llama import Delta, deltas
from assistant.models.llm.message import Message

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

MAX_TOKENS = 400
TIMEOUT = 120.0  # seconds


class Writer:
    """A language model that writes.

    llm:     any llama-index `LLM`; or what makes one, called when the first text is written.
    name:    what to call it in messages; default: what it calls itself, and so made at once.
    timeout: seconds for a whole text, > 0; None sets no limit.
    faults:  how its faults are told.
    limit:   the option by which its client takes the most tokens to write; without it, the
             text is only cut off there.

    One object may be used from several threads.
    """

    def __init__(
        self,
        llm: LLM | Callable[[], LLM],
        name: str = "",
        *,
        timeout: float | None = TIMEOUT,
        faults: Faults | None = None,
        limit: str = "",
    ) -> None:
        self._make = llm if callable(llm) else lambda: llm
        self._made: LLM | None = None
        self._lock = threading.Lock()
        self.name = name or self._llm().metadata.model_name
        self._timeout = timeout
        self._faults = faults or AnyModel(self.name)
        self._limit = limit

    def write(
        self,
        messages: Sequence[Message],
        stop: threading.Event | None = None,
        max_tokens: int = MAX_TOKENS,
    ) -> Writing:
        """Begin to write a reply to `messages`; returns at once.

        stop:       set it from any thread: the text then ends within a second.
        max_tokens: the text is not longer, ≥ 1.
        """
        options = {self._limit: max_tokens} if self._limit else {}
        return Writing(
            partial(self._deltas, tuple(messages), options),
            self._faults,
            timeout=self._timeout,
            stop=stop or threading.Event(),
            max_tokens=max_tokens,
        )

    def close(self) -> None:
        """Let go of the model; writing with it again loads it again."""
        with self._lock:
            close = getattr(self._made, "close", None)
        if callable(close):
            close()

    def _deltas(
        self, messages: Sequence[Message], options: Mapping[str, object]
    ) -> Iterator[Delta]:
        yield from deltas(self._llm(), messages, options)

    def _llm(self) -> LLM:
        with self._lock:
            if self._made is None:
                self._made = self._make()
            return self._made
