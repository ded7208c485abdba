"""Hold a conversation: a later question may refer to an earlier one.

    python examples/follow_up.py . "Are dogs allowed?" "And cats?"

The first argument is the workspace, "." for the current folder.
"""

from __future__ import annotations

import sys

from assistant import Assistant, Turn


def main(workspace: str, *questions: str) -> list[Turn]:
    """Ask the questions in turn; returns the conversation, as `history` takes it."""
    assistant = Assistant(workspace)
    history: list[Turn] = []
    for question in questions:
        answer = assistant.ask(question, history=history)
        print(f"> {question}")
        if answer.searched != question:
            print(f"  (searched: {answer.searched})")
        print(f"{answer}\n")
        # With `searched`, the next question need not work out again what this one meant.
        history.append(Turn(question, answer.text, answer.searched))
    return history


if __name__ == "__main__":
    if len(sys.argv) <= 2:
        sys.exit(__doc__)  # how it is called
    main(*sys.argv[1:])
