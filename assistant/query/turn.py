"""One exchange of a conversation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and the text of its answer, as the caller kept them.

    searched: the question as it was searched, where the caller kept that too; without it,
              it is worked out again from the turns before.
    """

    question: str
    answer: str = ""
    searched: str = ""
