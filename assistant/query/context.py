"""Tell whether a question leans on the talk before it, and on what.

The question stays as asked. What it leans on, a few names and phrases of earlier turns, is searched
with it and shown beside it, so that a reader sees it and can take it away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.messages import MESSAGES
from assistant.nlp.discourse import Lead, Opening, capital, opening, split_context, with_context
from assistant.nlp.noun_phrases import is_name, listed, of_one_kind, phrases
from assistant.nlp.question_words import ASKING, AUXILIARIES, OTHERS, POINTING
from assistant.nlp.tokens import is_stop, stem, stems, tokens
from assistant.query.question import is_asked
from assistant.types import Turn

_REMEMBERED = 10  # turns; nothing leans on what was said before them
_MOST = 3  # phrases
_READ = 600  # characters of an answer that are looked at

LEANS = -0.2
"""The log-odds from which a question is searched with its context."""
_POINTERS = frozenset(
    """it its itself he him his she her hers they them their theirs this that these those there
    one ones both neither either such""".split()
)
_MORE = (POINTING | frozenset("same too also then again more".split())) - {"one", "ones"}
_PLACES = {
    "first": 0, "former": 0, "second": 1, "third": 2, "fourth": 3, "last": -1, "latter": -1
}  # fmt: skip
_CLAUSE = re.compile(
    r"\bthat (?=(?:the|an?|his|her|their|our|my|he|she|it|they|we|you|i|is|are|was|were|has|have"
    r"|can|may|do|does|[\w-]+s)\b)|\b(?:so|such) that\b",
    re.I,
)
_PERSONS = frozenset("he him his she her hers".split())
_WHOM = re.compile(r"\b(?:who|whom|whose)\b", re.I)
_WHICH = re.compile(r"\b(?:who|whom|whose|which|where|what)\b", re.I)
_BOUNDARY = re.compile(
    r"[,;:–—?.]\s|\b(?:and|but|when|where|while|if|because|before|after|who)\b", re.I
)
_MARKER = re.compile(r"\[\d+\]")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])|\n")
_LABEL = re.compile(r"\W{0,9}([^|:]{2,60}?)\s?(?:\||:\s|\s[–—-]\s)")


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question with its place in a talk.

    question: as asked, without the words that only lead to it ("Something else: …").
    about:    what it leans on, in a few phrases; () if it stands alone.
    back:     the turns that it may refer to, the nearest last; () if it stands alone.
    """

    question: str
    about: tuple[str, ...] = ()
    back: tuple[Turn, ...] = ()

    @property
    def searched(self) -> str:
        """The question, and in brackets behind it what it leans on."""
        return with_context(self.question, self.about)


def stand_alone(question: str, history: Sequence[Turn]) -> str:
    """The question with its context behind it; the question itself if it leans on nothing."""
    return follow_up(question, history).searched


def follow_up(question: str, history: Sequence[Turn]) -> FollowUp:
    """What a question leans on in the turns before it, oldest first."""
    known: list[Turn] = []
    for turn in history[-_REMEMBERED:]:
        searched = turn.searched or _placed(turn.question, known).searched
        known.append(Turn(turn.question, turn.answer, searched))
    return _placed(question, known)


def _placed(question: str, turns: Sequence[Turn]) -> FollowUp:
    question = " ".join(question.split())
    found = _found(question, turns)
    return found if is_asked(found.searched) else FollowUp(question, (), found.back)


def _found(question: str, turns: Sequence[Turn]) -> FollowUp:
    own, given = split_context(question)
    if given:
        return FollowUp(own, given, tuple(turns))
    if not turns:
        return FollowUp(question)
    opened = opening(question)
    if opened.lead is Lead.FRESH:
        return FollowUp(opened.rest)
    if opened.lead is Lead.BACK:
        return _returned(opened, turns)
    mended = opened.lead is Lead.MENDED
    asked = capital(opened.rest) if mended else opened.whole
    turns = _answered(turns, strong=opened.lead is Lead.ON or points(question) > 0)
    if leaning(question) < LEANS or not turns:
        return FollowUp(asked if mended else question)
    turn = turns[-1] if _place(asked) is None else _nearest(asked, turns)
    return FollowUp(asked, about(asked, turn, opened.named, mended=mended), tuple(turns))


def _answered(turns: Sequence[Turn], *, strong: bool) -> Sequence[Turn]:
    """The turns without those that were refused: these are no topic, but of the next question."""
    kept = [turn for turn in turns if not MESSAGES.is_refusal(turn.answer)]
    return [*kept, turns[-1]] if strong and turns[-1] not in kept else kept


def _returned(opened: Opening, turns: Sequence[Turn]) -> FollowUp:
    """A question that names a subject from some turns ago."""
    turn = _nearest(opened.named, turns)
    held = [one.text for one in phrases(opened.named)] or [opened.named]
    more = about(f"{opened.rest} {opened.named}", turn)
    new = [one for one in (*held, *more) if not stems(one) <= stems(opened.rest)]
    return FollowUp(opened.rest, tuple(new[:_MOST]), (turn,))


def _nearest(words: str, turns: Sequence[Turn]) -> Turn:
    """The turn that shares most with some words, the last of several."""
    wanted = {stem(word) for word in tokens(words) if not is_stop(word)}

    def shared(turn: Turn) -> float:
        told = wanted & stems(f"{turn.searched} {turn.answer}")
        return len(wanted & stems(turn.question)) + 0.5 * len(told)

    return max(reversed(turns), key=shared)


