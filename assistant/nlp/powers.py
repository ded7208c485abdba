"""Powers of ten whose raised digits were lost when their text was extracted: "1 × 106 cells"."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LOST = re.compile(
    r"(?<![\d.,])(\d{1,2}(?:[.,]\d{1,3})?)\s?([×xX·])\s?10(\s?)([1-9]\d?)(?![\d.,%]\d|\d|%|\s?mm\b)"
)
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_MOST = 15  # beyond that, no exponent


def lost_powers(text: str) -> Iterator[tuple[str, str]]:
    """What may have been a power of ten: as it is written ("1 × 106"), and as it may be."""
    for match in _LOST.finditer(text):
        factor, times, _, exponent = match.groups()
        if int(exponent) <= _MOST:
            yield match[0], f"{factor} {times} 10{exponent.translate(_RAISED)}"
