"""Make a workspace of a collection's documents."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from assistant import Assistant
from assistant.errors import UsageError
from assistant.progress import Progress, silent
from assistant.workspace import Workspace

_OURS = "sources.yaml"  # made with every workspace; no document


def write(documents: Mapping[str, str], folder: Path) -> Workspace:
    """Make a workspace, one file for each document; offsets into a file are those into its text.

    Files that are there already are left as they are if they have the same text.

    Raises:
        UsageError: the folder cannot be written, or holds other documents.
    """
    workspace = Workspace.create(folder)
    present = {path.name for path in workspace.corpus.iterdir()} - {_OURS}
    if strange := sorted(present - documents.keys()):
        raise UsageError(
            f"{workspace.corpus} holds other documents ({strange[0]!r}): give an empty folder."
        )
    for name, text in documents.items():
        path = workspace.corpus / name
        content = text.encode("utf-8")
        if name not in present or path.read_bytes() != content:
            path.write_bytes(content)
    return workspace


def of_folder(documents: Path, folder: Path) -> Workspace:
    """The workspace of somebody's documents: itself if it is one, else a copy in `folder`.

    Raises:
        UsageError: there is no such folder, or a copy cannot be made.
    """
    if not documents.is_dir():
        raise UsageError(f"There is no folder {documents}: give --documents DIR.")
    if Workspace(documents).corpus.is_dir():
        return Workspace.find(documents)
    workspace = Workspace.create(folder)
    try:
        shutil.copytree(documents, workspace.corpus, dirs_exist_ok=True)
    except (OSError, shutil.Error) as error:
        raise UsageError(f"Cannot copy {documents} ({error}): give another folder.") from error
    return workspace


def indexed(assistant: Assistant, progress: Progress = silent) -> None:
    """Index all documents of a workspace, those of the same bytes once: figures over some of them
    would be wrong.

    Raises:
        UsageError: one was skipped; names it.
    """
    skipped = [one for one in assistant.index(progress).skipped if not one.same_as]
    if skipped:
        raise UsageError(
            f"{len(skipped)} documents of {assistant.workspace.corpus} cannot be indexed "
            f"({skipped[0].name}: {skipped[0].reason}): run it again, or correct them."
        )
