"""An OpenAI-compatible endpoint, and what to tell when it does not deliver."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.errors import UsageError
from assistant.models.language.call import Call
from assistant.models.language.faults import said
from assistant.models.language.llama import endpoint_llm
from assistant.models.language.writer import Writer

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

    from assistant.settings import Settings

_STATUS = {
    401: "did not accept the key: check ASSISTANT_ENDPOINT_KEY.",
    403: "does not allow this with the key: check ASSISTANT_ENDPOINT_KEY.",
    429: "has too many requests: wait a little and ask again.",
}


def endpoint(settings: Settings) -> Writer:
    """What writes at the endpoint of the settings; contacts nobody yet.

    Raises UsageError where its address or the model's name is missing.
    """
    for name in ("endpoint_url", "endpoint_model"):
        if not getattr(settings, name):
            raise UsageError(
                f"ASSISTANT_LANGUAGE_MODEL is endpoint, and ASSISTANT_{name.upper()} is not set: "
                "set it, or leave both out."
            )
    url, model, timeout = settings.endpoint_url, settings.endpoint_model, settings.endpoint_timeout
    key = settings.endpoint_key.get_secret_value()

    def make() -> LLM:
        from assistant.models.language.transport import client

        return endpoint_llm(url, model, timeout, client(url, key, timeout))

    return Writer(
        make,
        f"{model} at {url}",
        timeout=timeout,
        faults=EndpointFaults(url, model, key),
        limit="max_tokens",
    )


class EndpointFaults:
    """Every fault by its own name; the key is in none of them."""

    def __init__(self, url: str, model: str, key: str) -> None:
        self._url = url
        self._model = model
        self._key = key

    def late(self, call: Call, timeout: float) -> str:
        """It was not done within `timeout` seconds."""
        if not call.answered:
            how = f"did not answer within {timeout:g} s"
        elif not call.bytes:
            how = f"began to answer and sent nothing within {timeout:g} s"
        elif call.silent > timeout / 2:
            how = f"stopped in the middle of its answer, {timeout:g} s after the question"
        else:
            how = f"is too slow: it was not done after {timeout:g} s"
        return self._line(f"{how}: ask again, or raise ASSISTANT_ENDPOINT_TIMEOUT.")

    def broken(self, error: Exception, call: Call) -> str:
        """Its client raised this, perhaps because of another error below."""
        for cause in _causes(error):
            if line := self._known(cause, call):
                return self._line(line)
        return self._line(f"failed ({type(error).__name__}: {said(error)}): ask again.")

    def unfinished(self, call: Call) -> str | None:
        """Its reply ended, and why was not told."""
        if call.tail.rstrip().endswith(b"[DONE]"):
            return None
        return self._line("broke off in the middle of its answer: ask again.")

    def empty(self) -> str:
        """Its reply had no text."""
        return self._line(
            f"sent an empty answer: ask again, or use another model than {self._model}."
        )

    def _line(self, text: str) -> str:
        line = f"The endpoint {self._url} {text}"
        return line.replace(self._key, "***") if self._key else line

    def _known(self, error: BaseException, call: Call) -> str | None:
        import httpx
        import openai

        from assistant.models.language.transport import BadReply

        if isinstance(error, openai.APIStatusError):
            return self._status(error.status_code, error)
        if isinstance(error, BadReply):
            return f"{error}: check ASSISTANT_ENDPOINT_URL, which often ends with /v1."
        if isinstance(error, httpx.ConnectError):
            return f"cannot be reached ({said(error)}): start it, or check ASSISTANT_ENDPOINT_URL."
        if isinstance(error, httpx.TimeoutException):
            return "did not answer in time: ask again, or raise ASSISTANT_ENDPOINT_TIMEOUT."
        if isinstance(error, httpx.TransportError):
            when = "in the middle of its answer" if call.bytes else "before it answered"
            return f"broke off {when}: ask again."
        if isinstance(error, json.JSONDecodeError | UnicodeDecodeError):
            return "sent what is not JSON: check that ASSISTANT_ENDPOINT_URL is OpenAI-compatible."
        if isinstance(error, AttributeError | TypeError | LookupError | ValueError):
            return (
                "sent JSON that is no chat completion: "
                "check that ASSISTANT_ENDPOINT_URL is OpenAI-compatible."
            )
        if type(error) is openai.APIError:  # an event of the stream that tells an error
            return f"reports a fault ({said(error)}): ask again."
        return None

    def _status(self, status: int, error: Exception) -> str:
        if line := _STATUS.get(status):
            return line
        if status == 404:
            return (
                f"knows no model {self._model}, or is not at this address: "
                "check ASSISTANT_ENDPOINT_MODEL and ASSISTANT_ENDPOINT_URL."
            )
        if 300 <= status < 400:
            return "has moved: set ASSISTANT_ENDPOINT_URL to its new address."
        fault = "has a fault of its own" if status >= 500 else "refuses the request"
        return f"{fault} (status {status}, {said(error)}): ask again, or look at its log."


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and those it was raised from, the first that happened first."""
    below = error.__cause__ or error.__context__
    if below is not None:
        yield from _causes(below)
    yield error
