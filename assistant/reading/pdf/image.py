"""Draw a page as a picture."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from assistant.errors import UnreadableDocument
from assistant.reading.pdf.engine import EngineError, opened
from assistant.reading.pdf.forms import form_of

if TYPE_CHECKING:
    from PIL.Image import Image

LEAST_WIDTH, MOST_WIDTH = 16, 2400
"""Pixels."""

_MOST_PIXELS = 8_000_000  # a page far higher than wide is drawn narrower
_COMPRESSION = 2  # of zlib: more takes four times as long for a tenth less


def page_image(data: bytes, number: int, width: int, password: str = "") -> bytes:
    """A page, counted from 1, as a PNG.

    width: in pixels; brought into `LEAST_WIDTH` to `MOST_WIDTH`.

    Raises:
        UnreadableDocument: the file cannot be opened, or has no such page.
    """
    with opened(data, password) as pdf:
        form_of(pdf)  # before its pages are loaded, so that what is filled in is drawn
        if not 1 <= number <= pdf.pages:
            raise UnreadableDocument(f"it has no page {number}")
        try:
            page = pdf.document[number - 1]
        except EngineError:
            raise UnreadableDocument(f"its page {number} is damaged") from None
        try:
            page_width, page_height = max(page.get_width(), 1.0), max(page.get_height(), 1.0)
            scale = min(max(width, LEAST_WIDTH), MOST_WIDTH) / page_width
            scale = min(scale, (_MOST_PIXELS / (page_width * page_height)) ** 0.5)
            bitmap = page.render(scale=scale, rev_byteorder=True, may_draw_forms=True)
            try:
                return _png(bitmap.to_pil())
            finally:
                bitmap.close()
        finally:
            page.close()


def _png(drawn: Image) -> bytes:
    """Without its colours where it has none: that takes half the time and half the bytes."""
    from PIL import ImageChops

    red, green, blue = drawn.convert("RGB").split()
    grey = not any(ImageChops.difference(red, one).getbbox() for one in (green, blue))
    written = io.BytesIO()
    (red if grey else drawn).save(written, "PNG", compress_level=_COMPRESSION)
    return written.getvalue()
