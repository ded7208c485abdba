"""The adapter to llama-index's language models."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.models.llm.call import Message, Role
from assistant.models.llm.local import Engine
from assistant.models.llm.worker import CONTEXT

if TYPE_CHECKING:
    import httpx
    from llama_index.core.base.llms.types import (
        ChatMessage,
        ChatResponse,
        ChatResponseGen,
        CompletionResponse,
    )
    from llama_index.core.llms import LLM


@dataclass(frozen=True, slots=True)
class Delta:
    """A piece of a reply.

    finish: why the reply ends with it ("stop", "length"); "" before its end, and always where
            the model does not tell.
    prompt_tokens, cached_tokens, tokens: read in all, of these from the cache, written; None if
            the model does not tell.
    """

    text: str
    finish: str = ""
    prompt_tokens: int | None = None
    cached_tokens: int | None = None
    tokens: int | None = None


def deltas(llm: LLM, messages: Sequence[Message], options: Mapping[str, object]) -> Iterator[Delta]:
    """What `llm` replies, as it comes. `options` go to the model's own client."""
    from llama_index.core.llms import ChatMessage

    chat = [ChatMessage(role=message.role, content=message.text) for message in messages]
    for reply in llm.stream_chat(chat, **options):
        yield _delta(reply.delta or "", reply.raw)


def _delta(text: str, raw: object) -> Delta:
    """A piece with what its original tells, if that has the OpenAI schema."""
    choices = _field(raw, "choices") or [None]
    usage = _field(raw, "usage")
    return Delta(
        text,
        finish=_field(choices[0], "finish_reason") or "",
        prompt_tokens=_field(usage, "prompt_tokens"),
        cached_tokens=_field(_field(usage, "prompt_tokens_details"), "cached_tokens"),
        tokens=_field(usage, "completion_tokens"),
    )


def _field(value: object, name: str) -> Any:  # noqa: ANN401 - whatever the model's client has
    return value.get(name) if isinstance(value, Mapping) else getattr(value, name, None)


def endpoint_llm(url: str, model: str, timeout: float, client: httpx.Client) -> LLM:
    """The language model `model` of an OpenAI-compatible endpoint.

    client: it sends the key; nothing that this client adds of its own is sent.
    """
    from llama_index.llms.openai_like import OpenAILike

    llm: LLM = OpenAILike(
        model=model,
        api_base=url,
        api_key="sent by the transport",
        is_chat_model=True,
        temperature=0.0,
        max_retries=0,
        timeout=timeout,
        http_client=client,
    )
    return llm


def local_llm(engine: Engine, name: str) -> LLM:
    """The model of a GGUF file as one of llama-index; `close()` frees it."""
    from llama_index.core.base.llms.types import (
        ChatMessage,
        CompletionResponseGen,
        LLMMetadata,
    )
    from llama_index.core.llms import CustomLLM
    from llama_index.core.llms.callbacks import llm_chat_callback, llm_completion_callback

    class LocalLLM(CustomLLM):
        """Everything it is asked is a chat: the file holds the template of one."""

        @property
        def metadata(self) -> LLMMetadata:
            return LLMMetadata(context_window=CONTEXT, model_name=name, is_chat_model=True)

        @llm_chat_callback()
        def stream_chat(self, messages: Sequence[ChatMessage], **options: Any) -> ChatResponseGen:  # noqa: ANN401
            return _replies(engine, messages, options)

        @llm_chat_callback()
        def chat(self, messages: Sequence[ChatMessage], **options: Any) -> ChatResponse:  # noqa: ANN401
            *_, last = _replies(engine, messages, options)
            return last

        @llm_completion_callback()
        def stream_complete(self, prompt: str, **options: Any) -> CompletionResponseGen:  # noqa: ANN401
            return map(_completion, _replies(engine, [ChatMessage(content=prompt)], options))  # type: ignore[return-value]  # an iterator does

        @llm_completion_callback()
        def complete(self, prompt: str, **options: Any) -> CompletionResponse:  # noqa: ANN401
            *_, last = _replies(engine, [ChatMessage(content=prompt)], options)
            return _completion(last)

        def close(self) -> None:
            engine.close()

    return LocalLLM()


def _replies(
    engine: Engine, messages: Sequence[ChatMessage], options: Mapping[str, Any]
) -> ChatResponseGen:
    from llama_index.core.base.llms.types import ChatMessage, ChatResponse

    read = [Message(_role(one.role.value), one.content or "") for one in messages]
    text = ""
    for chunk in engine.chat(read, options.get("max_tokens", 512)):
        choices = chunk["choices"]
        delta = (choices[0].get("delta", {}).get("content") or "") if choices else ""
        text += delta
        message = ChatMessage(role="assistant", content=text)
        yield ChatResponse(message=message, delta=delta, raw=chunk)


def _completion(reply: ChatResponse) -> CompletionResponse:
    from llama_index.core.base.llms.types import CompletionResponse

    return CompletionResponse(text=reply.message.content or "", delta=reply.delta, raw=reply.raw)


def _role(name: str) -> Role:
    return "system" if name == "system" else "assistant" if name == "assistant" else "user"
