"""Questions that ask about somebody's own health, and questions that do not."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

TUNE = Path(__file__).with_name("tune.jsonl")
"""What is fitted on."""
CHECK = Path(__file__).with_name("check.jsonl")
"""Other conditions, other fields, other wording: only to be measured on."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question. own_health: whether it is about that; about: the subject, for people."""

    question: str
    own_health: bool
    about: str


def read(path: Path) -> list[Example]:
    """The examples of a file, one a line."""
    return [Example(**json.loads(line)) for line in path.read_text("utf-8").splitlines()]


def sha256(path: Path) -> str:
    """Of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
