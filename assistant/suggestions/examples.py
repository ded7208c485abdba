"""Example questions written by the owner of a corpus."""

from __future__ import annotations

from pathlib import Path

from assistant.printable import one_line
from assistant.reading.discovery import open_regular

FILE = "examples.txt"


def examples(corpus: Path) -> tuple[str, ...]:
    """The lines of a corpus's `examples.txt`; none without it."""
    try:
        with open_regular(corpus / FILE) as file:
            lines = file.read().decode("utf-8", "replace").splitlines()
    except OSError:
        return ()
    return tuple(question for line in lines if (question := one_line(line)))
