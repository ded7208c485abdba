"""Lines in which a document says whose it is, and of when."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.nlp.tokens import tokens

_A_NAME = re.compile(
    r"(?:[A-Z]\.|[A-Z][\w'’-]{1,20})(?: (?:[A-Z]\.|[\w'’-]{2,20})){0,2} [A-Z][\w'’-]+"
)
_CLOSING = re.compile(
    r"\b(?:regards|wishes|sincerely|faithfully|truly|yours|love|cheers|thanks|greetings)\b", re.I
)
_SAYS = re.compile(
    r"\b(?:version|revis|updat|dated\b|issued|approv|publish|edition|signed|changed|written|valid"
    r"|in force|releas)",
    re.I,
)
_SHORT = 9
"""Words; a longer sentence with a date or a name may tell any other."""


def signatures(lines: Sequence[str]) -> list[int]:
    """Which of a letter's last lines are a name alone, behind "With kind regards"."""
    closed = next((n for n, line in enumerate(lines) if _CLOSING.search(line)), len(lines))
    return [n for n, line in enumerate(lines) if n > closed and _A_NAME.fullmatch(line)]


def says(line: str) -> bool:
    """Whether a line says that something was revised, issued, approved, signed or the like."""
    return _SAYS.search(line) is not None


def tells(line: str) -> bool:
    """Whether a line with a date or a name tells surely that these are the document's."""
    return len(tokens(line)) <= _SHORT or says(line)
