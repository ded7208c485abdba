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


def address(doi: str) -> str:
    """Where a well-formed DOI leads; "" for another. Its host is never the text's own."""
    known = identifier(doi)
    return f"https://doi.org/{known}" if known else ""


def link(doi: str) -> str:
    """HTML: a link to a well-formed DOI, else what was given, escaped."""
    leads = escape(address(doi))
    if not leads:
        return escape(doi)
    return f'<a href="{leads}" target="_blank" rel="noopener noreferrer">{leads}</a>'
