"""Are all answers byte for byte what they were? `python -m evals.identical FILE`.

Writes everything that is said to the gold questions into FILE, a line each, times left out. Where
FILE is there already, compares instead and names the questions whose answers differ: for changes
to the code that must change no answer.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path

from assistant import Answer, Assistant, Turn
from evals.console import TimeLeft
from evals.gold_cases import GOLD, load
from evals.records.folder import Folder


def line(case: str, answer: Answer) -> str:
    """All of a quoted answer but the time that it took, as one line of JSON."""
    return json.dumps(
        {
            "case": case,
            "searched": answer.searched,
            "found": answer.found,
            "lead": answer.lead,
            "statements": [
                [one.text, one.marker, one.decisive, one.cells] for one in answer.statements
            ],
            "citations": [
                [
                    *(one.marker, one.document.name, one.start, one.end, one.quote),
                    *(one.section, one.origin, str(one.place)),
                ]
                for one in (*answer.citations, *answer.further)
            ],
            "confidence": answer.confidence,
            "hits": [[hit.passage.start, hit.passage.end, hit.score] for hit in answer.hits],
            "notes": answer.notes,
            "text": answer.text,
        }
    )


def lines(assistant: Assistant) -> list[str]:
    """The answers to all gold questions, the follow-ups with what was said before them."""
    progress = TimeLeft()
    cases = load(Folder.of(assistant.workspace).gold, GOLD)
    made = []
    for done, case in enumerate(cases):
        progress("Asking", done, len(cases))
        turns = tuple(Turn(turn.question, turn.answer) for turn in case.history)
        made.append(line(case.id, assistant.ask(case.question, turns, answers="quoted")))
    progress("Asking", len(cases), len(cases))
    return made


def different(before: list[str], after: list[str]) -> list[str]:
    """The cases that are not in both, or whose answers are not the same."""
    return sorted({json.loads(one)["case"] for one in {*before} ^ {*after}})


def main() -> int:
    """Write or compare; returns 1 where an answer differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    path = parser.parse_args().file
    after = lines(Assistant())
    digest = hashlib.sha256("\n".join(after).encode()).hexdigest()
    if not path.exists():
        path.write_text("\n".join(after), encoding="utf-8")
        print(f"{len(after)} answers written, sha256 {digest}")
        return 0
    changed = different(path.read_text(encoding="utf-8").split("\n"), after)
    print(f"{len(after)} answers, sha256 {digest}; different: {', '.join(changed) or 'none'}")
    return int(bool(changed))


if __name__ == "__main__":
    sys.exit(main())
