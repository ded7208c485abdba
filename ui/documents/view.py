"""The view of the documents: what there is, and what became of each file."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from assistant.corpus.status import Holding
from assistant.reading.discovery import MAX_BYTES, known_types
from ui.counted import counted
from ui.documents.indexer import Status
from ui.references.quotation import published
from ui.templating import render

TITLE = "Documents"
FILTERED = 10
"""Documents that are listed without a field to filter them."""


def page(holdings: Sequence[Holding], status: Status) -> Markup:
    """The whole view, by title."""
    return render(
        "documents.html",
        title=TITLE,
        holdings=sorted(holdings, key=lambda one: (one.title.casefold(), one.name)),
        changed=_changed(holdings, status),
        filtered=len(holdings) > FILTERED,
        types=known_types(),
        most_bytes=MAX_BYTES,
        published=published,
        size=size,
        counted=counted,
    )


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
