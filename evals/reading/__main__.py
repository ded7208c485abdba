"""Make the documents, read them, score what was read, and write a report.

    python -m evals.reading              everything
    python -m evals.reading documents    only make the documents
    python -m evals.reading score a.pdf  only these, every fault told
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from evals.reading.documents import read_truths, write_all
from evals.reading.measuring import measure
from evals.reading.report import told, worst

FOLDER = Path("build/reading")


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(prog="evals.reading", description=__doc__)
    parser.add_argument("what", nargs="?", choices=("all", "documents", "score"), default="all")
    parser.add_argument("names", nargs="*", help="only these files")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="default: %(default)s")
    options = parser.parse_intermixed_args()
    if options.what != "score":
        for name, why in write_all(options.folder, options.names):
            if why:
                print(f"Skipped {name}: {why}", file=sys.stderr)
    if options.what == "documents":
        return
    truths = [
        truth
        for truth in read_truths(options.folder)
        if not options.names or truth.file in options.names
    ]
    results = measure(options.folder, truths)
    print(told(results))
    print(worst(results))


if __name__ == "__main__":
    main()
