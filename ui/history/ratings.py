"""What a reader says of an answer: a thumb up or down, and what is wrong.

    controls(conversation, number, turn.rating, turn.made)

may stand anywhere on the page: `static/history.js` listens on the document.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from assistant.history.conversation import COMMENT_LIMIT
from ui.markup import escape, icon

if TYPE_CHECKING:
    from assistant.history.conversation import Rating

GROUP = "Is this answer right?"
GOOD, BAD = "Good answer", "Bad answer"
QUESTION = "What is wrong with it?"
COMMENT = "Anything else (optional)"
SEND, CANCEL = "Send", "Close"
NOTED = "Thank you, noted."
REASONS = (
    ("wrong", "The answer is wrong"),
    ("wrong_citation", "A quote does not fit"),
    ("missed_passage", "A passage is missing"),
    ("should_have_refused", "The documents do not say this"),
    ("should_have_answered", "The documents do answer this"),
    ("other", "Something else"),
)


def controls(conversation: str, number: int, rating: Rating | None, made: datetime) -> str:
    """Two thumbs, and a form that opens below the second.

    conversation, number: of the turn; rating: what was said of it before; made: when it was
    answered, since a question that is asked again gets another answer under the same number.
    """
    said = "" if rating is None else NOTED
    name = escape(f"{conversation}-{number}-{made:%Y%m%d%H%M%S%f}")
    good, bad = (rating is not None and rating.good is up for up in (True, False))
    return (
        f'<div class="rating" role="group" aria-label="{GROUP}" id="rating-{name}"'
        f' data-conversation="{escape(conversation)}" data-number="{number}"'
        f' data-noted="{NOTED}">'
        f"{_thumb('good', GOOD, icon('good'), pressed=good)}"
        f"{_thumb('bad', BAD, icon('bad'), pressed=bad)}"
        f'<span class="rating-said" role="status">{said}</span>'
        f"{_form(name, rating)}</div>"
    )


def _thumb(kind: str, label: str, icon: str, *, pressed: bool) -> str:
    state = "true" if pressed else "false"
    more = ' aria-expanded="false"' if kind == "bad" else ""
    return (
        f'<button type="button" class="button icon rating-{kind}" aria-pressed="{state}"{more}'
        f' title="{label}" aria-label="{label}">{icon}</button>'
    )


def _form(name: str, rating: Rating | None) -> str:
    """name: escaped."""
    reason, comment = ("", "") if rating is None else (rating.reason, rating.comment)
    chips = "".join(
        f'<label class="chip"><input type="radio" name="reason" value="{value}"'
        f"{' checked' if value == reason else ''}>{label}</label>"
        for value, label in REASONS
    )
    return (
        '<form class="rating-form sheet" hidden><fieldset>'
        f'<legend>{QUESTION}</legend><div class="rating-reasons">{chips}</div></fieldset>'
        f'<label class="rating-label" for="comment-{name}">{COMMENT}</label>'
        f'<textarea class="field" id="comment-{name}" name="comment" rows="2"'
        f' maxlength="{COMMENT_LIMIT}" dir="auto">{escape(comment)}</textarea>'
        f'<div class="rating-buttons"><button class="button primary">{SEND}</button>'
        f'<button type="button" class="button rating-close">{CANCEL}</button></div></form>'
    )
