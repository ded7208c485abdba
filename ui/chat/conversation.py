"""One conversation as the page shows it: its log on the left, its evidence on the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.messages.phrases import Phrases
from assistant.query.turn import Turn
from ui.chat.context import Context
from ui.chat.evidence import sources
from ui.chat.turn import ShownTurn, turn
from ui.markup import escape


@dataclass(frozen=True, slots=True)
class View:
    """What the page's parts hold now. None: leave a part as it is.

    log:  the turns before the last. live: the last one, which may still grow.
    side: the evidence.
    """

    log: str | None
    live: str | None
    side: str | None = None


def log(turns: Sequence[ShownTurn], given: Context, phrases: Phrases) -> str:
    """All turns but the last, which is shown by `live`."""
    shown = "".join(turn(one, phrases, withheld=bool(given.withheld)) for one in turns[:-1])
    name = escape(given.conversation)
    return f'<div class="log" data-conversation="{name}">{shown}</div>'


def live(turns: Sequence[ShownTurn], given: Context, phrases: Phrases, notice: str = "") -> str:
    """The last turn. notice: a line below it; "" for none."""
    shown = "".join(
        turn(one, phrases, withheld=bool(given.withheld), last=True) for one in turns[-1:]
    )
    said = f'<p class="note" dir="auto">{escape(notice)}</p>' if notice else ""
    return f'<div class="log">{shown}{said}</div>'


def side(turns: Sequence[ShownTurn], given: Context, phrases: Phrases) -> str:
    """The evidence of every answer, shown of the last one that has some."""
    told = [one for one in turns if one.answer is not None and one.answer.citations]
    return "".join(
        sources(one.number, one.answer, phrases, shown=one is told[-1], passages=given.passages)
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
