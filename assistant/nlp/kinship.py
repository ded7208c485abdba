"""How two ordinary words are related by their form: denial, shared stem, shared group."""

from __future__ import annotations

_DENYING = ("un", "in", "im", "non", "non-", "ir", "dis", "mal", "anti", "anti-")


def negates(one: str, other: str) -> bool:
    """Whether a word is the other with a denying prefix: "likely" and "unlikely"."""
    if one == other:
        return False
    if one.endswith(other):
        return one[: -len(other)] in _DENYING
    return other.endswith(one) and other[: -len(one)] in _DENYING


def same_family(one: str, other: str) -> bool:
    """Whether two words share a long beginning: "migrate" and "migration"."""
    shared = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        shared += 1
    return shared >= 5 and shared >= 0.6 * max(len(one), len(other))
