from __future__ import annotations

import functools
import socket
import threading
import traceback
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest
from fake_model import CONTENT, TINY, read, write

from assistant.errors import AssistantError
from assistant.models import hub
from assistant.models.catalog import Hub, ModelFile, SourceFailed
from assistant.models.hub import fetch
from assistant.progress import silent


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "staging" / "files"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture(autouse=True)
def direct(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No proxy of the environment, and no connection left open."""
    import huggingface_hub

    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    huggingface_hub.close_session()
    yield
    huggingface_hub.close_session()


def at(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    """Let the hub be at this port."""

    def url(_: Hub, file: ModelFile) -> str:
        return f"http://127.0.0.1:{port}/{file.path}"

    monkeypatch.setattr(hub, "_url", url)


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder whose files the hub has."""
    folder = tmp_path / "served"
    folder.mkdir()
    handler = functools.partial(Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        at(monkeypatch, server.server_port)
        yield folder
        server.shutdown()
        thread.join()


@pytest.fixture
def ranged(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What was asked for of each file, of a hub that sends parts of files."""
    asked: list[str] = []

    class Ranged(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

        def do_HEAD(self) -> None:
            self.send_response(200)
            self.end_headers()

        def do_GET(self) -> None:
            asked.append(self.headers.get("range", ""))
            data = CONTENT[self.path.removeprefix("/")]
            start = int(asked[-1].removeprefix("bytes=").removesuffix("-") or 0)
            self.send_response(206 if asked[-1] else 200)
            self.send_header("Content-Length", str(len(data) - start))
            self.end_headers()
            self.wfile.write(data[start:])

    with ThreadingHTTPServer(("127.0.0.1", 0), Ranged) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        at(monkeypatch, server.server_port)
        yield asked
        server.shutdown()
        thread.join()


def test_address_names_the_pinned_commit() -> None:
    address = hub._url(Hub("who/what", "c0ffee"), TINY.files[1])
    assert address.endswith("/who/what/resolve/c0ffee/1_Part/weights.safetensors")


def test_files_are_streamed_with_progress(served: Path, target: Path) -> None:
    calls: list[tuple[str, int, int]] = []
    write(served)
    fetch(TINY, target, lambda *call: calls.append(call))
    assert read(target) == CONTENT
    assert calls[-1] == ("Fetching tiny from the hub", TINY.size, TINY.size)


def test_a_half_fetched_file_goes_on(ranged: list[str], target: Path) -> None:
    weights = TINY.files[1]
    partial = target.parent.parent / ".tiny.partial"
    partial.mkdir()
    (partial / weights.sha256).write_bytes(CONTENT[weights.path][:100])
    fetch(TINY, target, silent)
    assert read(target) == CONTENT
    assert ranged == ["", "bytes=100-"]
    assert list(partial.iterdir()) == []


def test_a_server_without_ranges_starts_again(served: Path, target: Path) -> None:
    write(served)
    weights = TINY.files[1]
    partial = target.parent.parent / ".tiny.partial"
    partial.mkdir()
    (partial / weights.sha256).write_bytes(b"x" * 100)
    fetch(TINY, target, silent)
    assert read(target) == CONTENT


def test_a_whole_file_is_not_asked_for(ranged: list[str], target: Path) -> None:
    partial = target.parent.parent / ".tiny.partial"
    partial.mkdir()
    for file in TINY.files:
        (partial / file.sha256).write_bytes(CONTENT[file.path])
    fetch(TINY, target, silent)
    assert read(target) == CONTENT
    assert ranged == []


@pytest.mark.parametrize(("etag", "known"), [(TINY.files[1].sha256, True), ("d41d8cd98f", False)])
def test_what_the_hub_says_of_a_file(
    monkeypatch: pytest.MonkeyPatch, served: Path, etag: str, known: bool
) -> None:
    write(served, {"file.gguf": b"GGUF"})

    def told(url: str, **more: object) -> SimpleNamespace:
        return SimpleNamespace(etag=etag, size=4, commit_hash="c0ffee")

    monkeypatch.setattr("huggingface_hub.get_hf_file_metadata", told)
    at_main = Hub("who/what", "main")
    if known:
        assert hub.published(at_main, "file.gguf") == ("c0ffee", ModelFile("file.gguf", etag, 4))
    else:
        with pytest.raises(SourceFailed, match="has no sha256 of this file"):
            hub.published(at_main, "file.gguf")


def test_file_that_is_not_there(served: Path, target: Path) -> None:
    write(served, {"config.json": CONTENT["config.json"]})
    with pytest.raises(SourceFailed, match="404"):
        fetch(TINY, target, silent)


@pytest.mark.parametrize("code", [401, 403, 404, 500])
def test_an_address_with_a_token_is_not_shown(
    monkeypatch: pytest.MonkeyPatch, target: Path, code: int
) -> None:
    """Neither the hub's text nor the client's, which holds the address."""

    class Refusing(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

        def do_HEAD(self) -> None:
            self.send_response(code, "No hunter2")
            self.send_header("X-Error-Message", "hunter2 is no token")
            self.send_header("Content-Length", "0")
            self.end_headers()

    with ThreadingHTTPServer(("127.0.0.1", 0), Refusing) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        address = f"http://user:hunter2@127.0.0.1:{server.server_port}/config.json?token=hunter2"
        monkeypatch.setattr(hub, "_url", lambda *_: address)
        for ask in (
            lambda: fetch(TINY, target, silent),
            lambda: hub.published(Hub("who/what", "main"), "file.gguf"),
        ):
            with pytest.raises(SourceFailed, match=f"^status {code}") as caught:
                ask()
            assert "hunter2" not in "".join(traceback.format_exception(caught.value))
        server.shutdown()
        thread.join()


def test_too_long_a_file_is_not_read_to_its_end(served: Path, target: Path) -> None:
    write(served, {"config.json": b"x" * 10_000_000})
    with pytest.raises(SourceFailed, match=r"config\.json is longer than the pinned file"):
        fetch(TINY, target, silent)


def test_refused_connection(monkeypatch: pytest.MonkeyPatch, target: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    at(monkeypatch, port)
    with pytest.raises(SourceFailed, match="refused"):
        fetch(TINY, target, silent)


def test_no_answer_is_not_waited_for(monkeypatch: pytest.MonkeyPatch, target: Path) -> None:
    monkeypatch.setattr(hub, "_REACHABLE_WITHIN", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        at(monkeypatch, mute.getsockname()[1])
        with pytest.raises(SourceFailed, match=r"no answer|timed out"):
            fetch(TINY, target, silent)


def test_model_without_a_repository(target: Path) -> None:
    with pytest.raises(SourceFailed, match="not published there"):
        fetch(replace(TINY, hub=None), target, silent)


def test_who_is_told_may_end_the_fetching(served: Path, target: Path) -> None:
    """No other source is then tried, as it is where the hub has failed."""
    write(served)

    def told(*_: object) -> None:
        raise AssistantError("The program ends.")

    with pytest.raises(AssistantError, match="The program ends"):
        fetch(TINY, target, told)
