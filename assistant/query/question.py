"""Clean a question, and split a message that asks several: "What is X, and who may do Y?"."""

from __future__ import annotations

import re

from assistant.errors import UsageError
from assistant.nlp.discourse import capital
from assistant.nlp.question_words import ASKING, AUXILIARIES, DETERMINERS, PREPOSITIONS, VERBS
from assistant.nlp.tokens import is_stop, tokens
from assistant.query.leaning import points

MAX_QUESTION = 4000
"""Characters; a longer question is refused."""
_MOST = 3  # more is a list of tasks, no message of questions
_BETWEEN = re.compile(
    r"[?;]\s++(?:and |also )?|,? and (?:also )?"
    r"(?=(?:(?:of|for|from|in|on|to|with|at|by) )?(?:wh(?:at|ich|om?|ose|ere|en|y)|how)\b)",
    re.I,
)
_FEWEST = 3  # words
_SUBJECTS = DETERMINERS | PREPOSITIONS | frozenset("i you we he she it they to".split())


def clean_question(question: str) -> str:
    """A question on one line, without control and invisible characters.

    Raises:
        UsageError: it is empty, or longer than `MAX_QUESTION` characters.
    """
    if len(question) > MAX_QUESTION:
        raise UsageError(
            f"The question has {len(question):,} characters: ask in at most {MAX_QUESTION:,}."
        )
    text = "".join(char if char.isprintable() else " " for char in question)
    text = " ".join(text.split())
    if not is_asked(text):
        raise UsageError("The question is empty: ask something in words.")
    return text


def is_asked(text: str) -> bool:
    """Whether a text is taken for a question: not empty, and not longer than `MAX_QUESTION`."""
    return len(text) <= MAX_QUESTION and any(char.isalnum() for char in text)


def questions_of(message: str) -> tuple[str, ...]:
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
