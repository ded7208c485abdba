"""Any llama-index model writes: here one whose replies a test gives."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from llama_index.core.base.llms.types import (
    ChatMessage,
    ChatResponse,
    ChatResponseGen,
    CompletionResponse,
    CompletionResponseGen,
    LLMMetadata,
)
from llama_index.core.llms import CustomLLM, MockLLM

from assistant.errors import ModelFailed, ModelUnavailable, UsageError
from assistant.models.llm import configured as home
from assistant.models.llm.call import Call, Message
from assistant.models.llm.client import Writer
from assistant.models.llm.configured import configured
from assistant.settings import Settings

ASKED = [Message("system", "Be brief."), Message("user", "What is MS?")]


class ScriptedLLM(CustomLLM):
    """Replies with `pieces`: texts, errors to raise, and events to wait for."""

    pieces: list[Any]
    seen: list[Any]

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(model_name="scripted")

    def stream_chat(self, messages: Sequence[ChatMessage], **options: object) -> ChatResponseGen:
        self.seen.append(([(one.role.value, one.content) for one in messages], options))

        def replies() -> ChatResponseGen:
            for piece in self.pieces:
                if isinstance(piece, Exception):
                    raise piece
                if isinstance(piece, threading.Event):
                    piece.wait(10)
                    continue
                yield ChatResponse(message=ChatMessage(content=piece), delta=piece)

        return replies()

    def complete(self, prompt: str, **options: object) -> CompletionResponse:
        raise NotImplementedError

    def stream_complete(self, prompt: str, **options: object) -> CompletionResponseGen:
        raise NotImplementedError


def scripted(*pieces: object, name: str = "", timeout: float | None = 20.0) -> Writer:
    return Writer(ScriptedLLM(pieces=list(pieces), seen=[]), name, timeout=timeout)


@pytest.fixture
def blocked() -> Iterator[threading.Event]:
    """What a model that hangs waits for; the test's end sets it free."""
    event = threading.Event()
    yield event
    event.set()


def test_any_model_of_llama_index_writes() -> None:
    writing = Writer(MockLLM(max_tokens=3), "mock").write(ASKED)
    assert "".join(writing) == writing.text == "text text text"
    assert (writing.ending, writing.complete) == ("complete", True)
    assert writing.usage.tokens == 3
    assert writing.usage.first is not None
    assert 0 < writing.usage.first <= writing.usage.seconds
    assert writing.usage.tokens_per_second > 0
    assert writing.usage.prompt_tokens is None
    assert list(writing) == []


def test_messages_and_the_limit_reach_the_model() -> None:
    llm = ScriptedLLM(pieces=["Yes"], seen=[])
    list(Writer(llm).write(ASKED))
    list(Writer(llm, limit="num_predict").write(ASKED, max_tokens=7))
    chat = [("system", "Be brief."), ("user", "What is MS?")]
    assert llm.seen == [(chat, {}), (chat, {"num_predict": 7})]


def test_the_name_is_the_models_own() -> None:
    assert (scripted().name, scripted(name="mine").name) == ("scripted", "mine")


def test_the_limit_holds_for_a_model_that_knows_none() -> None:
    writing = scripted(*["word "] * 50).write(ASKED, max_tokens=10)
    assert list(writing) == ["word "] * 10
    assert writing.ending == "length"
    writing = scripted(*["word "] * 10).write(ASKED, max_tokens=10)
    assert len(list(writing)) == 10
    assert writing.ending == "complete"
    writing = scripted("One ", "x" * 1000).write(ASKED, max_tokens=10)
    assert list(writing) == ["One "]
    assert writing.ending == "length"


def test_a_stopped_text_ends_at_once(blocked: threading.Event) -> None:
    stop = threading.Event()
    writing = scripted("One ", blocked, "two").write(ASKED, stop)
    assert next(writing) == "One "
    stop.set()
    began = time.monotonic()
    assert list(writing) == []
    assert time.monotonic() - began < 1.0
    assert (writing.text, writing.ending, writing.complete) == ("One ", "stopped", False)


def test_leaving_the_context_stops(blocked: threading.Event) -> None:
    with scripted("One ", blocked, "two").write(ASKED) as writing:
        next(writing)
    assert writing.ending == "stopped"
    assert list(writing) == []


