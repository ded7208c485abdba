"""`assistant documents`: what is in the corpus, putting documents in and taking them out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.errors import DocumentRefused, NameTaken, UsageError
from assistant.printable import one_line, printable
from ui.cli import options
from ui.cli.console import FAILED, Commands, Display, say
from ui.cli.options import JsonOption, WorkspaceOption

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.corpus.edit import Existing
    from assistant.corpus.status import Holding

ABOUT = """List the documents of corpus/, add some, remove some.

\b
  assistant documents                       every file, and whether it can be quoted
  assistant documents add papers/*.md       copy files in, and index them
  assistant documents remove old.md         delete a file, and forget its text
"""

MEANS = (
    "Answers can no longer quote it. Earlier conversations keep their quotes, and sources.yaml "
    "keeps its entry."
)

app = typer.Typer(cls=Commands, help=ABOUT, invoke_without_command=True, rich_markup_mode=None)


@app.callback()
def list_command(
    context: typer.Context,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Show every file: whether answers can quote it, and why not."""
    if context.invoked_subcommand is not None:
        return
    with Display() as progress:
        found = options.open_assistant(workspace, progress).holdings()
    if as_json:
        from ui.cli import output

        typer.echo(output.to_json([_object(one) for one in found]))
        return
    for one in found:
        typer.echo(_text(one))
    if not found:
        typer.echo("No documents yet: add some with `assistant documents add FILE`.")


@app.command()
def add(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Text or Markdown.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace documents of the same names.")
    ] = False,
    keep_both: Annotated[
        bool, typer.Option("--keep-both", help="If a name is taken, use another.")
    ] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Copy files into corpus/ and index them.

    Files that cannot be read are named; the others are added all the same.
    """
    if replace and keep_both:
        raise UsageError("Replace, or keep both: choose one.")
    existing: Existing = "replace" if replace else "keep both" if keep_both else "refuse"
    with Display() as progress:
        assistant = options.open_assistant(workspace, progress)
        added = [name for path in files if (name := _add(assistant, path, existing))]
        if added:
            typer.echo(printable(str(assistant.index(progress))))
    if len(added) < len(files):
        raise typer.Exit(FAILED)


@app.command()
def remove(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="A name that `assistant documents` shows.")
    ],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Delete a file of corpus/, and take its text out of the index."""
    if not yes:
        question = one_line(f"Delete {name} from corpus/? {MEANS}")
        if not typer.confirm(question, err=True):
            raise UsageError("Nothing was removed: answer y, or use --yes.")
    with Display() as progress:
        assistant = options.open_assistant(workspace, progress)
        assistant.remove(name)
        typer.echo(printable(str(assistant.index(progress, may_be_empty=True))))


def _add(assistant: Assistant, path: Path, existing: Existing) -> str:
    """The name that the document has now; "" where it was refused."""
    from assistant.reading.discovery import open_regular

    try:
        with open_regular(path) as file:
            return assistant.add(path.name, file, existing)
    except NameTaken:
        say(f"{path}: there is a document of that name: use --replace or --keep-both")
    except DocumentRefused as error:
        say(f"{path}: {error}")
    except OSError as error:
        say(f"{path}: {error.strerror or error}")
    return ""


def _text(one: Holding) -> str:
    from ui.documents.view import size

    facts = [one.name] if one.source.title else []
    facts += [one.source.authors] if one.source.authors else []
    facts += [str(one.source.year)] if one.source.year is not None else []
    facts += [size(one.size)] if one.size is not None else []
    facts += [f"{one.words:,} words"] if one.words is not None else []
    facts += [f"read as {one.unusual_encoding}"] if one.unusual_encoding else []
    lines = [f"{one_line(one.title)}  [{one.state}]"]
    lines += [f"    {one_line(', '.join(facts))}"] if facts else []
    lines += [f"    {one_line(one.reason)}"] if one.reason else []
    return "\n".join(lines)


def _object(one: Holding) -> dict[str, object]:
    return {
        "name": one.name,
        "title": one.title,
        "authors": one.source.authors,
        "year": one.source.year,
        "state": one.state,
        "reason": one.reason,
        "size": one.size,
        "words": one.words,
        "encoding": one.encoding,
        "modified": None if one.modified is None else one.modified.isoformat(timespec="seconds"),
    }
