"""The marks of items in a row: "(b)" after "(a)", "1.2" after "1.1", "iv." after "iii."."""

from __future__ import annotations

import re
from collections.abc import Iterator

_MARK = re.compile(
    r"(?P<open>\(?)(?:(?P<number>\d{1,3}(?:\.\d{1,3}){0,5})|(?P<letter>[A-Za-z])"
    r"|(?P<roman>[ivx]{1,5}|[IVX]{1,5}))(?P<close>[.)]?)\s{1,9}(?P<text>\S)"
)
_ROMAN = {"i": 1, "v": 5, "x": 10}


def follows(before: str, line: str) -> bool:
    """Whether a line begins with the mark that comes after the one that another begins with.

    Where numbers have parts, "1.3" is followed by "1.3.1", "1.4" and "2".
    """
    first, second = _MARK.match(before), _MARK.match(line)
    if first is None or second is None or first["open"] != second["open"]:
        return False
    if first["number"] and second["number"]:
        return _counts_on(first, second)
    if first["close"] != second["close"] or not second["close"]:
        return False
    return any(
        small == other + 1
        for (other, kind), (small, same) in zip(_values(first), _values(second), strict=False)
        if kind == same
    )


def _counts_on(first: re.Match[str], second: re.Match[str]) -> bool:
    before, number = _parts(first["number"]), _parts(second["number"])
    if second["text"].islower() or not (second["close"] or len(number) > 1):
        return False  # a number inside a sentence
    if number == (*before, 1):
        return True
    depth = len(number)
    return depth <= len(before) and number == (*before[: depth - 1], before[depth - 1] + 1)


def _parts(number: str) -> tuple[int, ...]:
    return tuple(map(int, number.split(".")))


def _values(mark: re.Match[str]) -> Iterator[tuple[int, str]]:
    """What a mark of letters counts as: a letter, then a Roman number; 0 where it is none."""
    text = mark["letter"] or mark["roman"] or ""
    case = "small" if text.islower() else "large"
    yield (ord(text) if len(text) == 1 else -1), f"letter {case}"
    lower = text.lower()
    yield (_roman(lower) if lower and set(lower) <= _ROMAN.keys() else -1), f"roman {case}"


def _roman(text: str) -> int:
    values = [_ROMAN[char] for char in text]
    following = [*values[1:], 0]
    return sum(-a if a < b else a for a, b in zip(values, following, strict=True))
