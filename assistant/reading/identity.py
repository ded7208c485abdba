"""What a document is called and known by: the last step of reading, wherever it was done."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from assistant.reading.discovery import hash_content
from assistant.reading.document import Document, Source, with_found


def identified(
    read: Document, name: str, data: bytes, known: Source, encoding: str = ""
) -> Document:
    """The document that was read from a file, with its name, its hashes and what is known of it.

    read:     with what reading found: its own `source` is what the document says of itself.
    name:     path below `corpus/`.
    data:     the file's bytes, of which the hashes are taken.
    known:    what is known of its publication.
    encoding: that was named for it; "" where none was.
    """
    published, guessed = with_found(known, read.source)
    return replace(
        read,
        name=name,
        sha256=hash_content(data, known, encoding),
        source=published,
        guessed=guessed,
        file=replace(read.file, sha256=hashlib.sha256(data).hexdigest(), size=len(data)),
    )
