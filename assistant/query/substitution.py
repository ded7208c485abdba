"""Substitute one phrase of the earlier question: "And in rats?" after one about mice."""

from __future__ import annotations

import re

from assistant.nlp.noun_phrases import (
    ALIKE,
    Thing,
    form,
    is_name,
    is_plural,
    likeness,
    same_ending,
    same_kind,
    things,
)
from assistant.nlp.question_words import ASKING, AUXILIARIES, is_verb
from assistant.nlp.tokens import stem, tokens

_PREPOSITION = re.compile(
    r"^(in|with|after|before|for|from|at|on|by|under|without|within|into|of|to|during|between"
    r"|against|over)\s++(.+)$",
    re.I,
)
_ONE = re.compile(
    r"^(?:(?:the|that|this|those|these)\s++(?P<which>[^,]{2,40}?)\s++ones?"
    r"|(?P<plain>[^\s,]{2,40}) ones)$",
    re.I,
)
# What follows these is neither a place nor a time.
_BOUND = frozenset("to with of for from against into between".split())
_PERIOD = re.compile(
    r"^(?:the\s+)?(?P<number>[\w-]+)[\s-](?P<unit>year|month|week|day|hour)s?(?:\s+later)?$", re.I
)
_WORD = re.compile(r"[^\W_]+(?:[-–/][^\W_]+)*")
_MAX_WORDS = 8  # of a fragment; more is a question of its own
_ONLY = 0.25  # similarity that is enough if only one phrase has the same preposition


def fragment(text: str) -> bool:
    """Whether a text is a fragment: it neither asks nor has a verb."""
    words = [word.lower() for word in tokens(text)]
    return 0 < len(words) <= _MAX_WORDS and not any(
        word in ASKING or word in AUXILIARIES for word in words
    )


def is_one(piece: str) -> bool:
    """Whether it names another one of the same kind: "the Tehran one"."""
    return _ONE.match(piece.strip().rstrip("?!.,; ")) is not None


def exchanged(piece: str, topic: str, wrong: str = "") -> str:
    """The topic with the thing replaced that is of the fragment's kind; "" if there is none.

    piece: of a question: "in rats", "IL-27", "the Tehran one", "raise".
    topic: the earlier question, standing alone.
    wrong: what of the topic it takes the place of, if that was said; else "".
    """
    new = _exchanged(piece.strip().rstrip("?!.,; "), topic, wrong)
    return new if sorted(tokens(new.lower())) != sorted(tokens(topic.lower())) else ""


def _exchanged(piece: str, topic: str, wrong: str) -> str:
    if not piece:
        return ""
    found = things(topic)
    if wrong and (replaced := _instead(piece, topic, wrong, found)):
        return replaced
    if match := _ONE.match(piece):
        return _other_one(match["which"] or match["plain"], topic, found)
    if match := _PREPOSITION.match(piece):
        return _after_preposition(match[1].lower(), match[2], topic, found)
    if is_verb(piece):
        return _other_verb(piece, topic)
    if rest := _without_the_known(piece, topic):
        return _exchanged(rest, topic, "")
    if len(piece.split()) == 1:
        new = _other_word(piece, topic, found)
        if new or is_name(piece):
            return new
    ranked = sorted(found, key=lambda thing: -likeness(piece, _bare(thing.text)))
    if ranked and likeness(piece, _bare(ranked[0].text)) >= ALIKE:
        return _put(piece, topic, ranked[0])
    return ""


def _instead(piece: str, topic: str, wrong: str, found: list[Thing]) -> str:
    wrong = re.sub(r"^(?:(?:in|with|for|about|the|an?)\s+)+", "", wrong.strip(), flags=re.I)
    place = re.search(rf"\b{re.escape(wrong)}\b", topic, re.I)
    if match := _PREPOSITION.match(piece):
        piece = match[2]
    if place is None:
        return ""
    return (
        topic[: place.start()]
        + _without_article(piece, topic, place.start())
        + topic[place.end() :]
    )


def _other_word(word: str, topic: str, found: list[Thing]) -> str:
    """The same question about another name of the same form, or another word of its kind."""
    known = [m for m in _WORD.finditer(topic) if same_kind(m.group(), word)]
    if len(known) == 1:
        return topic[: known[0].start()] + word + topic[known[0].end() :]
    if is_name(word):
        alike = [m for m in _WORD.finditer(topic) if is_name(m.group()) and m.start()]
        alike = [m for m in alike if form(m.group()) == form(word) and m.group() != word]
    else:
        both = word.endswith("ly")
        alike = [m for m in _WORD.finditer(topic) if both and m.group().endswith("ly")]
    alike.sort(key=lambda m: -same_ending(m.group(), word))
    if not alike or (len(alike) > 1 and same_ending(alike[0].group(), word) < 2):
        return ""
    old = alike[0]
    for thing in found:
        if thing.end == old.end() and " of " not in thing.text and is_name(word):
            return _put(word, topic, thing)
    return topic[: old.start()] + word + topic[old.end() :]


