"""Authors, from the one line in which `sources.yaml` names them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.printable import one_line

_ET_AL = re.compile(
    r"(?:,\s*+|(?<!\s)\s++)?(?:\bet\s++al\b\.?|\band\s++others\b)\s*+$", re.IGNORECASE
)
_AND = re.compile(r"(?:(?:(?<!\s)\s++)?,\s++|(?<!\s)\s++)(?:and|&)\s++", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[A-Z]\.?[- ]?){1,4}")


@dataclass(frozen=True, slots=True)
class Author:
    """A person, or the whole line where it cannot be told apart.

    given:   initials or given names that are known to be such; "" where `name` is all there is.
    literal: whether `name` may hold more than one person, and so is to stay as it is written.
    """

    name: str
    given: str = ""
    literal: bool = False

    @property
    def inverted(self) -> str:
        """As reference managers want it: "Smith, J"; where only the name is known, that."""
        return f"{self.name}, {self.given}" if self.given else self.name


@dataclass(frozen=True, slots=True)
class Authors:
    """others: whether more follow that are not named ("et al.")."""

    named: tuple[Author, ...] = ()
    others: bool = False


def authors(line: str) -> Authors:
    """The authors that a line names.

    "Smith J, Doe A et al.", "Ana Pérez and Li Wei", "Smith, J; Doe, A" are told apart; a line that
    could be read in two ways ("Smith, John") stays whole.
    """
    line = one_line(line)
    named = _ET_AL.sub("", line).strip(" ,;")
    others = named != line.strip(" ,;")
    if not named:
        return Authors()
    return Authors(tuple(_author(one) for one in _apart(named)) or (_whole(named),), others)


def _apart(line: str) -> list[str]:
    """Each author's words; empty where the line cannot be told apart."""
    if ";" in line:
        return [part.strip() for part in line.split(";") if part.strip()]
    if "," not in line:
        return [part for part in _AND.split(line) if part]
    parts = [part.strip() for part in _AND.sub(", ", line).split(",") if part.strip()]
    return parts if all(" " in part for part in parts) else []


def _author(words: str) -> Author:
    family, comma, given = words.partition(",")
    if comma and family.strip() and given.strip():
        return Author(family.strip(), given.strip())
    first, _, last = words.rpartition(" ")
    if first and _INITIALS.fullmatch(last):
        return Author(first, last)
    return Author(words)


def _whole(line: str) -> Author:
    return Author(line, literal=True)
