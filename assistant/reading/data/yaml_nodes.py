"""Take YAML apart, with the place of each value."""

from __future__ import annotations

from typing import Any

from assistant.reading.data.nodes import Mapping, Node, Scalar, Sequence, TooMuchError
from assistant.reading.runs import Run, loose

_MOST = 400_000  # values
_DEEPEST = 60


def parse(text: str) -> Node:
    """The value that a YAML text holds, or a sequence of those of its documents.

    Raises:
        ValueError: it is no YAML.
        TooMuchError: it is too large, or nested too deeply.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    reader = _Reader(text)
    try:
        found = [reader.node(node, 0) for node in yaml.compose_all(text, loader) if node]
    except RecursionError:
        raise TooMuchError from None
    except (yaml.YAMLError, OverflowError) as error:
        raise ValueError(str(error)) from error
    return found[0] if len(found) == 1 else Sequence(found)


class _Reader:
    def __init__(self, text: str) -> None:
        self._text, self._count = text, 0
        self._seen: set[int] = set()  # nodes that were read: an alias is not read again
        self._nodes: list[Any] = []  # kept, so that no other gets their number

    def node(self, node: Any, depth: int) -> Node:  # noqa: ANN401 - PyYAML has no types
        self._count += 1
        if depth > _DEEPEST or self._count > _MOST:
            raise TooMuchError
        if node.id == "scalar":
            return Scalar(self._scalar(node))
        self._nodes.append(node)
        known = id(node) in self._seen
        self._seen.add(id(node))
        if node.id == "sequence":
            return Sequence([] if known else [self.node(one, depth + 1) for one in node.value])
        items = [] if known else node.value
        return Mapping(
            [
                (Scalar(self._scalar(key)), self.node(value, depth + 1))
                for key, value in items
                if key.id == "scalar"
            ]
        )

    def _scalar(self, node: Any) -> list[Run]:  # noqa: ANN401
        start, end = node.start_mark.index, node.end_mark.index
        if node.style in ("|", ">"):
            return self._lines(start, end)
        if node.style in ("'", '"') and self._text[start + 1 : end - 1] == node.value:
            start, end = start + 1, end - 1
        return [Run(start, end, str(node.value))]

    def _lines(self, start: int, end: int) -> list[Run]:
        """The lines of a block, without their indents."""
        at = self._text.find("\n", start, end) + 1 or end
        runs: list[Run] = []
        while at < end:
            close = self._text.find("\n", at, end)
            close = close if close >= 0 else end
            line = self._text[at:close]
            begin = at + len(line) - len(line.lstrip())
            runs += [Run(begin, close, self._text[begin:close]), loose("\n")]
            at = close + 1
        return runs
