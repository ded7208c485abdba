"""Fit the confidence on pooled questions: `python -m evals.calibrate DATA_DIR [OUT]`.

DATA_DIR holds the public data sets' files. Prints the coefficients for
`assistant.answering.confidence`, fitted on all sources, and for each source how well coefficients
that were fitted on the others do there. Draws the same, a reliability diagram each, into
OUT/calibration.html, and with `--draw` all in one picture.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.answering.confidence import COEFFICIENTS, INTERCEPT
from assistant.answering.pipeline import QuotedAnswerer
from evals.console import TimeLeft, markdown
from evals.curves import shares
from evals.reporting.calibration import PAGE, Calibrated, render
from evals.reporting.data import Curves
from evals.sources import Asked, Source, sources
from evals.statistics.confidence import auroc, ece, reliability

Matrix = NDArray[np.float64]
NAMES = tuple(COEFFICIENTS)
SURE = 0.9

_RIDGE = 1.0
_WEIGHT = 300.0  # of each source, whatever the number of its questions
_STEPS = 50
_ENOUGH = 1e-9


class Sample:
    """Questions of a source that are answered from running text, refusing none.

    rows:       an intercept and the signals, shape (n, 1 + len(NAMES)).
    right:      1 where what would be quoted holds the answer; answerable: where there is one.
    """

    def __init__(self, found: Sequence[tuple[Mapping[str, float], Asked, bool]]) -> None:
        self.rows: Matrix = np.array(
            [[1.0, *(signals[name] for name in NAMES)] for signals, _, _ in found], dtype=np.float64
        ).reshape(len(found), 1 + len(NAMES))
        self.answerable = np.array([asked.answerable for _, asked, _ in found], dtype=np.bool_)
        self.right = np.array([right for _, _, right in found], dtype=np.bool_)

    def __len__(self) -> int:
        return len(self.right)


def sample(source: Source) -> Sample:
    """Weigh the answers to a source's questions."""
    found = []
    for part in source.parts():
        answerer = QuotedAnswerer(part.assistant.searcher, threshold=0.0)
        for asked in part.questions:
            if (weighed := answerer.weigh(asked.text)) is not None:
                found.append((weighed.signals, asked, asked.right(weighed.chosen)))
    return Sample(found)


def fit(rows: Matrix, labels: Matrix, weights: Matrix | None = None) -> Matrix:
    """Logistic regression with a ridge penalty, by Newton steps. The first column is the intercept,
    which is not penalised.
    """
    given = np.ones(len(labels)) if weights is None else weights
    penalty = _RIDGE * np.eye(rows.shape[1])
    penalty[0, 0] = 1e-6
    solution = np.zeros(rows.shape[1])
    for _ in range(_STEPS):
        chance = chances(rows, solution)
        slope = rows.T @ (given * (labels - chance)) - penalty @ solution
        curve = rows.T @ (rows * (given * chance * (1 - chance))[:, None]) + penalty
        step = np.linalg.solve(curve, slope)
        solution = solution + step
        if np.abs(step).max() < _ENOUGH:
            break
    return solution


def pooled(samples: Sequence[Sample]) -> Matrix:
    """The coefficients of several sources together, each of the same weight."""
    return fit(
        np.concatenate([one.rows for one in samples]),
        np.concatenate([one.right for one in samples]).astype(np.float64),
        np.concatenate([np.full(len(one), _WEIGHT / len(one)) for one in samples]),
    )


def chances(rows: Matrix, coefficients: Matrix) -> Matrix:
    """The probability of each row, in [0, 1]."""
    found: Matrix = 0.5 + 0.5 * np.tanh(rows @ coefficients / 2)
    return found


def curves_of(one: Sample, coefficients: Matrix) -> Curves:
    """How well coefficients do on a source."""
    sure = chances(one.rows, coefficients)
    return Curves(
        bins=reliability(sure, one.right),
        calibration_error=ece(sure, one.right),
        auroc=auroc(sure, one.answerable),
        auroc_right=auroc(sure, one.right),
    )


def calibrated(samples: Mapping[str, Sample]) -> list[Calibrated]:
    """Each source under the coefficients in the code, and under those fitted on the others."""
    now = np.array([INTERCEPT, *COEFFICIENTS.values()])
    return [
        Calibrated(
            name=name,
            questions=len(one),
            right=float(one.right.mean()),
            as_in_code=curves_of(one, now),
            left_out=curves_of(one, _without(name, samples)) if len(samples) > 1 else None,
        )
        for name, one in samples.items()
    ]


def _without(name: str, samples: Mapping[str, Sample]) -> Matrix:
    return pooled([one for other, one in samples.items() if other != name])


def in_one_picture(found: Sequence[Calibrated]) -> str:
    """The share of right answers by how sure they were told, as SVG: a line for each source, under
    the coefficients fitted on the others; bins of fewer than ten answers are left out.
    """
    lines = {
        one.name: [(b.confidence, b.right) for b in one.left_out.bins if b.count >= _BIN]
        for one in found
        if one.left_out is not None
    }
    return shares("Right answers by confidence", lines, "confidence")


_BIN = 10
_HEAD = ("", "n", "right", "AUROC right", "AUROC answerable", "ECE", f"≥ {SURE}", "right there")


def row(name: str, one: Sample, coefficients: Matrix) -> list[str]:
    """How well coefficients do on a source, in words."""
    found = curves_of(one, coefficients)
    high = chances(one.rows, coefficients) >= SURE
    values = (one.right.mean(), found.auroc_right, found.auroc, found.calibration_error)
    told = ["–" if value is None else f"{value:.3f}" for value in values]
    best = f"{one.right[high].mean():.3f}" if high.any() else "–"
    return [name, str(len(one)), *told, str(int(high.sum())), best]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the coefficients and the tables, draw the page."""
    parser = argparse.ArgumentParser(prog="python -m evals.calibrate", description=__doc__)
    parser.add_argument("data", type=Path, metavar="DATA_DIR")
    parser.add_argument("out", type=Path, metavar="OUT", nargs="?", default=Path("calibration"))
    parser.add_argument("--draw", type=Path, metavar="SVG", help="each source in one picture, too")
    options = parser.parse_args(arguments)
    found = {one.name: sample(one) for one in sources(options.data, options.out, TimeLeft())}
    samples = {name: one for name, one in found.items() if len(one)}
    fitted = pooled([*samples.values()])
    print(f"INTERCEPT = {fitted[0]:.2f}")
    for name, value in zip(NAMES, fitted[1:], strict=True):
        print(f'    "{name}": {value:.2f},')
    now = np.array([INTERCEPT, *COEFFICIENTS.values()])
    print("\nAs in the code\n")
    print(markdown(_HEAD, [row(name, one, now) for name, one in samples.items()]))
    if len(samples) > 1:
        print("\nFitted on the other sources\n")
        others = [row(name, one, _without(name, samples)) for name, one in samples.items()]
        print(markdown(_HEAD, others))
    page, told = options.out / PAGE, calibrated(samples)
    page.write_text(render(told), encoding="utf-8")
    if options.draw is not None:
        options.draw.write_text(in_one_picture(told), encoding="utf-8")
    print(f"\nDrawn: {page}")


if __name__ == "__main__":
    main()
