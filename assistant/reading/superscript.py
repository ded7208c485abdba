"""Superscripts as characters: what a file marks as raised stays told apart from what is not."""

from __future__ import annotations

import re

_RAISED = str.maketrans("0123456789+−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_MINUS = re.compile(r"^-(?=\d)|(?<=\d)-$|^-$")
"""A hyphen that is a sign, as in an exponent or a charge; in "1-3" it is a range."""


def superscript(text: str) -> str:
    """Digits and signs raised, as in "10⁶" and "Ca²⁺"; all else as it is. Keeps the length."""
    return _MINUS.sub("⁻", text).translate(_RAISED)
