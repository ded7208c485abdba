"""Answers as they are kept with their conversation, and those that older versions kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import TypeAdapter

from assistant.citation import file_record
from assistant.errors import AssistantError
from assistant.reading.document import Document
from ui.answer_view import ShownAnswer, ShownCitation, ShownPassage

Shown = TypeVar("Shown", ShownCitation, ShownPassage)

Documents = Callable[[], Iterable[Document]]
"""The documents of the current index."""

_ADAPTER = TypeAdapter(ShownAnswer)


def to_json(answer: ShownAnswer) -> str:
    """The answer as text, to be kept."""
    return _ADAPTER.dump_json(answer).decode()


def from_json(text: str) -> ShownAnswer:
    """What `to_json` wrote, in this version or an older one.

    Raises:
        ValueError: It is something else.
    """
    try:
        return _ADAPTER.validate_json(text)
    except ValueError:
        return _ADAPTER.validate_json(json.dumps(_upgraded(json.loads(text))))


def _upgraded(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer as version 0.2 kept it, in the form of today.

    Raises:
        ValueError: It is no such answer.
    """
    try:
        for one in answer["citations"]:
            one |= {"version": 1, "licence": "", "origin": []}
            _rename(one)
        for one in answer.get("nearby", ()):
            _rename(one)
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError("no answer that was kept") from error
    return answer


def _rename(one: dict[str, Any]) -> None:
    for now, then in (("document_sha256", "sha256"), ("text_start", "start"), ("text_end", "end")):
        one[now] = one.pop(then)
    file = one.setdefault("file", None)
    if file is not None:
        place = file.pop("place")
        one["file"] = {**file, "units": [], "boxes": [], **place}


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
    if shown.file is not None or document is None or document.sha256 != shown.document_sha256:
        return shown
    start, end = shown.text_start, shown.text_end
    if document.text[start:end] != words:  # the rules of reading have changed
        return shown
    return replace(shown, file=file_record(document, start, end))
