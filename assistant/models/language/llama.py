"""Language models of llama-index: the door to its messages and replies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.models.language.message import Message

if TYPE_CHECKING:
    from llama_index.core.llms import LLM


@dataclass(frozen=True, slots=True)
class Delta:
    """A piece of a reply.

    finish: why the reply ends with it ("stop", "length"); "" before its end, and always where
            the model does not tell.
    prompt_tokens, cached_tokens, tokens: read in all, of these not anew, written; None where
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
    """A piece with what its original tells, where that has the OpenAI schema."""
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
