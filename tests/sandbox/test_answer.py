"""What the reading process says is checked before anything is made of it."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from assistant.chunking.chunks import cut
from assistant.reading.document import Source
from assistant.reading.reader import read_bytes
from assistant.sandbox.protocol import put_together
from assistant.sandbox.worker import _taken_apart

DATA = b"# Cells\n\nThe first sentence. The second.\n\n| A | B |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n"
DOCUMENT = read_bytes("a.md", DATA, Source(title="On cells"))
ANSWER = json.loads(json.dumps(_taken_apart(DOCUMENT)))


def test_what_was_taken_apart_is_put_together() -> None:
    got = put_together(json.dumps(ANSWER).encode(), "a.md", DATA, Source(title="On cells"))
    assert got.document == DOCUMENT
    assert got.passages == cut(DOCUMENT)


def put(*path: Any, value: object) -> Callable[[Any], None]:  # noqa: ANN401 - keys and indexes
    def change(answer: Any) -> None:  # noqa: ANN401 - what JSON holds
        for key in path[:-1]:
            answer = answer[key]
        answer[path[-1]] = value

    return change


@pytest.mark.parametrize(
    "change",
    [
        put("text", value=7),
        put("text", value=""),
        put("encoding", value="x" * 41),
        put("more", value=1),
        put("blocks", 0, 0, value="script"),
        put("blocks", 0, 1, value=-1),
        put("blocks", 1, 1, value=0),
        put("blocks", -1, 2, value=10_000),
        put("blocks", -1, 4, 0, 1, value=10_000),
        put("blocks", -1, 5, value=1),
        put("blocks", -1, 5, value=True),
        put("pieces", 0, 1, value=10_000),
        put("pieces", 0, 2, value=-1),
        put("pieces", 0, 3, value=len(DATA) + 1),
        put("line_starts", value=[]),
        put("length", value=len(DATA) + 1),
        put("units", value=[["page", 1, len(DATA) + 1, "", 0, 0]]),
        put("units", value=[["page", 0, 0, "", 0, 0]]),
        put("units", value=[["side", 1, 0, "", 0, 0]]),
        put("boxes", value="AAAA"),
        put("blocks", 0, 7, value=99),
        put("line_starts", 0, value=1),
        put("line_starts", 1, value=0),
        put("line_starts", -1, value=len(DATA) + 1),
        put("passages", 0, 0, value=10_000),
        put("passages", 0, 3, value=[]),
        put("passages", 1, 3, 0, 0, value=0),
        put("passages", 0, 3, 0, 1, value=10_000),
        put("passages", -1, 5, value=100),
        put("passages", 0, value=[1, 2]),
    ],
)
def test_what_contradicts_itself_is_no_document(change: Callable[[Any], None]) -> None:
    answer = copy.deepcopy(ANSWER)
    change(answer)
    with pytest.raises(ValueError, match=r"contradicts itself|validation error|boxes"):
        put_together(json.dumps(answer).encode(), "a.md", DATA, Source())


@pytest.mark.parametrize("answer", [b"", b"{}", b"[]", b"\xff", b'{"text": "\\ud800"}', b"null"])
def test_what_is_no_answer_is_refused(answer: bytes) -> None:
    with pytest.raises(ValueError, match="validation error"):
        put_together(answer, "a.md", DATA, Source())
