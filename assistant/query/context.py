"""Tell what of the talk before it a question leans on.

The question stays as asked. What it leans on, a few names and phrases of earlier turns, is searched
with it and shown beside it, so that a reader sees it and can take it away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.messages import MESSAGES
from assistant.nlp.discourse import Lead, Opening, capital, opening, split_context, with_context
from assistant.nlp.noun_phrases import is_name, listed, of_one_kind, phrases, sentences
from assistant.nlp.question_words import asks
from assistant.nlp.tokens import is_stop, stem, stems, tokens
from assistant.query.leaning import LEANS, LEANS_SURELY, leaning, place_in, place_meant, points
from assistant.query.question import is_asked
from assistant.types import Turn

_REMEMBERED = 10  # turns; nothing leans on what was said before them
_MOST = 3  # phrases
_READ = 600  # characters of an answer that are looked at

_WHICH = re.compile(r"\b(?:who(?:m|se)?|which|where|what)\b", re.I)
_MARKER = re.compile(r"\[\d+\]")


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question with its place in a talk.

    question: as asked, without the words that only lead to it ("Something else: …").
    about:    what it leans on, in a few phrases; () if it stands alone.
    back:     the turns that it may refer to, the nearest last; () if it stands alone.
    doubtful: whether it may stand alone all the same.
    """

    question: str
    about: tuple[str, ...] = ()
    back: tuple[Turn, ...] = ()
    doubtful: bool = False

    @property
    def searched(self) -> str:
        """The question, and in brackets behind it what it leans on."""
        return with_context(self.question, self.about)


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
    opened = opening(question)
    if not turns:
        return FollowUp(opened.whole)
    if opened.lead is Lead.FRESH:
        return FollowUp(opened.rest)
    if opened.lead is Lead.BACK:
        return _returned(opened, turns)
    mended = opened.lead is Lead.MENDED
    asked = capital(opened.rest) if mended else opened.whole
    turns = _answered(turns, strong=opened.lead is Lead.ON or points(question) > 0)
    score = leaning(question)
    if score < LEANS or not turns:
        return FollowUp(asked)
    turn = turns[-1] if place_meant(asked) is None else _nearest(asked, turns)
    leans_on = about(asked, turn, opened.named, mended=mended)
    doubtful = score < LEANS_SURELY and not mended
    return FollowUp(asked, leans_on, tuple(turns), doubtful)


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
    if counted := _counted(question, turn):
        return tuple(counted)
    own = stems(question)
    said = [one.text for one in phrases(question)]
    piece = mended or not asks(opening(question).rest)  # "And in winter?"
    kept: list[str] = []
    for candidate in _candidates(question, turn, verbs=piece):
        phrase = _without_replaced(candidate, said, piece)
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


def _without_replaced(phrase: str, said: Sequence[str], piece: bool) -> str:
    """Without the word that one of the question takes the place of: "1421" before "And 1425?"."""
    heads = [tokens(one)[-1] for one in said if tokens(one)]
    words = phrase.split()
    kept = (w for w in words if not any(of_one_kind(one, w, loosely=piece) for one in heads))
    return " ".join(kept) if len(words) > 1 else phrase


def _candidates(question: str, turn: Turn, *, verbs: bool) -> Iterator[str]:
    """Phrases of a turn, the likeliest first."""
    asked, carried = split_context(turn.searched)
    told = _told(turn)
    if _WHICH.search(asked) and points(question):
        yield from (one for one in _names(told) if not stems(one) <= stems(asked))
    found = phrases(asked, verbs=verbs)
    yield from (one.text for one in sorted(found, key=lambda one: not one.is_name))
    yield from carried


def _told(turn: Turn) -> str:
    return "" if MESSAGES.is_refusal(turn.answer) else _MARKER.sub("", turn.answer[:_READ])


def _counted(question: str, turn: Turn) -> Sequence[str]:
    """What an ordinal counts: a thing of a list, or what a sentence is about; () if nothing, as
    "And in the third?" after "What is paid in the first year?".
    """
    asked, _ = split_context(turn.searched)
    place, told = place_meant(question), _told(turn)
    if place is None or place_in(asked):
        return ()
    if several := listed(told) or listed(asked):
        return several[place:][:1]
    found = sentences(told)
    if len(found) < 2:
        return ()
    return [phrase.text for one in found[place:][:1] for phrase in phrases(one)][:_MOST]


def _names(text: str) -> list[str]:
    """The first name in a text, without small words before it; none if it has none."""
    for one in phrases(next(iter(sentences(text)), "")):
        words = one.text.split()
        begin = next((n for n, word in enumerate(words) if is_name(word)), len(words))
        if one.is_name and words[begin:] and not words[begin][0].isdigit():
            return [" ".join(words[begin:])]
    return []
