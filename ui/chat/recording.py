"""Save the chat's turns in the archive, before they are shown as done.

If the archive cannot be used (a full disk, a database that is down), the chat does not end: the
conversation continues in memory under a new name, and says so. What is already archived is
left as it is.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.errors import ArchiveUnusable, AssistantError, UnknownConversation
from assistant.history.conversation import NewTurn
from assistant.messages import MESSAGES
from assistant.receipts.files import to_bytes
from ui.chat.conversation import Context
from ui.chat.turn import Kept, ShownTurn
from ui.history.view import rating_controls
from ui.kept_answers import from_json, to_json, with_files

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.history.conversation import KeptTurn
    from assistant.history.history import Archive
    from assistant.types import Answer

logger = logging.getLogger(__name__)

IN_MEMORY = 200
"""Conversations that are remembered while the archive cannot be used."""


@dataclass(frozen=True, slots=True)
class _Unkept:
    """A conversation in memory. reason: why it is not kept."""

    turns: tuple[ShownTurn, ...]
    reason: str


class Keeping:
    """Keeps the turns of all open pages. Safe to use from several threads."""

    def __init__(self, assistant: Assistant, archive: Archive) -> None:
        self._assistant, self._archive = assistant, archive
        self._lock = threading.Lock()
        self._unkept: OrderedDict[str, _Unkept] = OrderedDict()

    def turns(self, conversation: str) -> tuple[ShownTurn, ...]:
        """The turns of a conversation; () if there is none of that name.

        Raises:
            ArchiveUnusable: It cannot be read.
        """
        if not conversation:
            return ()
        if unkept := self._in_memory(conversation):
            return unkept.turns
        found = self._archive.conversation(conversation)
        if found is None:
            return ()
        return tuple(self._shown(conversation, one) for one in found.turns)

    def new_name(self) -> str:
        """A name for a new conversation that no one can guess."""
        return secrets.token_urlsafe(16)

    def keep(
        self,
        turn: ShownTurn,
        answer: Answer | None,
        earlier: Sequence[ShownTurn],
        given: Context,
        *,
        begins: bool = False,
    ) -> ShownTurn:
        """The turn, kept: on disk when this returns. One without an answer is not kept.

        earlier: the turns before it, in case they have to be kept in memory.
        begins:  it is the first of a conversation that has just got its name.
        """
        if answer is None or turn.answer is None:
            return turn
        if unkept := self._in_memory(given.conversation):
            return self._remember(turn, earlier, given.conversation, unkept.reason)
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
            kept = self._add(given, new, begins=begins)
        except ArchiveUnusable as error:
            logger.warning("%s", error)
            return self._remember(turn, earlier, self.new_name(), str(error))
        return self._shown(kept.conversation, kept)

    def cut(self, conversation: str, number: int) -> None:
        """Take back the turns from this number on; the conversation too if none is left.

        Raises:
            ArchiveUnusable: It cannot be written.
        """
        if unkept := self._in_memory(conversation):
            with self._lock:
                self._unkept[conversation] = replace(unkept, turns=unkept.turns[: number - 1])
        elif number <= 1:
            self._archive.delete(conversation)
        else:
            self._archive.cut(conversation, number)

    def receipt(self, conversation: str, number: int) -> bytes | None:
        """The receipt of a kept turn; None if there is none."""
        try:
            found = self._archive.conversation(conversation)
        except ArchiveUnusable:
            return None
        turns = () if found is None else found.turns
        return next((one.receipt for one in turns if one.number == number), None)

    def notice(self, conversation: str) -> str:
        """The line that says why a conversation is not kept; "" if it is."""
        unkept = self._in_memory(conversation)
        return MESSAGES.not_kept.format(reason=unkept.reason) if unkept else ""

    def _in_memory(self, conversation: str) -> _Unkept | None:
        with self._lock:
            return self._unkept.get(conversation)

    def _add(self, given: Context, new: NewTurn, *, begins: bool) -> KeptTurn:
        instead_of = given.editing or None
        try:
            return self._archive.add(given.conversation or None, new, instead_of, begin=begins)
        except UnknownConversation:  # deleted, perhaps on another page: this begins a new one
            return self._archive.add(None, new)

    def _receipt(self, answer: Answer, given: Context) -> bytes | None:
        try:
            return to_bytes(self._assistant.receipt(answer, given.documents or None))
        except AssistantError:  # a document has changed since: the answer still stands
            return None

    def _remember(
        self, turn: ShownTurn, earlier: Sequence[ShownTurn], name: str, reason: str
    ) -> ShownTurn:
        kept = replace(turn, kept=Kept(name))
        with self._lock:
            self._unkept[name] = _Unkept((*earlier, kept), reason)
            while len(self._unkept) > IN_MEMORY:
                self._unkept.popitem(last=False)
        return kept

    def _shown(self, conversation: str, kept: KeptTurn) -> ShownTurn:
        rating = rating_controls(conversation, kept.number, kept.rating, kept.made)
        place = Kept(conversation, kept.receipt is not None, rating)
        try:
            answer = with_files(from_json(kept.shown), lambda: self._assistant.documents)
            problem = ""
        except ValueError:
            answer, problem = None, MESSAGES.kept_otherwise
        return ShownTurn(kept.number, kept.question, answer, problem, kept=place)
