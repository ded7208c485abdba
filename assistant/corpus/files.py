"""The original files of a corpus, for people who want to see them."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import UnknownDocument, UnreadableDocument, UsageError
from assistant.indexing.origin import origin_of
from assistant.lru import Lru
from assistant.reading.bibliography.sources import Entry
from assistant.reading.discovery import CorpusFile, file_bytes, read_entries
from assistant.workspace import Workspace

if TYPE_CHECKING:
    from assistant.reading.document import Document
    from assistant.sandbox.sandbox import Sandbox

_KEPT = 24  # images, of about a quarter of a megabyte
WIDTHS = (600, 900, 1200, 1800)
"""The widths of a page's image, in pixels."""


def original(corpus: Path, document: Document) -> bytes:
    """The file that a document was read from.

    Raises:
        UnknownDocument: it is gone, or cannot be read.
        UsageError: it is no longer the file that was read.
    """
    path = corpus / document.name
    try:
        data = file_bytes(CorpusFile(document.name, path, document.sha256, document.source))
    except UnreadableDocument as error:
        reason = f"cannot be read: {error}"
        origin = origin_of(Workspace(corpus.parent).index)
        if origin is not None and not origin.with_files:
            reason = "is not here: the index was published without files"
        raise UnknownDocument(f"The file of “{document.name}” {reason}.") from error
    if hashlib.sha256(data).hexdigest() != document.file.sha256:
        raise UsageError(
            f"The file of “{document.name}” has changed since it was indexed: "
            "run `assistant index`, then look again."
        )
    return data


class PageImages:
    """Images of pages, as printed; the last ones are kept. Safe to use from several threads.

    Pages are drawn in a separate process, because files may be hostile.
    """

    def __init__(self, corpus: Path, sandbox: Sandbox) -> None:
        self._corpus, self._sandbox = corpus, sandbox
        self._kept: Lru[tuple[str, int, int], bytes] = Lru(_KEPT)

    def get(self, document: Document, number: int, width: int) -> bytes:
        """A page as a PNG image.

        number: of the page, counted from 1.
        width:  wanted, in pixels; the image has the smallest of `WIDTHS` that is at least as large.

        Raises:
            UnknownDocument: the file is gone, or has no such page.
            UsageError: it has changed, or the page cannot be drawn.
        """
        width = next((one for one in WIDTHS if one >= width), WIDTHS[-1])
        if not any(unit.kind == "page" and unit.number == number for unit in document.file.units):
            raise UnknownDocument(f"“{document.name}” has no page {number:,}.")
        key = document.file.sha256, number, width
        return self._kept.get(key, lambda: self._drawn(document, number, width))

    def close(self) -> None:
        """End the process."""
        self._sandbox.close()

    def _drawn(self, document: Document, number: int, width: int) -> bytes:
        data = original(self._corpus, document)
        try:
            said = read_entries(self._corpus).get(document.name, Entry())
            return self._sandbox.page_image(document.name, data, number, width, said.known)
        except UnreadableDocument as error:
            raise UsageError(f"Page {number:,} cannot be shown: {error}.") from error
