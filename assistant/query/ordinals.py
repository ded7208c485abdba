"""Which of the things that an answer lists is meant: "the first of those", "the latter"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.nlp.noun_phrases import things
from assistant.nlp.question_words import AUXILIARIES, GENERAL
from assistant.nlp.tokens import is_stop, stem, tokens
from assistant.query.turn import Turn

ORDINAL = re.compile(
    r"\b(?:the (?P<which>first|second|third|fourth|last|former|latter)"
    r"(?: (?:ones?|two|item|option|thing|approach|method|route|way|group|cells?|hypothesis"
    r"|explanation|idea|theory|treatment|drug)\b)?"
    r"(?: (?:of|from) (?:those|these|them|the)(?: (?:two|three|four|five))?"
    r"(?: (?P<kind>[a-z-]{3,}s)\b(?<! was)(?<! does))?)?(?= |[?.,!;:]|$)"
    r"|the (?P<other>other)(?: ones?| two)?(?=\s*(?:[?.,!;:]|$)))",
    re.I,
)
_PLACE = {"first": 0, "former": 0, "second": 1, "third": 2, "fourth": 3, "last": -1, "latter": -1}
_CUE = re.compile(
    r"^.*\b(?:such as|including|includes?|like|via|namely|between|both|either|whether|were|are|was"
    r"|is|of|with|from|by|than|to|undergoing|receiving|:)\s+",
    re.I,
)
_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.I)
_ITEM = r"(?:[\w/+’'-]++ ){0,5}[\w/+’'-]++"
_LISTED = re.compile(  # of at most 22 items, so that no long list is gone through from each word on
    rf"(?<![\w/+’'-])(?P<first>{_ITEM})(?P<more>(?:, {_ITEM}){{0,20}}),? (?:and|or|vs\.?|versus)"
    rf" (?P<last>{_ITEM})"
)
_EMPTY = frozenset("others other more so such etc".split())
_BRACKETS = re.compile(r"(?:(?<!\s)\s++)?(?:\[[^\[\]]*\]|\([^()]*\))")
_MARKER = re.compile(r"(?:(?<!\s)\s++)?\[\d+\]")


def listed(text: str) -> tuple[str, ...]:
    """The things of the first list in a text: "A, B and C"; () where there is none."""
    text = _BRACKETS.sub("", text)
    several = len(_sentences(text)) > 1
    for match in _LISTED.finditer(text):
        if several and not match["more"] and not _CUE.match(match["first"]):
            continue  # "the first and more widely accepted hypothesis" is no list
        more = [one.strip() for one in match["more"].split(",") if one.strip()]
        items: list[str] = []
        for item in (match["first"], *more):
            if _CUE.match(item):  # the list begins here
                items = []
            items.append(_ARTICLE.sub("", _CUE.sub("", item)))
        items.append(_cut(_ARTICLE.sub("", match["last"])))
        kept = tuple(item for item in items if item.lower() not in _EMPTY and _names_a_thing(item))
        if len(kept) == len([item for item in items if item.lower() not in _EMPTY]) > 1:
            return kept
        if len(kept) > 1 and more:
            return kept
    return ()


def chosen(question: str, turns: Sequence[Turn], topic: str) -> tuple[str, str, int]:
    """What "the first of those" stands for, and the turn that says so.

    Returns:
        The words of the question that point, what they stand for ("" where that is not known),
        and how many turns back it was said; ("", "", 0) where the question has no such words.
    """
    match = ORDINAL.search(question)
    if match is None or not turns:
        return "", "", 0
    back = _said(match["kind"] or "", turns)
    turn = turns[-1 - back]
    which = (match["which"] or match["other"]).lower()
    items = listed(turn.answer) or listed(turn.question if back else topic)
    if which == "other":
        left = [item for item in items if stem(item) not in {stem(w) for w in tokens(topic)}]
        return match[0], left[0] if len(left) == 1 and len(items) == 2 else "", back
    place = _PLACE[which]
    if items and place < len(items):
        return match[0], _without_numbers(items[place]), back
    meant = _without_numbers(_of_sentence(sentence(turn.answer, place)))
    if stem(meant) in GENERAL:  # "Participants were divided …"
        meant = ""
    return match[0], _inside(meant), back


def sentence(answer: str, place: int) -> str:
    """The sentence of an answer at a place, -1 for the last; "" where there are not so many."""
    found = _sentences(_MARKER.sub("", answer))
    return found[place] if len(found) > 1 and place < len(found) else ""


def _sentences(text: str) -> list[str]:
    return [one for one in re.split(r"(?<=[.!?])\s+(?=[A-Z])|\n+", text) if one.strip()]


def which_sentence(question: str, answer: str) -> str:
    """The part of an answer that "the latter" means where the answer has several sentences."""
    match = ORDINAL.search(question)
    if match is None or not match["which"] or listed(answer):
        return ""
    return sentence(answer, _PLACE[match["which"].lower()])


def _without_numbers(text: str) -> str:
    """The text, or "" where it holds a number: an earlier answer's must not seem the question's."""
    return (
        "" if any(stem(token).isdigit() or token[0].isdigit() for token in tokens(text)) else text
    )


def _inside(text: str) -> str:
    """The beginning of a sentence as it is written inside one."""
    first = text.split(" ", 1)[0]
    return text if first[1:] != first[1:].lower() else text[:1].lower() + text[1:]


def _said(kind: str, turns: Sequence[Turn]) -> int:
    """How many turns back a noun was asked about; 0 where none names it."""
    if kind:
        for back, turn in enumerate(reversed(turns)):
            if stem(kind) in {stem(token) for token in tokens(turn.question)}:
                return back
    return 0


def _of_sentence(text: str) -> str:
    """What a sentence is about: its first noun phrase, and what is joined to it."""
    found = things(text)
    if not found:
        return ""
    end = found[0].end
    for thing in found[1:]:
        if not thing.joined:
            break
        end = thing.end
    return text[found[0].start : end]


def _cut(item: str) -> str:
    """An item without the rest of its sentence."""
    kept: list[str] = []
    for word in item.split():
        lower = word.lower()
        if kept and (is_stop(lower) or lower in AUXILIARIES):
            break
        kept.append(word)
    return " ".join(kept)


def _names_a_thing(item: str) -> bool:
    words = tokens(item)
    return 0 < len(words) <= 5 and not is_stop(words[-1])
