"""The words of a question that point back, and what they stand for."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.conversation.kinds import is_name
from assistant.conversation.things import AUXILIARIES, Thing, is_plural, is_verb, things
from assistant.conversation.turn import Turn
from assistant.searching.words import is_stop, stem, tokens

_PERSON = re.compile(r"\b(?:he|she|him|her|hers|his)\b", re.I)
_PLURAL = re.compile(
    r"\b(?:they|them|their|theirs|(?:these|those)(?=\s*(?:$|[?.,!;:]|and\b|or\b)))", re.I
)
_ANY_PLURAL = re.compile(r"\b(?:they|them|their|theirs|these|those|both)\b", re.I)
_SINGULAR = re.compile(r"\b(?:it|its|itself)\b", re.I)
# "that" points back as a pronoun ("is that safe?"), not before a clause ("cells that divide").
_THAT = re.compile(
    r"\b(?:is|was|are|were|does|did|do|about|like|of|for|after|in|with|than|why|how|on|by) (?:that|this)\b"
    r"(?!\s+\w+s?\s+(?:is|are|was))|\b(?:that|this)\W*$|^\W*(?:that|this)\b",
    re.I,
)
_STUDY = (
    "study|trial|analysis|cohort|paper|article|review|series|investigation|experiments?|work|project"
    "|research|survey|comparison"
)
_THAT_WORD = re.compile(r"\b(?:that|this)\b(?! [\w-]+[^\w]*$)", re.I)
_THE_STUDY = re.compile(
    rf"\b(?:the|that|this|their) (?:same )?(?P<noun>{_STUDY})\b(?!\s+(?:of|by|in|on|with|from|that|which|where)\b)",
    re.I,
)
_AUTHORS = re.compile(r"\bthe (?:authors?|researchers?|investigators?|scientists?|team)\b", re.I)
_GROUPS = "patients participants individuals people persons subjects volunteers women men".split()
_ANIMALS = "mice rats animals mouse rat rodents".split()
GENERAL = frozenset(
    stem(word)
    for word in [
        *_GROUPS,
        *_ANIMALS,
        *"cells cell treatment therapy procedure group groups drug drugs method approach disease"
        " results result effects effect condition process protocol transplant transplantation"
        " infusion injection injections molecule factor factors cytokines trial trials ones one"
        " substance technique device scale score test tests donor donors recipients graft grafts"
        " children regimen dose doses sources source side hypothesis theory idea mechanism"
        " pathway outcome outcomes findings vesicles antibody antibodies".split(),
    ]
)
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
AUTHORS = re.compile(r"\b((?:[A-Z][\w’'-]+ ){0,2}[A-Z][\w’'-]+) (?:et al\b\.?|and colleagues)")
REGISTERED = re.compile(r"\b(?:NCT\d{8}|IRCT\w+|ISRCTN\d+|EudraCT[\s\d-]+\d)")
_SHORT = 3  # words; after more of them a possessive ending cannot be understood
_ATTRIBUTES = frozenset(
    stem(word)
    for word in "number name aim purpose goal title status phase size location role function dose"
    " age sponsor identifier".split()
)
_NO_OWNERS = frozenset(  # plurals that neither act nor own
    stem(word)
    for word in "effects events relapses outcomes results changes levels scores reasons ways years"
    " months advantages disadvantages risks signs symptoms weeks days scans sources".split()
)
_LIKE = {
    stem(word): frozenset(stem(other) for other in group)
    for group in (_GROUPS, _ANIMALS, "trial study".split(), "drug medicine medication".split())
    for word in group
}


@dataclass(frozen=True, slots=True)
class Resolved:
    """What came of a question's pointing words.

    points: whether it has any.
    text:   the question, with what they stand for put in where code can tell.
    told:   whether something was put in.
    """

    points: bool
    text: str
    told: bool = False


def points(question: str) -> bool:
    """Whether a question has words that point to what was said before it."""
    return resolve(question, "", Turn("")).points


def resolve(question: str, topic: str, last: Turn, named: str = "") -> Resolved:
    """Put in what the pointing words stand for, where only one thing can be meant.

    topic: the earlier question, standing alone.
    last:  the turn before, whose answer may name a study and who did it.
    named: what the question itself says that it is about, "the dendritic cells"; else "".
    """
    found = things(topic)
    for pattern, meant in (
        (_PERSON, _person(topic, last)),
        (_AUTHORS, _person(topic, last)),
        (_THE_STUDY, None),
        (_THERE, ""),
    ):
        match = pattern.search(question)
        if match is None or (pattern is _THERE and _IS_THERE.search(question)):
            continue
        if meant is None:
            meant = _study(match["noun"], topic, found, last)
        return _with(question, match, meant)
    if (match := _general(question)) is not None:
        return _with(question, match, _of_kind(match, topic, found))
    if _ONES.search(question):
        return Resolved(True, question)
    if (match := _PLURAL.search(question)) and not _within(question, match, plural=True):
        return _with(question, match, named or _plural(match[0], topic, found, last))
    if (match := _SINGULAR.search(question)) and not _within(question, match, plural=False):
        return _with(question, match, named or _singular(topic, found))
    if match := _THAT.search(question):
        word = _THAT_WORD.search(question, match.start())
        return _with(question, word, _singular(topic, found)) if word else Resolved(True, question)
    if (match := _ANY_PLURAL.search(question)) and not _within(question, match, plural=True):
        return Resolved(True, question)
    return Resolved(_MORE.search(question) is not None, question)


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


def _person(topic: str, last: Turn) -> str:
    """Whose work it is: the only name followed by "et al." in the question, or in its answer."""
    for text in (topic, last.answer):
        names = {match[1] for match in AUTHORS.finditer(text)}
        if len(names) == 1:
            return f"{names.pop()} et al."
        if names:
            return ""
    return ""


def _study(noun: str, topic: str, found: list[Thing], last: Turn) -> str:
    for thing in found:
        head = re.split(r"\s+of\s+", thing.text)[0].split()[-1]
        if not thing.asked and stem(head) in {stem(noun), *_LIKE.get(stem(noun), ())}:
            return _whole(thing, topic, found)
    for text in (topic, last.answer):
        numbers = {match[0] for match in REGISTERED.finditer(text)}
        if len(numbers) == 1:
            return f"the {noun} {numbers.pop()}"
    who = _person(topic, last)
    return f"the {noun} by {who}" if who else ""


def _general(question: str) -> re.Match[str] | None:
    """ "those patients", "the cells": a noun that says too little by itself."""
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
    """Whether a noun phrase goes on after its first noun."""
    word = re.match(r" ([^\W_][\w-]*)", rest)
    if word is None:
        return False
    lower = word[1].lower()
    return not (is_stop(lower) or lower in AUXILIARIES or is_verb(lower) or lower.endswith("ly"))


def _noun(question: str, match: re.Match[str]) -> bool:
    """Whether "this" or "that" stands before a noun: "that drug", not "that was" or "cells that"."""
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


def _of_kind(match: re.Match[str], topic: str, found: list[Thing]) -> str:
    """The phrase of the topic with that noun as its head: "the patients" with SPMS."""
    if match["more"]:
        return ""
    noun = stem(match["noun"])
    kinds = {noun, *_LIKE.get(noun, ())}
    for thing in found:
        head = re.split(r"\s+of\s+", thing.text)[0].split()[-1]
        if stem(head) in kinds:
            whole = clause(thing, topic) if thing.asked else _whole(thing, topic, found)
            return whole if len(whole.split()) > 1 else ""
    return ""


def _whole(thing: Thing, topic: str, found: list[Thing]) -> str:
    """A phrase with what is joined to it: "the 5-year survival after aHSCT"."""
    end = thing.end
    for other in found[found.index(thing) + 1 :]:
        if not other.joined:
            break
        end = other.end
    text = topic[thing.start : end]
    if REGISTERED.fullmatch(text) or re.match(r"(?:the|an?)\s", text, re.I):
        return re.sub(r"^an?\s", "the ", text, flags=re.I)
    return (
        text
        if not text.split()[0][:1].islower() or is_plural(thing.text.split()[-1])
        else f"the {text}"
    )


def clause(thing: Thing, topic: str) -> str:
    """What "which" and "how many" ask for, as a phrase: "the trial that tests SCM-010"."""
    rest = re.sub(r"\s*\([^()]*\)", "", topic[thing.end :]).strip(" ?.!")
    words = rest.split()
    if not re.match(r"\W*(?:which|what|how many)\b", topic, re.I) or not words:
        return ""
    if (
        re.match(r"\W*(?:which|what|how many)\s", topic, re.I)
        and not topic[: thing.start].split()[-1:]
    ):
        return ""
    if words[0].lower() in ("do", "does", "did", "can", "could", "will", "would", "should", "of"):
        return ""
    link = "who" if stem(thing.text.split()[-1]) in {stem(word) for word in _GROUPS} else "that"
    text = re.sub(r"^(?:the|an?)\s+", "", thing.text, flags=re.I)
    return f"the {text} {link} {rest}"


def _plural(pronoun: str, topic: str, found: list[Thing], last: Turn) -> str:
    if (
        re.match(r"\W*who\b", topic, re.I)
        and pronoun.lower() in ("they", "their")
        and (who := _person(topic, last))
    ):
        return who
    if not any(thing.plural for thing in found) and (who := _person(topic, Turn(""))):
        return who
    several = [thing for thing in found if thing.plural and not _is(thing, _NO_OWNERS)]
    if asked := next((thing for thing in several if thing.asked), None):
        return clause(asked, topic)
    if len(several) == 1 or (several and pronoun.lower() == "they" and _does(topic, several[0])):
        return _whole(several[0], topic, found) if len(several) == 1 else several[0].text
    return ""


def _singular(topic: str, found: list[Thing]) -> str:
    if match := re.match(
        r"\W*what (?:is|are|was|were) ((?:the |an? )?[^?()]+?)(?: \(|\?|$)", topic, re.I
    ):
        whole = [thing for thing in found if not thing.joined]
        if len(whole) == 1 and len(found) == 1:
            return re.sub(r"^an?\s", "the ", match[1], flags=re.I)
    found = [_of_what(thing) for thing in found]
    single = [thing for thing in found if not thing.plural]
    if asked := next((thing for thing in single if thing.asked), None):
        return clause(asked, topic)
    if len(single) == 1:
        return _whole(single[0], topic, found)
    return ""


def _is(thing: Thing, heads: frozenset[str]) -> bool:
    return stem(re.split(r"\s+of\s+", thing.text)[0].split()[-1]) in heads


def _of_what(thing: Thing) -> Thing:
    """The trial, in "the number of the trial"."""
    if " of " not in thing.text or not _is(thing, _ATTRIBUTES):
        return thing
    cut = thing.text.index(" of ") + 4
    return replace(thing, text=thing.text[cut:], start=thing.start + cut)


def _does(topic: str, thing: Thing) -> bool:
    """Whether a thing is who acts: it follows "did" or "do"."""
    before = topic[: thing.start].split()
    return bool(before) and before[-1].lower() in AUXILIARIES


def _within(question: str, match: re.Match[str], *, plural: bool) -> bool:
    """Whether a pronoun points to something in its own question: "What is SVZ, and where is it?" """
    before = question[: match.start()]
    boundary = re.search(
        r"[,;:]|\b(?:and|but|when|where|while|if|because|before|after|that)\b", before
    )
    if boundary is None:
        return False
    earlier = things(before[: boundary.start()])
    return any(
        (thing.plural is plural or is_name(thing.text)) and not thing.asked for thing in earlier
    )
