"""Make the documents, read them, score what was read, and write a report.

    python -m evals.reading              everything
    python -m evals.reading documents    only make the documents
    python -m evals.reading score a.pdf --faults    only this one, and each fault
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from evals.reading.documents import read_truths, write_all
from evals.reading.faults import faults
from evals.reading.measuring import measure
from evals.reading.readers import PLAIN, assistant, can_read
from evals.reading.report import told, worst
from evals.reading.scoring.places import letters
from evals.reading.truth import Truth

FOLDER = Path("build/reading")


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(prog="evals.reading", description=__doc__)
    parser.add_argument("what", nargs="?", choices=("all", "documents", "score"), default="all")
    parser.add_argument("names", nargs="*", help="only these files")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="default: %(default)s")
    parser.add_argument("--faults", action="store_true", help="tell each fault of the assistant")
    parser.add_argument("--only-ours", action="store_true", help="leave other libraries out")
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
    results = measure(options.folder, truths, {} if options.only_ours else PLAIN)
    print(told(results))
    print(worst(results))
    if options.faults:
        for truth in truths:
            print("\n".join((f"\n{truth.file}", *(f"  {one}" for one in _faults(options, truth)))))


def _faults(options: argparse.Namespace, truth: Truth) -> list[str]:
    data = (options.folder / truth.file).read_bytes()
    if not can_read(truth.file) or truth.password:
        return []
    pages = letters(data) if truth.file.endswith(".pdf") else []
    return list(faults(truth, assistant(truth.file, data), pages))


if __name__ == "__main__":
    main()
