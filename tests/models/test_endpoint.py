from __future__ import annotations

import json
import logging
import os
import socket
import threading
import time
import traceback
from collections.abc import Callable, Iterator

import pytest
from stub_endpoint import DONE, HEAD, Connection, StubEndpoint, event, piece, status

from assistant.errors import ModelFailed, ModelUnavailable, UsageError
from assistant.models.llm.call import Message
from assistant.models.llm.client import Writing
from assistant.models.llm.endpoint import endpoint
from assistant.settings import Settings

KEY = "sk-very-secret"
PASSWORD = "hunter2"  # noqa: S105
ASKED = [Message("system", "Be brief."), Message("user", "What is MS?")]
TIMEOUT = 0.8

Script = Callable[[Connection], None]
Ask = Callable[..., Writing]


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.upper().startswith(("ASSISTANT_", "OPENAI_")) or "proxy" in name.lower():
            monkeypatch.delenv(name)


def settings(url: str, **more: object) -> Settings:
    values: dict[str, object] = {
        "language_model": "endpoint",
        "endpoint_url": url,
        "endpoint_model": "tiny",
        "endpoint_key": KEY,
        "endpoint_timeout": TIMEOUT,
    }
    return Settings(**(values | more))


@pytest.fixture(scope="module", autouse=True)
def loaded() -> None:
    """Importing the client takes seconds, part of them at its first request: not to count."""
    stub = StubEndpoint(lambda connection: connection.send(HEAD, piece("Yes."), DONE))
    list(endpoint(settings(stub.url, endpoint_timeout=120.0)).write(ASKED))
    stub.close()


@pytest.fixture
def stubs() -> Iterator[list[StubEndpoint]]:
    made: list[StubEndpoint] = []
    yield made
    for stub in made:
        stub.close()


@pytest.fixture
def ask(stubs: list[StubEndpoint]) -> Ask:
    """Begin to write at an endpoint that behaves like this."""

    def begin(
        script: Script,
        timeout: float = 5.0,
        stop: threading.Event | None = None,
        max_tokens: int = 50,
    ) -> Writing:
        stubs.append(StubEndpoint(script))
        writer = endpoint(settings(stubs[-1].url, endpoint_timeout=timeout))
        writer._llm()
        return writer.write(ASKED, stop, max_tokens)

    return begin


def fault(writing: Writing, timeout: float) -> str:
    """What is told, in time and on one line."""
    began = time.monotonic()
    with pytest.raises(ModelFailed) as caught:
        list(writing)
    assert time.monotonic() - began < timeout + 1.0
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith("The endpoint http://127.0.0.1:")
    assert KEY not in message
    assert (writing.ending, writing.complete) == ("failed", False)
    return message


def answering(*parts: bytes) -> Script:
    return lambda connection: connection.send(*parts)


def hanging(*parts: bytes) -> Script:
    def script(connection: Connection) -> None:
        connection.send(*parts)
        connection.hang()

    return script


def test_an_answer_streams(ask: Ask, stubs: list[StubEndpoint]) -> None:
    usage = {"prompt_tokens": 12, "completion_tokens": 2, "total_tokens": 14}
    last = event({"object": "chat.completion.chunk", "choices": [], "usage": usage})
    done = piece(None, "stop") + last + b"data: [DONE]\n\n"
    writing = ask(answering(HEAD, piece("Multiple "), piece("sclerosis."), done))
    assert list(writing) == ["Multiple ", "sclerosis."]
    assert writing.text == "Multiple sclerosis."
    assert (writing.ending, writing.complete) == ("complete", True)
    assert (writing.usage.tokens, writing.usage.prompt_tokens) == (2, 12)
    request = stubs[0].connections[0]
    assert request.head.startswith("POST /v1/chat/completions ")
    assert request.body["model"] == "tiny"
    assert (request.body["stream"], request.body["max_tokens"]) == (True, 50)
    assert request.body["messages"] == [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "What is MS?"},
    ]


def test_only_what_is_needed_is_sent(
    ask: Ask, stubs: list[StubEndpoint], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "another")
    monkeypatch.setenv("OPENAI_ORG_ID", "an-organisation")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Custom: 1")
    list(ask(answering(HEAD, piece("Yes."), DONE)))
    headers = stubs[0].connections[0].headers
    assert headers.pop("host").startswith("127.0.0.1:")
    assert headers.pop("content-length").isdigit()
    assert headers == {
        "accept": "text/event-stream",
        "accept-encoding": "identity",
        "authorization": f"Bearer {KEY}",
        "connection": "close",
        "content-type": "application/json",
        "user-agent": "document-assistant",
    }


