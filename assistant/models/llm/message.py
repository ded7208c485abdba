"""What a language model is given to read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["system", "user", "assistant"]


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a chat. Messages that many calls begin with alike (the instructions) come
    first: a local model keeps what it has read of them.
    """

    role: Role
    text: str
