"""`assistant doctor`: what is wrong, and what to do. `assistant stats`: how large the index is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.errors import AssistantError
from assistant.printable import one_line
from ui.cli.console import ANSWERED, FAILED, Display
from ui.cli.options import JsonOption, WorkspaceOption

if TYPE_CHECKING:
    from assistant.diagnosis.finding import Finding
    from assistant.diagnosis.statistics import Statistics
    from assistant.progress import Progress
    from assistant.workspace import Workspace

ABOUT_DOCTOR = """Check everything that answers need, and say what to do.

Looks at the program, its settings, the models, the index, the documents, the disk and the ports.
Every file of the models and of the index is read. Nothing is changed or fetched, and no other
computer is contacted but the Chroma server that the settings name.

\b
  ok       as it should be
  note     works, but look at it
  problem  does not work

\b
Exit codes:
  0  no problem
  1  at least one problem
"""

ABOUT_STATS = """Show how large the index is.

Documents, passages, sentences, their vectors, what takes how much of the disk, and when and with
which model it was built.
"""

_LEVEL, _PART = 9, 10  # columns
_PORT = 7860
_STATS_SHA = 12  # characters of a hash

PortOption = Annotated[
    int, typer.Option("--port", min=1, max=65535, help="The port that `assistant chat` will use.")
]


def doctor(
    port: PortOption = _PORT, as_json: JsonOption = False, workspace: WorkspaceOption = None
) -> None:
    """Check everything that answers need."""
    from ui.cli import output

    with Display() as progress:
        found = []
        for one in findings(workspace, port, progress):
            found.append(one)
            if not as_json:
                typer.echo(as_text(one))
    if as_json:
        typer.echo(output.to_json([as_object(one) for one in found]))
    else:
        typer.echo(f"\n{summary(found)}")
    raise typer.Exit(FAILED if any(one.level == "problem" for one in found) else ANSWERED)


def stats(as_json: JsonOption = False, workspace: WorkspaceOption = None) -> None:
    """Show how large the index is."""
    from assistant.diagnosis.statistics import statistics
    from assistant.models.provider import Models
    from assistant.workspace import Workspace
    from ui.cli import output

    there = Workspace.find(workspace)
    with Display() as progress:
        found = statistics(there, Models(progress=progress))
    if as_json:
        typer.echo(output.to_json(stats_object(found)))
        return
    for line in stats_lines(found):
        typer.echo(line)


def findings(workspace: Path | None, port: int, progress: Progress) -> Iterator[Finding]:
    """What is found, part by part; what one part lacks does not keep the others from being seen."""
    from assistant.diagnosis import checks
    from assistant.diagnosis.finding import ok, problem
    from assistant.diagnosis.vector_server import vector_server_of
    from assistant.settings import Settings
    from assistant.workspace import Workspace

    yield from checks.program()
    try:
        settings = Settings()
    except AssistantError as error:
        yield problem("settings", str(error))
        return
    yield from checks.settings_of(settings)
    yield from checks.models_of(settings, progress)
    try:
        there = Workspace.find(workspace)
    except AssistantError as error:
        yield problem("workspace", str(error))
        return
    yield ok("workspace", str(there.root))
    yield from checks.corpus_of(there)
    yield from checks.index_of(there, settings)
    yield from vector_server_of(there, settings)
    yield from checks.disk_of(there, settings)
    yield ports_of(there, port)


def ports_of(workspace: Workspace, port: int) -> Finding:
    """Whether the page can be served."""
    from assistant.diagnosis.finding import note, ok, problem
    from ui.app import listen
    from ui.local.client import is_served

    if is_served(workspace.root):
        return ok("ports", "the page of this workspace is served, and answers `assistant ask`")
    try:
        with listen("127.0.0.1", port) as listener:
            free = listener.getsockname()[1]
    except AssistantError as error:
        return problem("ports", str(error))
    if free != port:
        return note("ports", f"port {port} is taken: `assistant chat` will use {free}.")
    return ok("ports", f"port {port} is free")


def as_text(one: Finding) -> str:
    """A line of the report."""
    return f"{one.level:{_LEVEL}}{one.part:{_PART}}{one_line(one.text)}"


def as_object(one: Finding) -> dict[str, str]:
    """The same for another program."""
    return {"part": one.part, "level": one.level, "text": one.text}


def summary(found: list[Finding]) -> str:
    """How many problems and notes there are."""
    from assistant.diagnosis.finding import number

    problems = sum(one.level == "problem" for one in found)
    notes = sum(one.level == "note" for one in found)
    counted = ((problems, "problem"), (notes, "note"))
    told = ", ".join(number(count, thing) for count, thing in counted if count)
    return f"{told}." if told else "All is well."


def stats_lines(found: Statistics) -> Iterator[str]:
    """The figures as lines, each with its name before it."""
    name, sha256 = found.model
    how = "searched exactly" if found.exact else f"{found.recall:.1%} of the nearest are found"
    each = found.size / max(1, found.sentences)
    built = f"{found.built:%Y-%m-%d %H:%M} UTC" if found.built else "not known"
    rows = [
        ("documents", f"{found.documents:,} ({_size(found.corpus)}, {found.words:,} words)"),
        ("passages", f"{found.passages:,}"),
        ("sentences", f"{found.sentences:,}"),
        ("vectors", f"{found.vectors:,} of {found.dimension:,} dimensions, {how}"),
        ("model", one_line(f"{name}, sha256 {sha256[:_STATS_SHA]}…")),
        ("built", built),
        ("on disk", f"{_size(found.size)}, {each:,.0f} bytes a sentence"),
        *((f"  {part}", _size(size)) for part, size in found.sizes.items()),
    ]
    width = max(len(label) for label, _ in rows) + 2
    for label, value in rows:
        yield f"{label:{width}}{value}"


def stats_object(found: Statistics) -> dict[str, Any]:
    """The same for another program; see docs/reference/json.md."""
    name, sha256 = found.model
    return {
        "documents": found.documents,
        "words": found.words,
        "passages": found.passages,
        "sentences": found.sentences,
        "vectors": {
            "count": found.vectors,
            "dimension": found.dimension,
            "recall": found.recall,
            "exact": found.exact,
        },
        "model": {"name": name, "sha256": sha256},
        "built": None if found.built is None else found.built.isoformat(),
        "bytes": {"corpus": found.corpus, "index": found.size, "parts": dict(found.sizes)},
    }


def _size(size: int) -> str:
    from assistant.diagnosis.finding import megabytes

    return megabytes(size)
