"""PDFium, and nothing else of it leaves this file. It is not thread-safe: one process, one file."""

from __future__ import annotations

import contextlib
import ctypes
import re
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

import pypdfium2
import pypdfium2.raw

from assistant.errors import UnreadableDocument

EngineError: type[Exception] = pypdfium2.PdfiumError

raw: Any = pypdfium2.raw
"""Its functions, whose types ctypes makes when it is loaded."""

MAX_PAGES = 5000
_ENCRYPTED = 4  # FPDF_ERR_PASSWORD
_SECURITY = 5  # FPDF_ERR_SECURITY
_LAYERED = re.compile(rb"/OC\s*(?:\d|<<)")


class Pdf:
    """An open file."""

    def __init__(self, document: pypdfium2.PdfDocument, data: bytes = b"") -> None:
        self.document = document
        self.raw = document.raw
        self._data = data

    @cached_property
    def has_layered_forms(self) -> bool:
        """Whether a form (or picture) may name its layer, which the engine does not tell.

        The entries of such objects are never compressed.
        """
        return _LAYERED.search(self._data) is not None

    @property
    def pages(self) -> int:
        """How many it has."""
        return int(raw.FPDF_GetPageCount(self.raw))

    def info(self, key: str) -> str:
        """An entry of the document's information, such as "Title"; "" where absent."""
        return _utf16(
            lambda buffer, size: raw.FPDF_GetMetaText(self.raw, key.encode(), buffer, size)
        )

    def label(self, number: int) -> str:
        """The printed label of a page (counted from 1); "" where the file has none."""
        return _utf16(
            lambda buffer, size: raw.FPDF_GetPageLabel(self.raw, number - 1, buffer, size)
        )

    def outline(self) -> list[tuple[int, str, int]]:
        """Bookmarks as (level from 1, title, page from 1 or 0)."""
        found: list[tuple[int, str, int]] = []
        with contextlib.suppress(pypdfium2.PdfiumError):
            for mark in self.document.get_toc(max_depth=6):
                target = mark.get_dest()
                page = None if target is None else target.get_index()
                number = 0 if page is None else page + 1
                found.append((mark.level + 1, mark.get_title().strip(), number))
                if len(found) >= _MAX_BOOKMARKS:
                    break
        return found


_MAX_BOOKMARKS = 5000


@contextlib.contextmanager
def opened(data: bytes, password: str = "") -> Iterator[Pdf]:
    """The file, closed afterwards.

    Raises:
        UnreadableDocument: it is damaged, encrypted, or has no or too many pages.
    """
    try:
        document = pypdfium2.PdfDocument(data, password=password or None)
    except pypdfium2.PdfiumError as error:
        raise UnreadableDocument(_reason(error, password)) from None
    try:
        pdf = Pdf(document, data)
        if pdf.pages > MAX_PAGES:
            raise UnreadableDocument(
                f"it has more than {MAX_PAGES:,} pages: split it into several files"
            )
        if pdf.pages < 1:
            raise UnreadableDocument("it has no pages")
        yield pdf
    finally:
        document.close()


def _reason(error: pypdfium2.PdfiumError, password: str) -> str:
    code = getattr(error, "err_code", None)
    if code == _ENCRYPTED and password:
        return "this is not its password"
    if code == _ENCRYPTED:
        return "it is protected by a password: save a copy without one, and add that"
    if code == _SECURITY:
        return "it is protected in a way that cannot be opened: print it to a new PDF, and add that"
    return "it is damaged or no PDF: open it in a PDF viewer, and save or print it to a new PDF"


def _utf16(call: Callable[..., int]) -> str:
    size = call(None, 0)
    if not 2 < size <= _LONGEST:
        return ""
    buffer = ctypes.create_string_buffer(size)
    call(buffer, size)
    return buffer.raw[:size].decode("utf-16-le", "ignore").rstrip("\0").strip()


_LONGEST = 20_000  # bytes
