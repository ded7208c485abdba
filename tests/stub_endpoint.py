"""An OpenAI-compatible endpoint on this machine that does whatever a test wants, well or badly."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"


def event(data: object) -> bytes:
    """One event of a stream."""
    return f"data: {json.dumps(data)}\n\n".encode()


def piece(text: str | None, finish: str | None = None) -> bytes:
    """An event with a piece of a reply."""
    delta = {} if text is None else {"content": text}
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return event({"id": "1", "object": "chat.completion.chunk", "choices": [choice]})


DONE = piece(None, "stop") + b"data: [DONE]\n\n"


def status(
    code: int, body: str = '{"error": {"message": "as the test wants"}}', *more: str
) -> bytes:
    """A whole answer with this status."""
    lines = [f"HTTP/1.1 {code} Whatever", "Content-Type: application/json", *more]
    lines += [f"Content-Length: {len(body.encode())}", "Connection: close", "", body]
    return "\r\n".join(lines).encode()


@dataclass
class Connection:
    """One request that came, and the way back."""

    socket: socket.socket
    head: str
    body: dict[str, object]
    released: threading.Event
    closed: threading.Event = field(default_factory=threading.Event)
    """Set when the other side has closed the connection."""

    def send(self, *parts: bytes) -> None:
        """Send bytes as they are."""
        for part in parts:
            self.socket.sendall(part)

    def hang(self) -> None:
        """Do nothing until the test ends or the other side goes."""
        while not self.released.is_set() and not self.closed.is_set():
            self.pause(0.01)

    def pause(self, seconds: float) -> None:
        """Wait so long, noting whether the other side goes."""
        self.socket.settimeout(seconds)
        with contextlib.suppress(TimeoutError):
            if not self.socket.recv(1):
                self.closed.set()

    @property
    def headers(self) -> dict[str, str]:
        """Of the request, in lower case."""
        lines = [line.partition(":") for line in self.head.split("\r\n")[1:]]
        return {name.lower(): value.strip() for name, _, value in lines}


class StubEndpoint:
    """Answers each request by `script`, in a thread of its own."""

    def __init__(self, script: Callable[[Connection], None]) -> None:
        self.script = script
        self.connections: list[Connection] = []
        self._released = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/v1"
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def close(self) -> None:
        """End everything that hangs."""
        self._released.set()
        with socket.create_connection(self._socket.getsockname()):  # wakes the accepting thread
            pass
        for thread in self._threads:
            thread.join()
        self._socket.close()

    def _accept(self) -> None:
        while True:
            connected, _ = self._socket.accept()
            if self._released.is_set():
                connected.close()
                return
            thread = threading.Thread(target=self._serve, args=(connected,))
            self._threads.append(thread)
            thread.start()

    def _serve(self, connected: socket.socket) -> None:
        with connected, contextlib.suppress(ConnectionError):
            received = b""
            while b"\r\n\r\n" not in received:
                received += connected.recv(65_536)
            head, _, body = received.partition(b"\r\n\r\n")
            length = next(
                int(line.partition(":")[2])
                for line in head.decode().split("\r\n")
                if line.lower().startswith("content-length")
            )
            while len(body) < length:
                body += connected.recv(65_536)
            connection = Connection(connected, head.decode(), json.loads(body), self._released)
            self.connections.append(connection)
            try:
                self.script(connection)
            except ConnectionError:
                connection.closed.set()
