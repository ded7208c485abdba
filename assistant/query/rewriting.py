"""Rewrite a follow-up question to stand alone, from the turns before it.

It is done by rules, not by a model, so it takes no time and cannot invent anything: only names and
phrases from earlier turns are inserted. The rewritten question is shown with the answer, so it has
to read as a question that a person could have written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.nlp.discourse import Lead, Opening, capital, opening
from assistant.nlp.noun_phrases import is_name, things
from assistant.nlp.question_words import AUXILIARIES, GENERAL, OTHERS
from assistant.nlp.tokens import is_stop, stem, tokens
from assistant.query.antecedents import chosen, clause, which_sentence
from assistant.query.coreference import points, resolve
from assistant.query.question import is_asked
from assistant.query.substitution import exchanged, fragment, is_one
from assistant.types import Turn

_ALONE = 2  # with so many content words, a question without referring words stands alone
_ABOUT = re.compile(r"(?:(?<!\s)\s++)?\(about ([^()]*)\)")
_REMEMBERED = 10  # turns; nothing refers to what was said before them
_MOST_ABOUT = 4  # phrases
_WHOLE = 5  # with so many content words, a correction is a question of its own


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question with its place in a conversation.

    searched: the question, standing alone.
    back:     the turns that it refers to, the nearest last; () if it stands alone.
    """

    searched: str
    back: tuple[Turn, ...] = ()


def stand_alone(question: str, history: Sequence[Turn]) -> str:
    """A question that can be searched alone; the question itself if it depends on nothing."""
    return follow_up(question, history).searched


def follow_up(question: str, history: Sequence[Turn]) -> FollowUp:
    """What a question asks, given the turns before it, oldest first."""
    known: list[Turn] = []
    for turn in history[-_REMEMBERED:]:
        searched = turn.searched or _placed(turn.question, known).searched
        known.append(Turn(turn.question, turn.answer, searched))
    return _placed(question, known)


def _placed(question: str, turns: Sequence[Turn]) -> FollowUp:
    """The question to search instead; the question as asked if the result could not be searched:
    with its references resolved it may be too long, and without its lead it may be empty.
    """
    question = " ".join(question.split())
    found = _rewritten(question, turns)
    return found if is_asked(found.searched) else FollowUp(question, found.back)


def _rewritten(question: str, turns: Sequence[Turn]) -> FollowUp:
    if not turns or not turns[-1].searched:
        return FollowUp(question)
    opened = opening(question)
    if opened.lead is Lead.FRESH:
        return FollowUp(opened.rest)
    if opened.lead is Lead.BACK:
        return _returned(opened, turns)
    if opened.lead is Lead.MENDED:
        return _mended(opened, turns)
    return _continued(opened, turns)


def _continued(opened: Opening, turns: Sequence[Turn]) -> FollowUp:
    topic, back = turns[-1].searched, tuple(turns)
    question, rest = opened.whole, opened.rest
    if opened.lead is Lead.ON and fragment(rest) and (is_one(rest) or not points(rest)):
        if new := _exchanged(rest, topic) or exchanged(rest, topic):
            return FollowUp(new, back)
        return FollowUp(_about(question, topic), back)
    if opened.lead is Lead.ON:
        question = rest if rest != "" and not fragment(rest) else question
        question = capital(question)
    said, meant, ago = chosen(question, turns, topic)
    if said:
        turn = turns[-1 - ago]
        part = which_sentence(question, turn.answer) or turn.answer
        back = (*turns[: len(turns) - 1 - ago], Turn(turn.question, part, turn.searched))
        if meant:
            return FollowUp(capital(question.replace(said, meant, 1)), back)
        return FollowUp(_about(question, turn.searched), back)
    if whole := _completed(question, topic):
        return FollowUp(whole, back)
    resolved = resolve(question, topic, turns[-1])
    if resolved.told:
        return FollowUp(_carried(resolved.text, topic), back)
    if not resolved.points and fragment(question) and (new := _exchanged(question, topic)):
        return FollowUp(new, back)
    if resolved.points or _short(question):
        return FollowUp(_about(question, topic), back)
    alone = opened.lead is not Lead.ON and _names(question) and not fragment(question)
    return FollowUp(question, () if alone else back)


def _exchanged(piece: str, topic: str, wrong: str = "") -> str:
    """The topic with one thing replaced, outside its brackets."""
    new = exchanged(piece, _ABOUT.sub("", topic), wrong)
    return _carried(new, topic) if new else ""


