"""Read conversations, search them, and rate their answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from assistant.errors import UnknownConversation, UsageError
from assistant.history.conversation import (
    KeptConversation,
    KeptRating,
    KeptTurn,
    Listed,
    Place,
    Rating,
    storable,
)
from assistant.history.tables import SEAL, change, checked, seal, words
from assistant.history.tables import conversation as conversations
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


_SAID = "rating_"


def conversation(database: Connection, wanted: str) -> KeptConversation | None:
    """A conversation with its turns; None if there is none."""
    line = database.execute(select(conversations).where(conversations.c.id == wanted)).first()
    if line is None:
        return None
    found: dict[str, Any] = checked(conversations, line)
    rows = database.execute(
        select(*turns.c, *(column.label(_SAID + column.name) for column in ratings.c))
        .outerjoin_from(
            turns,
            ratings,
            and_(
                ratings.c.conversation == turns.c.conversation, ratings.c.number == turns.c.number
            ),
        )
        .where(turns.c.conversation == wanted)
        .order_by(turns.c.number)
    )
    kept = tuple(_turn(row) for row in rows)
    return KeptConversation(found["id"], found["name"], found["made"], found["changed"], kept)


def listed(
    database: Connection, wanted: Sequence[str], limit: int, before: Place | None
) -> tuple[Listed, ...]:
    """Conversations with at least one turn that hold every word wanted, each folded."""
    count = (
        select(func.count())
        .where(turns.c.conversation == conversations.c.id)
        .scalar_subquery()
        .label("number_of_turns")
    )
    found = select(conversations, count).where(
        exists().where(turns.c.conversation == conversations.c.id)
    )
    # The longest first: it is probably the rarest, and where one is missing no more is read.
    for word in sorted(wanted, key=len, reverse=True):
        found = found.where(_holds(word))
    if before is not None:
        changed, id_ = before
        found = found.where(
            or_(
                conversations.c.changed < changed,
                and_(conversations.c.changed == changed, conversations.c.id < id_),
            )
        )
    newest = (conversations.c.changed.desc(), conversations.c.id.desc())
    rows = database.execute(found.order_by(*newest).limit(limit))
    return tuple(_listed(row) for row in rows)


def _listed(row: Row[Any]) -> Listed:
    found: dict[str, Any] = checked(conversations, row)
    return Listed(found["id"], found["name"], found["made"], found["changed"], row.number_of_turns)


def _holds(word: str) -> ColumnElement[bool]:
    """Whether a conversation has it in its name or in a turn; `%` and `_` stand for themselves."""
    inside = exists().where(
        words.c.conversation == conversations.c.id,
        words.c.folded.contains(word, autoescape=True),
    )
    return or_(conversations.c.folded.contains(word, autoescape=True), inside)


def _turn(row: Row[Any]) -> KeptTurn:
    is_rated = row._mapping[f"{_SAID}id"] is not None
    said = rating_of(checked(ratings, row, _SAID)) if is_rated else None
    values: dict[str, Any] = checked(turns, row)
    return KeptTurn(**values, rating=said)
