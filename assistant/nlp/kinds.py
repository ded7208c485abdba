"""Whether two phrases name things of one kind: two animals, two trials' numbers, two countries."""

from __future__ import annotations

import re
from itertools import takewhile

from assistant.nlp.noun_phrases import before_of
from assistant.nlp.thesaurus import thesaurus
from assistant.nlp.tokens import stem, tokens

ALIKE = 0.36
"""From which likeness on two phrases are taken to be of one kind."""
_PIECE = re.compile(r"[^\W\d_]+|\d+")
_PERIOD = re.compile(r"\b(?:year|month|week|day|hour|minute)s?\b", re.I)


_KINDS = tuple(
    frozenset(group.split())
    for group in (
        "mice mouse rats rat primates monkeys marmosets animals dogs pigs rabbits humans rodents",
        "intravenous intrathecal intraventricular intraperitoneal intranasal oral subcutaneous"
        " intramuscular intralesional intracerebroventricular",
        "intravenously intrathecally intraventricularly intraperitoneally intranasally orally",
        "rrms spms ppms pms relapsing-remitting progressive primary-progressive"
        " secondary-progressive",
        "women men children adults",
        "autologous allogeneic xenogeneic",
    )
)


def likeness(one: str, other: str) -> float:
    """In [0, 1]: how much two noun phrases are of one kind; 0 for the same phrase."""
    ones, others = tokens(one), tokens(other)
    if not ones or not others or [stem(w) for w in ones] == [stem(w) for w in others]:
        return 0.0
    if _PERIOD.search(one) and _PERIOD.search(other):
        return 1.0
    head, other_head = _head(one), _head(other)
    if same_kind(head, other_head):
        return 1.0
    if stem(head) == stem(other_head):
        return 0.9
    if is_name(head) and is_name(other_head):
        return (
            0.95
            if form(head) == form(other_head) and _has_digit(head)
            else _names(head, other_head)
        )
    if is_name(head) or is_name(other_head):
        return 0.0
    return thesaurus().similarity(head, [other_head])


def _names(one: str, other: str) -> float:
    """Names of one form are often of one kind, more so with one ending: "MSCs" and "NSCs"."""
    if form(one) != form(other):
        return 0.3
    return 0.6 + 0.1 * min(3, same_ending(one, other))


def same_kind(one: str, other: str) -> bool:
    """Whether two different words are known to name things of one kind: animals, routes."""
    pair = {one.lower(), other.lower()}
    return len(pair) > 1 and any(pair <= kind for kind in _KINDS)


def same_ending(one: str, other: str) -> int:
    """How many characters two words have in common at their ends: 3 for "MSCs" and "NSCs"."""
    pairs = zip(reversed(one), reversed(other), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def form(token: str) -> str:
    """The form of a name: "IL-23" and "IL-27" are of one form."""
    return _PIECE.sub(
        lambda m: "0" if m.group().isdigit() else "A" if _is_short(m.group()) else "a", token
    )


def is_name(token: str) -> bool:
    """Whether a word is a name by its form: it has a capital or a digit."""
    return any(char.isupper() or char.isdigit() for char in token)


def _is_short(letters: str) -> bool:
    """An abbreviation, maybe in the plural or of a kind: "MSCs", "iPSCs", "hUC"."""
    return sum(char.isupper() for char in letters) > 1 or (len(letters) == 1 and letters.isupper())


def _has_digit(token: str) -> bool:
    return any(char.isdigit() for char in token)


def _head(phrase: str) -> str:
    """The last word before "of"."""
    return (tokens(before_of(phrase)) or tokens(phrase))[-1]
