"""Superscripts as characters: what a file marks as raised stays told apart from what is not."""

from __future__ import annotations

_RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")


def superscript(text: str) -> str:
    """Digits and signs raised, as in "10⁶" and "Ca²⁺"; letters stay as they are."""
    return text.translate(_RAISED)
