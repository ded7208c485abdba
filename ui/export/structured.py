"""A conversation as JSON, for another program."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from assistant.printable import json_text
from ui.export.content import answers, program

if TYPE_CHECKING:
    from assistant.archive.kept import KeptConversation, KeptTurn
    from ui.shown import ShownAnswer

FORM = 1
"""Goes up when a field changes its meaning or goes away."""


def as_json(conversation: KeptConversation) -> str:
    """All of it as it was shown, the quotes' places included."""
    shown = answers(conversation)
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
    fields = asdict(shown)
    for inner in ("seconds", "quoted"):
        del fields[inner]
    if shown.composed is not None:
        sentences = shown.composed.held_up if shown.composed.leads else []
        fields["composed"] = {
            "model": shown.composed.model,
            "sentences": [asdict(one) for one in sentences],
        }
    return {"number": turn.number, "made": turn.made.isoformat(), **fields}
