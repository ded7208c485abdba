"""The process of a local language model, the only module that uses xllamacpp.

`python -P -m assistant.models.llm.worker MODEL THREADS FOLDER`: it loads the GGUF file, says
{"loaded": true} or {"unavailable": why}, and then answers requests of one line each, one after
the other: {"number": 1, "ask": {…}} with lines {"number": 1, "chunk": {…}} and at last
{"number": 1, "over": true}; {"stop": 1} ends an answer early, or one that has not begun. It ends
when its input does, and so whenever the program that started it ends.

xllamacpp is llama.cpp's server as a library. It opens its HTTP port even when only called from
Python: here that is a socket file in FOLDER, which no other user may enter and which is removed
once the model is loaded; and it requires a key that no one knows.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import secrets
import signal
import sys
import threading
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    import xllamacpp

CONTEXT = 4096
"""Tokens that a prompt and the text after it may have together."""

_BATCH = 128  # tokens: between two batches the engine can be stopped
_NICE = 5  # the process that serves a page goes first


class Serving:
    """Answers the requests of one program over two streams of lines."""

    def __init__(self, requests: IO[bytes], replies: IO[bytes]) -> None:
        self._requests = requests
        self._replies = replies
        self._waiting: queue.SimpleQueue[tuple[int, dict[str, Any]]] = queue.SimpleQueue()
        self._stopped: set[int] = set()

    def say(self, **line: object) -> None:
        """Send one line; for the main thread alone."""
        self._replies.write(json.dumps(line).encode() + b"\n")
        self._replies.flush()

    def listen(self) -> None:
        """Take requests until there are no more, and end this process then, whatever it does."""
        with contextlib.suppress(OSError, ValueError):
            for line in self._requests:
                told = json.loads(line)
                if "stop" in told:
                    self._stopped.add(told["stop"])
                else:
                    self._waiting.put((told["number"], told["ask"]))
        os._exit(0)  # the engine cannot be interrupted in any other way

    def answer(self, server: xllamacpp.Server) -> None:
        """Answer one request after the other, without end."""
        while True:
            number, asked = self._waiting.get()

            def pass_on(chunk: dict[str, Any], number: int = number) -> bool:
                self.say(number=number, chunk=chunk)
                return number in self._stopped  # true ends the text

            if number not in self._stopped:
                try:
                    server.handle_chat_completions(asked, pass_on)
                except (OSError, RuntimeError, ValueError) as error:
                    self.say(number=number, chunk={"error": {"message": str(error)}})
            self._stopped.discard(number)
            self.say(number=number, over=True)


def load(path: Path, threads: int, folder: Path) -> xllamacpp.Server:
    """The engine with the model of a GGUF file.

    Raises ImportError if xllamacpp is missing, RuntimeError where the file does not load.
    """
    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(path)
    parameters.n_ctx = CONTEXT
    parameters.n_parallel = 1  # texts one after the other share the memory of the instructions
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
    server = xllamacpp.Server(parameters)
    # It has taken over the signals by which a program is stopped.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program that started this one
    return server


def _own_streams() -> tuple[IO[bytes], IO[bytes]]:
    """Input and output; what a library prints goes nowhere from now on."""
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    return requests, replies


def main() -> None:
    """Serve the model of the command line until the input ends."""
    path, threads, folder = sys.argv[1:]
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(_NICE)
    serving = Serving(*_own_streams())
    threading.Thread(target=serving.listen, name="requests", daemon=True).start()
    try:
        server = load(Path(path), int(threads), Path(folder))
    except ImportError:
        serving.say(unavailable="missing")
    except RuntimeError:
        serving.say(unavailable="unloadable")
    else:
        serving.say(loaded=True)
        with contextlib.suppress(BrokenPipeError):  # the other side has gone
            serving.answer(server)
    os._exit(0)


if __name__ == "__main__":
    main()
