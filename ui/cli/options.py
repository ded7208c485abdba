"""Options that many commands take, and the assistant over the workspace that they name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.errors import AssistantError, UsageError

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.corpus.filter import Filter
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
        "--document",
        "-d",
        metavar="NAME",
        help="Only this document, this folder, or what matches this pattern; repeatable.",
    ),
]
YearOption = Annotated[
    str | None,
    typer.Option(
        "--year", metavar="YEARS", help="Only documents of 2020, 2019-2022, 2019- or -2022."
    ),
]
AuthorOption = Annotated[
    list[str] | None,
    typer.Option("--author", metavar="NAME", help="Only documents by this author; repeatable."),
]
TagOption = Annotated[
    list[str] | None,
    typer.Option(
        "--tag", metavar="TAG", help="Only documents with this tag of sources.yaml; repeatable."
    ),
]
LanguageOption = Annotated[
    list[str] | None,
    typer.Option(
        "--language", metavar="CODE", help="Only documents in this language (en, de); repeatable."
    ),
]
TypeOption = Annotated[
    list[str] | None,
    typer.Option("--type", metavar="TYPE", help="Only files of this type (pdf, md); repeatable."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for another program.")]


def filter_of(
    names: Sequence[str] | None,
    year: str | None,
    author: Sequence[str] | None,
    tag: Sequence[str] | None,
    language: Sequence[str] | None,
    type_: Sequence[str] | None,
) -> Filter | None:
    """What the options of one command choose; None for all documents.

    Raises:
        UsageError: the year is none, or an option is empty.
    """
    from assistant.corpus.filter import Filter, years

    given = {"--document": names, "--author": author, "--tag": tag, "--language": language}
    for option, values in {**given, "--type": type_}.items():
        if not all(value.strip() for value in values or ()):
            raise UsageError(f"{option} is empty: write what to look for, or leave it out.")
    chosen = Filter(
        names=tuple(names or ()),
        years=None if year is None else years(year),
        authors=tuple(author or ()),
        tags=tuple(tag or ()),
        languages=tuple(language or ()),
        types=tuple(type_ or ()),
    )
    return chosen or None


def open_assistant(workspace: Path | None, progress: Progress) -> Assistant:
    """The assistant over a workspace; `progress` is told about a model's download."""
    from assistant.assistant import Assistant

    return Assistant(workspace, progress=progress)


def served(workspace: Path | None, command: str, given: Mapping[str, Any]) -> int | None:
    """Let a server of the workspace that runs already carry out a command; see `ui.local`.

    Returns its exit code; None where it has to be carried out here.
    """
    from assistant.workspace import Workspace
    from ui.local.client import served

    try:
        root = Workspace.find(workspace).root
    except AssistantError:
        return None  # told once the other arguments are known to be right
    return served(root, command, given)
