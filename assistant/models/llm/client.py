"""Stream text from a language model; it can be stopped at any time."""

from __future__ import annotations

import logging
import queue
import threading
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Literal

from assistant.errors import AssistantError, ModelFailed
from assistant.models.llm.call import AnyModel, Call, Faults, Message, current
from assistant.models.llm.llama import Delta, deltas
from assistant.models.network import causes

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

logger = logging.getLogger(__name__)

Ending = Literal["", "complete", "length", "stopped", "failed"]
"""Why a text ended; "" while it is being written. "length": at `max_tokens`."""

_POLL = 0.05  # seconds
_LONGEST = 16  # characters: no real text has so many in each of its tokens


@dataclass(frozen=True, slots=True)
class Usage:
    """What a text took.

    tokens:        written; counted in pieces received if the model does not say.
    seconds:       from the call to the last piece.
    first:         seconds from the call to the first text; None if none came.
    prompt_tokens: read; None if the model does not tell.
    cached_tokens: of these, not read again; None if the model does not tell.
    """

    tokens: int
    seconds: float
    first: float | None = None
    prompt_tokens: int | None = None
    cached_tokens: int | None = None

    @property
    def tokens_per_second(self) -> float:
        """Tokens a second while writing, without the reading; 0.0 for fewer than two tokens."""
        writing = self.seconds - (self.first or 0.0)
        return (self.tokens - 1) / writing if self.tokens > 1 and writing > 0 else 0.0


class Writing(Iterator[str]):
    """Iterate over it for the pieces of the text; as a context, it stops the model at its end.

    Raises (from the iteration, after the pieces that came):
        ModelFailed: the model did not deliver; `text` is what came before.
        ModelUnavailable: a local model could not be found or loaded.
    """

    def __init__(
        self,
        begin: Callable[[], Iterator[Delta]],
        faults: Faults,
        *,
        timeout: float | None,
        stop: threading.Event,
        max_tokens: int,
    ) -> None:
        self.text = ""
        """What came so far."""
        self.ending: Ending = ""
        self.usage = Usage(tokens=0, seconds=0.0)
        """So far; final once the text has ended."""
        self._call = Call(timeout)
        self._faults = faults
        self._timeout = timeout
        self._stop = stop
        self._told: queue.SimpleQueue[Delta | _End] = queue.SimpleQueue()
        # One that is abandoned half-way must not keep the model busy.
        weakref.finalize(self, self._call.cut)
        arguments = (begin, self._call, self._told, max_tokens)
        threading.Thread(target=_read, args=arguments, name="writing", daemon=True).start()

    @property
    def complete(self) -> bool:
        """Whether the model came to its own end: all other text is partial."""
        return self.ending == "complete"

    def __next__(self) -> str:
        while not self.ending:
            if self._stop.is_set():
                self.close()
            elif self._call.left <= 0:
                self._fail(ModelFailed(self._faults.late(self._call, self._timeout or 0.0)))
            elif (told := self._next()) is None:
                continue
            elif isinstance(told, _End):
                self._finish(told)
            elif told.text:
                return self._keep(told)
        raise StopIteration

    def __enter__(self) -> Writing:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop; does nothing to a text that has ended."""
        self._end("stopped")

    def _next(self) -> Delta | _End | None:
        try:
            return self._told.get(timeout=max(0.0, min(_POLL, self._call.left)))
        except queue.Empty:
            return None

    def _keep(self, told: Delta) -> str:
        self.text += told.text
        usage, now = self.usage, self._call.seconds
        first = now if usage.first is None else usage.first
        self.usage = Usage(usage.tokens + 1, now, first)
        return told.text

    def _finish(self, told: _End) -> None:
        if told.error is not None:
            self._fail(_translated(told.error, self._faults, self._call))
        if not told.finish and (unfinished := self._faults.unfinished(self._call)):
            self._fail(ModelFailed(unfinished))
        if not self.text.strip():
            self._fail(ModelFailed(self._faults.empty()))
        if last := told.last:
            self.usage = replace(
                self.usage,
                tokens=last.tokens or self.usage.tokens,
                prompt_tokens=last.prompt_tokens,
                cached_tokens=last.cached_tokens,
            )
        self._end("length" if told.finish == "length" else "complete")

    def _fail(self, error: AssistantError) -> None:
        self._end("failed")
        raise error

    def _end(self, ending: Ending) -> None:
        if not self.ending:
            self.ending = ending
            self._call.cut()


@dataclass(frozen=True, slots=True)
class _End:
    """The last thing that the reading thread tells.

    last: the piece that told what was read and written.
    """

    finish: str = ""
    last: Delta | None = None
    error: Exception | None = None


def _read(
    begin: Callable[[], Iterator[Delta]],
    call: Call,
    told: queue.SimpleQueue[Delta | _End],
    max_tokens: int,
) -> None:
    """Pass on what the model writes, until its end or ours.

    Holds no `Writing`: when that is no longer referenced, this must end.
    """
    current.set(call)  # a thread has a context of its own
    finish, pieces, characters = "", 0, 0
    last: Delta | None = None
    try:
        replies = begin()
        with closing(replies):  # type: ignore[type-var]  # a generator
            for delta in replies:
                if call.is_cut:
                    return
                pieces += bool(delta.text)
                characters += len(delta.text)
                if pieces > max_tokens or characters > _LONGEST * max_tokens:
                    finish = "length"
                    break
                told.put(delta)
                finish = delta.finish or finish
                last = delta if delta.prompt_tokens is not None else last
    except Exception as error:  # any client's own errors: reported as ours by the thread that waits
        told.put(_End(error=error))
        return
    finally:
        call.end()
    told.put(_End(finish, last))


def _translated(error: Exception, faults: Faults, call: Call) -> AssistantError:
    if isinstance(error, AssistantError):
        return error
    # Without its cause, whose text may repeat the key in a traceback.
    kinds = " < ".join(type(cause).__name__ for cause in causes(error))
    logger.debug("a language model failed: %s", kinds)
    return ModelFailed(faults.broken(error, call))


MAX_TOKENS = 400
TIMEOUT = 120.0  # seconds


class Writer:
    """A language model that writes.

    llm:     any llama-index `LLM`; or what makes one, called when the first text is written.
    name:    what to call it in messages; default: what it calls itself, and so made at once.
    timeout: seconds for a whole text, > 0; None sets no limit.
    faults:  how its faults are told.
    limit:   the client's option for the most tokens to write; without it, the
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
        """Unload the model; writing with it again loads it again."""
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
