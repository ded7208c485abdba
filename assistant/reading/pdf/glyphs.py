"""Mend what fonts make of letters: accents set apart, ligatures whose parts are turned round."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from assistant.reading.pdf.fragments import Rect

_SPACING = "`\u00b4\u02c6\u02dc\u00af\u02d8\u02d9\u00a8\u02da\u02dd\u02c7\u00b8"
_COMBINING = "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030a\u030b\u030c\u0327"
_ACCENTS = dict(zip(_SPACING, _COMBINING, strict=True))
_APART = re.compile(f"[{_SPACING}]" + r"(?=[^\W\d_])|[^\W\d_]\u00b8")
_ALEF_LAM = re.compile("[\u0622\u0623\u0625\u0627]\u0644")
_DOTLESS = {"\u0131": "i", "\u0237": "j"}


def needs_boxes(word: str) -> bool:
    """Whether a word may need mending, for which its characters' boxes are looked at."""
    return _APART.search(word) is not None or _ALEF_LAM.search(word) is not None


def mended(word: str, boxes: Sequence[Rect]) -> str:
    """The word with accents on their letters and ligatures in order. boxes: of its characters."""
    if len(word) != len(boxes):  # a hyphen at a line end was put to it
        return word
    letters = list(word)
    for at in range(len(letters) - 1):
        first, second = letters[at], letters[at + 1]
        if _ALEF_LAM.fullmatch(first + second) and boxes[at] == boxes[at + 1]:
            letters[at], letters[at + 1] = second, first
        elif first in _ACCENTS and _above(boxes[at], boxes[at + 1]):
            letters[at], letters[at + 1] = "", _composed(second, first)
        elif second == "\u00b8" and _above(boxes[at + 1], boxes[at]):
            letters[at], letters[at + 1] = "", _composed(first, second)
    return "".join(letters)


def _above(accent: Rect, letter: Rect) -> bool:
    """Whether an accent stands in the width of a letter."""
    middle = (accent.x0 + accent.x1) / 2
    return letter.x0 < middle < letter.x1


def _composed(letter: str, accent: str) -> str:
    made = unicodedata.normalize("NFC", _DOTLESS.get(letter, letter) + _ACCENTS[accent])
    return made if len(made) == 1 else accent + letter
