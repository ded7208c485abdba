"""Names of people as they stand below a title: parted by commas, with marks that lead to notes."""

from __future__ import annotations

import re

_MARKS = re.compile(
    r"(?<![\d*†‡§¶‖#✉⁰¹²³⁴⁵⁶⁷⁸⁹,;])[\d*†‡§¶‖#✉⁰¹²³⁴⁵⁶⁷⁸⁹,;]++(?=\s|$|&)"
    r"|(?<=[^\W\d_])\d++(?:,\d++)*+"
)
_BETWEEN = re.compile(r"(?<!\s)\s*+(?:[,;&·|]|\band\b|\bund\b|\bet\b|\by\b)\s*+")
_PARTICLES = frozenset(
    "van von der den de da do dos di del della la le du el al bin ibn ten ter zu y e af av".split()
)
_NAME = re.compile(r"[^\W\d_]\.?(?:-?[^\W\d_]\.)*|[^\W\d_][^\W\d_’'‘-]*(?:[-’'‘][^\W\d_]+)*\.?")
_PLACES = re.compile(
    r"\b(?:universit|institut|department|dept|hospital|cent(?:er|re)|school|college|laborator|inc\b"
    r"|ltd|gmbh|council|journal|press|report|review|society|ministry|agency|office|faculty|division"
    r"|committee|version|draft|manual|guide|street|road|group|foundation|company)",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(
    r"(?:dear|to|from|cc|attn|attention|sincerely|yours|regards|madam|sir|re|subject|date|memo"
    r"|memorandum|prepared|submitted|presented|chair|honou?rable)\b",
    re.IGNORECASE,
)
"""How letters begin and end: no names of authors."""


def pieces(text: str) -> list[str]:
    """A text parted where names are, without marks."""
    parts = _BETWEEN.split(_MARKS.sub(",", text))
    return [part.strip(" .*†‡§,") for part in parts if part.strip(" .*†‡§,")]


def names_of(text: str) -> list[str]:
    """The names that a line consists of; [] where it holds anything else."""
    found = pieces(text)
    return found if all(map(is_name, found)) else []


def is_name(text: str) -> bool:
    """Whether a text is the name of a person, with two words and more."""
    words = text.split()
    if not 2 <= len(words) <= 5 or _PLACES.search(text) or _ADDRESSED.match(text):
        return False
    capital = [word for word in words if word.lower() not in _PARTICLES]
    return len(capital) > 1 and all(_NAME.fullmatch(word) and word[0].isupper() for word in capital)
