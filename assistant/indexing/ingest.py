"""Read and chunk new documents. A bad document never stops the others."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.chunking.chunks import CutDocument
from assistant.errors import UsageError
from assistant.indexing.engines import Engine, Outcome
from assistant.indexing.files import replace_file
from assistant.progress import Progress
from assistant.reading.discovery import CorpusFile, Discovery, Skipped, open_regular

REFUSALS = "refused.json"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a file was not indexed. sha256: as in `CorpusFile`; another one may be readable."""

    sha256: str
    reason: str


def read_refusals(index: Path) -> dict[str, Refusal]:
    """By file name. Nothing depends on them: a file that cannot be read counts as empty."""
    try:
        with open_regular(index / REFUSALS) as file:
            kept = json.load(file)
        return {str(name): Refusal(**refusal) for name, refusal in kept.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def write_refusals(index: Path, refused: Mapping[str, Refusal]) -> None:
    """Replace those from before; writes nothing if they are the same.

    Raises:
        OSError: They cannot be written.
    """
    if read_refusals(index) != refused:
        kept = {name: asdict(refusal) for name, refusal in sorted(refused.items())}
        replace_file(index / REFUSALS, json.dumps(kept, indent=1).encode())


@dataclass(frozen=True, slots=True)
class Intake:
    """What the corpus holds now.

    fresh:   documents that had to be read.
    carried: documents that need no reading, being as they were: name to the name that they had.
    skipped: files that cannot be indexed, and why.
    refused: those of them that had to be read to know it, by name.
    """

    fresh: tuple[CutDocument, ...]
    carried: Mapping[str, str]
    skipped: tuple[Skipped, ...]
    refused: Mapping[str, Refusal]


def take_in(
    discovery: Discovery,
    known: Mapping[str, str],
    progress: Progress,
    engine: Engine,
    reread: Collection[str] = (),
) -> Intake:
    """Read and cut every file but those that are known, under whatever name.

    A file that could not be read before is tried again each time: what it lacked (a library, a
    permission) may be there now.

    Args:
        discovery: The files.
        known: Documents that can be carried over: name to sha256.
        reread: Names of those that are read all the same.
        progress: Told how many files are read.
        engine: Reads them.

    Raises:
        AssistantError: No process can be started to read in, or no cluster be used.
    """
    carried = _carried(discovery.files, known, reread)
    to_read = [file for file in discovery.files if file.name not in carried]
    outcomes: dict[str, Outcome] = {}
    if to_read:
        progress("Reading", 0, len(to_read))
    for file, outcome in engine.read(to_read):
        outcomes[file.name] = outcome
        progress("Reading", len(outcomes), len(to_read))
    fresh: list[CutDocument] = []
    skipped = list(discovery.skipped)
    refused: dict[str, Refusal] = {}
    for file in to_read:  # in order, whichever was read first
        outcome = outcomes[file.name]
        if isinstance(outcome, Skipped):
            skipped.append(outcome)
            refused[file.name] = Refusal(file.sha256, outcome.reason)
        else:
            fresh.append(outcome)
    return Intake(tuple(fresh), carried, tuple(skipped), refused)


def _carried(
    files: Sequence[CorpusFile], known: Mapping[str, str], reread: Collection[str]
) -> dict[str, str]:
    there = {file.name for file in files}
    moved = {sha256: name for name, sha256 in known.items() if name not in there}
    carried: dict[str, str] = {}
    for file in files:
        if file.name in reread:
            continue
        if known.get(file.name) == file.sha256:
            carried[file.name] = file.name
        elif file.sha256 in moved:
            carried[file.name] = moved.pop(file.sha256)
    return carried


def nothing_to_index(corpus: Path, skipped: tuple[Skipped, ...]) -> UsageError:
    """The error for a corpus without a document that can be read."""
    if not skipped:
        return UsageError(
            f"No documents in {corpus}: put PDF, Office or text files there, "
            "then run `assistant index`."
        )
    files = "; ".join(f"{file.name}: {file.reason}" for file in skipped[:3])
    more = f"; and {len(skipped) - 3} more" if len(skipped) > 3 else ""
    return UsageError(
        f"No readable documents in {corpus} ({files}{more}): "
        "put PDF, Office or text files there, then run `assistant index`."
    )
