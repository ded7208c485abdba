"""Accept a run as the new baseline, with a reason, in git."""

from __future__ import annotations

import os
import subprocess
from datetime import date
from pathlib import Path

from assistant.errors import UsageError
from evals.records.folder import RUN, Folder
from evals.records.record import Run

REASONS = "REASONS.md"
_TITLE = "# Why the baseline is what it is\n\nNewest last. Written by `assistant eval baseline`.\n"


def accept(folder: Folder, run: Run, reason: str, figures: str, today: date) -> list[Path]:
    """Make a run the baseline. Returns the files written.

    figures: the run's headline, for the record.

    Raises:
        UsageError: no reason, or the run asked only some of the cases, or files cannot be written.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise UsageError("A baseline needs a reason: say why with --reason.")
    if run.header.kinds or run.header.split:
        raise UsageError(
            f"Run {run.header.id} asked only some of the cases: run `assistant eval` without "
            "--kind and --split."
        )
    entry = (
        f"\n## {today.isoformat()}\n\n{reason}\n\n"
        f"Run {run.header.id}, revision {run.header.revision or 'unknown'}. {figures}\n"
    )
    reasons = folder.baseline / REASONS
    try:
        folder.baseline.mkdir(parents=True, exist_ok=True)
        replace_text(folder.baseline / RUN, as_lines(run))
        before = reasons.read_text(encoding="utf-8") if reasons.is_file() else _TITLE
        replace_text(reasons, before + entry)
    except OSError as error:
        raise UsageError(
            f"The baseline cannot be written to {folder.baseline} ({error.strerror or error}): "
            "make the folder writable."
        ) from error
    return [folder.baseline / RUN, reasons]


def as_lines(run: Run) -> str:
    """A run as it is kept in a file."""
    records = (run.header, *run.lines, run.end)
    return "".join(record.model_dump_json() + "\n" for record in records)


def commit(files: list[Path], reason: str) -> bool:
    """Commit just these files. False if they are in no git checkout, or git refuses."""
    names = [str(path) for path in files]
    where = ["git", "-C", str(files[0].parent)]
    message = f"Accept a new evaluation baseline\n\n{' '.join(reason.split())}"
    try:
        for command in (["add", "--", *names], ["commit", "-q", "-m", message, "--", *names]):
            subprocess.run(  # noqa: S603 — git, with file names after "--"
                [*where, *command], check=True, capture_output=True, timeout=60
            )
    except (OSError, subprocess.SubprocessError):
        return False
    return True


def replace_text(path: Path, text: str) -> None:
    """Write all of a file or leave the one before, whatever happens in between."""
    draft = path.with_name(f".{path.name}.new")
    with draft.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
