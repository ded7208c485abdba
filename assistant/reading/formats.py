"""The readers by file suffix. Add a format here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from assistant.reading.markdown import read_markdown
from assistant.reading.plain import read_plain
from assistant.reading.structure import Structure

Reader = Callable[[str], Structure]
"""From a file's decoded text to its structure."""

FORMATS: Mapping[str, Reader] = MappingProxyType(
    {
        ".txt": read_plain,
        ".text": read_plain,
        ".md": read_markdown,
        ".markdown": read_markdown,
    }
)
"""By lower-case suffix. They meet hostile files, and so run in the reading process alone."""
