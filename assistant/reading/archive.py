"""Read ZIP archives: every file in it that can be read is a part of the document."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath

from assistant.errors import UnreadableDocument
from assistant.reading.office.package import Package, refusing_damage
from assistant.reading.outline import Outline
from assistant.reading.structure import Structure

_MOST_FILES = 500
_MOST_BYTES = 64 * 2**20  # of one file
_NAMED = 3  # of an archive that is refused
_JUNK = ("__MACOSX", ".git")

Read = Callable[[str, bytes], Structure | None]
"""Reads a file by its name and bytes; None for a type that is not read."""


@refusing_damage("ZIP archive")
def read_archive(data: bytes, read: Read) -> Structure:
    """Structure an archive: below the name of each file, what is in it.

    Archives in it are not read.

    Raises:
        UnreadableDocument: it holds nothing that can be read, or unpacks to too much.
    """
    package = Package(data)
    outline = Outline()
    left_out: list[str] = []
    number = 0
    for name in sorted(package.names)[:_MOST_FILES]:
        path = PurePosixPath(name.replace("\\", "/"))
        if name.endswith("/") or any(_is_junk(part) for part in path.parts):
            continue
        try:
            found = read(path.name, package.read(name, _MOST_BYTES))
        except UnreadableDocument as error:
            left_out.append(f"{path.name} ({error})")
            continue
        if found is None or not found.text.strip():
            left_out.append(path.name)
            continue
        number += 1
        outline.unit("part", number, str(path))
        outline.embed(found, [(1, str(path))])
    if len(package.names) > _MOST_FILES:
        outline.note(f"Only the first {_MOST_FILES} files of the archive were looked at.")
    if not number:
        those = f" ({', '.join(left_out[:_NAMED])})" if left_out else ""
        raise UnreadableDocument(
            f"it is a ZIP archive without a file that can be read{those}: unpack it"
        )
    if left_out:
        outline.note(f"Files of the archive were left out: {', '.join(left_out[:20])}.")
    return outline.structure()


def _is_junk(part: str) -> bool:
    """Whether a folder or file is what computers put there; ".." is a folder like others."""
    return part.startswith((".", *_JUNK)) and part != ".."
