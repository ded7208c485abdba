"""Turns to keep, and a clock that goes on with every look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from assistant.history.conversation import NewTurn


@dataclass
class Clock:
    now: datetime
    step: timedelta

    def __call__(self) -> datetime:
        self.now += self.step
        return self.now


def new_turn(question: str, text: str = "It was 92%.", **more: object) -> NewTurn:
    fields: dict[str, object] = {
        "question": question,
        "searched": question,
        "quoted": text,
        "text": text,
        "found": True,
        "shown": '{"question": "?"}',
        "receipt": b"{}",
    }
    return NewTurn(**(fields | more))  # type: ignore[arg-type]
