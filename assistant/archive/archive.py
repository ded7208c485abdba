"""Keep conversations: add to them, list, search, rename and delete them, and rate their answers.

    archive = Archive(settings, workspace)
    first = archive.add(None, NewTurn(question=…, searched=…, quoted=…, text=…, found=…, shown=…))
    archive.add(first.conversation, …)
    archive.conversation(first.conversation).turns

They lie in `conversations.sqlite3` in the workspace, or where `Settings.database_url` says. The
database is opened when it is first used and made when something is first written. Several threads
and several processes may use it at once. Every method may raise ArchiveUnusable.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, delete, func, insert, select, update

from assistant.archive import finding, rating
from assistant.archive.database import Database
from assistant.archive.folding import NAME_LIMIT, fold, name_of, storable
from assistant.archive.kept import (
    KeptConversation,
    KeptRating,
    KeptTurn,
    Listed,
    NewTurn,
    Place,
    Rating,
)
from assistant.archive.tables import conversation as conversations
from assistant.archive.tables import turn as turns
from assistant.archive.tables import words
from assistant.errors import ArchiveUnusable, UnknownConversation, UsageError
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
        self, conversation: str | None, turn: NewTurn, instead_of: int | None = None
    ) -> KeptTurn:
        """Keep a turn; it is on disk once this returns.

        conversation: its id; None begins one, named after this first question.
        instead_of:   the turns from this number on give way to it, in the same transaction.

        Raises:
            UnknownConversation: It has been deleted.
        """
        made, turn, dropped = self._now(), _storable(turn), 0
        with self._database.writing() as database:
            if conversation is None:
                conversation, number = _begin(database, turn.question, made), 1
            else:
                dropped = _drop(database, conversation, instead_of)
                number = _next_number(database, conversation)
                _go_on(database, conversation, number, turn.question, made)
            kept = KeptTurn(**_fields(turn), conversation=conversation, number=number, made=made)
            row = {name: getattr(kept, name) for name in turns.c.keys()}  # noqa: SIM118
            database.execute(insert(turns).values(row))
            folded = fold(f"{turn.question} {turn.text}")
            key = {"conversation": conversation, "number": number}
            database.execute(insert(words).values(**key, folded=folded))
        if dropped:
            # The turn is kept: what is left of the old one in the log goes at the next chance.
            with contextlib.suppress(ArchiveUnusable):
                self._database.forget_deleted()
        return kept

    def cut(self, conversation: str, number: int) -> None:
        """Drop the turns from this number on, with what was said of them."""
        with self._database.writing() as database:
            dropped = _drop(database, conversation, number)
        if dropped:
            self._database.forget_deleted()

    def conversation(self, id: str) -> KeptConversation | None:  # noqa: A002 - of a conversation
        """A conversation with all its turns; None where there is none of this id."""
        with self._database.reading() as database:
            return None if database is None else finding.conversation(database, storable(id))

    def listed(
        self, search: str = "", limit: int = 50, before: Place | None = None
    ) -> tuple[Listed, ...]:
        """Conversations, the last changed first.

        search: only those that hold each of these words, or parts of words, in their name, a
                question or an answer; case and accents make no difference. At most 200 characters
                are looked at.
        before: only those that come after this place in the list; see `Listed.place`.
        """
        with self._database.reading() as database:
            if database is None:
                return ()
            wanted = fold(storable(search[:_SEARCHED])).split()
            return finding.listed(database, wanted, limit, before)

    def rename(self, id: str, name: str) -> str:  # noqa: A002
        """Give a conversation a name; returns it as it is kept, on one line.

        Raises:
            UnknownConversation: There is none of this id.
            UsageError: The name is empty or has more than 200 characters.
        """
        name = one_line(name)
        if not 1 <= len(name) <= NAME_LIMIT:
            raise UsageError(f"A name has 1 to {NAME_LIMIT} characters: give such a one.")
        with self._database.writing() as database:
            found = database.execute(
                update(conversations)
                .where(conversations.c.id == id)
                .values(name=name, folded=fold(name), renamed=True)
            )
            _require(found.rowcount)
        return name

    def delete(self, id: str) -> None:  # noqa: A002
        """Delete a conversation and all that belongs to it; nothing of it stays in the file."""
        with self._database.writing() as database:
            database.execute(delete(conversations).where(conversations.c.id == id))
        self._database.forget_deleted()

    def rate(self, conversation: str, number: int, rating_given: Rating) -> KeptRating:
        """Keep what a reader says of a turn, instead of what was said before.

        Raises:
            UnknownConversation: There is no such turn.
        """
        if not 1 <= number <= _LARGEST:
            raise UnknownConversation("A conversation has no such answer: ask again.")
        with self._database.writing() as database:
            return rating.keep(database, conversation, number, rating_given, self._now())

    def unrate(self, conversation: str, number: int) -> None:
        """Take back what was said of a turn."""
        if not 1 <= number <= _LARGEST:
            return
        with self._database.writing() as database:
            rating.drop(database, conversation, number)
        self._database.forget_deleted()

    def ratings(self, *, open_only: bool = True) -> tuple[KeptRating, ...]:
        """What readers said, oldest first. open_only: only what has not been decided."""
        with self._database.reading() as database:
            return () if database is None else rating.kept(database, open_only=open_only)

    def decide(self, id: int, *, accepted: bool) -> None:  # noqa: A002 - of a rating
        """Say whether what a reader said was taken up.

        Raises:
            UsageError: There is no rating of this id.
        """
        if not 1 <= id <= _LARGEST:
            raise UsageError(f"There is no rating {id}.")
        with self._database.writing() as database:
            rating.decide(database, id, accepted=accepted)

    def close(self) -> None:
        """Let go of the database; the next use opens it again."""
        self._database.close()


def _begin(database: Connection, question: str, made: datetime) -> str:
    new, name = secrets.token_urlsafe(16), name_of(question)
    database.execute(
        insert(conversations).values(
            id=new, name=name, folded=fold(name), renamed=False, made=made, changed=made
        )
    )
    return new


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
    kept = update(conversations).where(conversations.c.id == conversation)
    database.execute(kept.values(changed=made))
    if number == 1:  # its first question was asked anew
        name = name_of(question)
        unnamed = kept.where(conversations.c.renamed.is_(False))
        database.execute(unnamed.values(name=name, folded=fold(name)))


def _require(found: int | bool) -> None:
    if not found:
        raise UnknownConversation("This conversation is not kept (any more): begin another one.")


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
