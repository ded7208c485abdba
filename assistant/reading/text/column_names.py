"""Whether the first row of a table in text names its columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

_AMOUNT = re.compile(r"[<>≤≥~≈±+−–(-]{0,3}[€$£¥]?\s?\d[\d.,\s×^⁰¹²³⁴⁵⁶⁷⁸⁹⁻±−–/:-]*[%)€]{0,2}")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")


def names_columns(texts: Sequence[Sequence[str]]) -> bool:
    """Whether the first row has words where others have numbers, or years above amounts.

    Its first cell may be empty.
    """
    first, *others = texts
    if not all(first[1:]) or len(set(first)) < len(first):
        return False
    columns = [[row[place] for row in others if row[place]] for place in range(len(first))]
    if not any(_has_digit(first[place]) for place in range(len(first))):
        return any(_mostly(map(_has_digit, column)) for column in columns)
    amounts = [place for place, column in enumerate(columns) if _mostly(map(_is_amount, column))]
    if len(amounts) < _SEVERAL:
        return False
    return _are_units(first, amounts) or _are_years(first, columns)


_SEVERAL = 2


def _has_digit(text: str) -> bool:
    return any(map(str.isdecimal, text))  # "m²" is a unit


def _is_amount(text: str) -> bool:
    return _AMOUNT.fullmatch(text) is not None


def _mostly(found: Iterable[bool]) -> bool:
    """Whether more than half are so; not of none."""
    held = list(found)
    return 2 * sum(held) > len(held)


def _are_units(first: Sequence[str], amounts: Sequence[int]) -> bool:
    """Whether names with numbers stand above numbers without names: "35 mg, %" above "7.3"."""
    return all(any(map(str.isalpha, first[place])) for place in amounts)


def _are_years(first: Sequence[str], columns: Sequence[Sequence[str]]) -> bool:
    """Whether years that follow one another stand above what are no years."""
    if not all(map(_YEAR.fullmatch, first[1:])):
        return False
    years = [int(text) for text in first[1:]]
    steps = {after - before for before, after in pairwise(years)}
    below = (text for column in columns[1:] for text in column)
    return (
        len(steps) == 1 and 0 not in steps and not _mostly(bool(_YEAR.fullmatch(x)) for x in below)
    )
