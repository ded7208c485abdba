"""The readers by file suffix: another format is one more line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from assistant.reading.markdown import read_markdown
from assistant.reading.plain import read_plain
from assistant.reading.structure import Structure

FORMATS: Mapping[str, Callable[[str], Structure]] = MappingProxyType(
    {
        ".txt": read_plain,
        ".text": read_plain,
        ".md": read_markdown,
        ".markdown": read_markdown,
    }
)
"""Lower-case suffix to a function from the file's decoded text to its structure."""
