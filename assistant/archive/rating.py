"""What readers said of answers: one rating a turn, and what was decided about it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from assistant.archive.folding import storable
from assistant.archive.kept import KeptRating, Rating
from assistant.archive.tables import rating as ratings
from assistant.archive.tables import turn as turns
from assistant.errors import UnknownConversation, UsageError


def keep(
    database: Connection, conversation: str, number: int, given: Rating, made: datetime
) -> KeptRating:
    """Instead of the turn's rating, if it has one; nothing is decided about the new one."""
    # Held until the transaction ends: two ratings at once leave one.
    held = (
        select(turns.c.number)
        .where(turns.c.conversation == conversation, turns.c.number == number)
        .with_for_update()
    )
    if database.execute(held).scalar() is None:
        raise UnknownConversation("This answer is not kept (any more): ask again.")
    drop(database, conversation, number)
    given = Rating(given.good, given.reason, storable(given.comment))
    row = insert(ratings).values(
        conversation=conversation,
        number=number,
        good=given.good,
        reason=given.reason,
        comment=given.comment,
        made=made,
    )
    (new,) = database.execute(row.returning(ratings.c.id)).one()
    return KeptRating(new, conversation, number, given, made, None)


def drop(database: Connection, conversation: str, number: int) -> None:
    """Take it back."""
    database.execute(
        delete(ratings).where(ratings.c.conversation == conversation, ratings.c.number == number)
    )


def kept(database: Connection, *, open_only: bool) -> tuple[KeptRating, ...]:
    """All of them, oldest first."""
    wanted = select(ratings).order_by(ratings.c.id)
    if open_only:
        wanted = wanted.where(ratings.c.accepted.is_(None))
    return tuple(
        KeptRating(
            row.id,
            row.conversation,
            row.number,
            Rating(row.good, row.reason, row.comment),
            row.made,
            row.accepted,
        )
        for row in database.execute(wanted)
    )


def decide(database: Connection, wanted: int, *, accepted: bool) -> None:
    """Say whether it was taken up."""
    found = database.execute(
        update(ratings).where(ratings.c.id == wanted).values(accepted=accepted)
    )
    if not found.rowcount:
        raise UsageError(f"There is no rating {wanted}: `assistant eval candidates list` has them.")
