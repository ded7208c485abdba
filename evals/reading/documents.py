"""The documents of the benchmark, and the folder that they are written to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from evals.reading.edited import edited_documents, latex_documents
from evals.reading.laid_out import laid_out
from evals.reading.making import Maker, pdf_maker
from evals.reading.mixed import mixed
from evals.reading.other_formats import other_formats
from evals.reading.truth import Truth

MANIFEST = "truth"
"""The folder beside the documents that holds the truth of each."""


def documents(seed: int = 1) -> dict[str, Maker]:
    """How each document is made, by its file's name.

    seed: of the layouts that are drawn by chance.
    """
    set_by_typst = {
        f"{one.name}.pdf": pdf_maker(f"{one.name}.pdf", one.features, one.article, one.layout)
        for one in (*laid_out(), *mixed(seed))
    }
    return {**set_by_typst, **edited_documents(), **latex_documents(), **other_formats()}


def write_all(folder: Path, only: Iterable[str] = (), seed: int = 1) -> Iterator[tuple[str, str]]:
    """Write documents and truths; yields each name, and why it could not be made or "".

    only: names of files; all if empty.
    """
    (folder / MANIFEST).mkdir(parents=True, exist_ok=True)
    chosen = set(only)
    for name, make in documents(seed).items():
        if chosen and name not in chosen:
            continue
        try:
            made = make()
        except (FileNotFoundError, ImportError) as error:
            yield name, f"{error.__class__.__name__}: {error}"
            continue
        (folder / name).write_bytes(made.data)
        written = made.truth.model_dump_json(indent=1, exclude_defaults=True)
        (folder / MANIFEST / f"{name}.json").write_text(written, encoding="utf-8")
        yield name, ""


def read_truths(folder: Path) -> list[Truth]:
    """The truths that were written to a folder."""
    paths = sorted((folder / MANIFEST).glob("*.json"))
    return [Truth.model_validate_json(path.read_text("utf-8")) for path in paths]
