"""Tell whether decoded text looks like real writing; a wrong encoding does not.

A wrong encoding turns letters into other letters and into signs, at places where nobody writes
them: "trwa³o", "caf‚", "MÅller", "sП". Each such place is counted; how letters follow one another
in a language is the detector's affair (`guessing`).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_NEVER = "¤¦¨¯´¸ˇ˘˙˛˝ˆ˜¬"  # signs of the code pages that text hardly has
_OPENING, _CLOSING, _DASHES = "“‘„‚«‹", "”’»›", "–—‑"
_PARTNERS = {"„": "“”", "‚": "‘’", "«": "»", "‹": "›", "»": "«", "›": "‹", "“": "”„", "‘": "’‚"}
_TELLING = frozenset("„‚«‹»›“”‘’")  # of the ways to quote: „so“, »so«
_ALONE = frozenset("·•§¶©®°¿¡")  # signs that may stand between spaces
_UNSPACED = (
    "CJK",
    "HIRAGANA",
    "KATAKANA",
    "HANGUL",
    "FULLWIDTH",
    "THAI",
    "LAO",
    "KATAKANA-HIRAGANA",
)
_LONE = ("THAI", "HALFWIDTH")  # of these scripts no letter stands alone
_UNIT = re.compile(r"[A-Za-zΩ]{0,4}(?![^\W\d_])")  # after "µ": g, mol, L
_SQUARED = re.compile(r"(?<![^\W\d_])(?:[cdmknµ]?m|s)$")  # before "²": m, cm, s
_ENDING = re.compile(r"(?:s|t|re|ve|ll|d|m)(?![^\W_])")  # after an apostrophe
_ELIDED = re.compile(r"(?<![^\W_])[^\W_]{1,4}$")  # before one: l’, d’, qu’, dell’


@dataclass(frozen=True, slots=True)
class Look:
    """How a text looks.

    odd:     for each character, how unlikely it is at its place; 0 for a likely one.
    beyond:  characters beyond ASCII.
    letters: letters beyond ASCII.
    proper:  every sign beyond ASCII stands where a writer puts it: “ before a word, ² after m.
    """

    odd: tuple[float, ...]
    beyond: int
    letters: int
    proper: bool

    @property
    def total(self) -> float:
        """All that is odd."""
        return sum(self.odd)

    @property
    def rate(self) -> float:
        """What is odd, for each character beyond ASCII."""
        return self.total / self.beyond if self.beyond else 0.0


def look(text: str) -> Look:
    """Judge every character of a text beyond ASCII by the two beside it."""
    used = frozenset(_TELLING.intersection(text))
    odd = [0.0] * len(text)
    beyond = letters = 0
    proper = True
    for at, char in enumerate(text):
        if char < "\x80":
            continue
        beyond += 1
        before = text[at - 1] if at else " "
        after = text[at + 1] if at + 1 < len(text) else " "
        category = unicodedata.category(char)
        if category in ("Cc", "Cn", "Co", "Cs"):
            odd[at] = 5.0
        elif char in _NEVER or "\u2500" <= char <= "\u25a1":
            odd[at] = 1.0
        elif char == "µ":
            odd[at] = float(before.isalpha() or not _UNIT.match(text, at + 1))
        elif char in "ªº":
            odd[at] = float(not (before.isdigit() or before == "."))
        elif category[0] == "L":
            letters += char != "ƒ"
            odd[at] = _odd_letter(char, before, after)
        elif category[0] == "M":
            odd[at] = float(unicodedata.category(before)[0] not in "LM")
        else:
            odd[at], placed = _odd_sign(text, at, before, after, used)
            proper = proper and placed
    return Look(tuple(odd), beyond, letters, proper)


def _odd_letter(char: str, before: str, after: str) -> float:
    if char == "ƒ":  # of functions and apertures
        return float(before.isalpha() or after.isalpha())
    script = _script(char)
    alone = not before.isalnum() and not after.isalnum()
    if script in _UNSPACED or script == "HALFWIDTH":
        if any(one.isascii() and one.isalpha() for one in (before, after)):
            return 1.0
        lone = alone and script in _LONE and unicodedata.category(after)[0] != "M"
        return 0.25 if lone else 0.0
    if any(
        one.isalpha() and one not in "µªº" and _script(one) != script for one in (before, after)
    ):
        return 1.0
    if before.isalpha() and char.isupper() and (before.islower() or after.islower()):
        return 1.0
    if (char.islower() and after.isupper()) or before.isdigit() or after.isdigit():
        return 1.0
    return 0.25 if alone else 0.0


def _odd_sign(
    text: str, at: int, before: str, after: str, used: frozenset[str]
) -> tuple[float, bool]:
    """How odd a sign is, and whether it is where it belongs; used: quotation marks of the text."""
    char = text[at]
    inside = before.isalpha() and after.isalpha()
    if char in "²³¹":
        return _odd_raised(text, at, before, after)
    if char in _PARTNERS and not used.intersection(_PARTNERS[char]):  # a quotation has two ends
        strange = char in "‚‹›" or (inside and char != "‘")
        return (1.0 if strange else 0.5 if char in "„«»" else 0.0), False
    if char in _OPENING:
        return _odd_opening(char, before, after, used), not (before.isalnum() or after.isspace())
    if char in _CLOSING:
        return _odd_closing(text, at, before, after, used)
    if char in _DASHES:
        parts = before.isalnum() == after.isalnum()  # "1990–2000", "so – it"; not "fall— in"
        return 0.0, parts and not (before.isalpha() and after.islower())
    if char == "·":
        return float((before.isalpha() or after.isalpha()) and before + after != "ll"), not inside
    if char == "\u00ad":
        return (0.0 if before.isalpha() else 0.5), False
    if char in "…\u00a0":
        return (0.5 if inside and char == "…" else 0.0), not inside
    return _odd_other(char, before, after)


def _odd_raised(text: str, at: int, before: str, after: str) -> tuple[float, bool]:
    if before.isalpha():
        return float(after.isalpha()), _SQUARED.search(text, max(0, at - 3), at) is not None
    return 0.0, before.isdigit() or before in ")]−-"


def _odd_other(char: str, before: str, after: str) -> tuple[float, bool]:
    if char >= "\u3000":  # 、。
        return 0.0, True
    if before.isspace() and after.isspace():
        return 0.0, char in _ALONE or unicodedata.category(char) in ("No", "Sm")
    if unicodedata.category(char) == "No" and _script(before) in _UNSPACED:  # 第①章
        return 0.0, True
    if char in "™©®" and after > "\x7f":
        return 0.5, False
    if before.isalpha() and after.isalpha():
        return float(char != "×"), False
    if before.isalpha():
        return (0.0, True) if char in "®™°©" else (0.5, False)
    if after.isalpha():
        odd = 0.0 if char in "°©§¿¡" else 0.5
        return odd, char == "°" and after in "CFKNSEWO"
    return 0.0, True


def _odd_opening(char: str, before: str, after: str, used: frozenset[str]) -> float:
    if before.isalpha() and after.isalpha():
        return float(char != "‘")
    if not before.isalnum() or char in "«‹":  # »so«
        return 0.0
    if char in "‚„":
        return 1.0
    return 0.0 if ("„" if char == "“" else "‚") in used else 0.5  # „so“


def _odd_closing(
    text: str, at: int, before: str, after: str, used: frozenset[str]
) -> tuple[float, bool]:
    char = text[at]
    if before.isalpha() and after.isalpha():
        if char != "’":
            return 1.0, False
        elided = after in "aeiouyhAEIOUYH" and _ELIDED.search(text, max(0, at - 5), at)
        return 0.0, bool(elided or _ENDING.match(text, at + 1))
    if char in "»›" and not before.isalnum() and after.isalpha():  # »so«
        return float(_script(after) != "LATIN" and "«" not in used), False
    return 0.0, not (before.isspace() or (char != "’" and after.isalpha()))


@lru_cache(maxsize=4096)
def _script(char: str) -> str:
    return unicodedata.name(char, "?").split()[0]
