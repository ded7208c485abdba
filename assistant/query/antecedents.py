"""Find what a pronoun may refer to: an earlier phrase, or an item of a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.nlp.noun_phrases import Thing, before_of, is_plural, things
from assistant.nlp.question_words import ANIMALS, AUXILIARIES, GENERAL, GROUPS
from assistant.nlp.tokens import is_stop, stem, tokens
from assistant.types import Turn

AUTHORS = re.compile(
    r"\b((?:[A-Z][\w’'-]{1,50} ){0,2}[A-Z][\w’'-]{1,50}) (?:et al\b\.?|and colleagues)"
)
REGISTERED = re.compile(r"\b(?:NCT\d{8}|IRCT\w+|ISRCTN\d+|EudraCT[\s\d-]+\d)")
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
    for group in (GROUPS, ANIMALS, "trial study".split(), "drug medicine medication".split())
    for word in group
}


def person(topic: str, last: Turn) -> str:
    """The work's authors: the only name followed by "et al." in the question or its answer."""
    for text in (topic, last.answer):
        names = {match[1] for match in AUTHORS.finditer(text)}
        if len(names) == 1:
            return f"{names.pop()} et al."
        if names:
            return ""
    return ""


def study(noun: str, topic: str, found: list[Thing], last: Turn) -> str:
    """The study as the question called it, or its number or authors; "" unless there is one."""
    for thing in found:
        head = before_of(thing.text).split()[-1]
        if not thing.asked and stem(head) in {stem(noun), *_LIKE.get(stem(noun), ())}:
            return _whole(thing, topic, found)
    for text in (topic, last.answer):
        numbers = {match[0] for match in REGISTERED.finditer(text)}
        if len(numbers) == 1:
            return f"the {noun} {numbers.pop()}"
    who = person(topic, last)
    return f"the {noun} by {who}" if who else ""


def of_kind(noun: str, more: str | None, topic: str, found: list[Thing]) -> str:
    """The phrase of the topic with that noun as its head: "the patients" with SPMS."""
    if more:
        return ""
    noun = stem(noun)
    kinds = {noun, *_LIKE.get(noun, ())}
    for thing in found:
        head = before_of(thing.text).split()[-1]
        if stem(head) in kinds:
            whole = clause(thing, topic) if thing.asked else _whole(thing, topic, found)
            return whole if len(whole.split()) > 1 else ""
    return ""


def _whole(thing: Thing, topic: str, found: list[Thing]) -> str:
    """A phrase with its complements: "the 5-year survival after aHSCT"."""
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
    rest = re.sub(r"(?:(?<!\s)\s++)?\([^()]*\)", "", topic[thing.end :]).strip(" ?.!")
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
    link = "who" if stem(thing.text.split()[-1]) in {stem(word) for word in GROUPS} else "that"
    text = re.sub(r"^(?:the|an?)\s+", "", thing.text, flags=re.I)
    return f"the {text} {link} {rest}"


def plural(pronoun: str, topic: str, found: list[Thing], last: Turn) -> str:
    """What "they" refers to: the only plural of the question, or who acts in it; "" if unsure."""
    if (
        re.match(r"\W*who\b", topic, re.I)
        and pronoun.lower() in ("they", "their")
        and (who := person(topic, last))
    ):
        return who
    if not any(thing.plural for thing in found) and (who := person(topic, Turn(""))):
        return who
    several = [thing for thing in found if thing.plural and not _is(thing, _NO_OWNERS)]
    if several and any(thing.asked and thing.plural and _is(thing, _NO_OWNERS) for thing in found):
        return ""  # "Which side effects do MSCs have?": either may be meant
    if asked := next((thing for thing in several if thing.asked), None):
        return clause(asked, topic)
    if len(several) == 1 or (several and pronoun.lower() == "they" and _does(topic, several[0])):
        return _whole(several[0], topic, found) if len(several) == 1 else several[0].text
    return ""


