"""`assistant show`: everything that is known of one document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.printable import one_line
from ui.cli import options
from ui.cli.console import Display
from ui.cli.holdings import GUESSED, as_object, nearly_the_same
from ui.cli.options import JsonOption, WorkspaceOption
from ui.counted import counted

if TYPE_CHECKING:
    from assistant.corpus.details import Details
    from assistant.reading.document import ReadingReport

ABOUT = """Show everything known of one document.

Its file, its title, how well it was read, its sections.

\b
  assistant show lease.pdf
  assistant show lease.pdf --json

What only the document says of itself is marked "guessed": write what is right into
corpus/sources.yaml.
"""

_WIDTH = 11
_FIELDS = (
    *(("title", "title"), ("authors", "authors"), ("year", "year"), ("journal", "journal")),
    *(("DOI", "doi"), ("licence", "licence")),
)


def show(
    name: Annotated[str, typer.Argument(metavar="NAME", help="As `assistant list` shows it.")],
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Show everything known of one document."""
    with Display() as progress:
        found = options.open_assistant(workspace, progress).details(name)
    if as_json:
        from ui.cli import output

        typer.echo(output.to_json(_object(found)))
        return
    for line in _lines(found):
        typer.echo(line)


def _lines(found: Details) -> Iterator[str]:
    one = found.holding
    yield f"{one_line(one.title)}  [{one.state}]"
    for name, value in _facts(found):
        if value:
            yield f"  {name:<{_WIDTH}}{one_line(value)}"
    if found.document is None:
        return
    report = found.document.report
    read = [*_read(report), *report.notes]
    if read:
        yield "Reading"
        yield from (f"  {one_line(line)}" for line in read)
    if found.outline:
        yield "Sections"
        yield from _outline(found)


def _facts(found: Details) -> Iterator[tuple[str, str]]:
    one, document = found.holding, found.document
    yield "file", str(found.path)
    yield "reason", one.reason
    yield "sha256", found.sha256
    yield "size", "" if one.size is None else f"{one.size:,} bytes"
    modified = one.modified and one.modified.astimezone()
    yield "changed", "" if modified is None else f"{modified:%Y-%m-%d %H:%M}"
    for name, field in _FIELDS:
        value = getattr(one.source, field)
        yield name, f"{value}{GUESSED * (field in one.guessed)}" if value else ""
    yield "tags", ", ".join(one.source.tags)
    yield "like", nearly_the_same(one)
    yield "language", one.language
    yield "encoding", one.encoding
    yield "has", ", ".join(counted(kind, count) for kind, count in one.units)
    yield "words", "" if one.words is None else f"{one.words:,}"
    if document is not None:
        old = "" if one.state == "indexed" else " (of the file as it was indexed)"
        yield "passages", f"{found.passages:,}, with {_count(found.sentences, 'sentence')}{old}"


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def _read(report: ReadingReport) -> Iterator[str]:
    if report.columns > 1:
        yield f"{report.columns} columns"
    if report.tables or report.tables_as_lines:
        lines = f", {report.tables_as_lines:,} kept as lines" * bool(report.tables_as_lines)
        yield f"{_count(report.tables, 'table')} read as rows{lines}"
    if report.numbers:
        yield f"{_count(report.numbers, 'number')}, {report.numbers_unread:,} of them not read"
    if report.unread_pages:
        pages = ", ".join(map(str, report.unread_pages))
        yield f"pages that hold a picture and no text: {pages}"
    if report.recognised_pages:
        pages = ", ".join(map(str, report.recognised_pages))
        yield f"pages whose words were recognised from a picture: {pages}"
    if report.uncertain_pages:
        pages = ", ".join(map(str, report.uncertain_pages))
        yield f"pages whose fonts do not say which letters they draw, so some may be lost: {pages}"


def _outline(found: Details) -> Iterator[str]:
    from assistant.reading.places import in_words

    for heading in found.outline:
        place = None if found.document is None else found.document.place(heading.start, heading.end)
        where = "" if place is None else f"  ({in_words(place)})"
        yield f"{'  ' * heading.depth}{one_line(heading.title)}{where}"


def _object(found: Details) -> dict[str, Any]:
    from dataclasses import asdict

    fields = as_object(found.holding) | {
        "path": str(found.path),
        "sha256": found.sha256,
        "journal": found.holding.source.journal,
        "licence": found.holding.source.licence,
        "passages": found.passages,
        "sentences": found.sentences,
    }
    if found.document is not None:
        fields["reading"] = asdict(found.document.report)
        fields["sections"] = [
            {"title": one.title, "depth": one.depth, "text_start": one.start, "text_end": one.end}
            for one in found.outline
        ]
    return fields
