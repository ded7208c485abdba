"""Read PDFs and draw their pages. The engine is loaded when it is first needed."""

from __future__ import annotations

from assistant.reading.structure import Structure


def read_pdf(data: bytes, password: str = "") -> Structure:
    """Read a PDF into blocks that point into its text, page by page.

    Raises:
        UnreadableDocument: it is damaged, encrypted, or holds no text.
    """
    from assistant.reading.pdf import reader

    return reader.read_pdf(data, password)


def page_image(data: bytes, number: int, width: int, password: str = "") -> bytes:
    """A page, counted from 1, as a PNG of that many pixels across, within bounds.

    Raises:
        UnreadableDocument: the file cannot be opened, or has no such page.
    """
    from assistant.reading.pdf import image

    return image.page_image(data, number, width, password)


def read_scanned(data: bytes, password: str = "") -> Structure:
    """As `read_pdf`, with the words of pages that are pictures recognised.

    Raises:
        UnreadableDocument: it is damaged, encrypted, or holds no text and no words.
    """
    from assistant.reading.pdf import ocr, reader

    return reader.read_pdf(data, password, recognise=ocr.Recogniser())