def about(question: str, turn: Turn, wrong: str = "", *, mended: bool = False) -> tuple[str, ...]:
    """What of a turn a question leans on.

    wrong:  what the question takes back ("not cytokines").
    mended: whether it takes the place of something in the question before.
    """
    own = stems(question)
    said = [one.text for one in phrases(question)]
    piece = mended or _is_piece(question)
    kept: list[str] = []
    for phrase in _candidates(question, turn, verbs=piece):
        words = {stem(word) for word in tokens(phrase) if not is_stop(word)}
        if not words or words <= own:
            continue
        if any(words <= stems(other) for other in kept) or words <= stems(wrong):
            continue
        if same := next((one for one in said if of_one_kind(one, phrase, loosely=piece)), ""):
            said.remove(same)  # it takes this one's place
            continue
        kept.append(phrase)
    return tuple(kept[:_MOST])


def _is_piece(question: str) -> bool:
    """Whether it is only a piece of a question: "And in winter?"."""
    words = {token.lower() for token in tokens(opening(question).rest)}
    return not words & (AUXILIARIES | ASKING)


def _candidates(question: str, turn: Turn, *, verbs: bool) -> Iterator[str]:
    """Phrases of a turn, the likeliest first."""
    asked, carried = split_context(turn.searched)
    told = "" if MESSAGES.is_refusal(turn.answer) else _MARKER.sub("", turn.answer[:_READ])
    place = _place(question)
    if place is not None and (item := _said(told, asked, place)):
        yield from item
        return
    found = sorted(phrases(asked, verbs=verbs), key=lambda one: not one.is_name)
    person = any(one.is_name for one in found) and not _PERSONS.isdisjoint(tokens(question.lower()))
    if points(question) and (_WHOM if person else _WHICH).search(asked):
        yield from (one for one in _names(told) if not stems(one) <= stems(asked))
    yield from (one.text for one in found)
    yield from carried


def _place(question: str) -> int | None:
    """Which of several things a question means: 1 for "the second of them"."""
    words = [token.lower() for token in tokens(question)]
    for word, after in zip(words, [*words[1:], ""], strict=False):
        alone = not after or is_stop(after) or after in OTHERS  # not "the first six months"
        if word in ("former", "latter") or (alone and word in _PLACES):
            return _PLACES[word]
    return None


def _said(told: str, asked: str, place: int) -> Sequence[str]:
    """What stands at a place: of the lines with a label, a list, or else the sentences of an
    answer, or a list of the question; () if there are no several things.
    """
    lines = [one for one in _SENTENCE.split(told) if len(tokens(one)) > 1]
    labels = [label[1] for one in lines if (label := _LABEL.match(one))]
    if several := labels if len(labels) > 1 else listed(told) or listed(asked):
        return several[place:][:1]
    if len(lines) < 2:
        return ()
    return [found.text for one in lines[place:][:1] for found in phrases(one)][:_MOST]


def _names(text: str) -> list[str]:
    """The first name in a text, without small words before it; none if it has none."""
    first = _SENTENCE.split(text, maxsplit=1)[0]
    for one in phrases(first):
        words = one.text.split()
        begin = next((n for n, word in enumerate(words) if is_name(word)), len(words))
        if one.is_name and words[begin:] and not words[begin][0].isdigit():
            return [" ".join(words[begin:])]
    return []


def points(question: str) -> int:
    """How many of a question's words point back, beyond the question itself."""
    named = False  # whether a clause before has what a pronoun may stand for
    count = 0
    for clause in _BOUNDARY.split(_CLAUSE.sub(" ", question)):
        if not named:
            count += sum(word.lower() in _POINTERS for word in tokens(clause))
        named = named or bool(phrases(clause))
    return count


def signals(question: str) -> Mapping[str, float]:
    """What tells whether a question leans on the turns before it, each in [0, 1]."""
    opened = opening(question)
    words = tokens(opened.rest)
    lower = [word.lower() for word in words]
    content = [word for word in words if not is_stop(word)]
    verbs = (AUXILIARIES | ASKING).intersection(lower)
    return {
        "points": min(2, points(opened.rest)) / 2,
        "on": float(opened.lead is Lead.ON),
        "mended": float(opened.lead is Lead.MENDED),
        "more": float(not _MORE.isdisjoint(lower)),
        "place": float(_place(opened.rest) is not None),
        "few": 1 - min(6, len(content)) / 6,
        "named": float(any(is_name(word) for word in words[1:])),
        "whole": float(bool(verbs) and len(content) > 1 and not points(opened.rest)),
    }


# Fitted on follow-ups and the same asked in full: docs/decisions/0013-context.md.
BIAS = -0.5
WEIGHTS: Mapping[str, float] = {
    "points": 1.28,
    "on": 3.26,
    "mended": 1.84,
    "more": 1.49,
    "place": 0.73,
    "few": 3.41,
    "named": -0.55,
    "whole": -1.88,
}


def leaning(question: str) -> float:
    """How likely a question leans on the turns before it, in log-odds."""
    return BIAS + sum(WEIGHTS[name] * value for name, value in signals(question).items())
