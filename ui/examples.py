"""Questions to begin with, which whoever keeps a corpus may write down next to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.printable import one_line

if TYPE_CHECKING:
    from assistant.assistant import Assistant

FILE = "examples.txt"
MOST = 6


def examples(assistant: Assistant) -> list[str]:
    """The lines of the workspace's `corpus/examples.txt`, at most six; none without it."""
    file = assistant.workspace.corpus / FILE
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    return [question for line in lines if (question := one_line(line))][:MOST]
