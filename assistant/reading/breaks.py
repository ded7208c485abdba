"""Where a text does not go on as its file does."""

from __future__ import annotations

from itertools import pairwise

from assistant.reading.offsets import OffsetMap


def breaks(file_text: str, origin: OffsetMap) -> tuple[int, ...]:
    """Offsets of the text before which the file has something else, or stands elsewhere.

    Reading left out a letter or a digit there (a running header, a page number), or moved what
    follows (a caption, a table's cell). White space and marks alone make no break.
    """
    found: list[int] = []
    for before, after in pairwise(origin.pieces):
        gap = file_text[before.origin_end : after.origin_start]
        if after.origin_start < before.origin_end or any(map(str.isalnum, gap)):
            found.append(after.start)
    return tuple(found)
