"""Options that many commands take, and the assistant over the workspace that they name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.progress import Progress


def _of_the_nearest(context: typer.Context, given: Path | None) -> Path | None:
    """What this command was given, else what a command around it was: `eval -w X candidates`."""
    context.obj = given or context.obj
    return context.obj if isinstance(context.obj, Path) else None


def folder(named: str) -> Path:
    """A folder that is named. "" is what a variable leaves that is not set, and no folder, though
    to Python it is the current one.
    """
    if not named.strip():
        raise typer.BadParameter("No folder is named: give one, or . for the current folder.")
    return Path(named)


WorkspaceOption = Annotated[
    Path | None,
    typer.Option(
        "--workspace",
        "-w",
        metavar="DIR",
        help="The workspace to use.",
        parser=folder,
        callback=_of_the_nearest,
    ),
]
DocumentOption = Annotated[
    list[str] | None,
    typer.Option(
        "--document", "-d", metavar="NAME", help="Only this document of corpus/; repeatable."
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for another program.")]


def open_assistant(workspace: Path | None, progress: Progress) -> Assistant:
    """The assistant over a workspace; `progress` is told about a model's download."""
    from assistant.assistant import Assistant

    return Assistant(workspace, progress=progress)
