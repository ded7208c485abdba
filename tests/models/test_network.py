"""Failures of the network are told by their kind, never in somebody else's words."""

from __future__ import annotations

import errno
import socket
import ssl

import httpx
import pytest

from assistant.models.network import is_of_network, seconds_of, why, without_addresses

SECRET = "hunter2"  # noqa: S105
REQUEST = httpx.Request("GET", f"https://user:{SECRET}@host/?token={SECRET}")


def refused(status: int) -> httpx.HTTPStatusError:
    response = httpx.Response(status, text=SECRET, headers={"x-error": SECRET}, request=REQUEST)
    return httpx.HTTPStatusError(f"{SECRET} is wrong", request=REQUEST, response=response)


def after(first: Exception, then: Exception) -> Exception:
    then.__cause__ = first
    return then


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (refused(401), "status 401: it asks for a key, or for another one"),
        (refused(404), "status 404: it has nothing at this address"),
        (refused(502), "status 502"),
        (httpx.ReadTimeout(SECRET), "no answer in time"),
        (httpx.RemoteProtocolError(SECRET), "the connection fails"),
        (httpx.ProxyError(SECRET), "the proxy makes no connection to it"),
        (after(ConnectionRefusedError(errno.ECONNREFUSED, SECRET), httpx.ConnectError(SECRET)),
         "Connection refused"),
        (after(socket.gaierror(-2, SECRET), httpx.ConnectError(SECRET)), "its name is not known"),
        (after(ssl.SSLCertVerificationError(1, SECRET), httpx.ConnectError(SECRET)),
         "its certificate is not trusted"),
        (ssl.SSLError(1, SECRET), "no encrypted connection to it can be made"),
        (httpx.InvalidURL(SECRET), "InvalidURL"),
        (after(ValueError(SECRET), RuntimeError(SECRET)), "RuntimeError"),
    ],
)  # fmt: skip
def test_why(error: Exception, told: str) -> None:
    assert why(error) == told


def test_what_is_of_the_network() -> None:
    assert is_of_network(after(httpx.ConnectError("x"), OSError("cannot load")))
    assert is_of_network(refused(403))
    assert not is_of_network(FileNotFoundError(errno.ENOENT, "none"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"see https://u:{SECRET}@host:80/a?b={SECRET} for more", "see https://host:80/… for more"),
        (f"'http://host?{SECRET}', or not", "'http://host/… or not"),
        (f"http://{SECRET}@host", "http://host"),
        (f"a://b://{SECRET}", "a://b:/…"),
        ("no address: a/b, c@d", "no address: a/b, c@d"),
        ("", ""),
    ],
)  # fmt: skip
def test_addresses_are_shortened(text: str, shown: str) -> None:
    assert without_addresses(text) == shown


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("3", 3.0),
        ("0.5", 0.5),
        ("soon", None),
        ("", None),
        ("Wed, 99 Oct 99999 07:28:00 GMT", None),
    ],
)
def test_what_a_header_says_in_seconds(header: str, seconds: float | None) -> None:
    assert seconds_of(header) == seconds


def test_a_date_is_so_many_seconds_ahead() -> None:
    ahead, ago = (
        seconds_of("Wed, 21 Oct 2099 07:28:00 GMT"),
        seconds_of("Wed, 21 Oct 2009 07:28:00 GMT"),
    )
    assert ahead is not None
    assert ago is not None
    assert ahead > 0 > ago
