"""How well the checks tell true sentences from false ones: `python -m evals.verification`."""

from __future__ import annotations

import argparse

from assistant.verification.verifier import Checker
from evals.verification.by_hand import ablation, by_hand, by_others, judged_by_hand
from evals.verification.cases import Material
from evals.verification.fitting import fitted
from evals.verification.measuring import measure, report


def main() -> None:
    """Print the tables as Markdown; list what went wrong with `--wrong` (tune half)."""
    parser = argparse.ArgumentParser(prog="python -m evals.verification", description=__doc__)
    parser.add_argument("--split", choices=("tune", "check"), default="check")
    parser.add_argument("--wrong", action="store_true", help="list the misjudged tune sentences")
    parser.add_argument("--fit", action="store_true", help="fit the weights on the tune half")
    parser.add_argument("--ablation", action="store_true", help="leave out one check at a time")
    parser.add_argument("--others", action="store_true", help="judge what other writers wrote")
    options = parser.parse_args()
    material = Material()
    checker = Checker(material.lexicon)
    if options.fit:
        print(fitted(material))
    elif options.others:
        print(by_others(checker))
    elif options.ablation:
        print(ablation(checker))
    elif options.wrong:
        for one in judged_by_hand(checker, "tune"):
            if one.is_wrong:
                print(f"{one.verdict.value:12} {one.case.why or 'true':20} {one.case.sentence}")
                print(f"{'':33} {one.reason}")
    else:
        print(by_hand(checker, options.split))
        print()
        print(report(measure(options.split, material), options.split))


if __name__ == "__main__":
    main()
