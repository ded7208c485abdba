"""The `assistant` command: its own commands, and those of the modules beside this one.

Everything heavy is imported by the command that needs it, so that `--help` is instant.
"""

from __future__ import annotations

import io
import os
import sys
from functools import partial
from pathlib import Path
from typing import Annotated, Literal

import typer

from assistant.messages import MESSAGES
from assistant.printable import one_line, printable
from ui.cli import (
    doctor,
    evaluation,
    holdings,
    indexing,
    models,
    options,
    receipts,
    replication,
    show,
    watch,
)
from ui.cli import documents as documents
from ui.cli.console import ANSWERED, NOT_SAID, Commands, Display, echo
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

ABOUT = """Ask a folder of documents. Every sentence of an answer is an exact quote.

\b
A workspace is a folder with your documents in corpus/ and what is built
from them in index/. Everything runs on this computer; no key is needed.

\b
  assistant init papers             make a workspace
  assistant add -w papers *.md      put documents into it, and read them
  assistant ask -w papers "What was the five-year survival?"
  assistant chat -w papers          the same in the browser
"""

MORE = """\b
Exit codes:
  0  answered          2    the call was wrong
  1  failed            3    the documents do not say
  130  interrupted

\b
Environment:
  ASSISTANT_WORKSPACE         the workspace where --workspace is not given
  ASSISTANT_EMBEDDING_MODEL   the folder or hub name of any sentence-transformers model;
                              unset: all-MiniLM-L6-v2, English
  ASSISTANT_QUERY_PROMPT      what it wants before a question, such as "query: "
  ASSISTANT_DOCUMENT_PROMPT   what it wants before a sentence, such as "passage: "
  ASSISTANT_MODEL_PATH        a folder with the files of all-MiniLM-L6-v2
  ASSISTANT_MODELS_DIR        where downloaded models are kept
  ASSISTANT_OFFLINE           1: fetch nothing from the network
  ASSISTANT_READERS           llama-index readers for further types of files, such as
                              .log=package.module.Reader, with commas between them
  ASSISTANT_READING_SECONDS   longest time to read one file; a large file gets more
  ASSISTANT_READING_MEGABYTES most memory to read one file with
  ASSISTANT_RERANKER          none: no second look at the best sentences; or the folder
                              or hub name of any cross-encoder
  ASSISTANT_NLI_MODEL         none: check composed sentences by rules alone; or the folder
                              or hub name of a model of natural language inference
  ASSISTANT_SHOW_WITHHELD     1: show unsupported sentences, struck through
  ASSISTANT_DATABASE_URL      where conversations are kept, such as
                              postgresql://user:password@host/name; unset: a file
                              of the workspace, conversations.sqlite3
  ASSISTANT_SNAPSHOT_URL      where `assistant publish` and `assistant pull` go where no
                              address is given; never shown
  ASSISTANT_CHROMA_URL        a Chroma server that searches the vectors of large indexes,
                              such as http://127.0.0.1:8000; unset: they are searched here
  ASSISTANT_CHROMA_TOKEN      its token, or the password of ASSISTANT_CHROMA_USER
  ASSISTANT_CHROMA_USER       the user, if it asks for name and password
  ASSISTANT_CHROMA_TENANT     where in it vectors are kept (default_tenant)
  ASSISTANT_CHROMA_DATABASE   the tenant's database (default_database)
  ASSISTANT_LANGUAGE_MODEL    what writes composed answers: a name of `assistant
                              models list`, a file.gguf, hf:OWNER/REPO/FILE.gguf,
                              or `endpoint`; unset: nothing
  ASSISTANT_ENDPOINT_URL      an OpenAI-compatible endpoint: http://127.0.0.1:11434/v1
  ASSISTANT_ENDPOINT_MODEL    what it calls the model
  ASSISTANT_ENDPOINT_KEY      its key, if it asks for one
  ASSISTANT_ENDPOINT_TIMEOUT  seconds for a whole answer (30)
  ASSISTANT_QUESTIONS_PER_MINUTE
                              most questions of one visitor of the page (20); 0: no limit
  ASSISTANT_QUESTIONS_WAITING most questions that may wait for an answer (64)

\b
Without --workspace and ASSISTANT_WORKSPACE, the current folder is used if it
is a workspace, else the one that came with the program.
"""

