"""One call of a language model: its messages, deadline and failures."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal, Protocol

from assistant.models.network import why

Role = Literal["system", "user", "assistant"]


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a chat. Messages that many calls begin with alike (the instructions) come
    first: a local model keeps what it has read of them.
    """

    role: Role
    text: str


class Call:
    """Can be cut once, from any thread; what is registered later is called at once.

    timeout: seconds for all of it, > 0; None sets no limit.
    """

    def __init__(self, timeout: float | None = None) -> None:
        self._began = time.monotonic()
        self._timeout = timeout
        self._lock = threading.Lock()
        self._is_cut = threading.Event()
        self._wakers: list[Callable[[], None]] = []
        self._closers: list[Callable[[], None]] = []
        self.answered = False
        """Whether the other side has begun to answer."""
        self.bytes = 0
        """Received so far."""
        self.tail = b""
        """The last bytes received, at most 64."""
        self._received = self._began

    @property
    def is_cut(self) -> bool:
        """Whether no one is waiting for the answer any more."""
        return self._is_cut.is_set()

    @property
    def seconds(self) -> float:
        """Since the call began."""
        return time.monotonic() - self._began

    @property
    def left(self) -> float:
        """Seconds until it must be done; infinite without a limit."""
        return float("inf") if self._timeout is None else self._timeout - self.seconds

    @property
    def silent(self) -> float:
        """Seconds since the last bytes."""
        return time.monotonic() - self._received

    def receive(self, data: bytes) -> None:
        """Note what came."""
        self.bytes += len(data)
        self.tail = (self.tail + data)[-64:]
        self._received = time.monotonic()

    def cut(self) -> None:
        """Wake the thread that waits for the model; does nothing the second time."""
        with self._lock:
            self._is_cut.set()
            wakers, self._wakers = self._wakers, []
        for wake in wakers:
            wake()

    def when_cut(self, wake: Callable[[], None]) -> None:
        """Call `wake` when the call is cut, in the thread that cuts it."""
        with self._lock:
            if not self._is_cut.is_set():
                self._wakers.append(wake)
                return
        wake()

    def at_end(self, close: Callable[[], None]) -> None:
        """Call `close` when the work is over, in the thread that does it."""
        self._closers.append(close)

    def end(self) -> None:
        """Close what the work has opened; for the thread that did it."""
        while self._closers:
            self._closers.pop()()

    def wait(self, seconds: float) -> bool:
        """Wait so long, or until it is cut; whether it was."""
        return self._is_cut.wait(seconds)


current: ContextVar[Call | None] = ContextVar("current", default=None)
"""The call that this thread works on, if it works on one."""


class Faults(Protocol):
    """The messages of one kind of model: each one line that ends with what to do next. Nothing in
    them was written by the model's server or client: that may repeat a key.
    """

    def late(self, call: Call, timeout: float) -> str:
        """It was not done within `timeout` seconds."""
        ...

    def broken(self, error: Exception, call: Call) -> str:
        """Its client raised this."""
        ...

    def unfinished(self, call: Call) -> str | None:
        """The reply ended without a reason; None if that is usual."""
        ...

    def empty(self) -> str:
        """Its reply had no text."""
        ...


class AnyModel:
    """For a model that is known by name only."""

    def __init__(self, name: str) -> None:
        self._name = name

    def late(self, call: Call, timeout: float) -> str:
        """It was not done within `timeout` seconds."""
        return (
            f"The language model {self._name} was not done after {timeout:g} s: "
            "ask again, or use a faster one."
        )

    def broken(self, error: Exception, call: Call) -> str:
        """Its client raised this."""
        return (
            f"The language model {self._name} failed ({why(error)}): ask again, or use another one."
        )

    def unfinished(self, call: Call) -> str | None:
        """Many a client does not tell why a reply ends."""
        return None

    def empty(self) -> str:
        """Its reply had no text."""
        return f"The language model {self._name} wrote nothing: ask again, or use another one."


class LocalModel(AnyModel):
    """For a model on this machine, which always says why a reply ends."""

    def unfinished(self, call: Call) -> str | None:
        """It was closed meanwhile."""
        return f"The language model {self._name} was closed before it was done: ask again."
