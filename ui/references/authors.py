"""Authors, from the one line in which `sources.yaml` names them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.printable import one_line

# At the end of a line or of a name, of which white space is single spaces.
_OTHERS = re.compile(
    r"(?:^|[ ,;])"
    r"(?:et\.? ?al(?:ii|iae|ia)?|(?:and|&) (?:al|others|colleagues|co-?workers)|…|\.\.\.)\.?$",
    re.IGNORECASE,
)
_AND = re.compile(r",? (?:and|&|(?:and )?on behalf of(?: the)?) ", re.IGNORECASE)
_SUFFIXES = frozenset("jr sr 2nd 3rd 4th".split())
_NUMERALS = frozenset(("II", "III", "IV"))
_ORGANISATIONS = frozenset(
    """academy administration agency alliance association authority bank board bureau center centers
    centre centres clinic collaboration college commission committee company consortium corporation
    council department division faculty federation foundation fund gmbh group hospital inc
    initiative institute institutes institution investigators laboratories laboratory llc ltd
    ministry network office organisation organization plc programme program project research school
    service services society team trust union university""".split()
)


@dataclass(frozen=True, slots=True)
class Author:
    """A person, an organisation, or the whole line if it cannot be told apart.

    given:   initials or given names that are known to be such; "" if `name` is all there is.
    suffix:  "Jr" and the like; only beside `given`.
    literal: an organisation, or `name` may hold more than one person: it is to stay as it is
             written.
    """

    name: str
    given: str = ""
    suffix: str = ""
    literal: bool = False

    @property
    def inverted(self) -> str:
        """As reference managers want it: "Smith, J, Jr"; only the name if nothing else is known."""
        return ", ".join(part for part in (self.name, self.given, self.suffix) if part)


@dataclass(frozen=True, slots=True)
class Authors:
    """others: whether more follow that are not named ("et al.")."""

    named: tuple[Author, ...] = ()
    others: bool = False


def authors(line: str) -> Authors:
    """The authors that a line names.

    "Smith J, Doe A et al.", "Ana Pérez and Li Wei", "Smith, J.; Doe, A.", "Smith, J., Jr., &
    Doe, A." are told apart, and so are organisations; a line that could be read in two ways
    ("Smith, John") stays whole.
    """
    named, others = _without_others(one_line(line).strip(" ,;"))
    if not named:
        return Authors()
    found = []
    for part in _apart(named, others=others):
        name, more = _without_others(part)
        found += [_author(name)] if name else []
        others = others or more
    return Authors(tuple(found) or (Author(named, literal=True),), others)


def _without_others(line: str) -> tuple[str, bool]:
    """What is named, and whether "et al." or the like came after it."""
    found = _OTHERS.search(line)
    return (line[: found.start()].rstrip(" ,;"), True) if found else (line, False)


def _apart(line: str, *, others: bool) -> list[str]:
    """Each author's words; empty where the line cannot be told apart."""
    if ";" in line:
        return _parts(line, ";")
    pieces = [piece for piece in _AND.split(line) if piece]
    if len(pieces) > 1 and all(piece.count(",") == 1 for piece in pieces):
        return pieces  # "Smith, John and Doe, Ann": no list of four has two times "and"
    parts = [part for piece in pieces for part in _parts(piece, ",")]
    if any(_is_organisation(part) for part in parts):
        plain = all(_is_organisation(part) or _person(part) for part in parts)
        return parts if plain else []
    if pairs := _pairs(parts):
        return pairs
    listed = len(pieces) > 1 or (others and len(parts) % 2 == 1)
    parts = _with_suffixes(parts)
    if "," not in line or all(" " in part for part in parts):
        return parts
    # "Wu, Li and Chen" are three. "Wu, Li" may be one whose given name is Li.
    return parts if listed and not any(" " in part for part in parts) else []


def _parts(line: str, separator: str) -> list[str]:
    return [part for piece in line.split(separator) if (part := piece.strip(" ,"))]


def _pairs(parts: Sequence[str]) -> list[str]:
    """Of "Smith", "J.", "Doe", "A. B.": "Smith, J." and "Doe, A. B."; of others nothing."""
    found: list[list[str]] = []
    wants_given = False
    for part in parts:
        if found and _is_suffix(part):
            found[-1].append(part)
        elif wants_given and _are_initials(part):
            found[-1].append(part)
            wants_given = False
        elif not wants_given and not _are_initials(part):
            found.append([part])
            wants_given = True
        else:
            return []
    return [] if wants_given else [", ".join(one) for one in found]


def _with_suffixes(parts: Sequence[str]) -> list[str]:
    found: list[str] = []
    for part in parts:
        if found and _is_suffix(part):
            found[-1] += f", {part}"
        else:
            found.append(part)
    return found


def _author(words: str) -> Author:
    if _is_organisation(words):
        return Author(words, literal=True)
    return _person(words) or Author(words, literal="," in words or _is_suffix(words.split()[-1]))


def _person(words: str) -> Author | None:
    """A person whose given names or initials can be told from the rest; else None."""
    parts = _parts(words, ",")
    suffix = next((part for part in parts[1:] if _is_suffix(part)), "")
    parts = [part for part in parts if part != suffix]
    if len(parts) == 2:
        return Author(parts[0], parts[1], suffix)
    if len(parts) != 1:
        return None
    tokens = parts[0].split()
    # "Chen II" has two initials.
    least = 2 if tokens[-1] in _NUMERALS else 1
    if not suffix and len(tokens) > least and _is_suffix(tokens[-1]):
        suffix = tokens.pop()
    family, given = _family_and_given(tokens)
    if given and not suffix and len(family) > 1 and _is_suffix(family[-1]):  # "Smith Jr J"
        suffix = family.pop()
    return Author(" ".join(family), " ".join(given), suffix) if family and given else None


def _family_and_given(tokens: list[str]) -> tuple[list[str], list[str]]:
    """Of "van der Berg J A" and of "J. A. van der Berg"; no given names if it is neither."""
    last = len(tokens)
    while last > 1 and _is_initial(tokens[last - 1], at_end=last == len(tokens)):
        last -= 1
    if last < len(tokens):
        return tokens[:last], tokens[last:]
    first = 0
    while first < len(tokens) - 1 and _is_initial(tokens[first], at_end=False):
        first += 1
    return tokens[first:], tokens[:first]


def _are_initials(words: str) -> bool:
    tokens = words.split()
    last = len(tokens) - 1
    return all(_is_initial(token, at_end=place == last) for place, token in enumerate(tokens))


def _is_initial(token: str, *, at_end: bool) -> bool:
    """Whether it is "J", "J.-P." or "AB"; several letters without a dot are so only at the end."""
    letters = token.replace(".", "").replace("-", "")
    if not (letters.isalpha() and letters.isupper() and len(letters) <= 4):
        return False
    return at_end or len(letters) == 1 or "." in token or "-" in token


def _is_suffix(word: str) -> bool:
    return word.rstrip(".").strip().lower() in _SUFFIXES or word in _NUMERALS


def _is_organisation(words: str) -> bool:
    """Whether a word of it says so. "Bank J" is a person, "World Bank" is none."""
    tokens = words.split()
    if len(tokens) == 2 and _are_initials(tokens[1]):
        return False
    return any(token.strip(".,()").lower() in _ORGANISATIONS for token in tokens[:50])
