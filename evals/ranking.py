"""Fit what orders the evidence, on pooled questions: `python -m evals.ranking DATA_DIR [OUT]`.

Prints the weights for `assistant.answering.evidence`, and with the cross-encoder's log-odds those
for `assistant.answering.rerank`; and for each source how often a sentence that answers comes first,
or among the first two and three, with these and with weights that were fitted on the others.
DATA_DIR as for `evals.calibrate`.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logsumexp

from assistant.answering.evidence import WEIGHTS, gather, in_context
from assistant.answering.rerank import READ, SENTENCES
from assistant.answering.rerank import WEIGHTS as READ_WEIGHTS
from assistant.nlp.kinds import kind_of
from evals.console import TimeLeft, markdown
from evals.sources import Source, sources

Matrix = NDArray[np.float64]

NEVER_FITTED = ("near",)  # of a talk, where a question alone has none
FIRST = tuple(name for name in WEIGHTS if name not in NEVER_FITTED)
SECOND = tuple(name for name in READ_WEIGHTS if name not in NEVER_FITTED)

_SHOWN = 24  # sentences of a question
_MOST = 450  # questions of a source
_RIDGE = 2e-3
_TOPS = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class List:
    """The sentences of one question, best first as it is now.

    signals: by name, shape (n,); read: log-odds by the cross-encoder, shape (n,).
    answers: whether each answers, shape (n,); at least one does.
    """

    signals: Mapping[str, Matrix]
    read: Matrix
    answers: NDArray[np.bool_]

    def first(self) -> Matrix:
        """What is weighed without a cross-encoder, (n, signals)."""
        return np.column_stack([self.signals[name] for name in FIRST])

    def second(self) -> Matrix:
        """What is weighed with one."""
        return np.column_stack([self.read, *(self.signals[name] for name in SECOND)])


def lists(source: Source) -> list[List]:
    """The questions of a source for which a sentence that answers was found at all."""
    found: list[List] = []
    for part in source.parts():
        searcher = part.assistant.searcher
        encoder = searcher.encoder
        for asked in part.questions:
            if not asked.answerable or len(found) >= _MOST:
                continue
            query = searcher.query(asked.text)
            ranked = searcher.rank(query)
            evidence = gather(ranked, searcher.lexicon, query, kind_of(query.text))[:_SHOWN]
            answers = np.array([asked.answers(one) for one in evidence], dtype=np.bool_)
            if not answers.any():
                continue
            read = np.zeros(len(evidence))
            if encoder is not None:
                pairs = [(query.text, in_context(one.passage, one.span)) for one in evidence]
                read[:SENTENCES] = encoder.score(pairs[:SENTENCES])
            names = {*FIRST, *SECOND}
            signals = {name: np.array([one.signals[name] for one in evidence]) for name in names}
            found.append(List(signals, read, answers))
    return found


def reread(found: Sequence[List]) -> list[List]:
    """The same with those sentences alone that a cross-encoder reads."""
    cut = [
        replace(
            one,
            signals={name: value[:SENTENCES] for name, value in one.signals.items()},
            read=one.read[:SENTENCES],
            answers=one.answers[:SENTENCES],
        )
        for one in found
    ]
    return [one for one in cut if one.answers.any()]


def fit(rows: Sequence[Matrix], answers: Sequence[NDArray[np.bool_]], weights: Matrix) -> Matrix:
    """Listwise softmax regression with a ridge penalty: the share of the probability that falls on
    what answers. (ListNet's loss: Cao et al. 2007.)
    """
    width = max(len(one) for one in rows)
    values = np.zeros((len(rows), width, rows[0].shape[1]))
    none = np.full((len(rows), width), -1e9)
    right = none.copy()
    for number, (row, yes) in enumerate(zip(rows, answers, strict=True)):
        values[number, : len(row)] = row
        none[number, : len(row)] = 0.0
        right[number, : len(row)][yes] = 0.0

    def loss(solution: Matrix) -> tuple[float, Matrix]:
        scores = values @ solution
        everything = logsumexp(scores + none, axis=1)
        wanted = logsumexp(scores + right, axis=1)
        chance = np.exp(scores + none - everything[:, None])
        held = np.exp(scores + right - wanted[:, None])
        slope = np.einsum("q,qn,qnd->d", weights, chance - held, values)
        total = float(weights @ (everything - wanted))
        return total + _RIDGE * float(solution @ solution), slope + 2 * _RIDGE * solution

    solution: Matrix = minimize(loss, np.zeros(values.shape[2]), jac=True, method="L-BFGS-B").x
    return solution


def pooled(samples: Sequence[Sequence[List]], *, second: bool) -> Matrix:
    """The weights of several sources together, each counting the same."""
    every = [(one, 1.0 / len(sample)) for sample in samples for one in sample]
    weights = np.array([weight for _, weight in every])
    rows = [one.second() if second else one.first() for one, _ in every]
    return fit(rows, [one.answers for one, _ in every], weights / weights.sum())


def tops(found: Sequence[List], weights: Matrix, *, second: bool) -> list[str]:
    """How often what answers comes first, and among the first two and three."""
    hits = dict.fromkeys(_TOPS, 0)
    for one in found:
        rows = one.second() if second else one.first()
        order = np.argsort(-(rows @ weights), kind="stable")
        for most in _TOPS:
            hits[most] += bool(one.answers[order[:most]].any())
    return [f"{hits[most] / len(found):.3f}" for most in _TOPS]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the weights and the tables."""
    parser = argparse.ArgumentParser(prog="python -m evals.ranking", description=__doc__)
    parser.add_argument("data", type=Path, metavar="DATA_DIR")
    parser.add_argument("out", type=Path, metavar="OUT", nargs="?", default=Path("calibration"))
    options = parser.parse_args(arguments)
    found = {one.name: lists(one) for one in sources(options.data, options.out, TimeLeft())}
    whole = {name: one for name, one in found.items() if one}
    now = np.array([WEIGHTS[name] for name in FIRST])
    _report("evidence", FIRST, whole, now, second=False)
    read = {name: reread(one) for name, one in whole.items()}
    now = np.array([READ, *(READ_WEIGHTS[name] for name in SECOND)])
    _report("rerank", ("READ", *SECOND), read, now, second=True)


def _report(
    title: str,
    names: Sequence[str],
    samples: Mapping[str, Sequence[List]],
    now: Matrix,
    *,
    second: bool,
) -> None:
    fitted = pooled([*samples.values()], second=second)
    print(f"\n{title}\n")
    for name, value in zip(names, fitted, strict=True):
        print(f'    "{name}": {value:.2f},')
    rows = []
    for name, sample in samples.items():
        others = [one for other, one in samples.items() if other != name]
        left_out = pooled(others, second=second) if others else fitted
        rows.append(
            [
                name,
                str(len(sample)),
                *(
                    ", ".join(tops(sample, weights, second=second))
                    for weights in (now, fitted, left_out)
                ),
            ]
        )
    print()
    print(markdown(("", "n", "as in the code", "fitted on all", "fitted on the others"), rows))


if __name__ == "__main__":
    main()
