"""Tie reference marks in a quote, "[4, 5]", "(99)", "(Smith et al., 2019)", to their entries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assistant.reading.document import Document

_MOST = 12  # entries of one quote
_SPAN = 30  # of a range "[4-33]"; a longer one is no reference mark
_LABEL = re.compile(r"[\[(]?(\d{1,4})[\])]?[.:]?\s+(?=\S)")
_BRACKETED = re.compile(r"\[(\d{1,4}(?:\s?[,;–-]\s?\d{1,4}){0,20})\]")
_PARENTHESISED = re.compile(r"\((\d{1,4}(?:\s?[,;–-]\s?\d{1,4}){0,20})\)")
_RAISED = re.compile(r"(?<=[\w.,;:)\]”\"])([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4}(?:[,;–⁻-][⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4}){0,20})")
_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_FIRST_AUTHOR = re.compile(
    r"(?:[\[(]?\d{1,4}[\])]?[.:]?\s{1,3})?(?:[A-Z]\.[\s-]?){0,3}([A-ZÀ-Þ][\w’'-]{1,40})"
)
_AUTHOR_YEAR = re.compile(
    r"([A-ZÀ-Þ][\w’'-]{1,40})(?:\s+(?:et\s+al\.?|(?:and|&)\s+[A-ZÀ-Þ][\w’'-]{1,40}))?,?\s*\(?"
    r"((?:1[89]|20)\d\d)[a-z]?\b"
)
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Reference:
    """An entry of a document's list of references, and how the quote names it.

    mark: "99", or "Smith 2019".
    text: the entry, verbatim.
    """

    mark: str
    text: str


def references(quote: str, document: Document) -> tuple[Reference, ...]:
    """The entries that a quote of a document points to, in the order of its marks.

    Only what the document's own list holds is a mark: "(2)" that counts points is none where
    there is no list, and neither is the exponent of "10⁶" where its base is a number.
    """
    entries = [
        document.text[block.start : block.end]
        for block in document.blocks
        if block.kind == "reference"
    ]
    if not entries:
        return ()
    numbered = _numbered(entries)
    found: dict[str, Reference] = {}
    for mark in _marks(quote, numbered):
        found.setdefault(mark, Reference(mark, numbered[mark]))
    for match in _AUTHOR_YEAR.finditer(quote):
        if entry := _by_author(match[1], match[2], entries):
            mark = f"{match[1]} {match[2]}"
            found.setdefault(mark, Reference(mark, entry))
    return tuple(found.values())[:_MOST]


def _numbered(entries: list[str]) -> Mapping[str, str]:
    """Entries by their number: as printed, or by their place where most have none printed."""
    labels = [match and match[1] for match in map(_LABEL.match, entries)]
    if sum(label is not None for label in labels) * 2 < len(entries):
        return {str(number): entry for number, entry in enumerate(entries, 1)}
    pairs = zip(labels, entries, strict=True)
    return {label: entry for label, entry in reversed(list(pairs)) if label}


def _marks(quote: str, numbered: Mapping[str, str]) -> Iterator[str]:
    places = [
        (match.start(), match[1].translate(_LOWERED))
        for pattern in (_BRACKETED, _PARENTHESISED, _RAISED)
        for match in pattern.finditer(quote)
        if not _is_power(quote, match)
    ]
    for _, mark in sorted(places):
        if pattern := list(_listed(mark)):
            yield from (number for number in pattern if number in numbered)


def _is_power(quote: str, match: re.Match[str]) -> bool:
    """Whether raised digits stand after a number or a unit: "10⁶", "cm²", "kg/m²"."""
    if match.re is not _RAISED:
        return False
    word = re.split(r"[^\w²³]", quote[max(0, match.start() - 12) : match.start()])[-1]
    return word[-1:].isdigit() or word in _UNITS


_UNITS = frozenset("m cm mm km dm nm µm μm ft in s L l mol K".split())


def _listed(mark: str) -> Iterator[str]:
    """The numbers of "4, 5" and "7–9"."""
    for part in re.split(r"[,;]\s?", re.sub(r"\s?[–-]\s?", "-", mark)):
        first, _, last = part.strip().partition("-")
        if not last:
            yield first
        elif 0 < int(last) - int(first) <= _SPAN:
            yield from map(str, range(int(first), int(last) + 1))


def _by_author(name: str, year: str, entries: list[str]) -> str:
    """The entry that begins with this author and has this year; "" where it is not just one."""
    found = [
        entry
        for entry in entries
        if (author := _FIRST_AUTHOR.match(entry)) is not None
        and author[1] == name
        and year in _YEAR.findall(entry)
    ]
    return found[0] if len(found) == 1 else ""
