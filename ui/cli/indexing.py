"""Index for a terminal; whoever stops it is told what can be asked."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import typer

from ui.cli.console import INTERRUPTED, say

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.indexing.engines import EngineName
    from assistant.progress import Progress


def index(
    assistant: Assistant,
    progress: Progress,
    reread: Collection[str] | None = (),
    engine: EngineName = "local",
) -> str:
    """Bring the index up to date; what was done, for a person.

    reread: names of documents to read again although unchanged; None for all.
    engine: what reads and embeds.

    Raises:
        typer.Exit: It was stopped by Ctrl-C.
        AssistantError: As `Assistant.index`.
    """
    try:
        return str(assistant.index(progress, reread=reread, engine=engine))
    except KeyboardInterrupt as stop:
        say(stopped(assistant))
        raise typer.Exit(INTERRUPTED) from stop


def stopped(assistant: Assistant) -> str:
    """What there is after a build was stopped."""
    files = assistant.holdings()
    there = sum(one.state == "indexed" or one.changed for one in files)
    waiting = sum(one.state == "waiting" for one in files)
    able = "1 document can be asked" if there == 1 else f"{there:,} documents can be asked"
    wait = "1 waits" if waiting == 1 else f"{waiting:,} wait"
    rest = f", {wait} for `assistant index`, which goes on from here" if waiting else ""
    return f"Stopped: {able}{rest}."
