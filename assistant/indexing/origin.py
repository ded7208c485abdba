"""Whether an index is a copy, pulled from where it is published, and of what."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.errors import WorkspaceIsCopy
from assistant.indexing.files import replace_file
from assistant.reading.discovery import open_regular

FILE = "origin.json"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an index comes from. It is not built here, and neither are documents kept here.

    url:        as it may be shown: without user, password and what follows a "?".
    snapshot:   that was pulled last, all of it; "" before the first.
    pointer:    sha256 of that snapshot's description.
    with_files: whether the documents' files came with it.
    pulled:     when, in ISO 8601 and UTC; "" before the first.
    """

    url: str
    snapshot: str = ""
    pointer: str = ""
    with_files: bool = False
    pulled: str = ""

    def keep(self, index: Path) -> None:
        """Make the index a copy of this.

        Raises:
            OSError: It cannot be written.
        """
        replace_file(index / FILE, json.dumps(asdict(self), indent=1).encode())


def origin_of(index: Path) -> Origin | None:
    """Where an index was pulled from; None for one that is built here."""
    try:
        with open_regular(index / FILE) as file:
            return Origin(**json.load(file))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, TypeError):
        return Origin("an address that cannot be read")  # no reason to build over it


def require_own(index: Path) -> None:
    """Raise WorkspaceIsCopy where the index was pulled: nothing may be changed in it."""
    origin = origin_of(index)
    if origin is not None:
        raise WorkspaceIsCopy(
            f"This workspace is a copy of {origin.url} and only read here: run `assistant pull` to "
            "bring it up to date, or change the documents where they are published."
        )
