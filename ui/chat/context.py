"""What a browser says with every question: which conversation, and what its reader has chosen."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ui.door.received import read

MOST_PASSAGES = 12


class Context(BaseModel):
    """Sent by `static/chat.js`.

    conversation: its id; "" for one that begins now.
    answers:      "" for what the settings of the server say.
    model:        which language model composes; "" for the one that is set up.
    passages:     how many further passages are listed below the quotes.
    withheld:     show what a model wrote and no quote holds up, struck through.
    documents:    ask only these, by file name; () for all.
    editing:      the number of the question that this one takes the place of; 0 for none.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    conversation: str = Field(default="", max_length=100)
    answers: Literal["", "quoted", "composed"] = ""
    model: str = Field(default="", max_length=1_000)
    passages: int = Field(default=4, ge=0, le=MOST_PASSAGES)
    withheld: bool | None = None
    documents: tuple[str, ...] = Field(default=(), max_length=10_000)
    editing: int = Field(default=0, ge=0)


def context(text: str | None) -> Context:
    """What the browser sent. What cannot be used of it is as if it had not been chosen: one odd
    choice must not cost the conversation.
    """
    try:
        given = read(text or "{}", lenient=True)
    except ValueError:
        return Context()
    if not isinstance(given, dict):
        return Context()
    return Context(**{name: given[name] for name in Context.model_fields if _usable(name, given)})


def _usable(name: str, given: dict[str, object]) -> bool:
    if name not in given:
        return False
    try:
        Context.model_validate({name: given[name]})
    except ValidationError:
        return False
    return True
