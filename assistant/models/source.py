"""What a place that models can be fetched from is: a name, and how to get the files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from assistant.models.catalog import Model
from assistant.progress import Progress

Fetch = Callable[[Model, Path, Progress], None]
"""Called with the model, an empty folder to put its files into, and where to report the bytes.
Raises SourceFailed. Need not check the files: that is done the same way for all sources."""


class SourceFailed(Exception):  # like the names in assistant.errors
    """The files cannot be had here; the message is the reason in a few words."""


@dataclass(frozen=True, slots=True)
class Source:
    """One place to look, as it is named in messages."""

    name: str
    fetch: Fetch


def kept(model: Model, folder: Path) -> Path:
    """Where a source keeps what it has of a file until the file is whole.

    Beside the folder of `Source.fetch` and not in it: that one goes when fetching is interrupted,
    and what is kept here is where the next try goes on.
    """
    place = folder.parent.parent / f".{model.name}.partial"
    place.mkdir(exist_ok=True)
    return place
