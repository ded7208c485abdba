"""Commands of the terminal that a running server carries out."""

from __future__ import annotations

import json
import os
import socket
import stat
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import typer
from fake_assistant import FakeAssistant
from typer.testing import CliRunner, Result

from assistant.errors import IndexMissing
from ui.cli import app, options
from ui.cli.commands import COMMANDS
from ui.local import address, client
from ui.local.server import LocalServer

pytestmark = pytest.mark.skipif(not address.supported(), reason="no Unix sockets here")

CALLS = (
    ("ask", "What was the survival?"),
    ("ask", "Who won?"),
    ("ask", "--answers", "composed", "survival?"),
    ("ask", "--json", "--answers", "composed", "survival?"),
    ("ask", "--json", "attack?"),
    ("ask", ""),
    ("ask", "caf\udce9 \x1b[2J survival 東京"),
    ("ask", "--document", " ", "survival?"),
    ("ask", "--year", "then", "survival?"),
    ("ask", "--answers", "sung", "survival?"),
    ("ask", "--document", "review-2024.txt", "--year", "2019-", "survival?"),
    ("search", "survival?"),
    ("search", "-n", "1", "--json", "survival?"),
    ("search", "nothing"),
    ("search", ""),
)


@pytest.fixture(autouse=True)
def runtime(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    found = tmp_path_factory.mktemp("run", numbered=True)
    monkeypatch.setattr(address, "folder", lambda: found / "a")
    return found / "a"


@pytest.fixture
def here(fake: FakeAssistant, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the commands for which an assistant was opened in this process."""
    opened: list[str] = []

    def open_fake(*_: object) -> FakeAssistant:
        opened.append("opened")
        return fake

    monkeypatch.setattr(options, "open_assistant", open_fake)
    return opened


@pytest.fixture
def server(fake: FakeAssistant) -> Iterator[LocalServer]:
    made = LocalServer(fake, COMMANDS)  # type: ignore[arg-type]
    assert made.start()
    yield made
    made.close()


def call(fake: FakeAssistant, *arguments: str) -> Result:
    words = [arguments[0], "-w", str(fake.workspace.root), *arguments[1:]]
    return CliRunner().invoke(app.app, words, prog_name="assistant")


def shown(result: Result) -> tuple[int, bytes, bytes]:
    return result.exit_code, result.stdout_bytes, result.stderr_bytes


def test_the_output_is_the_same_as_without_a_server(fake: FakeAssistant, here: list[str]) -> None:
    alone = [shown(call(fake, *arguments)) for arguments in CALLS]
    begun = len(here)
    server = LocalServer(fake, COMMANDS)  # type: ignore[arg-type]
    assert server.start()
    try:
        assert [shown(call(fake, *arguments)) for arguments in CALLS] == alone
    finally:
        server.close()
    assert len(here) == begun  # all by the server
    assert {code for code, _, _ in alone} == {0, 2, 3}
    assert shown(call(fake, *CALLS[0])) == alone[0]
    assert len(here) == begun + 1  # the server has ended


def test_an_error_of_the_library_is_told_as_without_a_server(
    fake: FakeAssistant, here: list[str]
) -> None:
    fake.error = IndexMissing("No index here yet: run `assistant index`.")
    alone = shown(call(fake, "ask", "survival?"))
    server = LocalServer(fake, COMMANDS)  # type: ignore[arg-type]
    assert server.start()
    assert shown(call(fake, "ask", "survival?")) == alone
    server.close()
    assert alone[0] == 1
    assert len(here) == 1


@pytest.mark.usefixtures("server")
def test_what_nobody_expected_is_told_where_it_was_asked(
    fake: FakeAssistant, here: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    fake.error = RuntimeError("a bug")
    assert isinstance(call(fake, "ask", "survival?").exception, RuntimeError)
    assert here == ["opened"]
    assert "A command failed" in caplog.text


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize("kind", ["program", "settings"])
def test_a_server_of_another_kind_is_left_alone(
    fake: FakeAssistant, here: list[str], monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(address, kind, lambda: "another")
    assert call(fake, "ask", "survival?").exit_code == 0
    assert here == ["opened"]


@pytest.mark.usefixtures("server")
def test_a_server_of_another_workspace_is_not_asked(
    fake: FakeAssistant, here: list[str], tmp_path: Path
) -> None:
    other = FakeAssistant(tmp_path / "other")
    other.workspace.corpus.mkdir(parents=True)
    assert call(other, "ask", "survival?").exit_code == 0
    assert here == ["opened"]


@pytest.mark.usefixtures("server")
def test_a_receipt_and_a_conversation_are_made_here(
    fake: FakeAssistant, here: list[str], tmp_path: Path
) -> None:
    assert call(fake, "ask", "--receipt", str(tmp_path / "r.json"), "survival?").exit_code == 0
    assert call(fake, "ask").exit_code == 0
    assert len(here) == 2


def test_other_settings_are_told_apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def now() -> str:
        return address.settings()

    monkeypatch.chdir(tmp_path)
    plain = now()
    monkeypatch.setenv("ASSISTANT_WORKSPACE", "elsewhere")
    monkeypatch.setenv("ASSISTANT_RERANKER", "")
    assert now() == plain
    monkeypatch.setenv("ASSISTANT_RERANKER", "none")
    none = now()
    assert none != plain
    monkeypatch.setenv("ASSISTANT_RERANKER", "/models/a")
    absolute = now()
    monkeypatch.chdir("/")
    assert now() == absolute
    monkeypatch.setenv("ASSISTANT_RERANKER", "none")
    assert now() != none  # perhaps a folder: relative to another one


def test_the_socket_is_its_users_alone(
    server: LocalServer, fake: FakeAssistant, runtime: Path
) -> None:
    place = address.place(fake.workspace.root)
    assert place is not None
    assert place.parent == runtime
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert stat.S_IMODE(runtime.stat().st_mode) == 0o700
    server.close()
    assert not place.exists()
    assert not server.start()  # once is enough


@pytest.mark.parametrize("spoilt", ["folder", "socket", "link"])
@pytest.mark.usefixtures("server")
def test_what_others_may_write_is_not_trusted(
    fake: FakeAssistant, here: list[str], runtime: Path, spoilt: str
) -> None:
    place = address.place(fake.workspace.root)
    assert place is not None
    if spoilt == "folder":
        runtime.chmod(0o777)
    elif spoilt == "socket":
        place.chmod(0o666)
    else:
        place.rename(place.with_suffix(".real"))
        place.symlink_to(place.with_suffix(".real"))
    assert call(fake, "ask", "survival?").exit_code == 0
    assert here == ["opened"]


def test_a_folder_of_others_is_not_listened_in(fake: FakeAssistant, runtime: Path) -> None:
    runtime.mkdir()
    runtime.chmod(0o755)
    assert not LocalServer(fake, COMMANDS).start()  # type: ignore[arg-type]
    assert list(runtime.iterdir()) == []


@pytest.mark.usefixtures("server")
def test_a_second_server_leaves_the_first_alone(fake: FakeAssistant, here: list[str]) -> None:
    second = LocalServer(fake, COMMANDS)  # type: ignore[arg-type]
    assert not second.start()
    second.close()
    assert call(fake, "ask", "survival?").exit_code == 0
    assert here == []


def test_another_thread_may_close_what_one_started(fake: FakeAssistant) -> None:
    place = address.place(fake.workspace.root)
    assert place is not None
    for _ in "ab":
        server = LocalServer(fake, COMMANDS)  # type: ignore[arg-type]
        thread = threading.Thread(target=server.start)
        thread.start()
        thread.join()
        assert place.is_socket()
        server.close()


def test_what_a_dead_server_left_is_replaced(
    fake: FakeAssistant, here: list[str], runtime: Path
) -> None:
    place = address.place(fake.workspace.root)
    assert place is not None
    runtime.mkdir(mode=0o700)
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(place))
        place.chmod(0o600)
    assert call(fake, "ask", "survival?").exit_code == 0  # nobody answers
    assert here == ["opened"]
    server = LocalServer(fake, COMMANDS)  # type: ignore[arg-type]
    assert server.start()
    assert call(fake, "ask", "survival?").exit_code == 0
    server.close()
    assert here == ["opened"]


def test_too_long_a_path_has_no_socket(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(address, "folder", lambda: tmp_path / ("x" * 120))
    assert address.place(tmp_path) is None


def test_without_such_sockets_nothing_is_tried(
    fake: FakeAssistant, here: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(address, "supported", lambda: False)
    assert not LocalServer(fake, COMMANDS).start()  # type: ignore[arg-type]
    assert call(fake, "ask", "survival?").exit_code == 0
    assert here == ["opened"]


LINES = {
    "nothing": [],
    "no JSON": [b"hello\n"],
    "no object": [b"[1]\n"],
    "half a line": [b'{"text": "ha'],
    "refused": [b'{"refused": true}\n'],
    "accepted, then nothing": [b'{"accepted": true}\n'],
}


def answering(fake: FakeAssistant, lines: list[bytes]) -> threading.Thread:
    """A server that sends these lines to whoever comes first, and hangs up."""
    place = address.place(fake.workspace.root)
    assert place is not None
    place.parent.mkdir(mode=0o700)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(place))
    place.chmod(0o600)
    listener.listen()

    def answer() -> None:
        with listener, listener.accept()[0] as connection, connection.makefile("rb") as stream:
            stream.readline()
            connection.sendall(b"".join(lines))

    thread = threading.Thread(target=answer)
    thread.start()
    return thread


@pytest.mark.parametrize("said", LINES)
def test_without_an_answer_it_is_made_here(fake: FakeAssistant, here: list[str], said: str) -> None:
    thread = answering(fake, LINES[said])
    assert call(fake, "ask", "survival?").stdout.startswith("The five-year survival")
    thread.join()
    assert here == ["opened"]


def test_half_an_answer_is_not_given_twice(fake: FakeAssistant, here: list[str]) -> None:
    thread = answering(fake, [b'{"accepted": true}\n', b'{"text": "half\\n"}\n'])
    result = call(fake, "ask", "survival?")
    thread.join()
    assert (result.exit_code, result.stdout) == (1, "half\n")
    assert result.stderr == "assistant: The server ended before its answer did: ask again.\n"
    assert here == []


def test_a_reader_that_has_gone_is_no_reason_to_ask_again(
    fake: FakeAssistant, here: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> None:
        raise BrokenPipeError

    thread = answering(fake, [b'{"text": "half\\n"}\n', b'{"exit": 0}\n'])
    monkeypatch.setattr(typer, "echo", gone)
    with pytest.raises(BrokenPipeError):
        client.served(fake.workspace.root, "ask", {})
    thread.join()
    assert here == []


ASKED: dict[str, Any] = {
    "question": "survival?",
    "answers": None,
    "as_json": False,
    "filters": dict.fromkeys(("names", "year", "author", "tag", "language", "type_")),
}


def asked(fake: FakeAssistant, **changed: Any) -> Mapping[str, Any]:  # noqa: ANN401 - JSON
    return {
        "program": address.program(),
        "settings": address.settings(),
        "workspace": str(fake.workspace.root.resolve()),
        "command": "ask",
        "given": ASKED,
        **changed,
    }


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize(
    "changed",
    [
        {"command": "remove"},
        {"command": ["ask"]},
        {"given": None},
        {"given": {}},
        {"workspace": "/"},
        {"program": None},
    ],
)
def test_a_request_that_is_none_is_refused(fake: FakeAssistant, changed: dict[str, Any]) -> None:
    place = address.place(fake.workspace.root)
    with socket.socket(socket.AF_UNIX) as connection, connection.makefile("rb") as stream:
        connection.connect(str(place))
        connection.sendall(json.dumps(asked(fake, **changed)).encode() + b"\n")
        told = [json.loads(line) for line in stream]
    assert told[-1] == {"refused": True}
    assert not any("text" in one for one in told)


@pytest.mark.usefixtures("server")
def test_nonsense_ends_one_connection_only(fake: FakeAssistant, here: list[str]) -> None:
    place = address.place(fake.workspace.root)
    for nonsense in (b"\n", b"GET / HTTP/1.1\r\n\r\n", b"\xff\n", os.urandom(64) + b"\n"):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(place))
            connection.sendall(nonsense)
            connection.shutdown(socket.SHUT_WR)
            told = connection.recv(100)
        assert told in (b"", b'{"refused": true}\n')
    assert call(fake, "ask", "survival?").exit_code == 0
    assert here == []
