"""The document that a request names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.errors import UnknownDocument

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.reading.document import Document

GONE = "“{name}” is not among the documents any longer: it was removed or has another name now."


def document_named(assistant: Assistant, name: str) -> Document:
    """The document of this name that can be asked.

    Raises:
        UnknownDocument: there is none.
    """
    for document in assistant.documents:
        if document.name == name:
            return document
    raise UnknownDocument(GONE.format(name=name))
