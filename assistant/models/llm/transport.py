"""HTTP to a single endpoint; it can be cut off at any time and sends nothing extra.

The client above it only limits each single wait, so a server that sends a byte a second would never
time out. A thread that waits for the socket is woken by shutting the socket down from another one.

Nothing an endpoint sends besides a model's text is passed on: servers repeat the key in error
bodies, headers and reason phrases, and clients put these into exceptions and logs.
"""

from __future__ import annotations

import contextlib
import ipaddress
import logging
import socket
import ssl
import urllib.request
from collections.abc import Iterator, Mapping
from functools import partial
from urllib.parse import urlsplit

import httpx

from assistant.errors import ModelUnavailable
from assistant.models.llm.call import Call, current
from assistant.models.network import seconds_of

_SENT = ("host", "content-type", "content-length")
_MOST = 4_000_000  # bytes of a reply: a hundred times the longest text
_LONGEST_RETRY = 2.0  # seconds
_RETRY = 0.5  # seconds, where the endpoint does not say when
_KINDS = {"application/json": "JSON", "text/plain": "plain text", "text/html": "a web page"}
_EXTENSIONS = ("http_version", "network_stream")  # not its reason phrase
# Of the libraries between the model's client and the socket; a filter of a parent does not count
# for what its children log.
_LOGGERS = (
    *("httpcore.connection", "httpcore.http11", "httpcore.http2", "httpcore.proxy"),
    *("httpcore.socks", "httpx", "openai", "openai._base_client", "openai._response"),
    *("openai._legacy_response", "llama_index.llms.openai.utils"),
)


class BadReply(Exception):  # like the names in assistant.errors
    """What came is no model's reply; the message says what it is, in a few words."""


class Transport(httpx.BaseTransport):
    """Sends requests to `url` with the key alone, and watches what comes back.

    The headers of the client above are dropped: it adds what it finds in the environment, other
    keys among it, and names the machine.
    """

    def __init__(self, url: str, key: str, timeout: float) -> None:
        self._key = key
        proxy = _proxy(url)
        try:
            # One connection for each text: the one that is cut must be nobody else's.
            self._inner = httpx.HTTPTransport(
                verify=_trusted(url),
                proxy=proxy,
                limits=httpx.Limits(max_keepalive_connections=0),
            )
        except (ValueError, ImportError, httpx.InvalidURL):
            if proxy is None:
                raise
            raise ModelUnavailable(
                "The proxy that HTTP_PROXY or HTTPS_PROXY names cannot be used: correct it, or "
                "name the endpoint's host in NO_PROXY."
            ) from None  # the text of the error may hold the proxy's password
        self._timeouts = httpx.Timeout(timeout).as_dict()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send it, once more if the endpoint asks for a short wait."""
        call = current.get() or Call()
        response = self._send(request, call)
        wait = _wait(response)
        if response.status_code == httpx.codes.TOO_MANY_REQUESTS and wait < call.left:
            response.close()
            call.wait(wait)
            response = self._send(request, call)
        # Who reads the reply may fail over it, and leave it open.
        call.at_end(response.close)
        call.answered = True
        extensions = {name: response.extensions[name] for name in _EXTENSIONS
                      if name in response.extensions}  # fmt: skip
        if response.status_code != httpx.codes.OK:
            # Of its headers the one that is understood; its body is not even read.
            told = {"retry-after": response.headers.get("retry-after", "")}
            return httpx.Response(response.status_code, headers=told, extensions=extensions)
        _require_stream(response.headers)
        return httpx.Response(
            response.status_code,
            headers={"content-type": "text/event-stream"},
            stream=_Watched(response.stream, call, _MOST),
            extensions=extensions,
        )

    def close(self) -> None:
        """Close what is open."""
        self._inner.close()

    def _send(self, request: httpx.Request, call: Call) -> httpx.Response:
        headers = {name: request.headers[name] for name in _SENT if name in request.headers}
        headers |= {"accept": "text/event-stream", "accept-encoding": "identity"}
        headers |= {"user-agent": "document-assistant", "connection": "close"}
        if self._key:
            headers["authorization"] = f"Bearer {self._key}"
        extensions = {"timeout": self._timeouts, "trace": partial(_connected, call)}
        return self._inner.handle_request(
            httpx.Request(
                request.method,
                request.url,
                headers=headers,
                stream=request.stream,
                extensions=extensions,
            )
        )


class _Watched(httpx.SyncByteStream):
    """Bytes of a reply, counted, and refused beyond a limit."""

    def __init__(
        self, stream: httpx.SyncByteStream | httpx.AsyncByteStream, call: Call, most: int
    ) -> None:
        assert isinstance(stream, httpx.SyncByteStream)  # noqa: S101  # of a synchronous transport
        self._stream = stream
        self._call = call
        self._most = most

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._stream:
            self._call.receive(chunk)
            if self._call.bytes > self._most:
                raise BadReply(f"sent more than {self._most:,} bytes")
            yield chunk

    def close(self) -> None:
        self._stream.close()


def _connected(call: Call, event: str, info: Mapping[str, object]) -> None:
    """Let the call be cut by shutting down the socket, once there is one."""
    if event != "connection.connect_tcp.complete":
        return
    stream = info["return_value"]
    # A second handle to the same connection: encryption takes the first away.
    handle = stream.get_extra_info("socket").dup()  # type: ignore[attr-defined]  # httpcore's
    call.when_cut(partial(_shut, handle))


def _shut(handle: socket.socket) -> None:
    with handle, contextlib.suppress(OSError):  # the other side may have gone already
        handle.shutdown(socket.SHUT_RDWR)


def _wait(response: httpx.Response) -> float:
    """Seconds that the endpoint asks to wait; infinite if that is too long to be waited for."""
    said = response.headers.get("retry-after")
    if said is None:
        return _RETRY
    seconds = seconds_of(said)
    return seconds if seconds is not None and 0 <= seconds <= _LONGEST_RETRY else float("inf")


def _require_stream(headers: httpx.Headers) -> None:
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "text/event-stream":
        raise BadReply(f"sent {_KINDS.get(kind, 'something else')} and not a stream of text")
    if headers.get("content-encoding", "identity").lower() != "identity":
        raise BadReply("sent a compressed reply, which was not asked for")


def _trusted(url: str) -> ssl.SSLContext:
    """Certificates to trust; none if nothing is encrypted, as reading the list takes 0.1 s."""
    if urlsplit(url).scheme == "https":
        return httpx.create_ssl_context()
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _proxy(url: str) -> str | None:
    """The proxy that the environment names for an address beyond this machine."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if is_loopback(host) or urllib.request.proxy_bypass(host):
        return None
    return urllib.request.getproxies().get(parts.scheme)


def is_loopback(host: str) -> bool:
    """Whether a host of an address is this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _of_no_call(record: logging.LogRecord) -> bool:
    """Whether to log what a library does: within a call it may hold what an endpoint wrote."""
    return current.get() is None


def client(url: str, key: str, timeout: float) -> httpx.Client:
    """A client of this endpoint alone: it follows no redirect, and logs nothing."""
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(_of_no_call)
    return httpx.Client(
        transport=Transport(url, key, timeout), follow_redirects=False, trust_env=False
    )
