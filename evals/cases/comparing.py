"""Compare texts as a reader would: white space, dashes, quotation marks and case aside.

`fold` keeps a map to where each character came from, so that what is found in folded text has an
exact place in the text itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.reading.document import Span

_SPELLED = (  # what an answer may spell in its own way, for comparing facts only; folded
    (re.compile(r" ?(?:%|per ?cent\b)"), "%"),
    (re.compile(r"×"), "x"),
    (re.compile(r" ?x ?(?=10(?:\^|\d?[⁰¹²³⁴-⁹]))"), "x"),
    (re.compile(r"\balpha\b"), "α"),
    (re.compile(r"\bbeta\b"), "β"),
    (re.compile(r"\bgamma\b"), "γ"),
)
_ABBREVIATION = re.compile(r"(?:(?<![a-z])[A-Z]{2}|[A-Z]{3})$")
_SAME = str.maketrans("‐‑‒–—−’‘“”\u00a0", "------''\"\" ")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text for comparing. places: of each folded character in the text, and the text's end."""

    text: str
    places: tuple[int, ...]

    def find(self, quote: str) -> tuple[Span, ...]:
        """Everywhere a quote stands, as ranges of the unfolded text; no overlaps."""
        wanted = fold(quote).text.strip()
        found: list[Span] = []
        start = self.text.find(wanted) if wanted else -1
        while start >= 0:
            end = start + len(wanted)
            found.append(Span(self.places[start], self.places[end - 1] + 1))
            start = self.text.find(wanted, end)
        return tuple(found)


def fold(text: str) -> Folded:
    """White space to single spaces; one kind of dash, apostrophe and quotation mark; lower case."""
    chars: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text.translate(_SAME)):
        if char.isspace():
            if chars and chars[-1] == " ":
                continue
            char = " "
        lower = char.lower()
        chars.append(lower if len(lower) == 1 else char)
        places.append(place)
    return Folded("".join(chars), tuple(places))


def holds(text: str, form: str) -> bool:
    """Whether a text holds an accepted form, as words of its own.

    A form is not found inside a longer number ("8.8%" in "98.8%", "12" in "12.5") nor inside a
    word ("urine" in "murine"). A word may go on after it ("cell" in "cells"), an abbreviation
    may not ("CY" in "cytokine").
    """
    held, wanted = spelled(text), spelled(form).strip()
    short = bool(_ABBREVIATION.search(form.strip()))
    start = held.find(wanted)
    while start >= 0:
        if _stands_alone(held, start, start + len(wanted), short=short):
            return True
        start = held.find(wanted, start + 1)
    return False


def spelled(text: str) -> str:
    """Folded text with one spelling for what is written in several ways ("50 percent", "50%")."""
    text = fold(text).text
    for pattern, same in _SPELLED:
        text = pattern.sub(same, text)
    return text


def _stands_alone(text: str, start: int, end: int, *, short: bool) -> bool:
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    if text[start].isalpha() and before[-1:].isalpha():
        return False
    if short and after[:1].isalpha() and not (after[:1] == "s" and not after[1:].isalpha()):
        return False
    if text[start].isdigit() and _number_goes_on(before[::-1]):
        return False
    return not (text[end - 1].isdigit() and _number_goes_on(after))


def _number_goes_on(beside: str) -> bool:
    """beside: the two characters next to a digit, nearest first."""
    return beside[:1].isdigit() or (beside[:1] in (".", ",") and beside[1:].isdigit())
