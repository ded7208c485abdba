"""Mend what fonts make of letters: accents set apart, ligatures whose parts are turned round."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from assistant.reading.pdf.fragments import Fragment, Rect

_SPACING = "`\u00b4\u02c6\u02dc\u00af\u02d8\u02d9\u00a8\u02da\u02dd\u02c7\u00b8"
_COMBINING = "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030a\u030b\u030c\u0327"
_ACCENTS = dict(zip(_SPACING, _COMBINING, strict=True))
ACCENT = re.compile(f"[{_SPACING}]")
"""Accents that stand for themselves: some fonts put them over letters."""

_ALEF_LAM = re.compile("[\u0622\u0623\u0625\u0627]\u0644")
_DOTLESS = {"\u0131": "i", "\u0237": "j"}


def needs_boxes(word: str) -> bool:
    """Whether a word may need mending, for which its characters' boxes are looked at."""
    return _ALEF_LAM.search(word) is not None


def mended(word: str, boxes: Sequence[Rect]) -> str:
    """The word with the parts of its ligatures in order. boxes: of its characters."""
    if len(word) != len(boxes):  # a hyphen at a line end was put to it
        return word
    letters = list(word)
    for at in range(len(letters) - 1):
        pair = letters[at] + letters[at + 1]
        if _ALEF_LAM.fullmatch(pair) and boxes[at] == boxes[at + 1]:
            letters[at], letters[at + 1] = pair[1], pair[0]
    return "".join(letters)


def accented(letter: str, accent: str) -> str:
    """A letter with an accent on it; "" where there is no such letter."""
    made = unicodedata.normalize("NFC", _DOTLESS.get(letter, letter) + _ACCENTS[accent])
    return made if len(made) == 1 else ""


def put_accents(parts: list[Fragment], box: Callable[[int], Rect]) -> list[Fragment]:
    """Fragments with the accents among them on the letters that they stand over.

    box: of the character of an index.
    """
    gone: set[int] = set()
    for accent in [part for part in parts if ACCENT.fullmatch(part.text)][:_MOST_ACCENTS]:
        middle = (accent.x0 + accent.x1) / 2
        for part in parts:
            over = part.x0 - 1 < middle < part.x1 + 1 and abs(part.y - accent.y) < accent.size / 2
            if over and part is not accent and _put(part, accent.text, middle, box):
                gone.add(id(accent))
                break
    return [part for part in parts if id(part) not in gone]


_MOST_ACCENTS = 300  # of a page


def _put(part: Fragment, accent: str, middle: float, box: Callable[[int], Rect]) -> bool:
    for at, letter in enumerate(part.text):
        if not letter.isalpha():
            continue
        rect = box(part.index + at)
        if rect.x0 < middle < rect.x1 and (made := accented(letter, accent)):
            part.text = part.text[:at] + made + part.text[at + 1 :]
            return True
    return False
