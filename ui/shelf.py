"""Receipts of the page's answers, kept for a while so that they can be downloaded.

They are kept in memory and under names that cannot be guessed: whoever has the link had the answer.
"""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from assistant.errors import AssistantError
from assistant.receipts.sealing import to_bytes

if TYPE_CHECKING:
    from assistant.answering.answer import Answer
    from assistant.assistant import Assistant

FOLDER = "/receipt/"
KEPT = 200


class Shelf:
    """The last receipts. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, bytes] = OrderedDict()

    def put(self, assistant: Assistant, answer: Answer) -> str:
        """Keep the receipt of an answer; returns its address, "" where there can be none."""
        try:
            content = to_bytes(assistant.receipt(answer))
        except AssistantError:  # a document has changed since: the answer still stands
            return ""
        name = secrets.token_urlsafe(16)
        with self._lock:
            self._kept[name] = content
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return FOLDER + name

    async def serve(self, request: Request) -> Response:
        """The download behind an address."""
        with self._lock:
            content = self._kept.get(request.path_params["name"])
        if content is None:
            return PlainTextResponse("This receipt is not kept any longer: ask again.", 404)
        headers = {
            "Content-Disposition": 'attachment; filename="receipt.json"',
            "Cache-Control": "no-store",
        }
        return Response(content, media_type="application/json", headers=headers)
