"""One conversation as the page shows it, and what its reader has chosen."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from gradio.state_holder import SessionState, StateHolder
from markupsafe import Markup
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.types import Turn
from ui.chat.evidence import sources
from ui.chat.turn import ShownTurn, turn
from ui.door.messages import read
from ui.templating import render

if TYPE_CHECKING:
    from gradio.blocks import Blocks
    from gradio.routes import App

MOST_PASSAGES = 12


class Context(BaseModel):
    """Sent by `static/chat.js`.

    conversation: its id; "" for one that begins now.
    answers:      "" for what the settings of the server say.
    model:        which language model composes; "" for the one that is set up.
    passages:     how many further passages are listed below the quotes.
    withheld:     show what a model wrote and no quote supports, struck through.
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


@dataclass(frozen=True, slots=True)
class View:
    """What the page's parts hold now. None: leave a part as it is.

    log:  the turns before the last. live: the last one, which may still grow.
    side: the evidence.
    """

    log: str | None
    live: str | None
    side: str | None = None


def log(turns: Sequence[ShownTurn], given: Context) -> Markup:
    """All turns but the last, which is shown by `live`."""
    shown = [turn(one, withheld=bool(given.withheld)) for one in turns[:-1]]
    return render("log.html", turns=shown, conversation=given.conversation, notice="")


def live(turns: Sequence[ShownTurn], given: Context, notice: str = "") -> Markup:
    """The last turn. notice: a line below it; "" for none."""
    shown = [turn(one, withheld=bool(given.withheld), last=True) for one in turns[-1:]]
    return render("log.html", turns=shown, conversation=None, notice=notice)


def side(turns: Sequence[ShownTurn], given: Context) -> Markup:
    """The evidence of every answer, shown of the last one that has some."""
    told = [one for one in turns if one.answer is not None and one.answer.citations]
    return Markup().join(
        sources(one.number, one.answer, shown=one is told[-1], passages=given.passages)
        for one in told
        if one.answer is not None
    )


def history(turns: Sequence[ShownTurn]) -> list[Turn]:
    """What a follow-up leans on: the questions and their quotes, and no model's words."""
    return [
        Turn(one.question, one.answer.quoted, one.answer.searched)
        for one in turns
        if one.answer is not None
    ]


_REMEMBERED_EVENTS = "100"
"""Of Gradio's event statistics, which no one reads; without this it is 10,000."""
_NEVER = str(10**12)


def keep_no_statistics() -> None:
    """Call it before a page is built: Gradio reads these variables then.

    It would gather all events into a table after each one, to sum up how long they took.
    """
    os.environ["GRADIO_ANALYTICS_MAX_EVENTS"] = _REMEMBERED_EVENTS
    os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = _NEVER


def keep_no_sessions(app: App) -> None:
    """Let all sessions of a page be one that never changes.

    Raises:
        ValueError: A part of the page holds state, which would be lost.
    """
    app.state_holder = _Sessions(app.get_blocks())


class _Sessions(StateHolder):
    def __init__(self, blocks: Blocks) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        if any(block.stateful for block in blocks.blocks.values()):
            raise ValueError("A part of the page holds state: no session keeps any.")
        self.set_blocks(blocks)
        self._same = _Session(blocks)

    def __getitem__(self, session_id: str) -> SessionState:
        return self._same

    def __contains__(self, session_id: object) -> bool:
        return True


class _Session(SessionState):
    """Holds the page as it was built; what Gradio writes into it is dropped."""

    def __setitem__(self, key: int, value: object) -> None:
        pass

    def _update_config(self, key: int) -> None:
        pass

    def _update_value_in_config(self, key: int, value: object) -> None:
        pass
