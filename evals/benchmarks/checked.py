"""Read JSON and JSON lines into checked records; what does not fit is named by file and line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.errors import UsageError


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
        return path.read_bytes().decode("utf-8-sig")
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
