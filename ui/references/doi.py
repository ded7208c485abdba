"""Digital object identifiers, and the one kind of link that leads out of the page."""

from __future__ import annotations

import re

from assistant.printable import one_line
from ui.markup import escape

# The characters of a modern DOI. One with others is shown, but is not a link.
_DOI = re.compile(r"10\.\d{4,9}/[-._;()/:a-z0-9]+", re.ASCII | re.IGNORECASE)
_PREFIX = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)


def identifier(doi: str) -> str:
    """A well-formed DOI without what may stand before it; "" where it is none."""
    bare = _PREFIX.sub("", one_line(doi), count=1)
    return bare if _DOI.fullmatch(bare) else ""


def link(doi: str) -> str:
    """HTML: a link to a well-formed DOI, else what was given, escaped."""
    known = identifier(doi)
    if not known:
        return escape(doi)
    address = escape(f"https://doi.org/{known}")
    return f'<a href="{address}" target="_blank" rel="noopener noreferrer">{address}</a>'
