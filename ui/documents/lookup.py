"""The document that a request names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.errors import UnknownDocument

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.reading.document import Document

GONE = "“{name}” is not among the documents any longer: it was removed or has another name now."


def document_named(assistant: Assistant, name: str, sha256: str = "") -> Document:
    """The document of this name that can be asked.

    sha256: as in `Document.sha256`: where there is none of the name, the one that was moved.

    Raises:
        UnknownDocument: there is none.
    """
    documents = assistant.documents
    for document in documents:
        if document.name == name:
            return document
    for document in documents:
        if sha256 and document.sha256 == sha256:
            return document
    raise UnknownDocument(GONE.format(name=name))
