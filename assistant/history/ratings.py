"""What readers said of answers: one rating a turn, and what was decided about it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from assistant.errors import UnknownConversation, UsageError
from assistant.history.conversation import KeptRating, Rating
from assistant.history.folding import storable
from assistant.history.rows import change, checked
from assistant.history.sealing import SEAL, seal
from assistant.history.tables import rating as ratings
from assistant.history.tables import turn as turns


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
    values = {
        "conversation": conversation,
        "number": number,
        "good": given.good,
        "reason": given.reason,
        "comment": given.comment,
        "made": made,
        "accepted": None,
    }
    (new,) = database.execute(insert(ratings).values(values).returning(ratings.c.id)).one()
    sealed = seal(ratings.name, {**values, "id": new})  # the database gives the id
    database.execute(update(ratings).where(ratings.c.id == new).values({SEAL: sealed}))
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
    found = (checked(ratings, row) for row in database.execute(wanted))
    return tuple(_kept(values) for values in found)


def _kept(values: Mapping[str, Any]) -> KeptRating:
    return KeptRating(
        id=values["id"],
        conversation=values["conversation"],
        number=values["number"],
        rating=rating_of(values),
        made=values["made"],
        accepted=values["accepted"],
    )


def rating_of(values: Mapping[str, Any]) -> Rating:
    """What a row of the table says."""
    return Rating(values["good"], values["reason"], values["comment"])


def decide(database: Connection, wanted: int, *, accepted: bool) -> None:
    """Say whether it was taken up."""
    if not change(database, ratings, ratings.c.id == wanted, {"accepted": accepted}):
        raise UsageError(f"There is no rating {wanted}: `assistant eval candidates list` has them.")
