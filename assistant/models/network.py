"""Explain network errors in our own words.

A server's reply, and a client's exception, may repeat a key, a token in an address or a proxy's
password. None of it is shown or kept: only the kind of error is reported.
"""

from __future__ import annotations

import os
import socket
import ssl
import time
from collections.abc import Iterator
from email.utils import parsedate_to_datetime

_STATUS = {
    401: "it asks for a key, or for another one",
    403: "it does not allow this",
    404: "it has nothing at this address",
    407: "the proxy asks for a password",
    429: "it has too many requests",
}


def causes(error: BaseException) -> Iterator[BaseException]:
    """The error and those it was raised from, the first that happened first."""
    below = error.__cause__ or error.__context__
    if below is not None:
        yield from causes(below)
    yield error


def why(error: BaseException) -> str:
    """The kind of a failure in a few words, without anything that another program wrote."""
    import httpx

    for cause in causes(error):
        if isinstance(cause, socket.gaierror):
            return "its name is not known"
        if isinstance(cause, ssl.SSLCertVerificationError):
            return "its certificate is not trusted"
        if isinstance(cause, ssl.SSLError):
            return "no encrypted connection to it can be made"
        if isinstance(cause, httpx.ProxyError):
            return "the proxy makes no connection to it"
        if isinstance(cause, TimeoutError | httpx.TimeoutException):
            return "no answer in time"
        if status := _status(cause):
            return f"status {status}" + (f": {_STATUS[status]}" if status in _STATUS else "")
        if isinstance(cause, OSError) and cause.errno is not None and cause.errno > 0:
            return os.strerror(cause.errno)
        if isinstance(cause, httpx.TransportError):
            return "the connection fails"
    return type(error).__name__


def is_of_network(error: BaseException) -> bool:
    """Whether an error, or what it was raised from, is of a request over the network."""
    import httpx

    kinds = (httpx.HTTPError, httpx.InvalidURL, socket.gaierror, ssl.SSLError, ConnectionError)
    return any(isinstance(cause, kinds) for cause in causes(error))


def seconds_of(retry_after: str) -> float | None:
    """What a `Retry-After` header says, in seconds, ≥ 0 or not; None if that is not known."""
    try:
        return float(retry_after)
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(retry_after).timestamp() - time.time()
    except (ValueError, OverflowError):
        return None


def without_addresses(text: str) -> str:
    """A text with the scheme and the host alone of each address in it: the rest may be secret."""
    words = text.split(" ")
    return " ".join(_shortened(word) if "://" in word else word for word in words)


def _shortened(word: str) -> str:
    before, _, rest = word.partition("://")
    host = rest
    for end in "/?#":
        host = host.partition(end)[0]
    return f"{before}://{host.rpartition('@')[2]}{'' if host == rest else '/…'}"


def _status(error: BaseException) -> int:
    """The status that a client's error was raised for; 0 for none."""
    response = getattr(error, "response", None)
    status = getattr(response, "status_code", None)
    return status if isinstance(status, int) else 0
