"""What the chat knows of the archive: turns are kept before they are shown as done.

An archive that cannot be used (a full disk, a database that is down) does not end the chat: the
conversation then lives in memory, and the page says so.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.archive.kept import NewTurn

from assistant.errors import ArchiveUnusable, AssistantError, UnknownConversation
from assistant.phrases.phrases import Phrases
from assistant.receipts.sealing import to_bytes
from ui.chat.context import Context
from ui.chat.tools import Kept
from ui.chat.turn import ShownTurn
from ui.shown import from_json, to_json
from ui.talks.rating import controls

if TYPE_CHECKING:
    from assistant.archive.archive import Archive
    from assistant.archive.kept import KeptTurn

    from assistant.answering.answer import Answer
    from assistant.assistant import Assistant

logger = logging.getLogger(__name__)

IN_MEMORY = 200
"""Conversations that are remembered while the archive cannot be used."""


class Keeping:
    """Keeps the turns of all open pages. Safe to use from several threads."""

    def __init__(self, assistant: Assistant, archive: Archive) -> None:
        self._assistant, self._archive = assistant, archive
        self._lock = threading.Lock()
        self._unkept: OrderedDict[str, tuple[ShownTurn, ...]] = OrderedDict()
        self._fault = ""

    def turns(self, conversation: str) -> tuple[ShownTurn, ...]:
        """The turns of a conversation; () where there is none of that name."""
        if not conversation:
            return ()
        with self._lock:
            if conversation in self._unkept:
                return self._unkept[conversation]
        try:
            found = self._archive.conversation(conversation)
        except ArchiveUnusable as error:
            self._fault = str(error)
            return ()
        return () if found is None else tuple(_shown(conversation, one) for one in found.turns)

    def keep(self, turn: ShownTurn, answer: Answer | None, given: Context) -> ShownTurn:
        """The turn, kept: on disk when this returns. One without an answer is not kept."""
        if answer is None or turn.answer is None:
            return turn
        new = NewTurn(
            question=turn.question,
            searched=turn.answer.searched,
            quoted=turn.answer.quoted,
            text=answer.text,
            found=answer.found,
            shown=to_json(turn.answer),
            receipt=self._receipt(answer, given),
        )
        try:
            if given.editing:
                self._archive.cut(given.conversation, given.editing)
            kept = self._add(given.conversation, new)
        except ArchiveUnusable as error:
            logger.warning("%s", error)
            return self._remember(turn, given, str(error))
        self._fault = ""
        return _shown(kept.conversation, kept)

    def cut(self, conversation: str, number: int) -> None:
        """Take back the turns from this number on; the conversation too if none is left."""
        with self._lock:
            if conversation in self._unkept:
                self._unkept[conversation] = self._unkept[conversation][: number - 1]
                return
        try:
            if number <= 1:
                self._archive.delete(conversation)
            else:
                self._archive.cut(conversation, number)
        except ArchiveUnusable as error:
            self._fault = str(error)

    def receipt(self, conversation: str, number: int) -> bytes | None:
        """The receipt of a kept turn; None where there is none."""
        try:
            found = self._archive.conversation(conversation)
        except ArchiveUnusable:
            return None
        turns = () if found is None else found.turns
        return next((one.receipt for one in turns if one.number == number), None)

    def notice(self, phrases: Phrases) -> str:
        """The line that says why conversations are not kept; "" where they are."""
        return phrases.not_kept.format(reason=self._fault) if self._fault else ""

    def _add(self, conversation: str, new: NewTurn) -> KeptTurn:
        try:
            return self._archive.add(conversation or None, new)
        except UnknownConversation:  # deleted, perhaps on another page: this begins a new one
            return self._archive.add(None, new)

    def _receipt(self, answer: Answer, given: Context) -> bytes | None:
        try:
            return to_bytes(self._assistant.receipt(answer, given.documents or None))
        except AssistantError:  # a document has changed since: the answer still stands
            return None

    def _remember(self, turn: ShownTurn, given: Context, fault: str) -> ShownTurn:
        name = given.conversation or f"unkept-{turn.question[:40]}"
        earlier = self.turns(given.conversation)
        kept = replace(turn, kept=Kept(name))
        with self._lock:
            self._fault = fault
            self._unkept[name] = (*earlier[: turn.number - 1], kept)
            while len(self._unkept) > IN_MEMORY:
                self._unkept.popitem(last=False)
        return kept


def _shown(conversation: str, kept: KeptTurn) -> ShownTurn:
    rating = controls(conversation, kept.number, kept.rating, kept.made)
    return ShownTurn(
        kept.number,
        kept.question,
        from_json(kept.shown),
        kept=Kept(conversation, kept.receipt is not None, rating),
    )
