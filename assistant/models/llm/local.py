"""A GGUF language model, run by llama.cpp in a separate process."""

from __future__ import annotations

import contextlib
import os
import threading
import weakref
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from assistant.errors import ModelFailed, ModelUnavailable
from assistant.models.llm.call import Call, Message, current
from assistant.models.llm.worker import CONTEXT
from assistant.models.llm.worker_process import Process


class Engine:
    """One model, loaded when first asked, and again when its process has ended.

    Calls from several threads wait for each other: the engine could interleave several, each with
    its own memory of what it has read; one after the other, all share that of the instructions.

    find:    returns the checked GGUF file; called before loading.
    threads: that compute; None: as many as the processor has cores.
    doubt:   called with a file that did not load.
    """

    def __init__(
        self,
        find: Callable[[], Path],
        threads: int | None = None,
        doubt: Callable[[Path], None] = lambda _: None,
    ) -> None:
        self._find = find
        self._doubt = doubt
        self._threads = threads or cores()
        self._lock = threading.Lock()
        self._finding = threading.Lock()
        self._process: Process | None = None
        self._closings = 0

    @property
    def pid(self) -> int | None:
        """The number of the process that the model runs in; None if it is not loaded."""
        with self._lock:
            alive = self._process is not None and self._process.is_alive
            return self._process.pid if self._process is not None and alive else None

    def chat(self, messages: Sequence[Message], max_tokens: int) -> Iterator[dict[str, Any]]:
        """The reply in chunks of the OpenAI schema, as they come; broken off where this is closed.

        Raises ModelUnavailable if the model cannot be found or loaded, ModelFailed where it
        cannot answer this or its process ended.
        """
        call = current.get() or Call()
        process = self._running()
        if process is None:
            return
        asked = {
            "messages": [{"role": one.role, "content": one.text} for one in messages],
            "stream": True,
            "stream_options": {"include_usage": True},
            "return_progress": True,  # so that it can be stopped while it reads, too
            "cache_prompt": True,
            "max_tokens": max_tokens,
            "temperature": 0,
        }
        with contextlib.closing(process.answer(asked, call)) as chunks:  # type: ignore[type-var]  # a generator
            try:
                for chunk in chunks:
                    if "error" in chunk or "choices" not in chunk:
                        raise ModelFailed(_refusal(chunk))
                    yield chunk
            except ModelUnavailable:
                self._doubt(process.path)
                raise

    def close(self) -> None:
        """Free the model; the next call loads it again. Ends the text being written."""
        with self._lock:
            self._closings += 1
            process, self._process = self._process, None
        if process is not None:
            process.end()

    def _running(self) -> Process | None:
        """The process, started if there is none; None if this was closed meanwhile."""
        closings = self._closings
        with self._finding:
            with self._lock:
                if self._process is not None and self._process.is_alive:
                    return self._process
            path = self._find()  # may take minutes: closing must not wait for it
            with self._lock:
                if self._closings != closings:
                    return None
                self._process = Process(path, self._threads)
                # Also when Python ends.
                weakref.finalize(self, self._process.end)
                return self._process


def cores() -> int:
    """Physical cores of this machine that this process may use, ≥ 1.

    Two threads on one core wait for each other: generating gets slower with them.
    """
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    siblings = Path("/sys/devices/system/cpu").glob("cpu[0-9]*/topology/thread_siblings_list")
    with contextlib.suppress(OSError):
        if physical := len({path.read_text("ascii") for path in siblings}):
            return max(1, min(physical, allowed or 1))
    return max(1, allowed or 1)


def _refusal(chunk: dict[str, Any]) -> str:
    told = chunk.get("error", chunk)
    reason = str(told.get("message", told) if isinstance(told, dict) else told)
    if "context" in reason:
        return (
            f"What the language model was given is longer than its {CONTEXT:,} tokens: "
            "ask for less at once."
        )
    return "The language model failed: ask again, or choose another one."
