"""Choose documents by what is known of them: year, author, tag, language, type, name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Protocol, TypeVar

from assistant.corpus.names import matching
from assistant.errors import UsageError
from assistant.reading.document import Source

_UNTIL = re.compile(r"(?:-|–|\.\.)[ ]?(\d{1,4})")
_FROM = re.compile(r"(\d{1,4})[ ]?(?:(-|–|\.\.)[ ]?(\d{1,4})?)?")
_LISTED = 12
"""Values that are told where nothing matches."""


class Described(Protocol):
    """What a filter looks at; a `Document` has it, and a `Holding`."""

    @property
    def name(self) -> str:
        """Path below `corpus/`."""

    @property
    def source(self) -> Source:
        """Its bibliographic data."""

    @property
    def language(self) -> str:
        """ISO 639-1 code; "" where it is not known."""


Document = TypeVar("Document", bound=Described)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which documents to ask: those that every given field lets through.

    names:     names, folders or patterns ("trials/*.pdf"); one must match.
    years:     first and last year, both included; None where that side is open.
    authors:   words of authors' names, without regard to case and accents; one must be there.
    tags:      of `sources.yaml`; one must be there.
    languages: ISO 639-1 codes; one must be the document's main language.
    types:     what names end with, such as "pdf"; one must be the document's.
    """

    names: tuple[str, ...] = ()
    years: tuple[int | None, int | None] | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    types: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether it lets less than everything through."""
        return self != Filter()

    def select(self, documents: Iterable[Document]) -> list[Document]:
        """The documents that it lets through, in their order.

        Raises:
            UsageError: there is none, or none of a name; it says what there is.
        """
        documents = list(documents)
        named = self._named([one.name for one in documents])
        checks = self._checks()
        found = [
            one
            for one in documents
            if (named is None or one.name in named) and all(check(one) for check in checks)
        ]
        if not found:
            raise UsageError(self._nothing(documents))
        return found

    def _named(self, names: Sequence[str]) -> set[str] | None:
        if not self.names:
            return None
        named: set[str] = set()
        for pattern in self.names:
            found = matching(pattern, names)
            if not found:
                there = _some(sorted(names)) or "none"
                raise UsageError(f"No document {pattern!r} in the index; there are: {there}.")
            named |= set(found)
        return named

    def _checks(self) -> list[Callable[[Described], bool]]:
        found: list[Callable[[Described], bool]] = []
        if self.years is not None:
            found.append(self._of_years)
        if self.authors:
            authors = [fold(one) for one in self.authors]
            found.append(lambda one: any(_has(one.source.authors, author) for author in authors))
        if self.tags:
            tags = {fold(one) for one in self.tags}
            found.append(lambda one: not tags.isdisjoint(map(fold, one.source.tags)))
        if self.languages:
            languages = {one.lower() for one in self.languages}
            found.append(lambda one: one.language.lower() in languages)
        if self.types:
            types = {one.lower().removeprefix(".") for one in self.types}
            found.append(lambda one: type_of(one.name) in types)
        return found

    def _of_years(self, one: Described) -> bool:
        first, last = self.years or (None, None)
        year = one.source.year
        return (
            year is not None and (first is None or first <= year) and (last is None or year <= last)
        )

    def _nothing(self, documents: Sequence[Described]) -> str:
        """That nothing is let through, and what there is of what was asked for."""
        there: list[str] = []
        if self.years is not None:
            there.append(_there("years", {str(one.source.year or "") for one in documents}))
        if self.authors:
            there.append(_there("authors", {one.source.authors for one in documents}))
        if self.tags:
            there.append(_there("tags", {tag for one in documents for tag in one.source.tags}))
        if self.languages:
            there.append(_there("languages", {one.language for one in documents}))
        if self.types:
            there.append(_there("types", {type_of(one.name) for one in documents}))
        said = f"No document is {self}. There are: {'; '.join(there) or 'no documents'}"
        return said if said.endswith(".") else f"{said}."

    def __str__(self) -> str:
        """For people: "of 2019–2022, by Smith, in de"."""
        parts = [f"named {_any(self.names)}"] if self.names else []
        if self.years is not None:
            first, last = self.years
            span = f"{first or ''}–{last or ''}" if first != last else str(first)
            parts.append(f"of {span}")
        parts += [f"by {_any(self.authors)}"] if self.authors else []
        parts += [f"tagged {_any(self.tags)}"] if self.tags else []
        parts += [f"in {_any(self.languages)}"] if self.languages else []
        parts += [f"of type {_any(self.types)}"] if self.types else []
        return ", ".join(parts)


def years(text: str) -> tuple[int | None, int | None]:
    """A year or a range of years: "2020", "2019-2022", "2019-", "-2022".

    Raises:
        UsageError: it is neither.
    """
    until = _UNTIL.fullmatch(text.strip())
    if until is not None:
        return None, int(until[1])
    found = _FROM.fullmatch(text.strip())
    if found is None:
        raise UsageError(f"No year {text!r}: write 2020, 2019-2022, 2019- or -2022.")
    first, ranged, last = int(found[1]), found[2], found[3]
    if last is not None and int(last) < first:
        raise UsageError(f"No years {text!r}: the first comes after the last.")
    return first, int(last) if last else None if ranged else first


def type_of(name: str) -> str:
    """What a name ends with, in lower case: "pdf"; "" where it has no such end."""
    return PurePosixPath(name).suffix.removeprefix(".").lower()


def fold(text: str) -> str:
    """Without case and accents: "Häußler" is "haussler"."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in apart if not unicodedata.combining(char)).strip()


def _has(authors: str, wanted: str) -> bool:
    names, at = fold(authors), -1
    while wanted and (at := names.find(wanted, at + 1)) >= 0:
        around = names[at - 1 : at] + names[at + len(wanted) : at + len(wanted) + 1]
        if not any(char == "_" or char.isalnum() for char in around):
            return True
    return False


def _there(what: str, values: Iterable[str]) -> str:
    return f"{what} {_some(sorted(value for value in values if value)) or 'none'}"


def _some(values: Sequence[str]) -> str:
    more = len(values) - _LISTED
    return ", ".join(values[:_LISTED]) + (f" and {more:,} more" if more > 0 else "")


def _any(values: Sequence[str]) -> str:
    return " or ".join(values)
