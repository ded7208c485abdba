"""The readers by file suffix. Add a format here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from assistant.reading.decoding import decode
from assistant.reading.markdown import read_markdown
from assistant.reading.pdf import read_pdf
from assistant.reading.plain import read_plain
from assistant.reading.structure import Structure

Reader = Callable[[bytes], Structure]
"""From a file's bytes to its structure."""


@dataclass(frozen=True, slots=True)
class TextReader:
    """A reader of decoded text, as one of bytes."""

    read: Callable[[str], Structure]

    def __call__(self, data: bytes) -> Structure:
        """Decode the file and read it.

        Raises:
            UnreadableDocument: it is no text, or of an encoding that cannot be told.
        """
        decoded = decode(data)
        structure = self.read(decoded.text)
        return replace(structure, layer=replace(structure.layer, encoding=decoded.encoding))


FORMATS: Mapping[str, Reader] = MappingProxyType(
    {
        ".txt": TextReader(read_plain),
        ".text": TextReader(read_plain),
        ".md": TextReader(read_markdown),
        ".markdown": TextReader(read_markdown),
        ".pdf": read_pdf,
    }
)
"""By lower-case suffix. They meet hostile files, and so run in the reading process alone."""

PageImage = Callable[[bytes, int, int], bytes]
"""From a file's bytes, a page's number from 1 and a width in pixels to a PNG image."""

PAGE_IMAGES: Mapping[str, PageImage] = MappingProxyType({})
"""What draws the pages of a format that has them."""
