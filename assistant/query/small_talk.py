"""Recognise what is said to the assistant itself and needs no search: "hi", "shorter"."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from assistant.messages import MESSAGES
from assistant.nlp.discourse import opening
from assistant.nlp.question_words import ASKING, AUXILIARIES
from assistant.nlp.tokens import tokens
from assistant.query.examples import Embeds, Examples
from assistant.types import Answer, Turn

LEAST = 0.65
"""Cosine to the nearest example. With it, none of 7,559 questions of SQuAD, CLAPNQ and COVID-QA is
taken for small talk.
"""

_WORDS = 12  # more is never only small talk

_EXAMPLES: dict[str, list[str]] = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))
"""By kind."""
_WHOLE = [{word.lower() for word in tokens(one)} for some in _EXAMPLES.values() for one in some]
_REPLIES: dict[str, str] = {kind: getattr(MESSAGES, f"talk_{kind}") for kind in _EXAMPLES}


class SmallTalk:
    """Replies to small talk with one sentence on what can be done. Safe with several threads."""

    def __init__(self, embedder: Embeds) -> None:
        self._examples = Examples(_EXAMPLES, embedder, LEAST, mixed=True)

    def reply(self, said: str) -> str:
        """What to say to it; "" where it is a question for the documents."""
        if not 0 < len(tokens(said)) <= _WORDS or _asks_of_others(said):
            return ""
        return _REPLIES.get(self._examples.kind_of(said), "")


def _asks_of_others(said: str) -> bool:
    """Whether it has the form of a question, but neither "you" nor just the words of an example:
    "Who built it?".
    """
    words = {word.lower() for word in tokens(said)}
    begins = next(iter(tokens(opening(said).rest)), "").lower()
    asks = begins in ASKING or begins in AUXILIARIES
    return asks and words.isdisjoint(("you", "your")) and not any(words <= one for one in _WHOLE)


def talk(said: str, reply: str) -> Answer:
    """A reply that quotes nothing, in the form of an answer: see `Answer.is_talk`."""
    return Answer(said, said, True, reply, (), (), 1.0)


def without_talk(history: Sequence[Turn]) -> tuple[Turn, ...]:
    """The turns that a follow-up may lean on: those that were answered from the documents."""
    return tuple(turn for turn in history if turn.answer not in _REPLIES.values())
