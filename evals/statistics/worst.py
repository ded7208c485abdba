"""The worst cases of a run: where it was surest and most wrong."""

from __future__ import annotations

from collections.abc import Sequence

from evals.kept.record import Line


def worst(lines: Sequence[Line], count: int) -> list[Line]:
    """Lines by how much a reader is misled.

    An answer with a missing fact is the worse the surer it was; a wrong refusal keeps an answer
    back, but says nothing false, and comes after.
    """
    return sorted(lines, key=lambda line: (-_harm(line), line.id))[:count]


def _harm(line: Line) -> float:
    if line.scores.get("right") != 0:
        return 0.0
    if not line.found:
        return 0.5 * (1 - line.confidence)
    missing = 1 - (line.scores.get("facts") or 0.0) if line.answerable else 1.0
    return missing * (0.5 + line.confidence)
