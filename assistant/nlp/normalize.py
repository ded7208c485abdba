"""Normalise spelling variants: dashes, quotes, Greek letters, "CD4 (+)", "10⁶"."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from assistant.nlp.word_statistics import without_references

_GREEK = {
    "α": "alpha",
    "β": "beta",
    "ß": "beta",
    "γ": "gamma",
    "δ": "delta",
    "κ": "kappa",
    "λ": "lambda",
    "μ": "mu",
    "ω": "omega",
}
_INVISIBLE = re.compile(r"[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SUPERSCRIPT = re.compile(r"10\s?([⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
_DASHES = re.compile(r"[‐‑‒–—−]")
_SINGLE_QUOTES = re.compile(r"[’‘ʼ`´]")
# "CD4 (+)", "CD4 +" and "CD4 positive" are CD4+.
_POSITIVE = re.compile(r"\b([A-Z]{1,4}\d{1,3}|Foxp3|FOXP3)(?:\s?\(\+\)|\s\+|[\s-]positive\b)")
# Phases, grades and types are names, not counts: "Phase I/IIa" is "phase P1/P2a".
_PHASE = re.compile(
    r"\b([Pp]hase|[Gg]rade|[Ss]tage)s?[\s-]((?:[IVX]+|\d)[ab]?(?:[/-](?:[IVX]+|\d)[ab]?)?)\b"
)
_ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4", "V": "5"}


def without_invisible(text: str) -> str:
    """Text without zero-width characters, soft hyphens and controls of writing direction."""
    return _INVISIBLE.sub("", text)


@lru_cache(maxsize=2048)
def fold(text: str) -> str:
    """A text in the spelling in which sentences and quotes are compared; no reference marks."""
    text = without_references(without_invisible(text))
    text = _SUPERSCRIPT.sub(lambda m: "10^" + unicodedata.normalize("NFKC", m[1]), text)
    text = unicodedata.normalize("NFKC", text)
    text = _SINGLE_QUOTES.sub("'", _DASHES.sub("-", text))
    for letter, name in _GREEK.items():
        text = text.replace(letter, name)
    text = _POSITIVE.sub(r"\1+", text)
    text = re.sub(r"\bper ?cent\b", "%", text)
    return _PHASE.sub(lambda m: f"{m[1]} {_phase(m[2])}", text)


def _phase(number: str) -> str:
    return "/".join(
        "P" + _ROMAN.get(part.rstrip("ab"), part.rstrip("ab")) + part[len(part.rstrip("ab")) :]
        for part in re.split("[/-]", number)
    )
