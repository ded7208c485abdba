"""`assistant add`, `remove` and `list`: what is in the corpus, putting in and taking out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.errors import AlreadyThere, DocumentRefused, NameTaken, UsageError
from assistant.printable import one_line, printable
from ui.cli import indexing, options
from ui.cli.console import FAILED, Commands, Display, say
from ui.cli.incoming import Incoming, incoming
from ui.cli.options import (
    AuthorOption,
    DocumentOption,
    JsonOption,
    LanguageOption,
    TagOption,
    TypeOption,
    WorkspaceOption,
    YearOption,
)

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.corpus.edit import Existing

ABOUT_ADD = """Copy files into corpus/ and index them.

Folders are copied with the folders inside them. Each file says what became of it; one that cannot
be read stops no other. A file that is there already, under whatever name, is not copied again.

\b
  assistant add lease.pdf notes.md
  assistant add ~/papers                  corpus/papers/…
  assistant add "reports/**/*.pdf"
  assistant add --replace lease.pdf       instead of the one of that name

Exit codes: 0 all are there, 1 some were refused, 2 the call was wrong.
"""

ABOUT_REMOVE = """Delete files of corpus/, and take their text out of the index.

\b
  assistant remove old.md
  assistant remove "drafts/*" --yes
  assistant remove papers/                the whole folder

In a pattern, * stands for folders too. Nothing is deleted if one of the names is not there.
"""

ABOUT_LIST = """Show every file: whether answers can quote it, and why not.

\b
  assistant list
  assistant list "papers/*" --state refused
  assistant list --year 2019-2022 --author Smith --type pdf
  assistant list --json

States: indexed, waiting (new or changed), refused (cannot be read), duplicate (the very file of
another document), leaving (the file is gone).
"""

MEANS = (
    "Answers can no longer quote it. Earlier conversations keep their quotes, and sources.yaml "
    "keeps its entry."
)
_SHOWN = 10
"""Names in a question before something is deleted."""

ReplaceOption = Annotated[
    bool, typer.Option("--replace", help="Replace documents of the same names.")
]
KeepBothOption = Annotated[
    bool, typer.Option("--keep-both", help="If a name is taken, use another.")
]
YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]


def add(
    paths: Annotated[list[str], typer.Argument(metavar="PATH", help="Files, folders or patterns.")],
    replace: ReplaceOption = False,
    keep_both: KeepBothOption = False,
    later: Annotated[
        bool, typer.Option("--no-index", help="Only copy: index later, once for many.")
    ] = False,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Copy files into the corpus and index them."""
    if replace and keep_both:
        raise UsageError("Replace, or keep both: choose one.")
    existing: Existing = "replace" if replace else "keep both" if keep_both else "refuse"
    with Display() as progress:
        assistant = options.open_assistant(workspace, progress)
        files = list(incoming(paths, assistant.workspace.corpus))
        made = []
        for done, file in enumerate(files):
            progress("Adding", done, len(files))
            made.append(_add(assistant, file, existing, quiet=as_json))
        progress("Adding", len(files), len(files))
        report = ""
        if not later and any(one["became"] == "added" for one in made):
            report = indexing.index(assistant, progress)
    if as_json:
        from ui.cli import output

        typer.echo(output.to_json(made))
    elif report:
        typer.echo(printable(report))
    if any(one["became"] == "refused" for one in made):
        raise typer.Exit(FAILED)


