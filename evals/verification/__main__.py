"""How well the checks tell true sentences from false ones: `python -m evals.verification`."""

from __future__ import annotations

import argparse
from pathlib import Path

from assistant.models.entailment import entailment
from assistant.settings import Settings
from assistant.verification.verifier import Checker
from evals.verification import curve
from evals.verification.by_hand import by_hand, by_others, judged_by_hand
from evals.verification.cases import Material
from evals.verification.fitting import measured
from evals.verification.measuring import measure, report


def main() -> None:
    """Print the tables as Markdown; list what went wrong with `--wrong` (tune half)."""
    parser = argparse.ArgumentParser(prog="python -m evals.verification", description=__doc__)
    parser.add_argument("--split", choices=("tune", "check"), default="check")
    parser.add_argument("--wrong", action="store_true", help="list the misjudged tune sentences")
    parser.add_argument(
        "--fit", action="store_true", help="fit the weights, and tell what they reach"
    )
    parser.add_argument("--ablation", action="store_true", help="leave out one signal at a time")
    parser.add_argument("--others", action="store_true", help="judge what other writers wrote")
    parser.add_argument("--rules", action="store_true", help="without the model of entailment")
    options = parser.parse_args()
    material = Material()
    model = None if options.rules else entailment(Settings())
    checker = Checker(material.lexicon, model)
    if options.fit:
        sentences = measured(material, model)
        print(curve.weights(sentences))
        print(f"\n{curve.with_and_without(sentences)}")
        for beside in (False, True):
            print(f"\n{curve.operating_points(sentences, beside=beside)}")
        curve.draw(sentences, Path(__file__).with_name("curve.svg"))
    elif options.others:
        print(by_others(checker))
    elif options.ablation:
        print(curve.ablation(measured(material)))
    elif options.wrong:
        for one in judged_by_hand(checker, "tune"):
            if one.is_wrong:
                print(f"{one.verdict.value:12} {one.case.why or 'true':20} {one.case.sentence}")
                print(f"{'':33} {one.reason}")
    else:
        print(by_hand(checker, options.split))
        print()
        print(report(measure(options.split, material, model), options.split))


if __name__ == "__main__":
    main()
