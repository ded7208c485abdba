"""Resolve the words of a question that refer back."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.nlp.noun_phrases import is_name, is_plural, things
from assistant.nlp.question_words import (
    AUXILIARIES,
    GENERAL,
    OTHERS,
    PREPOSITIONS,
    is_verb,
)
from assistant.nlp.tokens import is_stop, stem, tokens
from assistant.query.antecedents import of_kind, person, plural, singular, study
from assistant.types import Turn

_PERSON = re.compile(r"\b(?:he|she|him|her|hers|his)\b", re.I)
_PLURAL = re.compile(
    r"\b(?:they|them|their|theirs|(?:these|those)(?=\s*(?:$|[?.,!;:]|and\b|or\b)))", re.I
)
_ANY_PLURAL = re.compile(r"\b(?:they|them|their|theirs|these|those|both)\b", re.I)
_SINGULAR = re.compile(r"\b(?:it|its|itself)\b", re.I)
# "that" points back as a pronoun ("is that safe?"), not before a clause ("cells that divide").
_THAT = re.compile(
    r"\b(?:is|was|are|were|does|did|do|about|like|of|for|after|in|with|than|why|how|on|by)"
    r" (?:that|this)\b"
    r"(?!\s+\w+s?\s+(?:is|are|was))|\b(?:that|this)\W*$|^\W*(?:that|this)\b",
    re.I,
)
_STUDY = (
    "study|trial|analysis|cohort|paper|article|review|series|investigation|experiments?|work"
    "|project|research|survey|comparison"
)
_THAT_WORD = re.compile(r"\b(?:that|this)\b(?! [\w-]++[^\w]*+$)", re.I)
_THE_STUDY = re.compile(
    rf"\b(?:the|that|this|their) (?:same )?(?P<noun>{_STUDY})\b"
    r"(?!\s+(?:of|by|in|on|with|from|that|which|where)\b)",
    re.I,
)
_AUTHORS = re.compile(r"\bthe (?:authors?|researchers?|investigators?|scientists?|team)\b", re.I)
_THE_GENERAL = re.compile(
    r"\b(?P<how>the|that|this|these|those|such|said)\s+(?:(?P<more>[\w-]+)\s+)?(?P<noun>[\w-]+)\b"
    r"(?!\s+(?:of|by|in|on|with|from|that|which|who|where|for|to|treated|given|receiving)\b)(?!-)",
    re.I,
)
_THERE = re.compile(
    r"\b(?:in |from |over )?there\b(?!\s+(?:is|are|was|were|be|been|any|a|an|some|no|other)\b)",
    re.I,
)
_IS_THERE = re.compile(r"\b(?:is|are|was|were|be|been|has|have|had) there\b", re.I)
_ONES = re.compile(r"\b(?:the|those|these|that|this|which)\b(?: [\w-]+){0,3} ones?\b", re.I)
_MORE = re.compile(
    r"\b(?:the (?:same|latter|former|others?|rest)|another|any others?|one|else|otherwise)\b", re.I
)
_BOUNDARY = re.compile(r"[,;:]|\b(?:and|but|when|where|while|if|because|before|after|that)\b")
_SHORT = 3  # words; after more of them a possessive ending cannot be understood


@dataclass(frozen=True, slots=True)
class Resolved:
    """What came of a question's pointing words.

    points: whether it has any.
    text:   the question, with the words resolved where that is certain.
    told:   whether something was put in.
    """

    points: bool
    text: str
    told: bool = False


def points(question: str) -> bool:
    """Whether a question has words that refer to what was said before."""
    return resolve(question, "", Turn("")).points


def resolve(question: str, topic: str, last: Turn, named: str = "") -> Resolved:
    """Replace the referring words by what they stand for, if only one thing can be meant.

    topic: the earlier question, standing alone.
    last:  the turn before, whose answer may name a study and who did it.
    named: what the question itself says that it is about, "the dendritic cells"; else "".
    """
    found = things(topic)
    if match := _PERSON.search(question) or _AUTHORS.search(question):
        return _with(question, match, person(topic, last))
    if match := _THE_STUDY.search(question):
        return _with(question, match, study(match["noun"], topic, found, last))
    if _THERE.search(question) and not _IS_THERE.search(question):
        return Resolved(True, question)
    if match := _general(question):
        return _with(question, match, of_kind(match["noun"], match["more"], topic, found))
    if _ONES.search(question):
        return Resolved(True, question)
    return _pronouns(question, topic, last, named)


def _pronouns(question: str, topic: str, last: Turn, named: str) -> Resolved:
    found = things(topic)
    if (match := _PLURAL.search(question)) and not _within(question, match, several=True):
        return _with(question, match, named or plural(match[0], topic, found, last))
    if (match := _SINGULAR.search(question)) and not _within(question, match, several=False):
        return _with(question, match, named or singular(topic, found))
    if match := _THAT.search(question):
        word = _THAT_WORD.search(question, match.start())
        if word and _is_noun(question[word.end() :]):  # "that chemokine" is said by no other thing
            word = None
        return _with(question, word, singular(topic, found)) if word else Resolved(True, question)
    if (match := _ANY_PLURAL.search(question)) and not _within(question, match, several=True):
        return Resolved(True, question)
    return Resolved(_MORE.search(question) is not None or _compares(question), question)


def _with(question: str, match: re.Match[str], meant: str) -> Resolved:
    if not meant:
        return Resolved(True, question)
    said = match[0].lower()
    end = match.end()
    if said in ("its", "their") and len(meant.split()) > _SHORT:
        owned = next((thing for thing in things(question) if thing.start >= match.end()), None)
        if owned is None or owned.start > match.end() + 1:
            return Resolved(True, question)
        meant, end = f"the {owned.text} of {meant}", owned.end
    elif said in ("its", "their", "his", "her") and question[end : end + 1] == " ":
        meant += "’" if is_plural(meant.split()[-1]) else "’s"
    text = question[: match.start()] + meant + question[end:]
    return Resolved(True, text, told=True)


def _general(question: str) -> re.Match[str] | None:
    """A noun that says too little on its own: "those patients", "the cells"."""
    for match in _THE_GENERAL.finditer(question):
        if _goes_on(question[match.end() :]):
            continue  # "the side effects" is no side
        noun = stem(match["noun"])
        demonstrative = match["how"].lower() in ("these", "those", "this", "that", "such", "said")
        if noun in GENERAL and match["more"] is None:
            return match
        if demonstrative and match["more"] is None and _noun(question, match):
            return match
        if noun in (stem("ones"), stem("one")) and match["more"]:
            return match
    return None


def _goes_on(rest: str) -> bool:
    """Whether a noun phrase continues after its first noun."""
    word = re.match(r" ([^\W_][\w-]*)", rest)
    if word is None:
        return False
    lower = word[1].lower()
    return not (is_stop(lower) or lower in AUXILIARIES or is_verb(lower) or lower.endswith("ly"))


def _noun(question: str, match: re.Match[str]) -> bool:
    """Whether "this" or "that" stands before a noun: "that drug", not "that was"."""
    word = match["noun"].lower()
    if word in AUXILIARIES or not word.isalpha():
        return False
    if match["how"].lower() in ("these", "those"):
        return is_plural(word)
    before = tokens(question[: match.start()])
    return match["how"].lower() == "this" or (
        not before or before[-1].lower() in AUXILIARIES | _JOINS
    )


_JOINS = frozenset("in of for with at on by from after before during about under to".split())


def _is_noun(rest: str) -> bool:
    """Whether a noun may follow "that" in the rest of a question: "that chemokine attract"."""
    word = re.match(r" ([^\W\d_][\w-]*)", rest)
    return word is not None and _noun_like(word[1].lower())


def _noun_like(lower: str) -> bool:
    return not (
        is_stop(lower) or lower in AUXILIARIES | PREPOSITIONS | OTHERS or is_verb(lower)
    ) and not lower.endswith("ly")


def _compares(question: str) -> bool:
    """Whether it presupposes what was said: "which was better", "of the 79", "the two"."""
    than = max((found.end() for found in _THAN.finditer(question)), default=0)
    found = [_COMPARING.search(question, than), _THE_TWO.search(question)]
    match = min(filter(None, found), key=re.Match.start, default=None)
    if match is None:
        return False
    rest = question[: match.start()] + question[match.end() :]
    return not any(is_name(token) for token in tokens(rest)[1:])


_COMPARING = re.compile(
    r"\b(?:better|worse|fewer|less|lower|higher|longer|shorter|faster|slower|safer|stronger|weaker"
    r"|larger|smaller|bigger|rarer|sooner|greater)\b",
    re.I,
)
_THAN = re.compile(r"\bthan\b", re.I)
_THE_TWO = re.compile(r"\bthe (?:two|three|four|five|\d+)\b", re.I)


def _within(question: str, match: re.Match[str], *, several: bool) -> bool:
    """Whether a pronoun refers to its own question: "What is SVZ, and where is it found?"."""
    before = question[: match.start()]
    boundary = _BOUNDARY.search(before)

    if boundary is None:
        return False
    earlier = things(before[: boundary.start()])
    return any(
        (thing.plural is several or is_name(thing.text)) and not thing.asked for thing in earlier
    )
