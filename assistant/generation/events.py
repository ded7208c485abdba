"""The events of a streamed answer, in order; a composed answer adds the middle ones."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.types import Answer, CheckedSentence, Citation, Hit


@dataclass(frozen=True, slots=True)
class Searched:
    """The documents were searched. question: what was searched for; hits: best first."""

    question: str
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Quoted:
    """The quoted answer; it stands whatever happens after.

    composing: whether a language model writes next.
    """

    answer: Answer
    composing: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """A piece of the language model's text, not checked yet and not to be relied on."""

    text: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A whole sentence of the model's, checked.

    citations: those of its markers that the quoted answer does not have.
    """

    sentence: CheckedSentence
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """The final answer; always the last event."""

    answer: Answer


Event = Searched | Quoted | Written | Checked | Done
