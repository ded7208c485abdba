r"""Places of LaTeX source that are found once for a whole file: braces, verbatim, `\iffalse`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_MARKS = re.compile(
    r"\\(?:url|nolinkurl|path|href|lstinline)\s{0,9}(?:\[[^\[\]\n]{0,300}\]\s{0,9})?"
    r"(?P<open>\{)[^{}\n]{0,2000}+(?P<close>\})"
    r"|\\(?:verb\*?|(?:lstinline|path|url)(?:\[[^\[\]\n]{0,300}\])?)"
    r"(?P<mark>[^a-zA-Z0-9\s*{}\[\\%])"
    r"|\\.|%[^\n]*+|[{}]",
    re.DOTALL,
)
VERBATIM = frozenset(("verbatim", "Verbatim", "lstlisting", "minted", "alltt", "verbatim*"))
"""Environments whose text is shown as it is written."""
_LONGEST = 500  # characters of what is shown as it is
_CONDITION = re.compile(
    r"\\(?P<name>if(?!f\b|thenelse)[a-zA-Z@]*+|else|fi)(?![a-zA-Z@])|\\.|%[^\n]*+", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Places:
    """Where braces close, and what is not read as LaTeX."""

    closing: dict[int, int] = field(default_factory=dict)
    verbatim: dict[int, tuple[int, int, int]] = field(default_factory=dict)
    r"""Of each "\verb": where what it shows begins and ends, and where it ends itself."""
    opaque: dict[int, int] = field(default_factory=dict)
    """Where commands end in which "%" and "&" are characters as others."""
    false: dict[int, int] = field(default_factory=dict)
    r"""Of each "\iffalse": where text goes on."""


def places(text: str) -> Places:
    """Find them, in one pass each."""
    found = Places(false=_false(text))
    waiting: list[int] = []
    at = 0
    while match := _MARKS.search(text, at):
        at = match.end()
        if match["open"]:
            found.closing[match.start("open")] = match.start("close")
            found.opaque[match.start()] = match.end()
        elif match["mark"]:
            closed = _closed(text, match["mark"], match.end())
            if closed >= 0:
                at = closed + 1
                found.verbatim[match.start()] = (match.end(), closed, at)
                found.opaque[match.start()] = at
        elif match.group() == "{":
            waiting.append(match.start())
        elif match.group() == "}" and waiting:
            found.closing[waiting.pop()] = match.start()
    return found


def _closed(text: str, mark: str, start: int) -> int:
    """Where a mark stands again on the line; -1 where it does not."""
    end = text.find("\n", start, start + _LONGEST)
    return text.find(mark, start, end if end >= 0 else start + _LONGEST)


def _false(text: str) -> dict[int, int]:
    found: dict[int, int] = {}
    if "\\iffalse" not in text:
        return found
    waiting: list[tuple[str, int]] = []
    for match in _CONDITION.finditer(text):
        name = match["name"]
        if name is None:
            continue
        if name not in ("else", "fi"):
            waiting.append((name, match.start()))
        elif waiting:
            condition, start = waiting[-1]
            if condition == "iffalse":
                found.setdefault(start, match.end())
            if name == "fi":
                waiting.pop()
    return found
