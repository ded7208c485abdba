"""Clean a question: one line, not empty, not too long."""

from __future__ import annotations

from assistant.errors import UsageError

MAX_QUESTION = 4000
"""Characters; a longer question is refused."""


def clean_question(question: str) -> str:
    """A question on one line, without control and invisible characters.

    Raises:
        UsageError: it is empty, or longer than `MAX_QUESTION` characters.
    """
    if len(question) > MAX_QUESTION:
        raise UsageError(
            f"The question has {len(question):,} characters: ask in at most {MAX_QUESTION:,}."
        )
    text = "".join(char if char.isprintable() else " " for char in question)
    text = " ".join(text.split())
    if not is_asked(text):
        raise UsageError("The question is empty: ask something in words.")
    return text


def is_asked(text: str) -> bool:
    """Whether a text is taken for a question: not empty, and not longer than `MAX_QUESTION`."""
    return len(text) <= MAX_QUESTION and any(char.isalnum() for char in text)
