"""Read conversations back, and find them by their words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, exists, func, or_, select

from assistant.history.conversation import KeptConversation, KeptTurn, Listed, Place
from assistant.history.ratings import rating_of
from assistant.history.rows import checked
from assistant.history.tables import conversation as conversations
from assistant.history.tables import rating as ratings
from assistant.history.tables import turn as turns
from assistant.history.tables import words

_SAID = "rating_"


def conversation(database: Connection, wanted: str) -> KeptConversation | None:
    """A conversation with its turns; None where there is none."""
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
