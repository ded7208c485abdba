"""What to tell a person when a language model does not deliver."""

from __future__ import annotations

from typing import Protocol

from assistant.models.llm.call import Call
from assistant.models.network import why


class Faults(Protocol):
    """The messages of one kind of model: each one line that ends with what to do next. Nothing in
    them was written by the model's server or client: that may repeat a key.
    """

    def late(self, call: Call, timeout: float) -> str:
        """It was not done within `timeout` seconds."""
        ...

    def broken(self, error: Exception, call: Call) -> str:
        """Its client raised this."""
        ...

    def unfinished(self, call: Call) -> str | None:
        """Its reply ended, and why was not told; None where that is usual."""
        ...

    def empty(self) -> str:
        """Its reply had no text."""
        ...


class AnyModel:
    """For a model of which nothing is known but its name."""

    def __init__(self, name: str) -> None:
        self._name = name

    def late(self, call: Call, timeout: float) -> str:
        """It was not done within `timeout` seconds."""
        return (
            f"The language model {self._name} was not done after {timeout:g} s: "
            "ask again, or use a faster one."
        )

    def broken(self, error: Exception, call: Call) -> str:
        """Its client raised this."""
        return (
            f"The language model {self._name} failed ({why(error)}): ask again, or use another one."
        )

    def unfinished(self, call: Call) -> str | None:
        """Many a client does not tell why a reply ends."""
        return None

    def empty(self) -> str:
        """Its reply had no text."""
        return f"The language model {self._name} wrote nothing: ask again, or use another one."


class LocalModel(AnyModel):
    """For a model of this machine: it always tells why a reply ends."""

    def unfinished(self, call: Call) -> str | None:
        """It was closed meanwhile."""
        return f"The language model {self._name} was closed before it was done: ask again."
