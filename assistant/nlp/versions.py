"""The newest or the first of the versions that headings name, as those of a changelog do."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.nlp.kinds import MONTH

_NEWEST = "newest|latest|most recent|current|last"
_ASKS = re.compile(
    r"^\W*(?:and |so )?(?:what|which)(?:['’]s| is| was)? (?:the |its )?"
    rf"(?:(?P<newest>{_NEWEST})|first|oldest|earliest)(?: \w+)? (?:version|release)(?: number)?"
    r"(?: of [\w .-]{1,40}| so far| now)?\W*$"
    r"|^\W*(?:what|which) (?:version|release) (?:[\w-]+ )?(?:is|was) (?:the )?"
    rf"(?:(?P<newer>{_NEWEST})|first|oldest|earliest)(?: one)?\W*$",
    re.I,
)
_VERSION = re.compile(
    r"\W{0,3}(?:[A-Za-z][\w-]{0,30} ){0,3}v?(?P<number>\d{1,4}(?:\.\d{1,4}){1,3})(?![\w.]*\w)"
    rf"(?=\W{{0,4}}(?:$|\d|{MONTH}))",  # "2.1 Cancellation" is a section
    re.I,
)
Version = tuple[int, ...]


def asked(question: str) -> int:
    """1 if a question asks for the newest version and nothing else, -1 for the first, else 0."""
    found = _ASKS.match(question)
    if found is None:
        return 0
    return 1 if found["newest"] or found["newer"] else -1


def number(heading: str) -> Version | None:
    """The version that a heading begins with, behind a name: "Lumetray 6.1 (2 May 2025)"."""
    found = _VERSION.match(heading)
    return tuple(map(int, found["number"].split("."))) if found else None


def outermost(headings: Sequence[str], sign: int) -> int | None:
    """Which heading names the greatest version, or with -1 the least; None where fewer than two
    name one.
    """
    known = {n: one for n, heading in enumerate(headings) if (one := number(heading))}
    if len(set(known.values())) < 2:
        return None
    return (max if sign > 0 else min)(known, key=known.__getitem__)