def _completed(question: str, topic: str) -> str:
    """A bare question word with the rest of the earlier question: "Why do MSCs …?"."""
    word = question.rstrip("?!. ")
    if re.fullmatch(r"(?:why|how|where|when|since when|how often|how long)(?: so)?", word, re.I):
        if (first := re.match(r"[A-Za-z]+", topic)) and first[0].lower() in AUXILIARIES:
            return f"{word.removesuffix(' so')} {topic[0].lower()}{topic[1:]}"
    elif re.fullmatch(r"how many(?: of them)?", word, re.I):
        asked = re.match(r"which\b", topic, re.I)
        return f"How many{topic[asked.end() :]}" if asked else ""
    return ""


def _returned(opened: Opening, turns: Sequence[Turn]) -> FollowUp:
    """A question that names a subject from some turns ago."""
    wanted = {stem(token) for token in tokens(opened.named) if not is_stop(token)}

    def shared(turn: Turn) -> float:
        asked = {stem(token) for token in tokens(f"{turn.question} {turn.searched}")}
        told = {stem(token) for token in tokens(turn.answer)}
        return len(wanted & asked) + 0.5 * len(wanted & told)

    turn = max(reversed(turns), key=shared)
    resolved = resolve(opened.rest, turn.searched, turn, opened.named)
    if resolved.told:
        return FollowUp(resolved.text, (turn,))
    if all(stem(token) in {stem(t) for t in tokens(opened.rest)} for token in wanted):
        return FollowUp(opened.rest, (turn,))
    return FollowUp(_with(opened.rest, opened.named), (turn,))


def _mended(opened: Opening, turns: Sequence[Turn]) -> FollowUp:
    """What was meant, in place of what was asked."""
    topic = turns[-1].searched
    content = [token for token in tokens(opened.rest) if not is_stop(token)]
    if not fragment(opened.rest) or len(content) >= _WHOLE:
        question = capital(opened.rest)
        resolved = resolve(question, topic, turns[-1])
        return FollowUp(_carried(resolved.text, topic) if resolved.told else question)
    if new := _exchanged(opened.rest, topic, opened.named):
        return FollowUp(new, tuple(turns))
    return FollowUp(_about(capital(opened.rest), topic), tuple(turns))


def _short(question: str) -> bool:
    """Whether it says too little to stand alone: "How many?", "Any side effects?"."""
    content = [token for token in tokens(question) if not is_stop(token)]
    if any(any(char.isupper() or char.isdigit() for char in token) for token in content[1:]):
        return False
    telling = [t for t in content if stem(t) not in GENERAL and t.lower() not in OTHERS]
    least = _ALONE + 1 if fragment(question) else _ALONE
    return len(telling) < least and not _defines(question)


def _names(question: str) -> bool:
    """Whether it names what it is about: "MSCs", "NEDA". Otherwise it may still depend on what was
    said, and is looked for there first.
    """
    return any(is_name(token) for token in tokens(question)[1:])


def _defines(question: str) -> bool:
    """Whether it asks what something is: that names its subject, however short it is."""
    return (
        re.match(r"^\W*(?:what|who|where) (?:is|are|was|were|does|do)\b.*\w{2}", question, re.I)
        is not None
    )


def _carried(question: str, topic: str) -> str:
    """The question with what the topic itself gave only in brackets."""
    match = _ABOUT.search(topic)
    return _with(question, match[1]) if match and not _ABOUT.search(question) else question


def _about(question: str, topic: str) -> str:
    """The question, and in brackets what the earlier one was about, unless it says so itself."""
    return _with(question, _subject(topic))


def _with(question: str, about: str) -> str:
    own = {stem(token) for token in tokens(question)}
    if all(stem(token) in own or is_stop(token) for token in tokens(about)):
        return question
    ending = question[-1] if question.endswith(("?", "!", ".")) else ""
    return f"{question.rstrip('?!. ')} (about {about}){ending}"


def _subject(topic: str) -> str:
    """What a question was about: its noun phrases, also those in brackets."""
    carried = _ABOUT.search(topic)
    plain = _ABOUT.sub("", topic)
    parts: list[str] = []
    found = things(plain)
    if found and found[0].asked and (whole := clause(found[0], plain)):
        parts, found = [whole], []
    for thing in found:
        text = plain[thing.start : thing.end]
        if thing.joined and parts:
            parts[-1] += f" {thing.before} {text}"
        else:
            parts.append(text)
    if carried:
        parts += carried[1].split(", ")
    parts = list(dict.fromkeys(parts))
    return ", ".join(parts[:_MOST_ABOUT]) or plain.strip(" ?!.")
