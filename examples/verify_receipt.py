"""Write down what an answer rests on, and check that later against the documents.

    python examples/verify_receipt.py ask receipt.json "Are dogs allowed?" [WORKSPACE]
    python examples/verify_receipt.py check receipt.json [WORKSPACE]

Checking needs no index and no network: only the documents.
"""

from __future__ import annotations

import sys
from pathlib import Path

from assistant import Assistant, verify
from assistant.receipts.files import read_receipt, write_receipt


def ask(path: str, question: str, workspace: str | None = None) -> bool:
    """Print the answer and keep its receipt."""
    assistant = Assistant(workspace)
    answer = assistant.ask(question)
    print(answer)
    write_receipt(assistant.receipt(answer), Path(path))
    return answer.found


def check(path: str, workspace: str | None = None) -> bool:
    """Print what of a receipt still holds."""
    found = verify(read_receipt(Path(path)), workspace)
    print(found)
    return found.holds


if __name__ == "__main__":
    if len(sys.argv) <= 2:
        sys.exit(__doc__)  # how it is called
    command, *arguments = sys.argv[1:]
    sys.exit(0 if {"ask": ask, "check": check}[command](*arguments) else 1)