app = typer.Typer(
    cls=Commands,
    help=ABOUT,
    epilog=MORE,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def main() -> None:
    """Run the command line; what the `assistant` script calls."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A byte that is no text, or a character that the terminal lacks, ends nothing.
            stream.reconfigure(errors="replace")
    try:
        app(prog_name="assistant")
    finally:
        _flush()


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"assistant {version('document-assistant')}")
        raise typer.Exit


@app.callback()
def common(
    workspace: WorkspaceOption = None,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """Take the options that stand before the command; each keeps itself."""


@app.command()
def index(
    engine: Annotated[
        Literal["local", "ray"],
        typer.Option(
            help="What reads and embeds: this computer, or the Ray cluster that RAY_ADDRESS names."
        ),
    ] = "local",
    workspace: WorkspaceOption = None,
) -> None:
    """Read the documents and build what answers need.

    Only new and changed documents are processed. Many come in portion by portion: if you stop
    this, what was finished can be asked, and the next time it goes on from there.
    """
    with Display() as progress:
        assistant = options.open_assistant(workspace, progress)
        report = indexing.index(assistant, progress, engine=engine)
    typer.echo(printable(report))
    holdings.tell_sources(assistant.workspace.corpus)


@app.command()
def compact(workspace: WorkspaceOption = None) -> None:
    """Take every trace of removed documents out of the index's files.

    Their text cannot be found since they were removed; this frees its bytes, and those of its
    vectors. Nothing is read or embedded again. A running page does it by itself when it is idle.
    """
    with Display() as progress:
        done = options.open_assistant(workspace, progress).compact(progress)
    typer.echo(printable(str(done)))


app.command(name="add", help=documents.ABOUT_ADD)(documents.add)
app.command(name="remove", help=documents.ABOUT_REMOVE)(documents.remove)
app.command(name="list", help=documents.ABOUT_LIST)(documents.list_command)
app.command(name="show", help=show.ABOUT)(show.show)
app.command(name="reindex", help=watch.ABOUT_REINDEX)(watch.reindex)
app.command(name="doctor", help=doctor.ABOUT_DOCTOR)(doctor.doctor)
app.command(name="stats", help=doctor.ABOUT_STATS)(doctor.stats)
app.command(name="watch", help=watch.ABOUT_WATCH)(watch.watch)
app.command(name="publish", help=replication.ABOUT_PUBLISH)(replication.publish)
app.command(name="pull", help=replication.ABOUT_PULL)(replication.pull)


@app.command()
def search(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="What to look for.")],
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="Passages to show.")] = 5,
    document: DocumentOption = None,
    year: YearOption = None,
    author: AuthorOption = None,
    tag: TagOption = None,
    language: LanguageOption = None,
    type_: TypeOption = None,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Show the passages that match a question best.

    They may not answer it: `ask` decides that.
    """
    given = {
        "question": question,
        "limit": limit,
        "as_json": as_json,
        "filters": _filters(document, year, author, tag, language, type_),
    }
    code = options.served(workspace, "search", given)
    if code is None:
        from ui.cli.commands import search as carry_out

        with Display() as progress:
            code = carry_out(partial(options.open_assistant, workspace, progress), given, echo)
    raise typer.Exit(code)


@app.command()
def ask(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="QUESTION", help="Left out: read one question a line from standard input."
        ),
    ] = None,
    document: DocumentOption = None,
    year: YearOption = None,
    author: AuthorOption = None,
    tag: TagOption = None,
    language: LanguageOption = None,
    type_: TypeOption = None,
    answers: Annotated[
        str | None,
        typer.Option(
            metavar="WAY",
            help="quoted, or composed: add a language model's summary, each sentence checked.",
        ),
    ] = None,
    receipt: receipts.ReceiptOption = None,
    force: receipts.ForceOption = False,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Answer a question with exact quotes from the documents.

    Without a question, read questions line by line as one conversation, so that "and in the
    second one?" works. With --json each answer is then one line.

    With a language model configured, or with --answers composed, a summary in its words follows
    the quotes. Sentences that the quotes don't support are hidden.

    With --receipt, also write down what the answer is based on, for `assistant verify`.
    """
    question = " ".join(words) if words else None  # a shell splits what has no quotation marks
    receipts.require_usable(receipt, force=force, asked=question is not None)
    given = {
        "question": question,
        "answers": answers,
        "as_json": as_json,
        "filters": _filters(document, year, author, tag, language, type_),
    }
    if question is not None and receipt is None:
        code = options.served(workspace, "ask", given)
        if code is not None:
            raise typer.Exit(code)
    from ui.cli.ask import talk
    from ui.cli.commands import chosen_of, replies

    with Display() as progress:
        opened = partial(options.open_assistant, workspace, progress)
        made = replies(opened, given, echo, alone=question is not None)
        if question is None:
            raise typer.Exit(talk(made.reply, MESSAGES.greeting))
        answer = made.reply(printable(question))
    if receipt is not None:
        receipts.keep(made.assistant.receipt(answer, chosen_of(given)), receipt, force=force)
    raise typer.Exit(ANSWERED if answer.found else NOT_SAID)


@app.command()
def chat(
    host: Annotated[str, typer.Option(help="An address of this computer.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Where to listen.")] = 7860,
    workspace: WorkspaceOption = None,
) -> None:
    """Serve the page for the browser.

    It can be reached from this computer only. New documents in corpus/ are indexed, and the page
    shows the progress. You can also add and remove documents there.
    """
    from ui.app import require_loopback, serve

    require_loopback(host)
    with Display() as progress:
        assistant = options.open_assistant(workspace, progress)
        serve(assistant, host, port, lambda line: typer.echo(printable(line), err=True), progress)


@app.command()
def init(
    directory: Annotated[
        Path, typer.Argument(metavar="DIR", help="The folder to make.", parser=options.folder)
    ],
) -> None:
    """Make a workspace."""
    from shlex import quote

    from assistant.workspace import Workspace

    workspace = Workspace.create(directory)
    root = printable(quote(str(workspace.root)))
    typer.echo(f"{one_line(str(workspace.root))} is a workspace now.")
    typer.echo("Next: put documents in, then ask about them:")
    typer.echo(f"  assistant add --workspace {root} FILE...")
    typer.echo(f"  assistant chat --workspace {root}")


app.add_typer(documents.app, name="documents", hidden=True)
app.add_typer(models.app, name="models")
app.add_typer(evaluation.app, name="eval")
app.command(name="nightly", help=evaluation.ABOUT_NIGHTLY)(evaluation.nightly_command)
app.command(name="verify", help=receipts.ABOUT_VERIFY)(receipts.verify_command)


def _filters(
    names: list[str] | None,
    year: str | None,
    author: list[str] | None,
    tag: list[str] | None,
    language: list[str] | None,
    type_: list[str] | None,
) -> dict[str, object]:
    """As `options.filter_of` takes them."""
    given = {"names": names, "author": author, "tag": tag, "language": language, "type_": type_}
    return {**given, "year": year}


def _flush() -> None:
    """Flush before Python does, which would report a reader that has gone away."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
