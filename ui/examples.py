"""Questions to begin with, which whoever keeps a corpus may write down next to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.assistant import Assistant

MOST = 6


def examples(assistant: Assistant) -> list[str]:
    """The lines of the workspace's `corpus/examples.txt`, at most six; none without it."""
    from assistant.suggesting.examples import examples as kept

    return list(kept(assistant.workspace.corpus)[:MOST])
