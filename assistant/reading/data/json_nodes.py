"""Take JSON apart, with the place of each value."""

from __future__ import annotations

import json
import re

from assistant.reading.data.nodes import Mapping, Node, Scalar, Sequence, TooMuchError
from assistant.reading.runs import Run

_TOKEN = re.compile(r"(?P<sign>[\[\]{}:,])|(?P<quote>\")|(?P<plain>[-+\w.]++)|(?P<end>\Z)")
_QUOTE_OR_ESCAPE = re.compile(r"[\"\\]")
_SPACE = re.compile(r"[ \t\r\n]*+")
_MOST = 400_000  # values
_DEEPEST = 60


def parse(text: str) -> Node:
    """The value that a JSON text holds.

    Raises:
        ValueError: it is no JSON.
        TooMuchError: it is too large, or nested too deeply.
    """
    reader = _Reader(text)
    found = reader.value(0)
    if reader.next().lastgroup != "end":
        raise ValueError("more than one value")
    return found


class _Reader:
    def __init__(self, text: str) -> None:
        self._text, self._at, self._count = text, 0, 0

    def next(self) -> re.Match[str]:
        space = _SPACE.match(self._text, self._at)
        match = _TOKEN.match(self._text, space.end() if space else self._at)
        if match is None:
            raise ValueError(f"no value at character {self._at}")
        self._at = match.end()
        return match

    def value(self, depth: int, match: re.Match[str] | None = None) -> Node:
        self._count += 1
        if depth > _DEEPEST or self._count > _MOST:
            raise TooMuchError
        match = match or self.next()
        if match["sign"] == "[":
            return self._sequence(depth)
        if match["sign"] == "{":
            return self._mapping(depth)
        return self._scalar(match)

    def _sequence(self, depth: int) -> Sequence:
        found = Sequence()
        match = self.next()
        while match["sign"] != "]":
            found.items.append(self.value(depth + 1, match))
            match = self._more("]")
        return found

    def _mapping(self, depth: int) -> Mapping:
        found = Mapping()
        match = self.next()
        while match["sign"] != "}":
            key = self._scalar(match)
            if self.next()["sign"] != ":":
                raise ValueError(f"no value of a name at character {self._at}")
            found.items.append((key, self.value(depth + 1)))
            match = self._more("}")
        return found

    def _more(self, close: str) -> re.Match[str]:
        """What stands after a comma, or what closes."""
        match = self.next()
        if match["sign"] == ",":
            return self.next()
        if match["sign"] != close:
            raise ValueError(f"no comma at character {self._at}")
        return match

    def _scalar(self, match: re.Match[str]) -> Scalar:
        if match["quote"]:
            end = self._at = _string_end(self._text, match.end())
            return Scalar(string_runs(self._text, match.start(), end))
        if match["plain"]:
            return Scalar([Run(*match.span("plain"), match["plain"])])
        raise ValueError(f"no value at character {self._at}")


def _string_end(text: str, at: int) -> int:
    """Behind the quotation mark that closes a string which goes on at a place."""
    while match := _QUOTE_OR_ESCAPE.search(text, at):
        if match.group() == '"':
            return match.end()
        at = match.end() + 1
    raise ValueError("a text without its end")


def string_runs(text: str, start: int, end: int) -> list[Run]:
    """A string in quotation marks: exact where it has no escapes."""
    inner = text[start + 1 : end - 1]
    if "\\" not in inner:
        return [Run(start + 1, end - 1, inner)]
    shown = json.loads(text[start:end], strict=False)
    whole = shown.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return [Run(start + 1, end - 1, whole)]
