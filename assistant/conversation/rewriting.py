"""Make a follow-up question stand alone, from the turns before it.

By rules, not by a model, so that it takes no time and cannot put in what nobody said: only
words of earlier questions are put in. What is searched is shown with the answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.conversation.turn import Turn
from assistant.searching.words import is_stop, stem, tokens

_LEADS_ON = re.compile(
    r"^\W*(?:and|but|so|or|also|then|what about|how about|what of)\b[\s,]*", re.I
)
_POINTS_BACK = re.compile(
    r"\b(?:it|its|itself|they|them|their|theirs|this|these|those|he|him|his|she|her|hers|there"
    r"|both|the (?:same|latter|former|others?|rest)"
    r"|(?:the|that|this) (?:study|trial|analysis|cohort"
    r"|treatment|procedure|review|group|investigation|experiment|results?|effects?|patients))\b",
    re.I,
)
# "that" points back as a pronoun ("is that safe?"), not before a clause ("cells that divide").
_THAT = re.compile(
    r"\b(?:is|was|are|were|does|did|do|about|like|of|for|after|in|with|than) that\b"
    r"(?!\s+\w+s?\s+(?:is|are|was))|\bthat\W*$|^\W*that\b",
    re.I,
)
_ALONE = 3  # content words from which a question without pointers stands alone
_ASKING = re.compile(
    r"^\W*(?:(?:and|but|so|please|could you|can you|tell me|explain|describe)\b[\s,]*)*"
    r"(?:(?:in |by |at |for |from |to |with )?(?:what|which|who|whom|whose|when|where|why|how)\b"
    r"(?:\s+(?:many|much|long|often|old|far|well))?"
    r"|is|are|was|were|do|does|did|has|have|had|can|could|should|will|would|list|name|give|show)\b"
    r"[\s,]*(?:(?:is|are|was|were|do|does|did|has|have|had|can|could|should|will|would)\b\s*)?"
    r"(?:me\s+)?(?:there\s+)?",
    re.I,
)
_EMPTY = re.compile(  # auxiliaries and pronouns, which say nothing without their sentence
    r"is|are|was|were|be|been|being|do|does|did|done|has|have|had|can|could|should|will|would|must"
    r"|might|it|its|they|them|their|that|this|these|those|he|him|his|she|her|there|which|what|who"
    r"|when|where|how|many|much|and|or|but|so|any|ones?|out|up|",
    re.I,
)
_SHAPE = re.compile(r"[^\W\d_]+|\d+")
_PREPOSITION = re.compile(r"^(in|with|after|before|for|from|at|on|by|under|without)\s+(.+)$", re.I)


def stand_alone(question: str, history: Sequence[Turn]) -> str:
    """A question that can be searched by itself; the question itself where it leans on nothing."""
    topic = ""
    for turn in history:
        topic = turn.searched or _resolved(turn.question, topic)
    return _resolved(question, topic)


def _resolved(question: str, topic: str) -> str:
    question = " ".join(question.split())
    if not topic or not leans(question):
        return question
    rest = _LEADS_ON.sub("", question).strip()
    if _LEADS_ON.match(question) and (replaced := _replaced(rest, topic)):
        return replaced
    return _with_topic(question, topic)


def leans(question: str) -> bool:
    """Whether a question cannot be understood without the ones before it."""
    if _LEADS_ON.match(question) or _POINTS_BACK.search(question) or _THAT.search(question):
        return True
    content = [token for token in tokens(question) if not is_stop(token)]
    named = any(any(char.isupper() or char.isdigit() for char in token) for token in content[1:])
    return len(content) < _ALONE - 1 and not named and not _defines(question)


def _defines(question: str) -> bool:
    """Whether it asks what something is: that names its subject, however short it is."""
    return (
        re.match(r"^\W*(?:what|who|where) (?:is|are|was|were|does|do)\b", question, re.I)
        is not None
    )


def _replaced(rest: str, topic: str) -> str:
    """The earlier question with one thing exchanged: "in mice" for "in rats", IL-23 for IL-27."""
    rest = rest.rstrip("?!. ")
    if match := _PREPOSITION.match(rest):
        preposition, thing = match.groups()
        if len(thing.split()) <= 2 and not _is_number(thing.split()[0]):
            pattern = re.compile(rf"\b{preposition}\s+(?:the\s+)?[a-z-]+\b", re.I)
            found = list(pattern.finditer(topic))
            if len(found) == 1:
                old = found[0]
                return f"{topic[: old.start()]}{preposition.lower()} {thing}{topic[old.end() :]}"
    elif 0 < len(rest.split()) <= 3:
        thing = rest.split()[-1]
        similar = [token for token in tokens(topic) if _shape(token) == _shape(thing)]
        if len(similar) == 1 and _is_name(thing):
            return topic.replace(similar[0], thing)
    return ""


def _with_topic(question: str, topic: str) -> str:
    """The question, and in brackets the words of the earlier one that it lacks."""
    own = {stem(token) for token in tokens(question)}
    about = _subject(topic)
    if not any(stem(token) not in own and not is_stop(token) for token in tokens(about)):
        return question
    ending = question[-1] if question.endswith(("?", "!", ".")) else ""
    return f"{question.rstrip('?!. ')} ({about}){ending}"


def _subject(topic: str) -> str:
    """What an earlier question was about: the words in its brackets first, no asking words."""
    inner = " ".join(re.findall(r"\(([^()]*)\)", topic))
    outer = _ASKING.sub("", re.sub(r"\([^()]*\)", " ", topic)).rstrip("?!. ")
    words = f"{inner} {outer}".split()
    return " ".join(word for word in words if not _EMPTY.fullmatch(word.strip("?!.,;:")))


def _shape(token: str) -> str:
    """The form of a name: "IL-23" and "IL-27" are of one form."""
    return _SHAPE.sub(
        lambda m: "0" if m.group().isdigit() else "A" if m.group().isupper() else "a", token
    )


def _is_number(token: str) -> bool:
    return stem(token)[:1].isdigit()


def _is_name(token: str) -> bool:
    return any(char.isupper() or char.isdigit() for char in token)
