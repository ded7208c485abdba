"""What a corruption may draw on."""

from __future__ import annotations

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scene:
    """A true sentence among its quotes.

    text:       the sentence to corrupt.
    source:     the quotes that hold it up, joined.
    neighbours: the other quotes that stand beside them.
    far:        sentences of other sections.
    everything: all sentences of the reviews, joined.
    """

    text: str
    source: str
    neighbours: tuple[str, ...]
    far: tuple[str, ...]
    everything: str
    rng: random.Random
