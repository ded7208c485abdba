"""A small corpus, and what is looked at in the index built from it."""

from __future__ import annotations

from pathlib import Path

from assistant.indexing.embeddings import FILE
from assistant.workspace import Workspace

DOCUMENTS = {
    "cells.txt": "\n\n".join(
        f"Mesenchymal stem cells were given to {n} patients in trial {n}. "
        f"After {n} months the marker CD{n} was found in {n} of them."
        for n in range(1, 31)
    ),
    "exosomes.md": "# Exosomes\n\n## Dose\n\nA dose of 30 µg of exosomes was given. It helped.\n\n"
    "## Risk\n\nNo tumours were seen.\n\n"
    "| Drug | Phase |\n|---|---|\n| Alpha | 2 |\n| Beta | 3 |\n",
    "papers/mice.txt": "Forty mice were treated with TNF-α blockers.\n\nIt helped.\n\n"
    "Élan vital was not observed in naïve mice.\n",
}


def fill(workspace: Workspace, documents: dict[str, str]) -> None:
    for name, text in documents.items():
        path = workspace.corpus / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Content and time of change of every file, but for the writer's lock and what a build that
    was not finished had embedded.
    """
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file() and path.name not in ("writer.lock", FILE)
    }


def generations(workspace: Workspace) -> list[str]:
    return sorted(path.name for path in (workspace.index / "generations").iterdir())
