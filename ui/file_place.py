"""Where a quote stands in the file as it lies on the disk, for whatever a front door prints."""

from __future__ import annotations

from typing import Any

from pydantic.dataclasses import dataclass

from assistant.reading.document import Document
from assistant.reading.places import FilePlace


@dataclass(frozen=True, slots=True)
class ShownFile:
    """The file that a quote is of, as it was when it was indexed, and the quote's place in it.

    sha256:   of its bytes, as `sha256sum` gives it.
    encoding: what its bytes were decoded as: the place counts the characters that this gives.
    """

    sha256: str
    encoding: str
    place: FilePlace


def shown_file(document: Document, start: int, end: int) -> ShownFile | None:
    """The file and place of `document.text[start:end]`; None where that is not known."""
    place = document.place(start, end)
    if place is None:
        return None
    return ShownFile(document.file.sha256, document.file.encoding, place)


def file_object(file: ShownFile | None) -> dict[str, Any] | None:
    """The same for another program; see docs/places.md."""
    if file is None:
        return None
    return {"sha256": file.sha256, "encoding": file.encoding, **place_object(file.place)}


def place_object(place: FilePlace) -> dict[str, Any]:
    """A place for another program."""
    return {
        "lines": [list(part) for part in place.lines],
        "characters": [list(part) for part in place.characters],
    }
