"""Where a quote stands in the file as it lies on the disk, for whatever a front door prints."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic.dataclasses import dataclass

from assistant.errors import AssistantError
from assistant.reading.document import Document
from assistant.reading.place import FilePlace

if TYPE_CHECKING:
    from ui.answer_view import ShownAnswer, ShownCitation, ShownPassage

    Shown = TypeVar("Shown", ShownCitation, ShownPassage)


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


Documents = Callable[[], Iterable[Document]]
"""The documents of the current index."""


def none() -> Iterable[Document]:
    """No documents."""
    return ()


def with_files(answer: ShownAnswer, documents: Documents) -> ShownAnswer:
    """An answer whose quotes know their files.

    An answer that was kept by an older version does not say where its quotes stand in their files.
    That is found in the document as it is indexed now, if it is still the same; else it is left
    out.
    """
    if not any(one.file is None for part in (answer.citations, answer.nearby) for one in part):
        return answer
    try:
        known = {document.name: document for document in documents()}
    except AssistantError:  # no index that can be opened
        return answer
    return replace(
        answer,
        citations=tuple(_with_file(one, one.quote, known) for one in answer.citations),
        nearby=tuple(_with_file(one, one.text, known) for one in answer.nearby),
    )


def _with_file(shown: Shown, words: str, known: dict[str, Document]) -> Shown:
    document = known.get(shown.document)
    if shown.file is not None or document is None or document.sha256 != shown.sha256:
        return shown
    if document.text[shown.start : shown.end] != words:  # the rules of reading have changed
        return shown
    return replace(shown, file=shown_file(document, shown.start, shown.end))