def test_without_a_key_none_is_sent(
    stubs: list[StubEndpoint], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "another")
    stubs.append(StubEndpoint(answering(HEAD, piece("Yes."), DONE)))
    list(endpoint(settings(stubs[0].url, endpoint_key="", endpoint_timeout=5.0)).write(ASKED))
    assert "authorization" not in stubs[0].connections[0].headers


def test_proxies_of_the_environment_are_not_for_this_machine(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert list(ask(answering(HEAD, piece("Yes."), DONE))) == ["Yes."]


TOLD = f"Incorrect key {KEY} at https://user:{PASSWORD}@gateway.example/v1?token={PASSWORD}"
ECHOES: dict[str, bytes] = {
    **{
        f"status {code}": status(
            code,
            json.dumps({"error": {"message": TOLD, "type": KEY, "code": KEY, "param": KEY}}),
            f"X-Request-Id: {KEY}",
            f"Authorization: Bearer {KEY}",
            f"Retry-After: {KEY}",
        ).replace(b"Whatever", f"No {KEY}".encode())
        for code in (301, 400, 401, 402, 403, 404, 408, 413, 418, 429, 500, 502, 503, 504, 599)
    },
    "text": status(500, TOLD).replace(b"application/json", b"text/plain"),
    "type": HEAD.replace(b"event-stream", KEY.encode()) + piece("One"),
    "encoding": HEAD.replace(b"\r\n\r\n", f"\r\nContent-Encoding: {KEY}\r\n\r\n".encode()),
    "no status line": f"{KEY} is wrong\r\n\r\n".encode(),
    "bad header": HEAD.replace(b"Connection", f"{KEY} {KEY}".encode()),
    "error event": HEAD + piece("One") + event({"error": {"message": TOLD, "code": KEY}}),
    "error of text": HEAD + event({"error": TOLD}),
    "error event of a thread": HEAD + b"event: error\n" + event({"message": TOLD, "error": TOLD}),
    "no JSON": HEAD + f"data: {{{TOLD}\n\n".encode(),
    "another schema": HEAD + event({"choices": TOLD, "detail": TOLD}),
    "another type": HEAD + event({"choices": [{"delta": {"content": {"a": TOLD}}}]}),
}


@pytest.mark.parametrize("echo", ECHOES)
def test_what_an_endpoint_repeats_goes_nowhere(
    ask: Ask, caplog: pytest.LogCaptureFixture, echo: str
) -> None:
    """Not into the message, nor into what a traceback or a log shows."""
    caplog.set_level(logging.DEBUG)
    writing = ask(answering(ECHOES[echo]))
    with pytest.raises(ModelFailed) as caught:
        list(writing)
    shown = "".join(traceback.format_exception(caught.value)) + repr(caught.value) + caplog.text
    for secret in (KEY, PASSWORD, "gateway.example"):
        assert secret not in str(caught.value)
        # What pytest shows of this test's own lines aside.
        assert secret not in shown
    assert str(caught.value).startswith("The endpoint http://127.0.0.1:")
    assert "a language model failed: " in caplog.text


def test_a_key_in_the_address_is_not_shown(stubs: list[StubEndpoint]) -> None:
    stubs.append(StubEndpoint(answering(status(500))))
    writer = endpoint(settings(f"{stubs[0].url}/{KEY}", endpoint_timeout=5.0))
    assert KEY not in writer.name
    assert KEY not in fault(writer.write(ASKED), 5.0)
    assert f"/v1/{KEY}/chat" in stubs[0].connections[0].head


def test_the_key_is_not_shown_with_the_settings() -> None:
    assert KEY not in repr(settings("http://127.0.0.1:1/v1"))


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY"])
@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("http://user:{}@127.0.0.1:9/", "cannot be reached ("),
        ("foo://user:{}@127.0.0.1:9/", "The proxy that HTTP_PROXY or HTTPS_PROXY names cannot"),
        (
            "http://user:{}@127.0.0.1:port/",
            "The proxy that HTTP_PROXY or HTTPS_PROXY names cannot",
        ),
    ],
)
def test_a_proxys_password_is_not_shown(
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    name: str,
    address: str,
    told: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv(name, address.format(PASSWORD))
    writing = endpoint(settings("http://nowhere.invalid/v1", endpoint_timeout=5.0)).write(ASKED)
    with pytest.raises((ModelFailed, ModelUnavailable)) as caught:
        list(writing)
    assert told in str(caught.value)
    shown = "".join(traceback.format_exception(caught.value)) + caplog.text
    assert PASSWORD not in shown


def test_a_proxy_that_refuses_is_called_so(
    stubs: list[StubEndpoint], monkeypatch: pytest.MonkeyPatch
) -> None:
    refusing = socket.create_server(("127.0.0.1", 0))

    def refuse() -> None:
        connected, _ = refusing.accept()
        with connected:
            connected.recv(65_536)
            connected.sendall(f"HTTP/1.1 407 {PASSWORD}\r\nContent-Length: 0\r\n\r\n".encode())

    thread = threading.Thread(target=refuse)
    thread.start()
    monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{refusing.getsockname()[1]}")
    writing = endpoint(settings("https://nowhere.invalid/v1", endpoint_timeout=5.0)).write(ASKED)
    with pytest.raises(ModelFailed, match=r"no connection to it\): check HTTP_PROXY") as caught:
        list(writing)
    thread.join()
    refusing.close()
    assert PASSWORD not in "".join(traceback.format_exception(caught.value))


def test_connection_refused(stubs: list[StubEndpoint]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    writer = endpoint(settings(f"http://127.0.0.1:{port}/v1", endpoint_timeout=5.0))
    message = fault(writer.write(ASKED), 5.0)
    assert "cannot be reached (" in message
    assert "refused" in message
    assert message.endswith("start it, or check ASSISTANT_ENDPOINT_URL.")


def test_unknown_host(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*arguments: object, **more: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    writing = endpoint(settings("http://nowhere.invalid/v1", endpoint_timeout=5.0)).write(ASKED)
    with pytest.raises(ModelFailed, match=r"nowhere\.invalid/v1 cannot be reached \(.*not known"):
        list(writing)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (301, "has moved: set ASSISTANT_ENDPOINT_URL"),
        (400, "refuses the request (status 400): check ASSISTANT_ENDPOINT_MODEL"),
        (401, "did not accept the key: check ASSISTANT_ENDPOINT_KEY."),
        (403, "does not allow this with the key"),
        (404, "knows no model tiny, or is not at this address"),
        (402, "wants to be paid first"),
        (408, "gave up waiting (status 408)"),
        (413, "does not take a text of this length"),
        (500, "has a fault of its own (status 500): ask again, or look at its log."),
        (503, "is overloaded or loading its model (status 503)"),
        (504, "gave up waiting (status 504)"),
    ],
)
def test_status(ask: Ask, stubs: list[StubEndpoint], code: int, told: str) -> None:
    elsewhere = "Location: http://127.0.0.1:9/v1"
    assert told in fault(ask(answering(status(code, "{}", elsewhere))), 5.0)
    assert len(stubs[0].connections) == 1  # neither repeated nor followed


def test_too_many_requests_are_repeated_once(ask: Ask, stubs: list[StubEndpoint]) -> None:
    busy = status(429, "{}", "Retry-After: 0")
    message = fault(ask(answering(busy)), 5.0)
    assert "has too many requests: wait a little and ask again." in message
    assert len(stubs[0].connections) == 2

    def then_well(connection: Connection) -> None:
        first = len(stubs[1].connections) == 1
        connection.send(*((busy,) if first else (HEAD, piece("Yes."), DONE)))

    assert list(ask(then_well)) == ["Yes."]


@pytest.mark.parametrize(
    ("after", "told"),
    [
        ("3", "ask again in 3 s."),
        ("59.2", "ask again in 60 s."),
        ("600", "ask again in 10 minutes."),
        ("Wed, 21 Oct 2099 07:28:00 GMT", "wait a little and ask again."),
        ("Wed, 21 Oct 2009 07:28:00 GMT", "wait a little and ask again."),
        ("nan", "wait a little and ask again."),
        ("inf", "wait a little and ask again."),
        ("-1", "wait a little and ask again."),
        ("soon", "wait a little and ask again."),
        ("1e400", "wait a little and ask again."),
        ("Wed, 99 Oct 99999 07:28:00 GMT", "wait a little and ask again."),
    ],
)
def test_long_waits_are_not_waited(
    ask: Ask, stubs: list[StubEndpoint], after: str, told: str
) -> None:
    busy = status(429, "{}", f"Retry-After: {after}")
    assert fault(ask(answering(busy)), 1.0).endswith(f"has too many requests: {told}")
    assert len(stubs[0].connections) == 1


def test_no_time_is_left_to_repeat(ask: Ask, stubs: list[StubEndpoint]) -> None:
    busy = status(429, "{}", "Retry-After: 2")
    assert "too many requests" in fault(ask(answering(busy), timeout=1.8), 1.8)
    assert len(stubs[0].connections) == 1


def test_invalid_json(ask: Ask) -> None:
    writing = ask(answering(HEAD, piece("One"), b"data: {not json\n\n", DONE))
    assert "sent what is not JSON" in fault(writing, 5.0)
    assert writing.text == "One"


@pytest.mark.parametrize(
    "data",
    [{"result": "text"}, {"choices": [{"delta": "text"}]}, {"choices": [5]}, [1, 2], "text",
     {"choices": [{"delta": {"content": 7}}]}, {"choices": "abc"}],
)  # fmt: skip
def test_wrong_schema(ask: Ask, data: object) -> None:
    assert "sent JSON that is no chat completion" in fault(
        ask(answering(HEAD, event(data), DONE)), 5.0
    )


def test_a_web_page(ask: Ask) -> None:
    page = status(200, "<html>Welcome</html>").replace(b"application/json", b"text/html")
    assert "sent a web page and not a stream of text: check" in fault(ask(answering(page)), 5.0)


def test_json_in_place_of_a_stream(ask: Ask) -> None:
    assert "sent JSON and not a stream of text" in fault(
        ask(answering(status(200, '{"choices": []}'))), 5.0
    )


def test_an_error_in_the_stream(ask: Ask) -> None:
    told = event({"error": {"message": "out of memory"}})
    writing = ask(answering(HEAD, piece("One"), told))
    assert "reports a fault in its answer: ask again, or look at its log." in fault(writing, 5.0)
    assert writing.text == "One"


def test_bytes_that_are_no_http(ask: Ask) -> None:
    assert "broke off before it answered" in fault(ask(answering(b"hello\r\n\r\n")), 5.0)


def test_closed_without_an_answer(ask: Ask) -> None:
    assert "broke off before it answered" in fault(ask(answering(b"")), 5.0)


def test_one_byte_at_a_time(ask: Ask) -> None:
    def script(connection: Connection) -> None:
        connection.send(HEAD, piece("One"))
        for byte in piece("two") * 100:
            connection.send(bytes([byte]))
            connection.pause(0.02)

    writing = ask(script, timeout=TIMEOUT)
    assert "is too slow: it was not done after 0.8 s" in fault(writing, TIMEOUT)
    assert writing.text == "One"


def test_a_hang_before_the_headers(ask: Ask) -> None:
    assert "did not answer within 0.8 s" in fault(ask(hanging(), timeout=TIMEOUT), TIMEOUT)


def test_a_hang_in_the_headers(ask: Ask) -> None:
    writing = ask(hanging(HEAD[:-10]), timeout=TIMEOUT)
    assert "did not answer within 0.8 s" in fault(writing, TIMEOUT)


def test_a_hang_after_the_headers(ask: Ask) -> None:
    writing = ask(hanging(HEAD), timeout=TIMEOUT)
    assert "began to answer and sent nothing within 0.8 s" in fault(writing, TIMEOUT)


def test_a_hang_in_the_middle(ask: Ask) -> None:
    writing = ask(hanging(HEAD, piece("One "), piece("two")), timeout=1.6)
    assert "stopped in the middle of its answer" in fault(writing, 1.6)
    assert writing.text == "One two"


def test_a_hang_in_a_fault(ask: Ask) -> None:
    head = b"HTTP/1.1 500 No\r\nContent-Type: text/plain\r\nContent-Length: 99\r\n\r\nhalf"
    # What it says of its fault is not read.
    assert "has a fault of its own (status 500)" in fault(ask(hanging(head), timeout=1.6), 1.6)


@pytest.mark.parametrize(
    "length", ["", "Transfer-Encoding: chunked\r\n", "Content-Length: 9999\r\n"]
)
def test_a_drop_before_the_end(ask: Ask, length: str) -> None:
    head = HEAD.replace(b"Connection", f"{length}Connection".encode())
    body = piece("One")
    if "chunked" in length:
        body = f"{len(body):x}\r\n".encode() + body + b"\r\n"
    writing = ask(answering(head, body))
    assert "broke off in the middle of its answer: ask again." in fault(writing, 5.0)
    assert writing.text == "One"


@pytest.mark.parametrize("last", [piece(None, "stop"), b"data: [DONE]\n\n"])
def test_either_mark_of_the_end_is_enough(ask: Ask, last: bytes) -> None:
    writing = ask(answering(HEAD, piece("One"), last))
    assert list(writing) == ["One"]
    assert writing.complete


def test_endless_tokens(ask: Ask, stubs: list[StubEndpoint]) -> None:
    def script(connection: Connection) -> None:
        connection.send(HEAD)
        while not connection.released.is_set():
            connection.send(piece("more "))

    writing = ask(script, max_tokens=20)
    assert list(writing) == ["more "] * 20
    assert (writing.ending, writing.complete) == ("length", False)
    assert stubs[0].connections[0].closed.wait(1.0)


def test_one_endless_token(ask: Ask) -> None:
    def script(connection: Connection) -> None:
        connection.send(HEAD, b"data: ")
        while not connection.released.is_set():
            connection.send(b"x" * 65_536)

    assert "sent more than 4,000,000 bytes" in fault(ask(script), 5.0)


def test_the_endpoint_says_that_it_cut_the_text(ask: Ask) -> None:
    writing = ask(answering(HEAD, piece("One"), piece(None, "length"), b"data: [DONE]\n\n"))
    list(writing)
    assert writing.ending == "length"


@pytest.mark.parametrize("pieces", [[], [piece("")], [piece(" \n")]])
def test_an_empty_answer(ask: Ask, pieces: list[bytes]) -> None:
    message = fault(ask(answering(HEAD, *pieces, DONE)), 5.0)
    assert "sent an empty answer: ask again, or use another model than tiny." in message


@pytest.mark.parametrize("parts", [(), (HEAD,), (HEAD, piece("One"))])
def test_stopping_closes_the_connection(
    ask: Ask, stubs: list[StubEndpoint], parts: tuple[bytes, ...]
) -> None:
    arrived, stop = threading.Event(), threading.Event()

    def script(connection: Connection) -> None:
        connection.send(*parts)
        arrived.set()
        connection.hang()

    writing = ask(script, timeout=60.0, stop=stop)
    assert arrived.wait(5.0)
    began = time.monotonic()
    stop.set()
    list(writing)
    assert writing.ending == "stopped"
    assert stubs[0].connections[0].closed.wait(1.0)
    assert time.monotonic() - began < 1.0


def test_a_forgotten_text_closes_the_connection(ask: Ask, stubs: list[StubEndpoint]) -> None:
    writing = ask(hanging(HEAD, piece("One")), timeout=60.0)
    assert next(writing) == "One"
    del writing
    assert stubs[0].connections[0].closed.wait(1.0)


def test_several_at_once_do_not_mix(stubs: list[StubEndpoint]) -> None:
    together = threading.Barrier(4)

    def script(connection: Connection) -> None:
        together.wait(5.0)
        messages = connection.body["messages"]
        assert isinstance(messages, list)
        for _ in range(20):
            connection.send(*((HEAD,) if _ == 0 else ()), piece(messages[0]["content"]))
        connection.send(DONE)

    stubs.append(StubEndpoint(script))
    writer = endpoint(settings(stubs[0].url, endpoint_timeout=20.0))
    texts = [writer.write([Message("user", str(number))]) for number in range(4)]
    assert ["".join(text) for text in texts] == [str(number) * 20 for number in range(4)]


@pytest.mark.parametrize("missing", ["endpoint_url", "endpoint_model"])
def test_what_is_missing_is_named(missing: str) -> None:
    with pytest.raises(UsageError, match=f"ASSISTANT_{missing.upper()} is not set"):
        endpoint(settings("http://127.0.0.1:1/v1", **{missing: ""}))
