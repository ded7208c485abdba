from __future__ import annotations

import socket

import pytest


@pytest.mark.parametrize("round_", [1, 2])  # the guard outlives the test
@pytest.mark.parametrize(
    ("family", "host"), [(socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")]
)
def test_other_machines_are_out_of_reach(
    network_attempts: list[str], family: socket.AddressFamily, host: str, round_: int
) -> None:
    with socket.socket(family) as sock:
        with pytest.raises(AssertionError, match=f"A test tried to reach {host}:80"):
            sock.connect((host, 80))
        with pytest.raises(AssertionError):
            sock.connect_ex((host, 80))
    with socket.socket(family, socket.SOCK_DGRAM) as sock, pytest.raises(AssertionError):
        sock.sendto(b"", (host, 80))
    assert network_attempts == [f"{host}:80"] * 3
    network_attempts.clear()


def test_loopback_is_in_reach() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()


def test_sockets_of_this_machine_are_in_reach() -> None:
    one, other = socket.socketpair()
    one.close()
    other.close()
