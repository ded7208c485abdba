"""The page over HTTP, from a server of its own on loopback."""

from __future__ import annotations

import re
import shutil
import signal
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from web_server import Server

from assistant.history.history import FILE
from assistant.receipts.files import from_bytes


@contextmanager
def serving(workspace: Path) -> Iterator[Server]:
    """A server that is ended by SIGTERM, and must then have had no fault and left no computer."""
    (workspace / "corpus").mkdir()
    running = Server(workspace)
    with running.process:
        try:
            yield running
        finally:
            running.client.close()
            running.process.terminate()
            assert running.process.stderr is not None
            said = running.process.stderr.read()
    assert "OUTBOUND" not in said
    assert "Traceback" not in said


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("workspace")) as running:
        yield running


def named(states: list[list[Any]]) -> str:
    """The conversation that an answer was kept in."""
    return re.findall(r'data-conversation="([\w-]+)"', str(states))[-1]


def test_the_page_has_its_headers(server: Server) -> None:
    page = server.client.get("/")
    assert page.status_code == 200
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["referrer-policy"] == "no-referrer"
    policy = page.headers["content-security-policy"]
    script = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert "'unsafe-inline'" not in script
    assert script.count("'sha256-") == len(re.findall(r"<script(?![^>]*\ssrc=)", page.text))
    assert server.client.get("/page/chat.js").headers["x-content-type-options"] == "nosniff"


def test_something_is_there_to_see_while_the_page_starts(server: Server) -> None:
    assert server.early.status_code == 200
    assert "Document assistant" in server.early.text
    assert 'id="early"' in server.early.text
    assert (
        "'unsafe-inline'" not in server.early.headers["content-security-policy"].split("style")[0]
    )


def test_no_document_text_becomes_markup_of_a_view(server: Server) -> None:
    said = str(server.ask("attack", "hostile"))
    assert "alert(1)" in said
    assert "<script" not in said
    assert "<img" not in said
    read = server.client.get("/view/read/%3Cb%3Eattack%3C%2Fb%3E.txt")
    assert "alert(1)" in read.text
    assert "<script" not in read.text
    assert "<img" not in read.text
    assert "sha256-" not in read.headers["content-security-policy"]


def test_the_page_names_no_other_site_to_load_from(server: Server) -> None:
    page = server.client.get("/").text + server.client.get("/theme.css").text
    loaded = re.findall(r"""(?:src|href)=["'](?:https?:)?//[^"']+|url\(["']?https?:[^)]+""", page)
    assert loaded == []
    assert "fonts.g" not in page


@pytest.mark.parametrize("headers", [{"host": "evil.example"}, {"origin": "https://evil.example"}])
def test_other_sites_are_refused(server: Server, headers: dict[str, str]) -> None:
    for path in ("/", "/config", "/gradio_api/queue/data?session_hash=x", "/page/chat.js"):
        assert server.client.get(path, headers=headers).status_code == 403
    post = server.client.post("/gradio_api/queue/join", json={}, headers=headers)
    assert post.status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../../../../etc/passwd",
        "/assets/%2e%2e/%2e%2e/%2e%2e/routes.py",
        "/static/..%2f..%2froutes.py",
        "/page/../web.py",
        "/page/%2e%2e/web.py",
        "/page//etc/passwd",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/upload",
        "/config/../gradio_api/file=/etc/passwd",
    ],
)
def test_no_file_beyond_the_page_is_served(server: Server, path: str) -> None:
    raw = httpx.URL(server.url).copy_with(raw_path=path.encode())
    assert server.client.get(raw).status_code in (403, 404)


def test_a_question_is_shown_searched_and_answered(server: Server) -> None:
    states = server.ask("What was the survival?", "round-trip")
    assert "Searching…" in str(states[0])
    answered = str(states)
    assert "five-year survival after aHSCT was 92%" in answered
    assert 'data-turn="1" data-marker="1"' in answered
    assert "<mark>" in answered


def test_a_conversation_goes_on_and_tabs_are_apart(server: Server) -> None:
    first = named(server.ask("survival", "one"))
    other = named(server.ask("attack", "two"))
    assert first != other
    states = server.ask("and then?", "one", first)
    assert named(states) == first
    assert "Question 2" in str(states)
    assert "attack" not in str(states)


@pytest.mark.parametrize("question", ["x" * 4_001, "\x00survival\x1b[2J", "\ud83e survival", "🧠"])
def test_any_question_gets_a_clear_line(server: Server, question: str) -> None:
    states = server.ask(question, f"odd-{len(question)}-{ord(question[0])}")
    said = str(states)
    assert "unexpected" not in said
    if len(question) > 4_000:
        assert "The question has more than 4,000 characters" in said


def test_an_answer_has_a_receipt_to_download(server: Server) -> None:
    said = str(server.ask("What was the survival?", "receipt"))
    found = re.search(r'href="(/receipt/[\w-]{22}/1)" download="receipt.json"', said)
    assert found, said
    got = server.client.get(found[1])
    assert got.status_code == 200
    assert got.headers["content-disposition"] == 'attachment; filename="receipt.json"'
    assert got.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'self'" in got.headers["content-security-policy"]
    assert from_bytes(got.content).question == "What was the survival?"
    assert server.client.get("/receipt/unknown/1").status_code == 404
    assert server.client.get(found[1], headers={"host": "evil.example"}).status_code == 403


def test_an_empty_question_changes_nothing(server: Server) -> None:
    assert "class=" not in str(server.ask("  \n ", "empty"))


def test_no_question_at_all_changes_nothing(server: Server) -> None:
    states = server.ask(None, "none")
    assert states
    assert "class=" not in str(states)


HALF = (
    b"POST /gradio_api/queue/join HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    b'Content-Length: 500\r\n\r\n{"data"'
)


def test_sigterm_ends_it_within_ten_seconds(tmp_path: Path) -> None:
    """With a stream and half a request open; what was kept is in the file alone then."""
    with (
        serving(tmp_path) as server,
        server.client.stream("GET", "/gradio_api/heartbeat/last"),
        socket.create_connection(("127.0.0.1", httpx.URL(server.url).port or 0)) as half,
    ):
        server.ask("What was the survival?", "kept")
        half.sendall(HALF)
        server.client.get("/robots.txt")  # it has come as far as the server by now
        server.process.send_signal(signal.SIGTERM)
        server.process.wait(timeout=10)
        assert half.recv(1000).startswith(b"HTTP/1.1 503 ")
    shutil.copyfile(tmp_path / FILE, tmp_path / "copy")
    with closing(sqlite3.connect(tmp_path / "copy")) as database:
        [(question,)] = database.execute("SELECT question FROM turn").fetchall()
    assert question == "What was the survival?"
    assert [path.name for path in tmp_path.glob(f"{FILE}-*")] == []
