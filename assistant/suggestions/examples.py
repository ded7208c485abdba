"""Example questions written by the owner of a corpus."""

from __future__ import annotations

from pathlib import Path

from assistant.printable import one_line

FILE = "examples.txt"


def examples(corpus: Path) -> tuple[str, ...]:
    """The lines of a corpus's `examples.txt`; none without it."""
    try:
        lines = (corpus / FILE).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ()
    return tuple(question for line in lines if (question := one_line(line)))
