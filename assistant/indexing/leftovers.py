"""Remove what killed builds and readers left behind."""

from __future__ import annotations

import shutil
from contextlib import suppress

from assistant.errors import IndexUnusable
from assistant.indexing.generations import Generations
from assistant.indexing.vectors import sweep


def clear_leftovers(generations: Generations) -> None:
    """Staging folders, generations that never became current, drafts, copies of dead readers.

    Called with the writer lock held, even if the build then changes nothing, or fails.
    """
    generations.discard_staged()
    with suppress(IndexUnusable):  # where none is current, none can be told from it
        pointer = generations.pointer()
        generations.prune(pointer.generation, generations.manifest(pointer).segments)
    for draft in generations.index.glob(".*.new"):  # as `durable.replace_file` names them
        with suppress(OSError):
            shutil.rmtree(draft) if draft.is_dir() else draft.unlink()
    with suppress(OSError):  # there is no folder for temporary files
        sweep()
