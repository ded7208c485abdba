"""Parse the conditions that a question sets: all of several words, one of some, none of others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.nlp.question_words import ASKING, AUXILIARIES, FRAMING
from assistant.nlp.tokens import is_stop, stem, tokens

_NOT = re.compile(
    r"\b(?:leaving|except(?:ing)?(?: for)?|excluding|not counting|other than|apart from|but not"
    r"|and not|not (?=in|at|from)|without)\b|(?:\b(?:but|and)|,) no\b",
    re.I,
)
_DENIAL = re.compile(r"\b(?:not|never|neither|nor)\b(?! only\b)|n['’]t\b", re.I)
_CLAUSES = re.compile(
    r"[,;:.!?](?= |$)|(?<=\w) (?=(?:when|if|whenever|because|while|after) )", re.I
)
_ASKS = re.compile(
    rf"^\W*+(?:(?:and|but|so|then|or) )?(?:{'|'.join(sorted((ASKING - {'when'}) | AUXILIARIES))}"
    r"|when (?:is|was|are|were|do|does|did|will|can|must|should)|list|name|show|give|tell)\b",
    re.I,
)
_WITH_NO = re.compile(r"(\bno )?\b(\w+)", re.I)
_PIECE = re.compile(r"[¬(),;]|[^\s¬(),;]+")
_RELATION = re.compile(r"\bthan\b|\b(?:before|after|since|until|between)\b(?= [\dA-Z])")
_SEVERAL = re.compile(  # "the two cheapest"
    r"(?<!\bof )\b(?:which|what|the|list|name) (?:two|three|four|five|ten)\b", re.I
)
_ONE = re.compile(r"(?<=\bwhich )one\b", re.I)  # "which one" is no 1
_YOURS = re.compile(
    r"(?<=\w) (?:do (?:you|we) (?:have|sell|offer|stock|list)|can (?:i|we) (?:buy|get))(?=\W*$)",
    re.I,
)
Words = tuple[str, ...]
Kept = Callable[[str], bool]
"""Whether a word of a question is a condition, not only a way of asking."""


@dataclass(frozen=True, slots=True)
class Demand:
    """Alternatives: it is met by what holds every word of one of them."""

    alternatives: tuple[Words, ...]
    excluded: bool = False


def impersonal(question: str) -> str:
    """A question without "do you have" and "can I buy" at its end."""
    return _YOURS.sub("", question)


def unclear(question: str, *, of_all: bool = False) -> bool:
    """Whether a question compares, or tells a time, in a way that is not parsed.

    of_all: whether the greatest or least is asked for: "the two cheapest" are not.
    """
    several = of_all and _SEVERAL.search(question) is not None
    return several or _RELATION.search(_NOT.sub(" ", question)) is not None


def framing(token: str) -> bool:
    """Whether a word only asks, and is no condition."""
    return is_stop(token) or (not token.isupper() and stem(token) in FRAMING)


def asked(question: str) -> list[str]:
    """The words of the clause that asks, without the circumstances that are told ("The screen says
    E9, what now?", "What does it mean when the screen says E9?"); none where none asks.
    """
    return tokens(" ".join(filter(_ASKS.match, _CLAUSES.split(question))))


def denies(question: str) -> bool:
    """Whether a question says "not" of its predicate."""
    return _DENIAL.search(_NOT.sub(" ", question)) is not None


def excluding(question: str, told: Kept) -> str:
    """A question with "without" before what "no" or "not" is about: "which take no dogs", "which
    don't take dogs", where something is told of dogs.
    """
    denied = denies(question) and any(map(told, tokens(question)))
    question = _DENIAL.sub("", question) if denied else question
    return _WITH_NO.sub(
        lambda one: f"without {one[2]}" if (one[1] or denied) and told(one[2]) else one[0], question
    )


def demands(question: str, kept: Kept) -> tuple[Demand, ...]:
    """What a question demands; one alternative each unless it says "or" or "not"."""
    excluded = inside = False
    stretches: list[tuple[bool, bool, list[str]]] = [(excluded, inside, [])]
    for piece in _PIECE.findall(_NOT.sub(" ¬ ", _ONE.sub("", question))):
        run = stretches[-1][2]
        if piece in "()¬;" or piece == "aside" or (piece == "," and excluded and not inside):
            inside = piece == "(" or (piece == "¬" and inside)
            excluded = piece == "¬" or (piece == "(" and excluded)
            stretches.append((excluded, inside, []))
        elif piece in (",", "or") or (inside and piece == "and"):
            run.append("or" if piece == "or" else ",")
        elif words := [word for word in tokens(piece) if kept(word)]:
            run += words
        elif not inside and run[-1:] != ["or"] and all(map(framing, tokens(piece))):
            stretches.append((excluded, inside, []))
    return tuple(demand for stretch in stretches for demand in _demands(*stretch))


def _demands(excluded: bool, inside: bool, pieces: Sequence[str]) -> Iterator[Demand]:
    """Those of a stretch of words with "or" and "," between; in brackets all are alternatives."""
    found = groupby(pieces, key=lambda piece: piece in (",", "or"))
    runs = [tuple(run) for joins, run in found if not joins]
    spare: Words = ()
    if "or" in pieces and not inside and len(runs) > 1:  # "in Jordan or London hospitals"
        most = len(runs[-2])
        runs[-1], spare = runs[-1][:most], runs[-1][most:]
    if excluded and not inside:
        yield from (Demand((run,), excluded) for run in runs)
    elif runs and (inside or "or" in pieces):
        yield Demand(tuple(runs), excluded)
    else:
        spare = tuple(word for run in runs for word in run)
    yield from (Demand(((word,),), excluded) for word in spare)


def words_of(wanted: Iterable[Demand]) -> set[str]:
    """The stems of the words of demands."""
    return {stem(word) for one in wanted for words in one.alternatives for word in words}
