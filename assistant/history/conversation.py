"""A saved conversation and its searchable text. All times are in UTC."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias, get_args

from assistant.errors import UsageError
from assistant.printable import one_line

NAME_LIMIT = 200
"""Characters of a conversation's name."""

_CUT_AT = 80
# PostgreSQL stores no NUL, and neither database a half of a surrogate pair.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """`text`, with U+FFFD for what a database refuses."""
    return _UNSTORABLE.sub("\ufffd", text)


def fold(text: str) -> str:
    """Lower case without accents, one space between words: "Häußler  A" is "haussler a"."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in apart if not unicodedata.combining(char))
    return one_line(bare)


def name_of(question: str) -> str:
    """A name for the conversation that begins with a question: one line, cut at a word to about
    80 characters.
    """
    line = one_line(question)
    if len(line) <= _CUT_AT:
        return line or "…"
    head, space, _ = line[: _CUT_AT + 1].rpartition(" ")
    # One word that is longer than that is cut inside.
    whole = head if space and len(head) > _CUT_AT // 2 else line[:_CUT_AT]
    return whole.rstrip(" ,;:–-") + " …"


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


Reason = Literal[
    "",
    "wrong",
    "wrong_citation",
    "missed_passage",
    "should_have_refused",
    "should_have_answered",
    "other",
]
REASONS: tuple[str, ...] = get_args(Reason)

COMMENT_LIMIT = 2_000
"""Characters of a reader's comment."""


@dataclass(frozen=True, slots=True)
class Rating:
    """What a reader said of an answer.

    reason:  what is wrong with it; "" if it is good or the reader did not say.
    comment: at most 2,000 characters.

    Raises:
        UsageError: The reason is unknown or belongs to a good answer, or the comment is too long.
    """

    good: bool
    reason: Reason = ""
    comment: str = ""

    def __post_init__(self) -> None:
        if self.reason not in REASONS:
            known = ", ".join(REASONS[1:])
            raise UsageError(f"No reason {self.reason!a}: give one of {known}, or none.")
        if self.good and self.reason:
            raise UsageError("A good answer has no reason to be wrong: leave the reason out.")
        if len(self.comment) > COMMENT_LIMIT:
            raise UsageError(f"The comment has more than {COMMENT_LIMIT:,} characters: shorten it.")


@dataclass(frozen=True, slots=True)
class NewTurn:
    """A question and its answer, to be kept.

    searched: the question as it was searched for.
    quoted:   the answer's quotes: what a follow-up leans on.
    text:     the answer in words, for searching.
    shown:    JSON of all that a front door shows of it; opaque here.
    receipt:  what the answer rests on, sealed; None if there is none.
    """

    question: str
    searched: str
    quoted: str
    text: str
    found: bool
    shown: str
    receipt: bytes | None = None


@dataclass(frozen=True, slots=True)
class KeptTurn(NewTurn):
    """A turn that is on disk. number: its place in the conversation, from 1."""

    conversation: str = ""
    number: int = 0
    made: datetime = datetime.min
    rating: Rating | None = None


@dataclass(frozen=True, slots=True)
class KeptConversation:
    """A conversation with its turns, oldest first."""

    id: str
    name: str
    made: datetime
    changed: datetime
    turns: tuple[KeptTurn, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A conversation as a line of a list. turns: how many there are, ≥ 1."""

    id: str
    name: str
    made: datetime
    changed: datetime
    turns: int

    @property
    def place(self) -> Place:
        """Where it stands in the list: give it as `before` to go on from here."""
        return self.changed, self.id


Place: TypeAlias = tuple[datetime, str]
"""When a conversation was last changed, and its id."""


@dataclass(frozen=True, slots=True)
class KeptRating:
    """What a reader said of a turn. accepted: what was decided about it; None if nothing yet."""

    id: int
    conversation: str
    number: int
    rating: Rating
    made: datetime
    accepted: bool | None
