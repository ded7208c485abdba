"""`assistant watch` and `assistant reindex`: keep the index as the documents are."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.errors import AssistantError, UsageError
from assistant.printable import printable
from ui.cli import indexing, options
from ui.cli.console import Display, say
from ui.cli.options import WorkspaceOption

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.progress import Progress

ABOUT_REINDEX = """Read documents again although they have not changed.

\b
  assistant reindex                       all of them
  assistant reindex lease.pdf "2024/*"

Sentences that are as they were are not embedded again.
"""

ABOUT_WATCH = """Index changes of corpus/ as they come, until Ctrl-C.

\b
  assistant watch
  assistant watch --poll                  for a network drive that tells of no changes

Questions asked meanwhile are answered from the newest index.
"""

_QUIET = 2_000
"""Milliseconds without a change before indexing begins."""
_LATEST = 30_000
"""Milliseconds after which indexing begins though changes go on."""


def reindex(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="NAME", help="Names or patterns; none for all."),
    ] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Read documents again although they have not changed."""
    from assistant.corpus.names import matching

    with Display() as progress:
        assistant = options.open_assistant(workspace, progress)
        reread: Collection[str] | None = None
        if names:
            there = [one.name for one in assistant.holdings()]
            reread = {one for name in names for one in _known(name, matching(name, there))}
        typer.echo(printable(indexing.index(assistant, progress, reread)))


def _known(name: str, found: list[str]) -> list[str]:
    if not found:
        raise UsageError(f"No file {name!r} in the corpus: see `assistant list`.")
    return found


def watch(
    poll: Annotated[
        bool, typer.Option("--poll", help="Look for changes every second, for network drives.")
    ] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Index changes as they come."""
    with Display() as progress:
        assistant = options.open_assistant(workspace, progress)
        assistant.require_own()
        corpus = assistant.workspace.corpus
        typer.echo(printable(f"Watching {corpus}. Press Ctrl-C to stop."), err=True)
        try:
            _index(assistant, progress, always=True)
            for _ in changes(corpus, poll=poll):
                _index(assistant, progress)
        except KeyboardInterrupt:
            typer.echo("Stopped.", err=True)


def changes(corpus: Path, *, poll: bool) -> Iterable[object]:
    """An item for each time that files of a folder have changed, and been left alone since."""
    from watchfiles import watch as watched

    def documents(_: object, path: str) -> bool:
        parts = Path(path).relative_to(corpus).parts
        return not any(part.startswith(".") for part in parts)

    return watched(
        corpus,
        watch_filter=documents,
        step=_QUIET,
        debounce=_LATEST,
        force_polling=poll or None,
        poll_delay_ms=1_000,
    )


def _index(assistant: Assistant, progress: Progress, *, always: bool = False) -> None:
    """Bring the index up to date; what goes wrong is told, and the next change tries again."""
    try:
        report = assistant.index(progress)
    except AssistantError as error:
        say(str(error))
        return
    if always or report.changed:
        typer.echo(printable(str(report)))
