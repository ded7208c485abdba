"""Lines that begin with a time: those of an exported chat, with who sent each, and of logs."""

from __future__ import annotations

import re
from collections.abc import Iterable

_DATE = r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}"
_TIME = r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\s?[AaPp]\.?[Mm]\b\.?)?"
_STAMP = re.compile(
    rf"(?:\[(?:{_DATE},?\s)?{_TIME}\]|\((?:{_DATE},?\s)?{_TIME}\)|{_DATE}(?:,\s|\s|T){_TIME})"
    r"\s{0,3}(?:[-–]\s)?"
)
_SENDER = re.compile(
    r"<[@+~ ]?(?P<nick>[^<>\s]{1,30})>\s"
    r"|(?P<name>(?:\+\d[\d\s()-]{5,20}|[^\W\d_][\w.'’-]{0,24}(?:\s[\w.'’()-]{1,24}){0,4})):(?:\s|$)"
)
_LEVELS = frozenset("debug info notice warn warning error fatal critical trace".split())
"""What the lines of a program's log have in the place of a name."""

_FEWEST = 3  # messages, or lines of a log
_SHARE = 3  # one line in so many begins a message, at least


def is_stamped(text: str) -> bool:
    """Whether a line begins with a time, in brackets or with its date."""
    return _STAMP.match(text) is not None


def are_stamped(texts: Iterable[str]) -> bool:
    """Whether several lines of a text begin with a time."""
    return sum(map(is_stamped, texts)) >= _FEWEST


def sender(text: str) -> str:
    """Who sent the message that a line begins; "" where none does: "[18:02] Mara: Who comes?"."""
    stamp = _STAMP.match(text)
    found = _SENDER.match(text, stamp.end()) if stamp else None
    return (found["nick"] or found["name"]) if found else ""


def is_chat(texts: Iterable[str]) -> bool:
    """Whether these are the lines of a chat between some people."""
    lines = list(texts)
    names = [name for text in lines if (name := sender(text))]
    if len(names) < _FEWEST or _SHARE * len(names) < len(lines) or len(set(names)) < 2:
        return False
    return not any(name.lower() in _LEVELS for name in names)
