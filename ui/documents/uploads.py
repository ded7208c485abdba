"""Files that come in: parsed as they stream, counted, and handed to the corpus one by one."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, BinaryIO, cast

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

from assistant.errors import AssistantError, DocumentRefused, NameTaken, UsageError
from assistant.printable import one_line
from assistant.reading.discovery import MAX_BYTES, too_large

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.corpus.edit import Existing

MAX_FILES = 100
EXISTING: tuple[Existing, ...] = ("refuse", "replace", "keep both")

_CUT_OFF = "The upload ended too early: try again; all files of one may have 500 MB."
_FULL = "The disk is full: free some space, then try again."
_NO_FILES = "No files came: choose some, then try again."


@dataclass(frozen=True, slots=True)
class Upload:
    """What became of one file.

    name:   that it has in the corpus, or came with.
    reason: why it was refused; "" if it was accepted.
    taken:  it was refused because another document has its name.
    """

    name: str
    reason: str = ""
    taken: bool = False

    def to_json(self) -> dict[str, object]:
        """For `static/uploads.js`."""
        return {
            "name": self.name,
            "accepted": not self.reason,
            "reason": self.reason,
            "taken": self.taken,
        }


class _Parser(MultiPartParser):
    """Keeps of each file one byte more than is allowed, so that its size can be told.

    Starlette's own limits are for fields alone. What is kept lies in temporary files, and beyond
    1 MB not in memory.
    """

    spool_max_size = 1024 * 1024

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        file = self._current_part.file
        if file is not None:
            pending = sum(
                len(more) for part, more in self._file_parts_to_write if part.file is file
            )
            end = min(end, start + MAX_BYTES + 1 - (file.size or 0) - pending)
        if end > start or file is None:
            super().on_part_data(data, start, end)


async def receive(request: Request) -> FormData:
    """The request's fields and files; the caller closes it.

    Raises:
        UsageError: it is no such form, or ended too early.
        AssistantError: the disk is full.
    """
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise UsageError(_NO_FILES)
    parser = _Parser(
        request.headers, request.stream(), max_files=MAX_FILES, max_fields=4, max_part_size=1_000
    )
    try:
        return await parser.parse()
    except MultiPartException as error:
        raise UsageError(f"{one_line(error.message).rstrip('.')}: try again.") from error
    except ClientDisconnect as error:
        raise UsageError(_CUT_OFF) from error
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise
        raise AssistantError(_FULL) from error


async def take_in(assistant: Assistant, form: FormData) -> list[Upload]:
    """Put every file of the form into the corpus, or say why not. A bad one stops no other.

    Raises:
        UsageError: there is no file, or the form says otherwise what to do with a name taken.
    """
    files = [file for file in form.getlist("file") if isinstance(file, UploadFile)]
    files = [file for file in files if file.filename or file.size]  # a form's empty file field
    if not files:
        raise UsageError(_NO_FILES)
    existing = form.get("existing", "refuse")
    if existing not in EXISTING:
        raise UsageError(f"A name that is taken means one of: {', '.join(EXISTING)}.")
    return [await run_in_threadpool(_add, assistant, file, existing) for file in files]


def _add(assistant: Assistant, file: UploadFile, existing: Existing) -> Upload:
    name = file.filename or ""
    try:
        if (file.size or 0) > MAX_BYTES:
            return Upload(name, too_large())
        stream = cast("BinaryIO", cast("SpooledTemporaryFile[bytes]", file.file))
        return Upload(assistant.add(name, stream, existing))
    except NameTaken as error:
        return Upload(name, str(error), taken=True)
    except DocumentRefused as error:
        return Upload(name, str(error))
    except AssistantError as error:
        return Upload(name, one_line(str(error)))
