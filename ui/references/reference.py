"""What a reference is made of, whatever it is written as. Nothing in it is guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.printable import one_line
from assistant.reading.document import Source
from ui.references.authors import Authors, authors

# The characters of a modern DOI. One with others is shown, but is not a link.
_DOI = re.compile(r"10\.\d{4,9}/[-._;()/:a-z0-9]+", re.ASCII | re.IGNORECASE)
_PREFIX = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)


def identifier(doi: str) -> str:
    """A well-formed DOI without what may stand before it; "" if it is none."""
    bare = _PREFIX.sub("", one_line(doi), count=1)
    return bare if _DOI.fullmatch(bare) else ""


def address(doi: str) -> str:
    """Where a well-formed DOI leads; "" for another. Its host is never the text's own."""
    known = identifier(doi)
    return f"https://doi.org/{known}" if known else ""


# "Frontiers in Neurology (2024) 15(2):1389697": without pages, the number may be of the name.
_IN_JOURNAL = re.compile(
    r"(?P<name>.+?)[.,;]? ?(?:\((?P<year>\d{4})\)|(?P<plain_year>\d{4}) ?;)?[,;]? ?"
    r"\b(?P<volume>\d{1,4}) ?(?:\((?P<issue>[^()]{1,12})\))? ?: ?"
    r"(?P<pages>[A-Za-z]?\d+(?: ?[-–] ?[A-Za-z]?\d+)?)\.?"
)

_LONGEST = 300  # characters of a journal's line; in a longer one nothing is looked for


@dataclass(frozen=True, slots=True)
class Reference:
    """A publication. Texts are one line each, "" if unknown.

    title:  the file's name where no title is known.
    volume, issue, pages: only where the journal's line plainly names them.
    doi:    a well-formed DOI, or "".
    """

    title: str
    authors: Authors
    year: int | None = None
    journal: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: str = ""
    licence: str = ""


def reference(source: Source, name: str) -> Reference:
    """The reference of a document. name: of its file."""
    journal, year = one_line(source.journal), source.year
    found = _IN_JOURNAL.fullmatch(journal) if len(journal) <= _LONGEST else None
    parts = {"volume": "", "issue": "", "pages": ""}
    if found and _same_year(found, year):
        journal = found["name"]
        parts = {part: found[part] or "" for part in parts}
        year = year or _year(found)
    return Reference(
        title=one_line(source.title) or one_line(name),
        authors=authors(source.authors),
        year=year,
        journal=journal,
        doi=identifier(source.doi),
        licence=one_line(source.licence),
        **parts,
    )


def _year(found: re.Match[str]) -> int | None:
    written = found["year"] or found["plain_year"]
    return int(written) if written else None


def _same_year(found: re.Match[str], year: int | None) -> bool:
    """Whether the line's own year, if it has one, may be left out."""
    return year is None or _year(found) in (None, year)
