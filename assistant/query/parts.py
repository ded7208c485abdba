"""Split a message that asks several questions: "What is X, and who may do Y?"."""

from __future__ import annotations

import re

from assistant.nlp.discourse import capital
from assistant.nlp.question_words import ASKING, AUXILIARIES
from assistant.nlp.tokens import is_stop, tokens

_MOST = 3  # more is a list of tasks, no message of questions
_BETWEEN = re.compile(
    r"[?;]\s++(?:and |also )?|,? and (?:also )?"
    r"(?=(?:(?:of|for|from|in|on|to|with|at|by) )?(?:what|which|who|whom|whose|where|when|why|how)\b)",
    re.I,
)
_FEWEST = 3  # words
_NEAR = 4  # words from the asking word to its verb: "how many men were"


def parts(message: str) -> tuple[str, ...]:
    """The questions of a message, each on its own; () if it asks one only."""
    found = [one.strip() for one in _BETWEEN.split(message.rstrip("? ")) if one.strip()]
    if not 1 < len(found) <= _MOST or not all(map(_asks, found)):
        return ()
    return tuple(f"{capital(one)}?" for one in found)


def _asks(text: str) -> bool:
    """Whether it has the form of a whole question: "When" is none, nor is "how it works"."""
    words = [word.lower() for word in tokens(text)]
    asking = next((n for n, word in enumerate(words[:2]) if word in ASKING), None)
    if len(words) < _FEWEST or all(map(is_stop, words)):
        return False
    if asking is None:
        return words[0] in AUXILIARIES
    if words[asking] == "who" or asking + 1 < len(words) and words[asking] in ("what", "which"):
        return True
    return not AUXILIARIES.isdisjoint(words[asking + 1 : asking + 1 + _NEAR])
