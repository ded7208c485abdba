"""Parse a question that rows of a table may answer: its conditions, limits and superlatives."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from assistant.nlp.quantities import figure
from assistant.nlp.question_words import FRAMING
from assistant.nlp.tokens import is_stop, stem, tokens

_NOT = re.compile(
    r"\b(?:leaving|except(?:ing)?(?: for)?|excluding|not counting|other than|apart from|but not"
    r"|and not|not (?=in|at|from)|without)\b|(?:\b(?:but|and)|,) no\b",
    re.I,
)
_DENIAL = re.compile(r"\b(?:not|never|neither|nor)\b(?! only\b)|n['’]t\b", re.I)
_PIECE = re.compile(r"[¬(),;]|[^\s¬(),;]+")
_LIMIT = re.compile(
    r"\b(?:(?P<most>at most|up to|no more than)|(?P<least>at least|no less than)"
    r"|(?P<more>over|above|after|exceeding|(?:more|greater|higher|larger|longer|later|heavier"
    r"|bigger|older|taller) than)|under|below|before|(?:less|fewer|[a-z]{3,10}er) than)"
    r" (?P<figure>[$€£]?\s?\d[^\s?]*(?: ?[^\W\d_]{1,8}\b|[%$€£])?)",
    re.I,
)
_EXTREME = re.compile(
    r"\b(?:(?P<least>least|fewest|lowest|smallest|cheapest|shortest|lightest|slowest|youngest"
    r"|quietest|nearest|earliest|narrowest)|most|highest|largest|biggest|greatest|longest"
    r"|heaviest|tallest|fastest|oldest|loudest|latest|widest|deepest)\b",
    re.I,
)
_MEASURES: dict[str, str] = json.loads(Path(__file__).with_name("measures.json").read_text("utf-8"))
# What a measuring word asks about, where a column calls it something else.
MEASURES = {
    word: frozenset(map(stem, names.split()))
    for words, names in _MEASURES.items()
    for word in words.split()
}
Words = tuple[str, ...]
Kept = Callable[[str], bool]
"""Whether a word of a question is a condition, not only a way of asking."""


@dataclass(frozen=True, slots=True)
class Demand:
    """Alternatives: a row matches if it matches every word of one of them."""

    alternatives: tuple[Words, ...]
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Limit:
    """A comparison with a figure: "less than 200 kg"; without a figure, a superlative."""

    word: str
    sign: int
    figure: str = ""
    equal: bool = False

    def holds(self, cell: str) -> bool:
        """Whether the first figure of a cell keeps the limit."""
        (kind, ours, written), (its_kind, other, as_written) = figure(self.figure), figure(cell)
        if other is None or ours is None or (kind != its_kind and kind and its_kind):
            return False
        difference = other - ours if kind == its_kind else as_written - written
        return difference * self.sign > 0 or (self.equal and difference == 0)


def limit(question: str) -> tuple[Limit | None, str]:
    """What a question demands of a column's figures, and the question without that."""
    if found := _LIMIT.search(question):
        sign = 1 if found["more"] or found["least"] else -1
        equal = bool(found["most"] or found["least"])
        bound = Limit(found[0].lower().split()[0], sign, found["figure"], equal)
    elif found := _EXTREME.search(question):
        bound = Limit(found[0].lower(), -1 if found["least"] else 1)
    else:
        return None, question
    kept = bound.word if bound.word in MEASURES else ""
    return bound, question.replace(found[0], f" {kept} ", 1)


def framing(token: str) -> bool:
    """Whether a word only asks, and is no condition."""
    return is_stop(token) or (not token.isupper() and stem(token) in FRAMING)


def denies(question: str) -> bool:
    """Whether a question says "not" in a way that is not understood."""
    return _DENIAL.search(_NOT.sub(" ", question)) is not None


def demands(question: str, kept: Kept) -> tuple[Demand, ...]:
    """What a question demands of rows; one alternative each unless it says "or" or "not"."""
    excluded = inside = False
    stretches: list[tuple[bool, bool, list[str]]] = [(excluded, inside, [])]
    for piece in _PIECE.findall(_NOT.sub(" ¬ ", question)):
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
