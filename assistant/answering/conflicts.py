"""Find documents that give different figures for the same thing."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import combinations

from assistant.answering.excerpts import Excerpt
from assistant.nlp.lexicon import without_references
from assistant.nlp.tokens import stem, stems

_FIGURE = re.compile(r"(?<![\w.,])(\d+(?:[.,–-]\d+)*)[\s-]?(%|[^\W\d_]+)?")
_SAME_THING = 0.6  # share of the asked words of either sentence that both hold


def differ(chosen: Sequence[Excerpt], asked: Collection[str]) -> bool:
    """Whether sentences of two documents measure the same and do not agree.

    Each has one figure, of one unit, and both hold the same of the words asked for. Anything less
    plain is not told: a false "differ" is worse than none.

    asked: stems of the question's words.
    """
    told = [
        (one.document.name, figures[0], words)
        for one in chosen
        if len(figures := _FIGURE.findall(without_references(one.text))) == 1
        if (words := stems(one.text) & set(asked))
    ]
    return any(
        name != other
        and stem(unit) == stem(its_unit)
        and figure != its_figure
        and len(words & its_words) >= _SAME_THING * len(words | its_words)
        for (name, (figure, unit), words), (other, (its_figure, its_unit), its_words) in (
            combinations(told, 2)
        )
    )
