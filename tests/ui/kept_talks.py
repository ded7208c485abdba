"""Conversations to show and export, kept without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from fake_assistant import FakeAssistant

from assistant.generation.events import Done
from assistant.history.conversation import KeptConversation, KeptTurn, NewTurn
from ui.answer_view import shown
from ui.kept_answers import to_json

BEGUN = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


def new_turn(fake: FakeAssistant, question: str, *, composed: bool = False) -> NewTurn:
    """The fake assistant's answer."""
    events = fake.stream(question, answers="composed" if composed else None)
    answer = next(event.answer for event in events if isinstance(event, Done))
    return NewTurn(
        answer.question,
        answer.searched,
        answer.quoted,
        str(answer),
        answer.found,
        to_json(shown(answer)),
    )


def kept_conversation(name: str, *turns: NewTurn) -> KeptConversation:
    """One that holds these turns, a minute each."""
    kept = tuple(
        KeptTurn(
            **{field: getattr(turn, field) for field in NewTurn.__dataclass_fields__},
            conversation="c",
            number=number,
            made=BEGUN + timedelta(minutes=number),
        )
        for number, turn in enumerate(turns, 1)
    )
    return KeptConversation("c", name, BEGUN, BEGUN, kept)


def damaged(conversation: KeptConversation) -> KeptConversation:
    """With turns that no version of the program can read."""
    turns = tuple(replace(turn, shown="{") for turn in conversation.turns)
    return replace(conversation, turns=turns)
