"""Split a message that asks several questions: "What is X, and who may do Y?"."""

from __future__ import annotations

import re

from assistant.nlp.discourse import capital
from assistant.nlp.question_words import ASKING, AUXILIARIES, DETERMINERS, PREPOSITIONS, VERBS
from assistant.nlp.tokens import is_stop, tokens
from assistant.query.leaning import points

_MOST = 3  # more is a list of tasks, no message of questions
_BETWEEN = re.compile(
    r"[?;]\s++(?:and |also )?|,? and (?:also )?"
    r"(?=(?:(?:of|for|from|in|on|to|with|at|by) )?(?:wh(?:at|ich|om?|ose|ere|en|y)|how)\b)",
    re.I,
)
_FEWEST = 3  # words
_SUBJECTS = DETERMINERS | PREPOSITIONS | frozenset("i you we he she it they to".split())


def parts(message: str) -> tuple[str, ...]:
    """The questions of a message; () if it asks one only. One that goes on about the same stays
    with it: "Who wrote the report, and when did it come out?".
    """
    found: list[str] = []
    for one in filter(None, map(str.strip, _BETWEEN.split(message.rstrip("? ")))):
        if not _asks(one):
            return ()
        if found and points(one):
            found[-1] += f", and {one}"
        else:
            found.append(one)
    return tuple(f"{capital(one)}?" for one in found) if 1 < len(found) <= _MOST else ()


def _asks(text: str) -> bool:
    """Whether it has the form of a whole question: "When" is none, nor is "how it works"."""
    words = [word.lower() for word in tokens(text)]
    if len(words) < _FEWEST or all(map(is_stop, words)):
        return False
    if words[0] in PREPOSITIONS:
        words = words[1:]
    if words[0] in AUXILIARIES or words[0] == "who":
        return True
    if words[0] not in ASKING or words[1] in _SUBJECTS:
        return False
    if words[1] in AUXILIARIES or words[1] in VERBS:
        return True
    return words[0] not in ("where", "when", "why") and not AUXILIARIES.isdisjoint(words)
