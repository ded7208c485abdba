"""Whether a word stands for one of a name: of what a column or a table is called."""

from __future__ import annotations

from assistant.nlp.conditions import framing
from assistant.nlp.limits import MEASURES
from assistant.nlp.thesaurus import is_common, thesaurus
from assistant.nlp.tokens import is_stop, stem, stems, tokens

_LIKE = 0.64
"""Cosine from which an ordinary word stands for another."""
_ROOT = 3  # letters, which a longer word may be formed from


def _formed(one: str, other: str) -> bool:
    """Whether a stem is formed from the other: "supplied" and "Supplier"."""
    short, long = sorted((one, other), key=len)
    return len(short) > _ROOT and long in (f"{short}{end}" for end in ("er", "or", "i", "ment"))


def like(word: str, text: str) -> bool:
    """Whether an ordinary word stands for one of a text."""
    names = stems(text)
    if MEASURES.get(word.lower(), frozenset()) & names or any(
        _formed(stem(word), n) for n in names
    ):
        return True
    if framing(word) or not is_common(word):
        return False
    others = [other.lower() for other in tokens(text) if not is_stop(other)]
    return thesaurus().similarity(word, others) >= _LIKE
