"""Answer a CSV of questions: one row a quote, with its place.

    python examples/batch_csv.py questions.csv answers.csv [WORKSPACE]

The input needs a column `question`. A question that the documents do not answer gets one row
without a quote, so that nothing is lost from sight.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from assistant import Assistant

COLUMNS = ("question", "found", "confidence", "quote", "document", "section", "start", "end")


def main(questions: str, answers: str, workspace: str | None = None) -> None:
    """Read the one file and write the other."""
    assistant = Assistant(workspace)
    with (
        Path(questions).open(newline="", encoding="utf-8-sig") as source,
        Path(answers).open("w", newline="", encoding="utf-8") as target,
    ):
        rows = csv.writer(target)
        rows.writerow(COLUMNS)
        for row in csv.DictReader(source):
            answer = assistant.ask(row["question"])
            common = (row["question"], answer.found, f"{answer.confidence:.2f}")
            if not answer.found:
                rows.writerow((*common, "", "", "", "", ""))
            for c in answer.citations if answer.found else ():
                place = (c.document.name, c.section, c.origin[0][0], c.origin[-1][1])
                rows.writerow((*common, c.quote, *place))


if __name__ == "__main__":
    main(*sys.argv[1:]) if len(sys.argv) > 2 else sys.exit(__doc__)
