"""Which files could not be read at the last build, so that it can be said without reading them.

A generation is not written anew where only such files came or went, so this lies beside it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.indexing.fsync import replace_file

REFUSALS = "refused.json"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a file was not indexed. sha256: as in `CorpusFile`; another one may be readable."""

    sha256: str
    reason: str


def read_refusals(index: Path) -> dict[str, Refusal]:
    """By the file's name. Nothing depends on them: what cannot be read counts as none."""
    try:
        kept = json.loads((index / REFUSALS).read_text("utf-8"))
        return {str(name): Refusal(**refusal) for name, refusal in kept.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def write_refusals(index: Path, refused: Mapping[str, Refusal]) -> None:
    """Replace those from before; writes nothing where they are the same.

    Raises:
        OSError: They cannot be written.
    """
    if read_refusals(index) != refused:
        kept = {name: asdict(refusal) for name, refusal in sorted(refused.items())}
        replace_file(index / REFUSALS, json.dumps(kept, indent=1).encode())
