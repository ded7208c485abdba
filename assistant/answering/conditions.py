"""What a question for rows of a table demands of them: words, alternatives, exceptions, a column.

"Which trials in Spain or Italy name SPMS in the title, leaving Seville aside?" demands Spain or
Italy, and SPMS, of the column of titles; and not Seville.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from assistant.nlp.tokens import is_stop, tokens

_EXCEPT = re.compile(
    r"\b(?:leaving|putting|setting) (?P<aside>[^;?]{1,200}?) (?:aside|out)\b"
    r"|\b(?:except(?:ing)?(?: for)?|excluding|not counting|other than|apart from|but not|and not"
    r"|not (?=in|at|from)) (?P<but>[^,;?()]+)"
    r"|(?:\b(?:but|and)|,) (?:no|without)(?: any)? (?P<none>[\w-]+)"
    r"|\(\s*(?:not|but not|without|excluding|except(?: for)?) (?P<bracket>[^()]*)\)",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"\(([^()]*)\)")
_BETWEEN = re.compile(r"(?:(?<!\s)\s++)?(?:,|;|/|\bor\b|\band\b)\s*+", re.IGNORECASE)
_OR = re.compile(
    r"(?<![\w’'-])(?P<left>[\w’'-]+(?: [\w’'-]+){0,2}(?:, (?!or\b)[\w’'-]+){0,20}),? or "
    r"(?P<right>[\w’'-]+(?: [\w’'-]+){0,2})",
    re.I,
)
_COLUMN = re.compile(
    r"\b(?:in|by|from) (?:the|its|their|a) (?:brief )?(?P<a>title|name|outcome|location)s?\b"
    r"|\bwhose (?P<b>title|name|outcome|location)s?\b"
    r"|\b(?P<c>title|name)s? (?:say|says|mention|mentions|contain|contains|hold|holds)\b"
    r"|\b(?:in|for|among|as) (?:an? |the |their |its )?(?P<d>outcome|end-?point)s?\b"
    r"|\b(?:for|in|by) what they (?:measure|assess|evaluate|test|look at)\b"
    r"|\baccording to (?:the|its|their) (?P<e>title|name)s?\b",
    re.IGNORECASE,
)
_EXPLAINED = 3  # words before a bracket that it may explain

Words = tuple[str, ...]
Kept = Callable[[str], bool]
"""Whether a word of a question is a condition, and not only a way of asking."""


@dataclass(frozen=True, slots=True)
class Demand:
    """Alternatives, of which a row fulfils one; of an alternative it fulfils every word.

    explained: words just before, for which the alternatives may stand: "a donor (allogeneic)".
    """

    alternatives: tuple[Words, ...]
    excluded: bool = False
    explained: Words = ()


def demands(question: str, kept: Kept) -> tuple[Demand, ...]:
    """What a question demands of rows; of one alternative each where it says neither or nor not.

    question: names of places of several words are one token already.
    """
    found: list[Demand] = []
    rest = question
    for match in _EXCEPT.finditer(question):
        phrase = next(group for group in match.groups() if group)
        options = [_words(phrase, kept)] if "(" not in phrase else _options(phrase, kept)
        found += [Demand((option,), excluded=True) for option in options if option]
        rest = rest.replace(match.group(), " , ", 1)
    for match in _BRACKET.finditer(rest):
        if options := _options(match.group(1), kept):
            before = _words(rest[: match.start()], kept)[-_EXPLAINED:]
            found.append(Demand(tuple(options), explained=before))
    rest = _BRACKET.sub(" , ", rest)
    for match in _OR.finditer(rest):
        options, behind = _alternatives(match, kept)
        if len(options) > 1:
            found.append(Demand(tuple(options)))
            left, _ = _phrase(match.group("left").split(", ")[0])
            rest = rest.replace(match.group(), f"{left} , {behind} ", 1)
    found += [Demand(((word,),)) for word in dict.fromkeys(_words(rest, kept))]
    return tuple(found)


def column_meant(question: str) -> str:
    """The kind of column that the conditions are about: "title"; "" where any will do."""
    found = _COLUMN.search(question)
    if found is None:
        return ""
    kind = next((group for group in found.groups() if group), "outcome").lower()
    return {"name": "title", "endpoint": "outcome", "end-point": "outcome"}.get(kind, kind)


def _words(text: str, kept: Kept) -> Words:
    return tuple(token for token in tokens(text) if kept(token))


def _options(text: str, kept: Kept) -> list[Words]:
    pieces = _BETWEEN.split(text.replace("(", ",").replace(")", ","))
    return [words for piece in pieces if (words := _words(piece, kept))]


def _phrase(text: str) -> tuple[str, str]:
    """What stands before the last phrase of content words, and that phrase."""
    words = text.split(" ")
    start = next((n + 1 for n in range(len(words) - 1, -1, -1) if is_stop(words[n])), 0)
    return " ".join(words[:start]), " ".join(words[start:])


def _alternatives(match: re.Match[str], kept: Kept) -> tuple[list[Words], str]:
    """What stands on both sides of "or", and what is behind that.

    As many words on both sides: "evoked potentials or visual acuity", but "Spain or Italy".
    """
    first, *others = match.group("left").split(", ")
    left = _words(_phrase(first)[1], kept)
    options = [left, *(_words(piece, kept) for piece in others)]
    words = tokens(re.sub(r"^(?:an?|the) ", "", match.group("right")))
    taken = 0
    while taken < min(len(words), max(1, len(left))) and kept(words[taken]):
        taken += 1
    options.append(tuple(words[:taken]))
    return [one for one in options if one], " ".join(words[taken:])
