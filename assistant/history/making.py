"""Rows that are made of others: what is searched, and how a conversation is called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.history.folding import fold, name_of


def conversation_row(id_: str, question: str, made: object, changed: object) -> dict[str, object]:
    """A conversation that is named after its first question."""
    name = name_of(question)
    return {
        "id": id_,
        "name": name,
        "folded": fold(name),
        "renamed": False,
        "made": made,
        "changed": changed,
    }


def words_of(turn: Mapping[str, Any]) -> dict[str, object]:
    """What of a turn is searched."""
    return {
        "conversation": turn["conversation"],
        "number": turn["number"],
        "folded": fold(f"{turn['question']} {turn['text']}"),
    }
