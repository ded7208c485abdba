"""Save conversations; list, search, rename and delete them, and rate their answers.

    archive = Archive(settings, workspace)
    first = archive.add(None, NewTurn(question=…, searched=…, quoted=…, text=…, found=…, shown=…))
    archive.add(first.conversation, …)
    archive.conversation(first.conversation).turns

They are kept in `conversations.sqlite3` in the workspace, or where `Settings.database_url` says.
The database is opened on first use and created on first write. Several threads and processes may
use it at once. Every method may raise ArchiveUnusable.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, delete, func, insert, select

from assistant.errors import ArchiveUnusable, UnknownConversation, UsageError
from assistant.history import queries, tables
from assistant.history.conversation import (
    NAME_LIMIT,
    KeptConversation,
    KeptRating,
    KeptTurn,
    Listed,
    NewTurn,
    Place,
    Rating,
    conversation_row,
    fold,
    name_of,
    storable,
    words_of,
)
from assistant.history.database import Database
from assistant.history.tables import SEAL, words
from assistant.history.tables import conversation as conversations
from assistant.history.tables import turn as turns
from assistant.printable import one_line

if TYPE_CHECKING:
    from assistant.settings import Settings
    from assistant.workspace import Workspace

FILE = "conversations.sqlite3"

_SEARCHED = 200
_LARGEST = 2**31 - 1


def _now() -> datetime:
    return datetime.now(UTC)


class Archive:
    """The conversations of one workspace. now: the moment, in UTC."""

    def __init__(
        self, settings: Settings, workspace: Workspace, now: Callable[[], datetime] = _now
    ) -> None:
        address = settings.database_url.get_secret_value()
        self._database = Database(address or workspace.root / FILE)
        self._now = now

    def add(
        self,
        conversation: str | None,
        turn: NewTurn,
        instead_of: int | None = None,
        *,
        begin: bool = False,
    ) -> KeptTurn:
        """Keep a turn; it is on disk once this returns.

        conversation: its id; None begins one, named after this first question.
        begin:        begin one of this id, which no other has had.
        instead_of:   the turns from this number on give way to it, in the same transaction.

        Raises:
            UnknownConversation: It has been deleted.
        """
        made, turn = self._now(), _storable(turn)

        def keep(database: Connection) -> tuple[KeptTurn, int]:
            dropped = 0
            if conversation is None or begin:
                id_, number = conversation or secrets.token_urlsafe(16), 1
                first = conversation_row(id_, turn.question, made, made)
                tables.add(database, conversations, first)
            else:
                id_ = conversation
                dropped = _drop(database, id_, instead_of)
                number = _next_number(database, id_)
                _go_on(database, id_, number, turn.question, made)
            kept = KeptTurn(**_fields(turn), conversation=id_, number=number, made=made)
            row = {name: getattr(kept, name) for name in turns.c.keys() if name != SEAL}  # noqa: SIM118
            tables.add(database, turns, row)
            database.execute(insert(words).values(words_of(row)))
            return kept, dropped

        kept, dropped = self._database.write(keep)
        if dropped:
            # The turn is saved; what the log still holds of the old one is removed later.
            with contextlib.suppress(ArchiveUnusable):
                self._database.forget_deleted()
        return kept

    def cut(self, conversation: str, number: int) -> None:
        """Drop the turns from this number on, with what was said of them."""
        if self._database.write(lambda database: _drop(database, conversation, number)):
            self._database.forget_deleted()

    def conversation(self, id: str) -> KeptConversation | None:  # noqa: A002 - of a conversation
        """A conversation with all its turns; None if there is none of this id."""
        return self._database.read(
            lambda database: queries.conversation(database, storable(id)), missing=None
        )

    def listed(
        self, search: str = "", limit: int = 50, before: Place | None = None
    ) -> tuple[Listed, ...]:
        """Conversations, the last changed first.

        search: only those that hold each of these words, or parts of words, in their name, a
                question or an answer; case and accents make no difference. At most 200 characters
                are looked at.
        before: only those that come after this place in the list; see `Listed.place`.
        """
        wanted = fold(storable(search[:_SEARCHED])).split()
        return self._database.read(
            lambda database: queries.listed(database, wanted, limit, before), missing=()
        )

    def rename(self, id: str, name: str) -> str:  # noqa: A002
        """Give a conversation a name; returns it as it is kept, on one line.

        Raises:
            UnknownConversation: There is none of this id.
            UsageError: The name is empty or has more than 200 characters.
        """
        name = one_line(name)
        if not 1 <= len(name) <= NAME_LIMIT:
            raise UsageError(f"A name has 1 to {NAME_LIMIT} characters: give such a one.")
        values = {"name": name, "folded": fold(name), "renamed": True}
        _require(
            self._database.write(
                lambda database: tables.change(
                    database, conversations, conversations.c.id == id, values
                )
            )
        )
        return name

    def delete(self, id: str) -> None:  # noqa: A002
        """Delete a conversation and all that belongs to it; nothing of it stays in the file."""
        gone = delete(conversations).where(conversations.c.id == id)
        self._database.write(lambda database: database.execute(gone).rowcount)
        self._database.forget_deleted()

    def rate(self, conversation: str, number: int, rating_given: Rating) -> KeptRating:
        """Keep what a reader says of a turn, instead of what was said before.

        Raises:
            UnknownConversation: There is no such turn.
        """
        if not 1 <= number <= _LARGEST:
            raise UnknownConversation("A conversation has no such answer: ask again.")
        made = self._now()
        return self._database.write(
            lambda database: queries.keep(database, conversation, number, rating_given, made)
        )

    def unrate(self, conversation: str, number: int) -> None:
        """Take back what was said of a turn."""
        if not 1 <= number <= _LARGEST:
            return
        self._database.write(lambda database: queries.drop(database, conversation, number))
        self._database.forget_deleted()

    def ratings(self, *, open_only: bool = True) -> tuple[KeptRating, ...]:
        """What readers said, oldest first. open_only: only what has not been decided."""
        return self._database.read(
            lambda database: queries.kept(database, open_only=open_only), missing=()
        )

    def decide(self, id: int, *, accepted: bool) -> None:  # noqa: A002 - of a rating
        """Say whether what a reader said was taken up.

        Raises:
            UsageError: There is no rating of this id.
        """
        if not 1 <= id <= _LARGEST:
            raise UsageError(f"There is no rating {id}.")
        self._database.write(lambda database: queries.decide(database, id, accepted=accepted))

    def notices(self) -> tuple[str, ...]:
        """What has happened to the kept conversations that their owner should know, each in one
        line: a damaged file that was put aside, what could be saved of it, what to do.
        """
        return self._database.notices()

    def close(self) -> None:
        """Let go of the database; the next use opens it again."""
        self._database.close()


def _drop(database: Connection, conversation: str, number: int | None) -> int:
    """Drop the turns from this number on; returns how many there were."""
    if number is None or number > _LARGEST:
        return 0
    gone = delete(turns).where(turns.c.conversation == conversation, turns.c.number >= number)
    return database.execute(gone).rowcount


def _next_number(database: Connection, conversation: str) -> int:
    # Held until the transaction ends: two turns at once get two numbers.
    held = select(conversations.c.id).where(conversations.c.id == conversation).with_for_update()
    _require(database.execute(held).scalar() is not None)
    last = select(func.max(turns.c.number)).where(turns.c.conversation == conversation)
    return (database.execute(last).scalar() or 0) + 1


def _go_on(
    database: Connection, conversation: str, number: int, question: str, made: datetime
) -> None:
    this = conversations.c.id == conversation
    tables.change(database, conversations, this, {"changed": made})
    if number == 1:  # its first question was asked again
        name = name_of(question)
        unnamed = this & conversations.c.renamed.is_(False)
        tables.change(database, conversations, unnamed, {"name": name, "folded": fold(name)})


def _require(found: int | bool) -> None:
    if not found:
        raise UnknownConversation("This conversation no longer exists: start a new one.")


def _fields(turn: NewTurn) -> dict[str, Any]:
    return {field.name: getattr(turn, field.name) for field in fields(NewTurn)}


def _storable(turn: NewTurn) -> NewTurn:
    return replace(
        turn,
        question=storable(turn.question),
        searched=storable(turn.searched),
        quoted=storable(turn.quoted),
        text=storable(turn.text),
        shown=storable(turn.shown),
    )
