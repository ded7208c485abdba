"""A language model in a GGUF file, run in this process by llama.cpp: the door to xllamacpp.

xllamacpp is llama.cpp's server as a library. It opens its HTTP port even when only called from
Python: here that is a socket file in a folder that nobody else may enter, and asks for a key that
nobody knows. It also takes over the signals by which a person stops a program, and is made to give
them back.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import os
import queue
import secrets
import signal
import tempfile
import threading
import weakref
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantError, ModelFailed, ModelUnavailable
from assistant.models.language.call import Call, current
from assistant.models.language.message import Message

if TYPE_CHECKING:
    import xllamacpp

CONTEXT = 4096
"""Tokens that a prompt and the text after it may have together."""

_BATCH = 128  # tokens: between two batches the engine can be stopped
_POLL = 0.1  # seconds
_PATIENCE = 10.0  # seconds that the program's end waits for a batch to be read
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Engine:
    """One model, loaded when first asked; calls from several threads wait for each other.

    find:    returns the checked GGUF file; called before loading.
    threads: that compute; None: as many as the processor has cores.
    """

    def __init__(self, find: Callable[[], Path], threads: int | None = None) -> None:
        self._find = find
        self._threads = threads or cores()
        # Held while one text is written. The engine could interleave several, each with its own
        # memory of what it has read; one after the other, all share that of the instructions.
        self._turn = threading.Lock()
        self._server: xllamacpp.Server | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._ending = threading.Event()

    def chat(self, messages: Sequence[Message], max_tokens: int) -> Iterator[dict[str, Any]]:
        """The reply in chunks of the OpenAI schema, as they come.

        Raises ModelUnavailable where the model cannot be had or loaded, ModelFailed where it
        cannot answer this.
        """
        call = current.get() or Call()
        told: queue.SimpleQueue[dict[str, Any] | Exception | None] = queue.SimpleQueue()
        asked = {
            "messages": [{"role": one.role, "content": one.text} for one in messages],
            "stream": True,
            "stream_options": {"include_usage": True},
            "return_progress": True,  # so that it can be stopped while it reads, too
            "cache_prompt": True,
            "max_tokens": max_tokens,
            "temperature": 0,
        }
        over = threading.Event()
        arguments = (asked, call, over, told)
        thread = threading.Thread(target=self._run, args=arguments, name="llama", daemon=True)
        thread.start()
        try:
            while (chunk := told.get()) is not None:
                if isinstance(chunk, Exception):
                    raise chunk
                yield chunk
        finally:
            over.set()

    def close(self) -> None:
        """Free the model; the next call loads it again. Ends the text being written."""
        self._ending.set()
        with self._turn:
            self._ending.clear()
            self._server = None
            if self._folder:
                self._folder.cleanup()
            self._folder = None

    def _run(
        self,
        asked: dict[str, object],
        call: Call,
        over: threading.Event,
        told: queue.SimpleQueue[dict[str, Any] | Exception | None],
    ) -> None:
        def stopped() -> bool:
            return call.is_cut or over.is_set() or self._ending.is_set()

        def pass_on(chunk: dict[str, Any]) -> bool:
            if "error" in chunk or "choices" not in chunk:
                told.put(ModelFailed(_refusal(chunk)))
                return True
            told.put(chunk)
            return stopped()  # true ends the text

        while not self._turn.acquire(timeout=_POLL):
            if stopped():
                told.put(None)
                return
        try:
            server = self._loaded()
            if not stopped():
                server.handle_chat_completions(asked, pass_on)
        except (AssistantError, OSError, RuntimeError, ValueError) as error:
            told.put(error)
        finally:
            self._turn.release()
            told.put(None)

    def _loaded(self) -> xllamacpp.Server:
        if self._server is None:
            path = self._find()
            folder = tempfile.TemporaryDirectory(prefix="assistant-")  # for this user alone
            try:
                self._server = _load(path, self._threads, Path(folder.name))
            except BaseException:
                folder.cleanup()
                raise
            self._folder = folder
            # A thread that is in the engine when Python ends makes it abort.
            atexit.register(_end, weakref.ref(self))
        return self._server

    def _end(self) -> None:
        """Stop for good, as soon as the engine can be stopped."""
        self._ending.set()
        if self._turn.acquire(timeout=_PATIENCE):
            self._turn.release()
            self.close()


def _end(engine: weakref.ref[Engine]) -> None:
    if alive := engine():
        alive._end()


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


def _load(path: Path, threads: int, folder: Path) -> xllamacpp.Server:
    try:
        import xllamacpp
    except ImportError as error:
        raise ModelUnavailable(
            "Local language models need xllamacpp: run `pip install xllamacpp`."
        ) from error
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(path)
    parameters.n_ctx = CONTEXT
    parameters.n_parallel = 1
    parameters.n_batch = parameters.n_ubatch = _BATCH
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = threads
    parameters.cache_ram_mib = 0  # one conversation is kept, in the model's own memory
    parameters.fit_params = False
    parameters.offline = True
    parameters.verbosity = -1
    parameters.hostnames = [str(folder / "engine.sock")]
    parameters.api_keys = [secrets.token_urlsafe(32)]
    parameters.endpoint_slots = parameters.endpoint_props = parameters.ui = False
    parameters.n_threads_http = 1
    with _signals_kept():
        try:
            return xllamacpp.Server(parameters)
        except RuntimeError as error:
            raise ModelUnavailable(
                f"The language model in {path} does not load: is it a GGUF file of a model that "
                "writes text, and is there memory for it? Choose another, or free some memory."
            ) from error


@contextlib.contextmanager
def _signals_kept() -> Iterator[None]:
    """Put back who handles Ctrl-C and the request to end; from any thread, as Python cannot."""
    if os.name != "posix":
        yield
        return
    libc = ctypes.CDLL(None, use_errno=True)
    # The system's record of a handler; its form differs between systems, its size is never more.
    before = {number: ctypes.create_string_buffer(512) for number in _SIGNALS}
    for number, handler in before.items():
        libc.sigaction(int(number), None, handler)
    try:
        yield
    finally:
        for number, handler in before.items():
            libc.sigaction(int(number), handler, None)


def _refusal(chunk: dict[str, Any]) -> str:
    told = chunk.get("error", chunk)
    reason = str(told.get("message", told) if isinstance(told, dict) else told)
    if "context" in reason:
        return (
            f"What the language model was given is longer than its {CONTEXT:,} tokens: "
            "ask for less at once."
        )
    return f"The language model failed ({' '.join(reason.split())[:200]}): ask again."