def test_a_model_that_hangs_is_not_waited_for(blocked: threading.Event) -> None:
    writing = scripted("One ", blocked, timeout=0.2).write(ASKED)
    began = time.monotonic()
    with pytest.raises(ModelFailed, match=r"^The language model scripted was not done after 0.2 s"):
        list(writing)
    assert time.monotonic() - began < 1.2
    assert (writing.text, writing.ending) == ("One ", "failed")


def test_foreign_errors_are_told_by_their_kind() -> None:
    writing = scripted("One ", RuntimeError("first\nsecond")).write(ASKED)
    with pytest.raises(ModelFailed) as caught:
        list(writing)
    assert str(caught.value) == (
        "The language model scripted failed (RuntimeError): ask again, or use another one."
    )
    assert "first" not in "".join(traceback.format_exception(caught.value))
    assert writing.text == "One "


def test_our_own_errors_pass() -> None:
    with pytest.raises(ModelUnavailable, match="not here"):
        list(scripted(ModelUnavailable("not here")).write(ASKED))


def test_nothing_written_is_a_fault() -> None:
    with pytest.raises(ModelFailed, match="wrote nothing: ask again"):
        list(scripted(" ", "\n").write(ASKED))


def test_several_texts_at_once_do_not_mix() -> None:
    texts = [scripted(*[f"{number} "] * 30).write(ASKED) for number in range(8)]
    assert ["".join(text) for text in texts] == [f"{number} " * 30 for number in range(8)]


def test_a_call_is_cut_once() -> None:
    call, woken = Call(), list[str]()
    call.when_cut(lambda: woken.append("before"))
    call.cut()
    call.cut()
    call.when_cut(lambda: woken.append("after"))
    assert woken == ["before", "after"]
    assert call.is_cut
    assert call.wait(60.0)


def test_no_language_model_is_configured() -> None:
    assert configured(Settings(language_model="")) is None


@pytest.mark.parametrize(
    "name",
    [
        *("qwen", "all-MiniLM-L6-v2", "model.bin", "Endpoint!"),
        *("hf:file.gguf", "hf:a/b/c.safetensors", "hf:a/b/../../c.gguf"),
    ],
)
def test_what_is_no_language_model_is_refused(name: str) -> None:
    with pytest.raises(UsageError):
        configured(Settings(language_model=name))


@pytest.mark.parametrize(
    ("chosen", "name"),
    [
        ("qwen2.5-coder-1.5b", "qwen2.5-coder-1.5b"),
        ("/somewhere/my model.gguf", "my model.gguf"),
        ("hf:who/what/sub/file.gguf", "file.gguf"),
        ("hf:who/what/file.gguf@v1.0", "hf:who/what/file.gguf@v1.0"),
    ],
)
def test_what_is_configured_is_not_yet_looked_for(
    monkeypatch: pytest.MonkeyPatch, chosen: str, name: str
) -> None:
    for name_of_it in ("find", "local_llm"):
        monkeypatch.setattr(home, name_of_it, lambda *arguments: pytest.fail("looked for"))
    writer = configured(Settings(language_model=chosen))
    assert writer is not None
    assert writer.name == name
    writer.close()


def test_configuring_imports_nothing_heavy() -> None:
    code = (
        "import sys; from assistant.models.llm.configured import configured; "
        "from assistant.settings import Settings; "
        "endpoint = {'endpoint_url': 'http://127.0.0.1:1/v1', 'endpoint_model': 'm'}; "
        "[configured(Settings(language_model=name, **endpoint)) "
        "for name in ('endpoint', 'a.gguf', 'qwen2.5-coder-1.5b')]; "
        "sys.exit(bool({'llama_index', 'openai', 'httpx', 'xllamacpp'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_model_is_made_once_by_the_first_text() -> None:
    made: list[str] = []

    def make() -> MockLLM:
        made.append("made")
        return MockLLM(max_tokens=2)

    writer = Writer(make, "mock")
    writer.close()
    assert made == []
    texts = [writer.write(ASKED) for _ in range(4)]
    assert ["".join(text) for text in texts] == ["text text"] * 4
    assert made == ["made"]
