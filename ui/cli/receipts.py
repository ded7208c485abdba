"""Receipts of answers: the options of `assistant ask`, and `assistant verify`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.errors import UsageError, WorkspaceMissing
from assistant.printable import json_text, one_line
from ui.cli.console import ANSWERED, FAILED, Display
from ui.cli.options import JsonOption, WorkspaceOption

if TYPE_CHECKING:
    from assistant.receipts.receipt import Receipt
    from assistant.receipts.verification import Place, Verification

ABOUT_VERIFY = """Check a receipt against the documents.

Checks everything that the receipt of an answer states: the documents, each quote at its place, the
corpus. It reads only the files in corpus/ and needs no index and no model. It does not tell whether
the answer is right.

\b
Exit codes:
  0  all holds
  1  something does not
  2  no receipt that can be checked, or a wrong call
"""

ReceiptOption = Annotated[
    Path | None,
    typer.Option(
        "--receipt", metavar="FILE", help="Write what the answer is based on to this file."
    ),
]
ForceOption = Annotated[bool, typer.Option("--force", help="Replace an existing receipt.")]


def require_usable(path: Path | None, *, force: bool, asked: bool) -> None:
    """Refuse a receipt that could not be written, before anything is asked.

    Raises:
        UsageError: There is no question, or the file cannot be written.
    """
    if path is None:
        if force:
            raise UsageError("--force replaces a receipt: name it with --receipt FILE.")
        return
    if not asked:
        raise UsageError("--receipt is for one question: give it as an argument.")
    from assistant.receipts.files import require_writable

    require_writable(path, replace=force)


def keep(receipt: Receipt, path: Path, *, force: bool) -> None:
    """Write a receipt and say so.

    Raises:
        UsageError: The file cannot be written.
    """
    from assistant.receipts.files import write_receipt

    write_receipt(receipt, path, replace=force)
    typer.echo(one_line(f"Receipt: {path}"), err=True)


def verify_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A receipt.")],
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Check a receipt against the documents."""
    from assistant.receipts.files import read_receipt
    from assistant.receipts.verifier import verify
    from assistant.sandbox.sandbox import Limits
    from assistant.settings import Settings

    receipt = read_receipt(file)
    try:
        with Display() as progress:
            found = verify(receipt, workspace, progress, Limits.of(Settings()))
    except WorkspaceMissing as error:
        raise UsageError(str(error)) from error
    typer.echo(json_text(as_object(found)) if as_json else _text(receipt, found))
    raise typer.Exit(ANSWERED if found.holds else FAILED)


def as_object(found: Verification) -> dict[str, Any]:
    """A verification for another program."""
    return {
        "holds": found.holds,
        "checks": [
            {
                "about": check.about,
                "status": check.status.value,
                "says": check.says,
                "places": [_place(place) for place in check.places],
            }
            for check in found.checks
        ],
    }


def _place(place: Place) -> dict[str, Any]:
    from assistant.citation import place_json

    file = None if place.file is None else place_json(place.file)
    return {
        "document": place.document,
        "file": file,
        "text_start": place.start,
        "text_end": place.end,
    }


def _text(receipt: Receipt, found: Verification) -> str:
    return f"“{one_line(receipt.question)}”, asked {receipt.made}\n{found}"
