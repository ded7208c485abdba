"""A client for OpenAI-compatible endpoints, with clear messages when they fail."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

from assistant.errors import UsageError
from assistant.models.llm.call import Call
from assistant.models.llm.client import Writer
from assistant.models.llm.llama import endpoint_llm
from assistant.models.network import causes, seconds_of, why

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

    from assistant.settings import Settings

_LONGEST_WAIT = 86_400  # seconds: what is longer is no wait
_MODEL = "check ASSISTANT_ENDPOINT_MODEL and ASSISTANT_ENDPOINT_URL."
_LATER = "ask again later, or look at its log."
_STATUS = {
    401: "did not accept the key: check ASSISTANT_ENDPOINT_KEY.",
    402: "wants to be paid first: look at your account there.",
    403: "does not allow this with the key: check ASSISTANT_ENDPOINT_KEY.",
    407: "is behind a proxy that asks for a password: check HTTP_PROXY and HTTPS_PROXY.",
    408: f"gave up waiting (status 408): {_LATER}",
    413: "does not take a text of this length: use a model with a longer context.",
    503: f"is overloaded or loading its model (status 503): {_LATER}",
    504: f"gave up waiting (status 504): {_LATER}",
}


def endpoint(settings: Settings) -> Writer:
    """The model at the endpoint of the settings; nothing is contacted yet.

    Raises UsageError if its address or the model's name is missing.
    """
    for name in ("endpoint_url", "endpoint_model"):
        if not getattr(settings, name):
            raise UsageError(
                f"ASSISTANT_LANGUAGE_MODEL is endpoint, and ASSISTANT_{name.upper()} is not set: "
                "set it, or leave both out."
            )
    url, model, timeout = settings.endpoint_url, settings.endpoint_model, settings.endpoint_timeout
    key = settings.endpoint_key.get_secret_value()
    shown = settings.endpoint_shown

    def make() -> LLM:
        from assistant.models.llm.transport import client

        return endpoint_llm(url, model, timeout, client(url, key, timeout))

    return Writer(
        make,
        f"{model} at {shown}",
        timeout=timeout,
        faults=EndpointFaults(shown, model),
        limit="max_tokens",
    )


class EndpointFaults:
    """A message for every fault, in our own words. They repeat nothing that the endpoint wrote:
    servers repeat the key that they were sent in their errors, or addresses with one.

    url:   as it may be shown.
    model: what the endpoint is asked for.
    """

    def __init__(self, url: str, model: str) -> None:
        self._url = url
        self._model = model

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
        for cause in causes(error):
            if line := self._known(cause, call):
                return self._line(line)
        return self._line(f"failed ({why(error)}): ask again, or look at its log.")

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
        return f"The endpoint {self._url} {text}"

    def _known(self, error: BaseException, call: Call) -> str | None:
        import httpx
        import openai

        from assistant.models.llm.transport import BadReply

        if isinstance(error, openai.APIStatusError):
            return self._status(error.status_code, error.response.headers.get("retry-after", ""))
        if isinstance(error, BadReply):
            return f"{error}: check ASSISTANT_ENDPOINT_URL, which often ends with /v1."
        if isinstance(error, httpx.ProxyError):
            return f"cannot be reached ({why(error)}): check HTTP_PROXY and HTTPS_PROXY."
        if isinstance(error, httpx.ConnectError):
            return f"cannot be reached ({why(error)}): start it, or check ASSISTANT_ENDPOINT_URL."
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
            return "reports a fault in its answer: ask again, or look at its log."
        return None

    def _status(self, status: int, wait: str) -> str:
        if line := _STATUS.get(status):
            return line
        if status == 404:
            return f"knows no model {self._model}, or is not at this address: {_MODEL}"
        if status == 429:
            return f"has too many requests: {_after(wait)}."
        if 300 <= status < 400:
            return "has moved: set ASSISTANT_ENDPOINT_URL to its new address."
        if status >= 500:
            return f"has a fault of its own (status {status}): ask again, or look at its log."
        return f"refuses the request (status {status}): {_MODEL}"


def _after(wait: str) -> str:
    """What a `Retry-After` header tells to do: it holds seconds, or a date."""
    seconds = seconds_of(wait)
    if seconds is None or not 0 < seconds <= _LONGEST_WAIT:
        return "wait a little and ask again"
    if seconds > 120:
        return f"ask again in {math.ceil(seconds / 60)} minutes"
    return f"ask again in {math.ceil(seconds)} s"