def _after_preposition(preposition: str, thing: str, topic: str, found: list[Thing]) -> str:
    if rest := _without_the_known(thing, topic):
        return _exchanged(rest, topic, "")
    if (period := _PERIOD.match(thing)) and (own := _period_of(topic)):
        said = f"{period['number']}-{period['unit'].lower()}"
        return topic[: own.start()] + said + topic[own.end() :]
    same = [one for one in found if one.before == preposition]
    alike = likeness(thing, _bare(same[0].text)) if len(same) == 1 else 0.0
    if alike >= _ONLY or (len(same) == 1 and preposition in _BOUND and not same[0].joined):
        return _put(thing, topic, same[0])
    ranked = sorted(found, key=lambda one: -likeness(thing, _bare(one.text)))
    if not ranked or likeness(thing, _bare(ranked[0].text)) < ALIKE:
        return ""
    best = ranked[0]
    if best.before and topic[: best.start].rstrip().lower().endswith(best.before):
        start = len(topic[: best.start].rstrip()) - len(best.before)
        return f"{topic[:start]}{preposition} {thing}{topic[best.end :]}"
    return _put(thing, topic, best)


def _without_the_known(piece: str, topic: str) -> str:
    """What is new in "patients with SPMS" after a question about patients; "" if all is."""
    parts = things(piece)
    if len(parts) < 2 or not parts[1].joined or parts[1].before == "of":
        return ""
    said = {stem(token) for token in tokens(topic)}
    if not {stem(token) for token in tokens(_bare(parts[0].text))} <= said:
        return ""
    return f"{parts[1].before} {piece[parts[1].start :]}"


def _period_of(topic: str) -> re.Match[str] | None:
    return re.search(r"\b[\w]+-(?:year|month|week|day|hour)\b", topic, re.I)


def _other_one(which: str, topic: str, found: list[Thing]) -> str:
    """The same noun with another word before it: "the Tehran trial" for "the Mashhad trial"."""
    for thing in reversed(found):
        words = thing.text.split()
        head = words[-1]
        before = words[:-1]
        kind = head.isalpha() and is_plural(head)  # "MSCs", and no trial's number
        if (
            before
            and is_name(before[-1]) == is_name(which.split()[-1])
            and (kind or not is_name(head))
        ):
            return f"{topic[: thing.start]}the {which} {head}{topic[thing.end :]}"
    return ""


def _other_verb(verb: str, topic: str) -> str:
    words = list(re.finditer(r"[^\W\d_]+", topic))
    for word in reversed(words[1:]):
        if is_verb(word.group()) and word.group()[-2:] == verb[-2:]:
            return topic[: word.start()] + verb + topic[word.end() :]
    verbs = [word for word in words[1:] if is_verb(word.group())]
    if len(verbs) == 1:
        return topic[: verbs[0].start()] + verb + topic[verbs[0].end() :]
    return ""


def _put(piece: str, topic: str, thing: Thing) -> str:
    """The fragment in place of a thing; a single plain word replaces only the head."""
    end = thing.end
    if " of " in thing.text and " of " not in piece and not is_name(piece.split()[-1]):
        end = thing.start + thing.text.index(" of ")
    words, own = piece.split(), topic[thing.start : end].split()
    start = thing.start
    plain = len(words) == 1 and not is_name(piece)
    if plain and len(own) > 1 and not is_name(own[-1]):
        start = end - len(own[-1])
    elif own[0].lower() in ("the", "a", "an") and words[0].lower() not in ("the", "a", "an"):
        start += len(own[0]) + 1 if not is_name(piece.split()[-1]) else 0
    return topic[:start] + piece + topic[end:]


def _without_article(piece: str, topic: str, at: int) -> str:
    if topic[:at].rstrip().lower().endswith((" the", " a", " an")):
        return re.sub(r"^(?:the|an?)\s+", "", piece, flags=re.I)
    return piece


def _bare(text: str) -> str:
    return re.sub(r"^(?:the|an?)\s+", "", text, flags=re.I)
