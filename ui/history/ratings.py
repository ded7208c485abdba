"""What a reader says of an answer: a thumb up or down, and what is wrong."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from markupsafe import Markup

from assistant.history.conversation import COMMENT_LIMIT
from ui.templating import render

if TYPE_CHECKING:
    from assistant.history.conversation import Rating


def controls(conversation: str, number: int, rating: Rating | None, made: datetime) -> Markup:
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
