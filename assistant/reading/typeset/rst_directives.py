"""The directives of reStructuredText by what is done with them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.reading.typeset.rst_lines import Line

FIELD = re.compile(r":((?:[^:\\\n]|\\.|:(?!\s|$)){1,80}):(?:\s+|$)")
"""A field of a list of fields, or an option of a directive."""

CODE = frozenset(
    """code code-block sourcecode parsed-literal highlight-block literalinclude prompt doctest
    math""".split()
)
LEFT_OUT = frozenset(
    """contents toctree include raw highlight index meta currentmodule module sectnum header footer
    image role default-role unicode replace date class testsetup testcleanup automodule autoclass
    autofunction autosummary py:module py:currentmodule todo todolist tabularcolumns
    sectionauthor codeauthor title bibliography""".split()
)
CONDITIONS = frozenset(("only", "ifconfig"))  # whose argument is no text, but whose body is
QUOTATIONS = frozenset(("epigraph", "highlights", "pull-quote"))
TABLES = frozenset(("table", "list-table", "csv-table", "flat-table"))
_INCLUDING = frozenset(("include", "literalinclude"))
_FROM_FILES = frozenset(("csv-table", "raw"))


def included_files(name: str, argument: Line, options: list[Line]) -> Iterator[str]:
    """What other files a directive would put in."""
    if name in _INCLUDING:
        yield argument.text
    elif name in _FROM_FILES:
        for line in options:
            if (match := FIELD.match(line.text)) and match.group(1) in ("file", "url"):
                yield line.text[match.end() :]
