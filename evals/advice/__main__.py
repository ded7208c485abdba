"""Which questions get the line that an answer is no medical advice: `python -m evals.advice`.

Prints how many of the examples are classified correctly. `--fit` fits the weights again and puts
them into the library. `--format FORMAT PATH …`, which may be repeated, adds public questions,
hardly any of them about the asker's own health: those that would get the line are listed for
review.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant import Settings
from assistant.answering.advice import OwnHealth
from assistant.models.embedder import Embedder
from evals.advice import fitting
from evals.advice.fitting import Example
from evals.benchmarks.conversations import FORMATS
from evals.console import TimeLeft
from evals.gold_cases import CALIBRATION, GOLD, load

_GOLD = Path(__file__).parents[1] / "gold"


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit if it is asked for, and print the tables."""
    options = _parser().parse_args(arguments)
    embedder = Embedder(Settings(), TimeLeft())
    tune, check = fitting.read(fitting.TUNE), fitting.read(fitting.CHECK)
    vectors = embedder.embed([example.question for example in tune])
    if options.fit:
        fitting.write(
            fitting.weights(tune, vectors, embedder.fingerprint, fitting.sha256(fitting.TUNE))
        )
    print("| examples | own health, told so | others, told so |")
    print("|---|---|---|")
    print(row("tune, ten-fold", tune, fitting.held_out(tune, vectors)))
    checked = embedder.embed([example.question for example in check])
    print(row("check", check, decided(check, checked, embedder.fingerprint)))
    print(row("check, by words alone", check, decided(check, checked, "of another model")))
    if options.v:
        for example, told in zip(check, decided(check, checked, embedder.fingerprint), strict=True):
            if told != example.own_health:
                print(f"* {'not called for' if told else 'missed'}: {example.question}")
    for name, questions in _public(options.format or []).items():
        told = _of(questions, embedder)
        print(f"\n{name}: {len(told)} of {len(questions)} questions")
        for question in told:
            print(f"* {question}")


def row(name: str, given: Sequence[Example], told: NDArray[np.bool_]) -> str:
    """A line of a Markdown table: how many of the two kinds are told to be about own health."""
    own = np.array([example.own_health for example in given])
    cells = [
        f"{told[kind].sum()} of {kind.sum()} ({told[kind].mean():.1%})" for kind in (own, ~own)
    ]
    return f"| {name} | {' | '.join(cells)} |"


def decided(
    given: Sequence[Example], vectors: NDArray[np.float32], model: str
) -> NDArray[np.bool_]:
    """What the library decides with vectors that are said to be a model's."""
    own = OwnHealth(model)
    return np.array(
        [own.asked(one.question, vector) for one, vector in zip(given, vectors, strict=True)]
    )


def _of(questions: Sequence[str], embedder: Embedder) -> list[str]:
    own = OwnHealth(embedder.fingerprint)
    vectors = embedder.embed(questions)
    return [
        text for text, vector in zip(questions, vectors, strict=True) if own.asked(text, vector)
    ]


def _public(given: Sequence[Sequence[str]]) -> dict[str, list[str]]:
    """Questions by where they come from, each once."""
    found = {"gold": [case.question for name in (GOLD, CALIBRATION) for case in load(_GOLD, name)]}
    for name, *paths in given:
        read = FORMATS[name].load([Path(path) for path in paths])
        asked = [(*(before for before, _ in one.history), one.text) for one in read.questions]
        found[" ".join((name, *(Path(path).name for path in paths)))] = [
            text for texts in asked for text in texts
        ]
    return {name: list(dict.fromkeys(texts)) for name, texts in found.items()}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals.advice", description=__doc__)
    parser.add_argument("--fit", action="store_true", help="fit the weights anew")
    parser.add_argument("-v", action="store_true", help="list what is told wrong of the check set")
    parser.add_argument(
        "--format",
        action="append",
        nargs="+",
        metavar=("FORMAT", "PATH"),
        help=f"public questions; formats: {', '.join(sorted(FORMATS))}",
    )
    return parser


if __name__ == "__main__":
    main()