def remove(
    names: Annotated[
        list[str],
        typer.Argument(metavar="NAME", help="Names that `assistant list` shows, or patterns."),
    ],
    yes: YesOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Delete files of the corpus, and forget their text."""
    from assistant.corpus.names import matching

    with Display() as progress:
        assistant = options.open_assistant(workspace, progress)
        there = [one.name for one in assistant.holdings() if one.state != "leaving"]
        chosen: dict[str, None] = {}
        for name in names:
            found = matching(name, there)
            if not found:
                raise UsageError(f"No file {name!r} in the corpus: see `assistant list`.")
            chosen |= dict.fromkeys(found)
        if not yes:
            _confirm(list(chosen))
        for done, name in enumerate(chosen):
            progress("Removing", done, len(chosen))
            assistant.remove(name)
        typer.echo(printable(str(assistant.index(progress, may_be_empty=True))))


def list_command(
    patterns: Annotated[
        list[str] | None,
        typer.Argument(metavar="NAME", help="Only these; patterns are understood."),
    ] = None,
    document: DocumentOption = None,
    state: Annotated[
        str | None, typer.Option("--state", metavar="STATE", help="Only files of this state.")
    ] = None,
    year: YearOption = None,
    author: AuthorOption = None,
    tag: TagOption = None,
    language: LanguageOption = None,
    type_: TypeOption = None,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Show every file: whether answers can quote it, and why not."""
    from ui.cli import holdings

    wanted = options.filter_of(
        [*(patterns or ()), *(document or ())], year, author, tag, language, type_
    )
    with Display() as progress:
        assistant = options.open_assistant(workspace, progress)
        found = assistant.holdings()
    holdings.tell_sources(assistant.workspace.corpus)
    chosen = holdings.chosen(found, wanted, state)
    if as_json:
        from ui.cli import output

        typer.echo(output.to_json([holdings.as_object(one) for one in chosen]))
        return
    for one in chosen:
        typer.echo(holdings.as_text(one))
    if not found:
        typer.echo("No documents yet: add some with `assistant add FILE`.")
    elif not chosen:
        typer.echo(f"None of the {len(found):,} files is such.")


def _confirm(names: list[str]) -> None:
    if len(names) == 1:
        question = f"Delete {names[0]} from corpus/? {MEANS}"
    else:
        more = f" and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else ""
        listed = ", ".join(names[:_SHOWN])
        means = MEANS.replace("quote it", "quote them").replace("its entry", "their entries")
        question = f"Delete {len(names):,} files from corpus/ ({listed}{more})? {means}"
    try:
        agreed = typer.confirm(one_line(question), err=True)
    except typer.Abort:
        if sys.stdin.isatty():
            raise
        raise UsageError("Nothing was removed: nobody can be asked here, so add --yes.") from None
    if not agreed:
        raise UsageError("Nothing was removed: answer y, or use --yes.")


def _add(
    assistant: Assistant, file: Incoming, existing: Existing, *, quiet: bool
) -> dict[str, Any]:
    """What became of a file: told, and as an object for another program."""
    from assistant.reading.discovery import open_regular

    name = became = reason = ""
    try:
        if file.reason:
            raise DocumentRefused(file.reason)
        with open_regular(file.path) as stream:
            name = assistant.add(file.path.name, stream, existing, file.folder)
            became = "added"
    except AlreadyThere as error:
        name, became, reason = error.document, "there", str(error)
    except NameTaken:
        became, reason = "refused", "there is a document of that name: use --replace or --keep-both"
    except DocumentRefused as error:
        became, reason = "refused", str(error)
    except OSError as error:
        became, reason = "refused", error.strerror or str(error)
    if became == "refused":
        say(f"{file.path}: {reason}")
    elif not quiet:
        typer.echo(one_line(f"{file.path}: {reason or f'added as {name}'}"))
    return {"path": str(file.path), "became": became, "name": name, "reason": reason}


app = typer.Typer(
    cls=Commands,
    help="The same as `assistant list`, `add` and `remove`, as earlier versions called them.",
    invoke_without_command=True,
    rich_markup_mode=None,
)


@app.callback()
def documents_command(
    context: typer.Context, as_json: JsonOption = False, workspace: WorkspaceOption = None
) -> None:
    """List the documents, where no other command follows."""
    if context.invoked_subcommand is None:
        list_command(as_json=as_json, workspace=workspace)


app.command(name="add", help=ABOUT_ADD)(add)
app.command(name="remove", help=ABOUT_REMOVE)(remove)
