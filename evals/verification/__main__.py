"""How well the checks tell true sentences from corrupted ones: `python -m evals.verification`."""

from __future__ import annotations

import argparse

from evals.verification.measuring import measure, report


def main() -> None:
    """Print the confusion table as Markdown; list what went wrong with `--wrong` (tune half)."""
    parser = argparse.ArgumentParser(prog="python -m evals.verification", description=__doc__)
    parser.add_argument("--split", choices=("tune", "check"), default="check")
    parser.add_argument("--wrong", metavar="KIND", help="list the misjudged tune cases of a kind")
    options = parser.parse_args()
    if options.wrong:
        for judged in measure("tune"):
            if judged.case.kind == options.wrong and judged.is_wrong:
                print(f"{judged.verdict.value:12} {judged.case.origin:10} {judged.case.text}")
                if judged.case.kind != "true":
                    print(f"{'':23} was: {judged.case.original}")
                print(f"{'':23} {judged.reason}")
        return
    print(report(measure(options.split), options.split))


if __name__ == "__main__":
    main()
