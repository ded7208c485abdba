"""Start, watch and stop the process of a local language model.

In a process of its own a model does not hold the page up while it loads (the engine keeps
Python's lock for seconds), and its crash does not end the program. The two talk over pipes, which
no one else can open and which close when either side ends.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

from assistant.errors import ModelFailed, ModelUnavailable
from assistant.models.llm.call import Call

Chunk = dict[str, Any]
_POLL = 0.1  # seconds
_PREFIX = "assistant-engine-"
_ABANDONED = 3600.0  # seconds; a folder is needed only until its model is loaded


class Process:
    """Starts at once, and loads; answers from several threads wait for each other there.

    path:    the checked GGUF file.
    threads: that compute, ≥ 1.
    """

    def __init__(self, path: Path, threads: int) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._numbers = count(1)
        self._told: dict[int, queue.SimpleQueue[Chunk | None]] = {}
        self._ready = threading.Event()
        self._unavailable = ""
        self._loaded = self._over = self._closed = False
        _sweep()
        self._folder = tempfile.TemporaryDirectory(prefix=_PREFIX)  # for this user alone
        module = "assistant.models.llm.worker"
        packages = os.pathsep.join(os.path.abspath(one) for one in sys.path)  # the same as here
        self._process = subprocess.Popen(  # noqa: S603  # this interpreter and a module of ours
            [sys.executable, "-P", "-m", module, str(path), str(threads), self._folder.name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": packages},
            start_new_session=True,  # Ctrl-C in the terminal is for the parent
        )
        self._listener = threading.Thread(target=self._listen, name="language model", daemon=True)
        self._listener.start()

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether it loads or serves."""
        return not self._over

    def answer(self, asked: Chunk, call: Call) -> Iterator[Chunk]:
        """What the engine replies to a request of the OpenAI schema, chunk by chunk.

        Ends early, without a last chunk, where the call is cut or `end` is called.

        Raises ModelUnavailable if the model does not load, ModelFailed where the process ended.
        """
        while not self._ready.wait(_POLL):
            if call.is_cut:
                return
        if not self._loaded:
            if not self._closed:
                raise ModelUnavailable(self._why_unavailable())
            return
        number, told = self._ask(asked)
        call.when_cut(lambda: told.put(None))
        try:
            while (chunk := told.get()) is not None:
                yield chunk
            if self._is_broken_off(number) and not call.is_cut:
                raise ModelFailed(f"The language model's process {self._ended()}: ask again.")
        finally:
            self._forget(number)

    def end(self) -> None:
        """End it at once; it holds nothing that could be lost."""
        self._closed = True
        self._process.kill()
        if threading.current_thread() is not self._listener:
            self._listener.join()

    def _ask(self, asked: Chunk) -> tuple[int, queue.SimpleQueue[Chunk | None]]:
        told: queue.SimpleQueue[Chunk | None] = queue.SimpleQueue()
        with self._lock:
            number = next(self._numbers)
            self._told[number] = told
            if self._over:
                told.put(None)
        self._send({"number": number, "ask": asked})
        return number, told

    def _is_broken_off(self, number: int) -> bool:
        """Whether the process ended by itself in the middle of an answer."""
        with self._lock:
            return self._over and not self._closed and number in self._told

    def _forget(self, number: int) -> None:
        """Stop an answer that nobody waits for; does nothing to one that is over."""
        with self._lock:
            waited = self._told.pop(number, None)
        if waited is not None:
            self._send({"stop": number})

    def _send(self, line: Chunk) -> None:
        data = json.dumps(line).encode() + b"\n"
        pipe = self._process.stdin
        # One that has ended is noticed by who listens.
        with self._lock, contextlib.suppress(OSError, ValueError):
            if pipe is not None:
                pipe.write(data)
                pipe.flush()

    def _listen(self) -> None:
        """Pass on what the process says, until it ends."""
        pipe = self._process.stdout
        for line in pipe or ():
            if line.endswith(b"\n"):  # else it was ended in the middle
                self._hear(json.loads(line))
        self._process.wait()
        with self._lock:
            self._over = True
            waiting = list(self._told.values())
            for one in (self._process.stdin, pipe):
                with contextlib.suppress(OSError):  # what it did not read any more
                    if one is not None:
                        one.close()
        for told in waiting:
            told.put(None)
        self._folder.cleanup()
        self._ready.set()

    def _hear(self, line: Chunk) -> None:
        if "number" in line:
            with self._lock:
                over = "over" in line
                number = line["number"]
                told = self._told.pop(number, None) if over else self._told.get(number)
            if told is not None:
                told.put(None if over else line["chunk"])
        elif "loaded" in line:
            self._folder.cleanup()  # the socket in it is nobody's door
            self._loaded = True
            self._ready.set()
        else:
            self._unavailable = line["unavailable"]

    def _why_unavailable(self) -> str:
        if self._unavailable == "missing":
            return "Local language models need xllamacpp: run `pip install xllamacpp`."
        return (
            f"The language model in {self.path} does not load: is it a GGUF file of a model that "
            "writes text, and is there memory for it? Choose another, or free some memory."
        )

    def _ended(self) -> str:
        code = self._process.returncode
        if code is None or code >= 0:
            return f"ended ({code})"
        name = signal.Signals(-code).name if -code in set(signal.Signals) else str(-code)
        return f"was ended by {name}, perhaps for want of memory"


def _sweep() -> None:
    """Remove the folders of programs that were killed while their model was loading."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):  # another user's, or just removed by another process
            if time.time() - folder.stat().st_mtime > _ABANDONED:
                shutil.rmtree(folder, ignore_errors=True)
