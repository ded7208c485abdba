"""What the field list at the head of a reStructuredText file says of the document."""

from __future__ import annotations

from assistant.reading.document import Source
from assistant.reading.office.properties import authors_of, doi_of, title_of, year_of

_AUTHORS = ("author", "authors")
_OTHERS = ("title", "date", "doi")


class DocInfo:
    """Collects the fields; of each but the authors, the first counts."""

    def __init__(self) -> None:
        self._fields: dict[str, str] = {}
        self._authors: list[str] = []

    def take(self, name: str, value: str) -> None:
        """Take a field, if it is one of those that say what the document is."""
        name = name.strip().lower()
        if name in _AUTHORS:
            parted = value.split(";" if ";" in value else ",")
            self._authors += parted if name == "authors" else [value]
        elif name in _OTHERS:
            self._fields.setdefault(name, value)

    def source(self, heading: str) -> Source:
        """What is known of the document, whose first heading is given."""
        known = self._fields
        return Source(
            title=title_of(known.get("title"), heading),
            authors=authors_of(self._authors),
            year=year_of(known.get("date")),
            doi=doi_of(known.get("doi")),
        )
