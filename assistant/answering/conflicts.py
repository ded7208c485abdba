"""Find documents that give different figures for the same thing."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from assistant.answering.excerpts import Excerpt
from assistant.nlp.tokens import is_stop, stem, tokens
from assistant.nlp.word_statistics import without_references

_UNIT = r"%|per ?cent\b|years?\b|months?\b|weeks?\b|days?\b|hours?\b|mg\b|kg\b|ml\b|patients?\b"
_FIGURE = re.compile(
    rf"(?<![\w.,])(\d+(?:[.,]\d+)*)(?:\s?(?:–|-|to)\s?(\d+(?:[.,]\d+)*))?[\s-]?({_UNIT})", re.I
)
_SAME_THING = 0.6  # share of the asked words of either sentence that both hold


def differ(chosen: Sequence[Excerpt], asked: Collection[str]) -> bool:
    """Whether sentences of two documents measure the same and do not agree.

    Each has one figure, of one unit, and both hold the same of the words asked for. Anything less
    plain is not told: a false "differ" is worse than none.

    asked: stems of the question's words.
    """
    told = [
        (part.document.name, _figure(part.text), _words(part.text) & set(asked)) for part in chosen
    ]
    known = [(name, figure, words) for name, figure, words in told if figure and words]
    return any(
        one[0] != other[0]
        and one[1][1] == other[1][1]
        and one[1][0] != other[1][0]
        and len(one[2] & other[2]) >= _SAME_THING * len(one[2] | other[2])
        for number, one in enumerate(known)
        for other in known[number + 1 :]
    )


def _figure(text: str) -> tuple[tuple[str, ...], str] | None:
    """The one figure of a sentence and its unit; None if there is none, or several."""
    found = _FIGURE.findall(without_references(text))
    if len(found) != 1:
        return None
    low, high, unit = found[0]
    return (low, high), stem(unit.lower().replace("per cent", "%").replace("percent", "%") or unit)


def _words(text: str) -> set[str]:
    return {stem(word) for word in tokens(text) if not is_stop(word)}
