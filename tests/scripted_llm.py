"""A llama-index language model that says what it is told to."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from llama_index.core.base.llms.types import (
    ChatMessage,
    ChatResponse,
    ChatResponseGen,
    CompletionResponse,
    CompletionResponseGen,
    LLMMetadata,
    MessageRole,
)
from llama_index.core.llms import CustomLLM
from pydantic import PrivateAttr


class ScriptedLLM(CustomLLM):
    """Streams `reply` word by word, then does `finally_do` (raise, wait); keeps what it read."""

    reply: str = ""
    _read: list[str] = PrivateAttr(default_factory=list)
    _then: Callable[[], None] | None = PrivateAttr(default=None)

    def __init__(self, reply: str, then: Callable[[], None] | None = None) -> None:
        super().__init__(reply=reply)
        self._then = then

    @property
    def read(self) -> list[str]:
        """The prompts, newest last."""
        return self._read

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(model_name="scripted", is_chat_model=True)

    def stream_chat(self, messages: Sequence[ChatMessage], **_: object) -> ChatResponseGen:
        self._read.append("\n\n".join(str(message.content) for message in messages))
        said = ""
        for word in self.reply.split(" "):
            piece = word if not said else f" {word}"
            said += piece
            yield ChatResponse(
                message=ChatMessage(role=MessageRole.ASSISTANT, content=said), delta=piece
            )
        if self._then is not None:
            self._then()

    def complete(self, prompt: str, formatted: bool = False, **_: object) -> CompletionResponse:
        raise NotImplementedError("composing streams")

    def stream_complete(
        self, prompt: str, formatted: bool = False, **_: object
    ) -> CompletionResponseGen:
        raise NotImplementedError("composing chats")
