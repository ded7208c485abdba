"""Answers kept by an older version, which do not say where their quotes stand in their files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from assistant.errors import AssistantError
from assistant.reading.document import Document
from ui.answer_view import ShownAnswer, ShownCitation, ShownPassage
from ui.file_place import shown_file

Shown = TypeVar("Shown", ShownCitation, ShownPassage)

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
