"""Values in files of data, with their places: what JSON and YAML have in common."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from assistant.reading.runs import Run


@dataclass(slots=True)
class Scalar:
    """A text, a number, a truth value. runs: what it reads, at its places."""

    runs: list[Run]

    @property
    def text(self) -> str:
        """What it reads."""
        return "".join(run.text for run in self.runs)


@dataclass(slots=True)
class Sequence:
    """Values in order."""

    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Mapping:
    """Values by name, in the file's order."""

    items: list[tuple[Scalar, Node]] = field(default_factory=list)

    def get(self, name: str) -> Node | None:
        """The value of a name; None where there is none."""
        return next((value for key, value in self.items if key.text == name), None)

    def text(self, *names: str) -> str:
        """The first text that one of these names has; "" where none has one."""
        return next((node.text for node in self.scalars(*names) if node.text.strip()), "")

    def scalars(self, *names: str) -> Iterator[Scalar]:
        """The plain values of these names."""
        for name in names:
            if isinstance(value := self.get(name), Scalar):
                yield value


Node = Scalar | Sequence | Mapping


class TooMuchError(Exception):
    """There are more values, or deeper ones, than are read."""