def singular(topic: str, found: list[Thing]) -> str:
    """What "it" refers to: the term asked to be defined, or the only singular; "" if unsure."""
    if match := re.match(
        r"\W*what (?:is|are|was|were) ((?:the |an? )?[^?()]+?)(?: \(|\?|$)", topic, re.I
    ):
        whole = [thing for thing in found if not thing.joined]
        if len(whole) == 1 and len(found) == 1:
            return re.sub(r"^an?\s", "the ", match[1], flags=re.I)
    found = [_of_what(thing) for thing in found]
    # "It" is not the author of a work, but the work, or what it found.
    single = [thing for thing in found if not thing.plural and not AUTHORS.match(f"{thing.text}.")]
    if asked := next((thing for thing in single if thing.asked), None):
        return clause(asked, topic)
    if len(single) == 1:
        return _whole(single[0], topic, found)
    return ""


def _is(thing: Thing, heads: frozenset[str]) -> bool:
    return stem(before_of(thing.text).split()[-1]) in heads


def _of_what(thing: Thing) -> Thing:
    """The trial, in "the number of the trial"."""
    if " of " not in thing.text or not _is(thing, _ATTRIBUTES):
        return thing
    cut = thing.text.index(" of ") + 4
    return replace(thing, text=thing.text[cut:], start=thing.start + cut)


def _does(topic: str, thing: Thing) -> bool:
    """Whether a thing is the one that acts: it follows "did" or "do"."""
    before = topic[: thing.start].split()
    return bool(before) and before[-1].lower() in AUXILIARIES


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
_LISTED = re.compile(  # of at most 22 items, so that a long list is not scanned from each word
    rf"(?<![\w/+’'-])(?P<first>{_ITEM})(?P<more>(?:, {_ITEM}){{0,20}}),? (?:and|or|vs\.?|versus)"
    rf" (?P<last>{_ITEM})"
)
_EMPTY = frozenset("others other more so such etc".split())
_BRACKETS = re.compile(r"(?:(?<!\s)\s++)?(?:\[[^\[\]]*\]|\([^()]*\))")
_MARKER = re.compile(r"(?:(?<!\s)\s++)?\[\d+\]")


def listed(text: str) -> tuple[str, ...]:
    """The things of the first list in a text: "A, B and C"; () if there is none."""
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
        The referring words of the question, what they stand for ("" if that is not known),
        and how many turns back it was said; ("", "", 0) if the question has no such words.
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
    """The sentence of an answer at a place, -1 for the last; "" if there are not so many."""
    found = _sentences(_MARKER.sub("", answer))
    return found[place] if len(found) > 1 and place < len(found) else ""


def _sentences(text: str) -> list[str]:
    return [one for one in re.split(r"(?<=[.!?])\s+(?=[A-Z])|\n+", text) if one.strip()]


def which_sentence(question: str, answer: str) -> str:
    """The part of an answer that "the latter" refers to if the answer has several sentences."""
    match = ORDINAL.search(question)
    if match is None or not match["which"] or listed(answer):
        return ""
    return sentence(answer, _PLACE[match["which"].lower()])


def _without_numbers(text: str) -> str:
    """The text, or "" if it holds a number: an old answer's number must not seem the question's."""
    return (
        "" if any(stem(token).isdigit() or token[0].isdigit() for token in tokens(text)) else text
    )


def _inside(text: str) -> str:
    """The beginning of a sentence, written as it would be inside another."""
    first = text.split(" ", 1)[0]
    return text if first[1:] != first[1:].lower() else text[:1].lower() + text[1:]


def _said(kind: str, turns: Sequence[Turn]) -> int:
    """How many turns back a noun was asked about; 0 if none names it."""
    if kind:
        for back, turn in enumerate(reversed(turns)):
            if stem(kind) in {stem(token) for token in tokens(turn.question)}:
                return back
    return 0


def _of_sentence(text: str) -> str:
    """What a sentence is about: its first noun phrase with its complements."""
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
