"""Which articles are trained on, which choose a weight, and which nobody looks at before the end.

Whole articles go to one part, by a hash of what they are called or hold: the questions of one
resemble each other, and the same article lands in the same part whichever file it comes in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Literal

Part = Literal["train", "tune", "held"]

HELD: Mapping[str, float] = {"covid": 0.5, "squad": 0.25, "clapnq": 0.25}
"""The share of each data set's articles that is held back for the figures."""

_TUNE = 0.12
"""The share that is neither trained on nor held back: weights are chosen on it."""


def part(data: str, article: str) -> Part:
    """The part of an article.

    data:    name of the data set, of `HELD`.
    article: its title or, where it has none, its text.
    """
    digest = hashlib.sha256(f"{data}\n{article}".encode()).digest()
    place = int.from_bytes(digest[:8]) / 2**64
    if place < HELD[data]:
        return "held"
    return "tune" if place < HELD[data] + _TUNE else "train"
