"""The view of the documents: what there is, and what became of each file."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from assistant.corpus.status import Holding
from assistant.printable import printable
from assistant.reading.discovery import MAX_BYTES, known_types
from ui.counted import counted
from ui.documents.indexer import Status
from ui.references.authors import authors
from ui.references.quotation import published
from ui.templating import render

TITLE = "Documents"
FILTERED = 10
"""Documents that are listed without a field to filter them."""
FACETED = 3
"""Documents that are listed without choices by type, year and so on: so few are ticked by hand."""


@dataclass(frozen=True, slots=True)
class Facet:
    """What documents can be chosen by: one of its values, each with how many documents have it."""

    name: str
    label: str
    values: tuple[tuple[str, int], ...]

    def said(self, value: str) -> str:
        """A value as it is shown: "PDF"."""
        return value.upper() if self.name == "type" else value


def page(holdings: Sequence[Holding], status: Status) -> Markup:
    """The whole view, by title."""
    return render(
        "documents.html",
        title=TITLE,
        holdings=sorted(holdings, key=lambda one: (one.title.casefold(), one.name)),
        changed=_changed(holdings, status),
        filtered=len(holdings) > FILTERED,
        facets=facets(holdings),
        years=years(holdings),
        facts=facts,
        types=known_types(),
        most_bytes=MAX_BYTES,
        published=published,
        size=size,
        counted=counted,
    )


def facts(one: Holding) -> dict[str, str]:
    """What one document is chosen by: lists as JSON, for `static/document_facets.js`."""
    year = one.source.year
    return {
        "type": one.type,
        "language": one.language,
        "year": "" if year is None else str(year),
        "author": json.dumps(_authors(one)),
        "tag": json.dumps(_tags(one)),
    }


def facets(holdings: Sequence[Holding]) -> list[Facet]:
    """What the documents that can be asked differ in, where these are not very few."""
    asked = [one for one in holdings if one.state == "indexed"]
    if len(asked) <= FACETED:
        return []
    found = [
        _facet("type", "Type", ([one.type] for one in asked)),
        _facet("language", "Language", ([one.language] for one in asked)),
        _facet("author", "Author", (_authors(one) for one in asked)),
        _facet("tag", "Tag", (_tags(one) for one in asked)),
    ]
    return [one for one in found if len(one.values) > 1]


def years(holdings: Sequence[Holding]) -> tuple[int, int] | None:
    """The first and the last year of the documents that can be asked, where there are two."""
    asked = [one for one in holdings if one.state == "indexed"]
    found = {one.source.year for one in asked} - {None}
    known = [year for year in found if year is not None]
    if len(asked) <= FACETED or len(known) < 2:
        return None
    return min(known), max(known)


def _facet(name: str, label: str, of_each: Iterable[Iterable[str]]) -> Facet:
    counts = Counter(value for values in of_each for value in values if value)
    return Facet(name, label, tuple(sorted(counts.items(), key=lambda one: one[0].casefold())))


def _authors(one: Holding) -> list[str]:
    named = (printable(author.inverted) for author in authors(one.source.authors).named)
    return list(dict.fromkeys(named))


def _tags(one: Holding) -> list[str]:
    return list(dict.fromkeys(map(printable, one.source.tags)))


def _changed(holdings: Sequence[Holding], status: Status) -> int:
    """How many files other hands have changed, unless that is being worked on."""
    if status.working or status.problem:
        return 0
    return sum(one.state in ("waiting", "leaving") for one in holdings)


def size(count: int) -> str:
    """Bytes for people: "7 KB"."""
    if count < 1_000_000:
        return f"{-(-count // 1000):,} KB"
    return f"{count / 1_000_000:,.1f} MB"
