"""Powers of ten whose raised digits were lost when their text was extracted: "1 × 106 cells"."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LOST = re.compile(
    r"(?<![\d.,])(\d{1,2}(?:[.,]\d{1,3})?)\s?([×xX·])\s?10(\s?)([1-9]\d?)(?![\d.,%]\d|\d|%|\s?mm\b)"
)
_BARE = re.compile(
    r"(?<![\w.,×·/-])(?<![×xX·]\s)10([3-9]|1[0-2])(?=\s(?:(?:CD\d{1,3}\+|viable|live|living|stem"
    r"|tumou?r|T|B|NK)\s)?(?:cells|MSCs|CFU|cfu|PFU|pfu|FFU|ffu|TCID50|copies|spores|conidia"
    r"|particles|virions|bacteria|genomes|vg)(?![\w-]))"
)
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_MOST = 15  # beyond that, no exponent


def lost_powers(text: str) -> Iterator[tuple[str, str]]:
    """What may have been a power of ten: as it is written ("1 × 106"), and as it may be."""
    for match in _LOST.finditer(text):
        factor, times, _, exponent = match.groups()
        if int(exponent) <= _MOST:
            yield match[0], f"{factor} {times} 10{exponent.translate(_RAISED)}"


def bare_powers(text: str, around: str) -> Iterator[tuple[str, str]]:
    """Numbers of things that are many, "106 cells", which may have been powers of ten.

    around: the whole document. Only where it has lost the digits of others, as in "2 × 106", is
            this likely; elsewhere 106 cells are 106.
    """
    found = list(_BARE.finditer(text))
    if found and any(True for _ in lost_powers(around)):
        for match in found:
            yield match[0], f"10{match[1].translate(_RAISED)}"
