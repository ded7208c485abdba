"""What every format is turned into: documents, and questions with what answers them."""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from assistant.errors import UsageError
from assistant.reading.discovery import open_regular
from assistant.reading.document import Span

_LONGEST = 80  # characters of a name


def storable(text: str) -> str:
    """A text as it can be written and read back, of equal length.

    A byte-order mark would be taken off when the file is read, and half a surrogate pair cannot be
    written at all; what stands in for either is one character too.
    """
    return text.replace("\ufeff", " ").encode("utf-8", "replace").decode("utf-8")


def titled(title: str, text: str) -> str:
    """A document's text under its title, if it has one."""
    return storable(f"{title}\n\n{text}" if title.strip() else text)


def file_name(key: str) -> str:
    """A file name for an id; different ids get different names, also where case is not told."""
    name = re.sub(r"[^\w.-]+", "-", key.strip()).strip("-.")[:_LONGEST]
    if name != key or name != name.lower():
        name = f"{name}-{hashlib.sha256(key.encode()).hexdigest()[:8]}".lstrip("-")
    return f"{name}.txt"


class Row(BaseModel):
    """A record of somebody else's file: fields that we do not use are passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore", coerce_numbers_to_str=True)


_Row = TypeVar("_Row", bound=Row)


def wrong(path: Path, place: str, reason: str) -> UsageError:
    """The error for a file that does not fit. place: "line 3", "data.0.paragraphs"; or ""."""
    where = f"{path}, {place}" if place else str(path)
    return UsageError(f"{where}: {reason}; correct the file, or give one of this format.")


def read_text(path: Path) -> str:
    """A file's characters, line ends as they are.

    Raises:
        UsageError: it cannot be read, or is not UTF-8.
    """
    try:
        # In binary: opened as text, "\r\n" would become one character and move all offsets.
        with open_regular(path) as file:
            return file.read().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise wrong(path, "", f"cannot be read ({reason})") from error


def read_json(path: Path, row: type[_Row]) -> _Row:
    """A file that is one JSON object.

    Raises:
        UsageError: it is not such a file.
    """
    try:
        return row.model_validate_json(read_text(path))
    except ValidationError as error:
        raise wrong(path, *_first(error)) from error


def read_array(path: Path, row: type[_Row]) -> tuple[_Row, ...]:
    """A file that is one JSON array of such objects.

    Raises:
        UsageError: it is not such a file.
    """
    try:
        return TypeAdapter(tuple[row, ...]).validate_json(read_text(path))  # type: ignore[valid-type]
    except ValidationError as error:
        raise wrong(path, *_first(error)) from error


def read_lines(path: Path, row: type[_Row]) -> Iterator[tuple[int, _Row]]:
    """The lines of a file of JSON lines, with their numbers from 1; empty ones are passed over.

    Raises:
        UsageError: a line is not such a record.
    """
    # Not splitlines: JSON may hold U+2028, which is no line end here.
    for number, line in enumerate(read_text(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield number, row.model_validate_json(line)
        except ValidationError as error:
            place, reason = _first(error)
            raise wrong(path, ", ".join(filter(None, [f"line {number}", place])), reason) from error


def _first(error: ValidationError) -> tuple[str, str]:
    """Place and reason of the first thing wrong; pydantic's own line is of one JSON text only."""
    first = error.errors(include_url=False)[0]
    return ".".join(map(str, first["loc"])), first["msg"]


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what is known of its answer; what a format does not tell is empty.

    cluster:    the article or conversation it belongs to. Questions of one resemble each other, so
                that bootstrap intervals draw whole clusters.
    answerable: whether the documents answer it.
    history:    (question, answer) of the turns before, oldest first.
    spans:      by document, where an answer stands; any one of them will do. Offsets are into the
                document's text as of `Collection.documents`.
    relevant:   by document, how relevant it is, ≥ 1.
    texts:      answers in words, where nobody says where they stand; any one will do.
    standalone: a follow-up asked in full, as the data has it.
    """

    id: str
    text: str
    cluster: str
    answerable: bool = True
    history: tuple[tuple[str, str], ...] = ()
    spans: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    relevant: Mapping[str, int] = field(default_factory=dict)
    texts: tuple[str, ...] = ()
    standalone: str = ""


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents and questions.

    documents: text by file name; empty where the documents are not part of the data.
    notes:     what was repaired or left out when reading, for people.
    """

    documents: Mapping[str, str] = field(repr=False)
    questions: tuple[Question, ...] = field(repr=False)
    notes: tuple[str, ...] = ()

    def sample(self, limit: int | None, seed: int) -> Collection:
        """All documents, and at most `limit` answerable and `limit` unanswerable questions, drawn
        at random; the same seed draws the same ones. They keep their order.
        """
        if limit is None:
            return self
        draw = random.Random(seed)  # noqa: S311  # no secret depends on it
        kept: set[int] = set()
        for answerable in (True, False):
            numbers = [
                number
                for number, question in enumerate(self.questions)
                if question.answerable is answerable
            ]
            kept.update(draw.sample(numbers, min(limit, len(numbers))))
        return replace(self, questions=tuple(self.questions[number] for number in sorted(kept)))
