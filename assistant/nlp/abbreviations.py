"""Abbreviations that the documents themselves define: "hematopoietic stem cells (HSCs)".

After Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions in
biomedical text", Pacific Symposium on Biocomputing 2003: the letters of the short form are
looked for from right to left in the words before the bracket.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

_BRACKET = re.compile(r"\(([^\W_][\w+-]{1,9})\)")
_WORD = re.compile(r"\S+")


def abbreviations(texts: Iterable[str]) -> Mapping[str, str]:
    """Short form to its most frequent long form, in lower case, over all texts."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for match in _BRACKET.finditer(text):
            short = singular(match.group(1))
            if sum(char.isupper() for char in short) < 2:
                continue
            before = text[max(0, match.start() - 200) : match.start()]
            words = _WORD.findall(re.split(r"[.;:()\n]", before)[-1])
            if long_form := _long_form(short, words[-min(len(short) + 5, len(short) * 2) :]):
                found[short][long_form.lower()] += 1
    return {short: forms.most_common(1)[0][0] for short, forms in found.items()}


def singular(short: str) -> str:
    """An abbreviation without its plural s: "HSCs" is "HSC"."""
    return short[:-1] if re.fullmatch(r"\S*[A-Z\d]s", short) else short


def _by_initials(short: str, words: list[str]) -> str:
    """The words whose initials are the letters: the surest case, which comes first."""
    letters = short.lower()
    if not letters.isalpha():
        return ""
    parts = list(re.finditer(r"[^\W_]+", " ".join(words)))[-len(letters) :]
    if "".join(match.group()[0].lower() for match in parts) != letters:
        return ""
    return " ".join(words)[parts[0].start() :].strip(" ,")


def _long_form(short: str, words: list[str]) -> str:
    if initials := _by_initials(short, words):
        return initials
    text = " ".join(words)
    letters = [char.lower() for char in short if char.isalnum()]
    at = len(text)
    for place in range(len(letters) - 1, -1, -1):
        at -= 1
        while at >= 0 and (
            text[at].lower() != letters[place] or (place == 0 and at > 0 and text[at - 1].isalnum())
        ):
            at -= 1
        if at < 0:
            return ""
    long_form = text[at:].strip(" ,")
    return long_form if len(long_form) > len(short) + 2 else ""
