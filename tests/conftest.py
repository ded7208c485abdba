"""No test reaches the network, and all share one embedding model."""

from __future__ import annotations

import ipaddress
import shutil
import socket
import sys
from collections.abc import Iterator

import pytest
from hypothesis import settings
from real_documents import CORPUS, NAMES

from assistant import Assistant
from assistant.models.embedder import Embedder
from assistant.settings import Settings

# The same examples every time, so that a change is judged by what it changed; `make fuzz` draws
# new ones.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("fuzz", max_examples=3_000, deadline=None)
settings.load_profile("same")

_attempts: list[str] = []


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in ("", "localhost")


def _refuse_other_machines(event: str, arguments: tuple[object, ...]) -> None:
    if event not in ("socket.connect", "socket.sendto"):
        return
    sock, address = arguments
    assert isinstance(sock, socket.SocketType)
    if sock.family not in (socket.AF_INET, socket.AF_INET6) or not isinstance(address, tuple):
        return
    if not _is_this_machine(str(address[0])):
        _attempts.append(f"{address[0]}:{address[1]}")
        raise AssertionError(f"A test tried to reach {_attempts[-1]}.")


def pytest_configure() -> None:
    """Guard from before the first test is imported, so that work at import is caught too.

    An audit hook and no patched `socket.connect`: it cannot be undone. pytest-socket, where it is
    installed, puts the real `connect` back after each test.
    """
    sys.addaudithook(_refuse_other_machines)


@pytest.fixture(autouse=True)
def network_attempts() -> Iterator[list[str]]:
    """Machines that the test tried to reach.

    Any left at its end fail it: the error raised at the time may have been caught and taken for
    a network that is down.
    """
    _attempts.clear()
    yield _attempts
    assert not _attempts, f"the test tried to reach {_attempts}"


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The real model, which `python -m assistant.models.download` has put into the cache."""
    return Embedder(Settings(offline=True))


@pytest.fixture(scope="session")
def reviews(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Indexed once for all tests: do not change it."""
    root = tmp_path_factory.mktemp("reviews") / "workspace"
    shutil.copytree(CORPUS, root / "corpus")
    assistant = Assistant(root, settings=Settings(offline=True))
    report = assistant.index()
    assert report.added == NAMES
    assert report.skipped == ()
    assert report.embedded > 500
    return assistant
