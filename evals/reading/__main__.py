"""Make the documents, read them, score what was read, and write a report.

python -m evals.reading                         everything
python -m evals.reading documents               only make the documents
python -m evals.reading score a.pdf --faults    score this one, and tell each fault
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.workspace import Workspace
from evals.reading import reviews, same_article, speed
from evals.reading.documents import read_truths, write_all
from evals.reading.faults import faults
from evals.reading.measuring import Result, measure
from evals.reading.page import Benchmark, render
from evals.reading.readers import PLAIN, assistant, can_read
from evals.reading.report import told, told_beside, worst
from evals.reading.scoring.places import letters
from evals.reading.truth import Truth

FOLDER = Path("build/reading")


def main() -> None:
    """Run what was asked for."""
    options = _options()
    if options.what != "score":
        for name, why in write_all(options.folder, options.names, options.seed):
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
    if options.what == "all":
        _write(options.folder, results, with_reviews=not options.no_reviews)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="evals.reading",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("what", nargs="?", choices=("all", "documents", "score"), default="all")
    parser.add_argument("names", nargs="*", help="only these files")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="default: %(default)s")
    parser.add_argument("--seed", type=int, default=1, help="of layouts drawn by chance")
    parser.add_argument("--faults", action="store_true", help="tell each fault of the assistant")
    parser.add_argument("--only-ours", action="store_true", help="leave other libraries out")
    parser.add_argument("--no-reviews", action="store_true", help="leave the gold questions out")
    return parser.parse_intermixed_args()


def _faults(options: argparse.Namespace, truth: Truth) -> list[str]:
    data = (options.folder / truth.file).read_bytes()
    if not can_read(truth.file) or truth.password:
        return []
    pages = letters(data) if truth.file.endswith(".pdf") else []
    return list(faults(truth, assistant(truth.file, data), pages))


def _write(folder: Path, results: Sequence[Result], *, with_reviews: bool) -> None:
    """Measure the rest, and write the report."""
    reads_pdf = can_read("a.pdf")
    benchmark = Benchmark(
        results,
        speed.costs() if reads_pdf else {},
        same_article.ask_all(folder),
        reviews.compare(Workspace.find(), folder / "reviews") if with_reviews and reads_pdf else {},
    )
    print(told_beside(benchmark.costs, benchmark.same, benchmark.reviews))
    path = folder / "report.html"
    path.write_text(render(benchmark), encoding="utf-8")
    print(f"\nReport: {path}")


if __name__ == "__main__":
    main()
