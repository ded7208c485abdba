"""A conversation as JSON, for another program."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from pydantic_core import to_jsonable_python

from assistant.printable import json_text
from ui.export.content import answers, program
from ui.kept_answers import Documents, none

if TYPE_CHECKING:
    from assistant.history.conversation import KeptConversation, KeptTurn
    from ui.answer_view import ShownAnswer

FORM = 2
"""Goes up when a field changes its meaning or goes away."""


def as_json(conversation: KeptConversation, documents: Documents = none) -> str:
    """All of it as it was shown, the quotes' places included; see docs/places.md.

    documents: as in `ui.export.content.answers`.
    """
    shown = answers(conversation, documents)
    return json_text(
        {
            "form": FORM,
            "program": program(),
            "name": conversation.name,
            "made": conversation.made.isoformat(),
            "changed": conversation.changed.isoformat(),
            "turns": [
                _turn(turn, one) for turn, one in zip(conversation.turns, shown, strict=True)
            ],
        }
    )


def _turn(turn: KeptTurn, shown: ShownAnswer) -> dict[str, Any]:
    fields: dict[str, Any] = to_jsonable_python(shown)
    for inner in ("seconds", "quoted"):
        del fields[inner]
    if shown.composed is not None:
        sentences = shown.composed.held_up if shown.composed.leads else []
        fields["composed"] = {
            "model": shown.composed.model,
            "sentences": [asdict(one) for one in sentences],
        }
    return {"number": turn.number, "made": turn.made.isoformat(), **fields}
