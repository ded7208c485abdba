"""`assistant publish` and `assistant pull`: build an index once, and ask it in many places."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.errors import AssistantError, UsageError, WorkspaceMissing
from assistant.printable import printable
from ui.cli import options
from ui.cli.console import Display, say
from ui.cli.options import WorkspaceOption

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.progress import Progress

ABOUT_PUBLISH = """Publish the index to a folder or URL, to be pulled elsewhere.

\b
  assistant publish /srv/papers
  assistant publish s3://bucket/papers    needs: pip install 'document-assistant[s3]'
  assistant publish --with-files URL      the documents' files, too

Only what is not there yet is sent. Whoever pulls sees the index before until the new one is
complete. The text of all documents is part of the index.
"""

ABOUT_PULL = """Bring a workspace to what is published, to ask it here.

\b
  assistant pull https://example.org/papers -w papers
  assistant pull -w papers --every 60s    go on, until Ctrl-C

The workspace is made if it is not there, and is a copy: it is asked, but no documents are added
to it. Only what is missing is fetched; questions are answered meanwhile, a running page included.
Without a URL, ASSISTANT_SNAPSHOT_URL is used, else that of the last time.
"""

_TIME = re.compile(r"([0-9]{1,6})(s|m|h|d)")
_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}


def seconds(given: str) -> float:
    """A time such as "60s", "5m", "24h" or "7d", in seconds."""
    match = _TIME.fullmatch(given.strip())
    if match is None:
        raise typer.BadParameter("Give a number with s, m, h or d behind it, such as 60s.")
    return float(int(match[1]) * _SECONDS[match[2]])


AddressArgument = Annotated[
    str | None, typer.Argument(metavar="URL", help="A folder, or any URL that fsspec knows.")
]


def publish(
    address: AddressArgument = None,
    with_files: Annotated[
        bool,
        typer.Option("--with-files", help="Also the documents' files, to be shown as they are."),
    ] = False,
    keep: Annotated[
        float,
        typer.Option(
            metavar="TIME",
            help="How long a snapshot stays that was replaced, such as 24h.",
            parser=seconds,
        ),
    ] = "1h",  # type: ignore[assignment]  # typer parses it
    again: Annotated[
        bool, typer.Option("--again", help="Send everything, also what is there; mends it.")
    ] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Publish the index."""
    with Display() as progress:
        assistant = options.open_assistant(workspace, progress)
        done = assistant.publish(
            address or "", progress, with_files=with_files, keep=keep, again=again
        )
    typer.echo(printable(str(done)))


def pull(
    address: AddressArgument = None,
    every: Annotated[
        float | None,
        typer.Option(
            "--every", metavar="TIME", help="Again after so long, such as 60s.", parser=seconds
        ),
    ] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Bring a workspace to what is published."""
    if every is not None and every < 1:
        raise UsageError("Pull at most every second: give --every 60s, for instance.")
    with Display() as progress:
        assistant = _opened(workspace, progress)
        if every is None:
            typer.echo(printable(str(assistant.pull(address or "", progress))))
            return
        try:
            follow(assistant, address or "", every, progress)
        except KeyboardInterrupt:
            typer.echo("Stopped.", err=True)


def follow(
    assistant: Assistant,
    address: str,
    every: float,
    progress: Progress,
    wait: Callable[[float], object] = time.sleep,
) -> None:
    """Pull again and again; what goes wrong is told once, and tried again.

    Raises:
        UsageError: the call itself is wrong: trying again would not help.
    """
    thorough, told = True, ""
    while True:
        try:
            done = assistant.pull(address, progress, thorough=thorough)
        except UsageError:
            raise
        except AssistantError as error:
            if str(error) != told:
                say(told := str(error))
        else:
            if done is not None:
                typer.echo(printable(str(done)))
            thorough, told = False, ""
        wait(every)


def _opened(workspace: Path | None, progress: Progress) -> Assistant:
    """The assistant over a workspace, which is made where it is named and not there."""
    from assistant.workspace import Workspace

    try:
        return options.open_assistant(workspace, progress)
    except WorkspaceMissing:
        if workspace is None:
            raise
        Workspace.create(workspace)
        return options.open_assistant(workspace, progress)
