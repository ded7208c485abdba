"""The list of conversations, places in it as addresses have them, and how answers are rated."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from markupsafe import Markup

from assistant.errors import UsageError
from assistant.history.conversation import COMMENT_LIMIT
from ui.templating import render

if TYPE_CHECKING:
    from assistant.history.conversation import Listed, Place, Rating


def to_text(place: Place) -> str:
    """As it stands in the address of the next part of the list."""
    changed, id_ = place
    return f"{changed.isoformat()}~{id_}"


def from_text(text: str) -> Place | None:
    """What `to_text` wrote; None for "".

    Raises:
        UsageError: It is something else.
    """
    if not text:
        return None
    moment, _, id_ = text.partition("~")
    try:
        changed = datetime.fromisoformat(moment)
    except ValueError:
        changed = None
    if changed is None or changed.tzinfo is None:
        raise UsageError("The address names no place in the list: open the list again.")
    return changed, id_


TITLE = "Conversations"


def page(
    listed: Sequence[Listed], search: str, *, more: bool, notices: Sequence[str] = ()
) -> Markup:
    """The whole view.

    search:  what was looked for.
    more:    whether older ones follow.
    notices: what has happened to them, each in a line.
    """
    return render(
        "conversations.html",
        title=TITLE,
        listed=listed,
        search=search,
        before=to_text(listed[-1].place) if more and listed else "",
        notices=notices,
    )


def rating_controls(
    conversation: str, number: int, rating: Rating | None, made: datetime
) -> Markup:
    """Two thumbs, and a form that opens below the second.

    conversation, number: of the turn; rating: what was said of it before; made: when it was
    answered, since a question that is asked again gets another answer under the same number.
    """
    return render(
        "rating.html",
        name=f"{conversation}-{number}-{made:%Y%m%d%H%M%S%f}",
        conversation=conversation,
        number=number,
        rating=rating,
        longest=COMMENT_LIMIT,
    )
