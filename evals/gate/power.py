"""What the gate can detect, by experiment: `python -m evals.gate.power`.

The assistant is made worse on purpose, and the gate is asked again and again whether it got worse:
the more often it says so, the greater its power; how often it says so of nothing is its rate of
false alarms. Every question is asked once in each state; repeated runs are put together from those
answers, each with its own random choice of questions.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

import numpy as np

from assistant import Assistant
from evals.console import TimeLeft, markdown
from evals.gate.compare import Pair, changes
from evals.gate.degraded import DEGRADATIONS
from evals.gold_cases import Case
from evals.records.folder import Folder
from evals.records.record import Line
from evals.running.run import Plan, ask_all
from evals.statistics.bootstrap import cluster

SHARES = (0.02, 0.05, 0.1, 0.15, 0.2, 0.3)
SEEDS = (0, 1, 2)
_ROUNDS = 2_000  # of the bootstrap in each of very many gates

Lines = Sequence[Line]
Random = np.random.Generator


def resampled(pairs: Sequence[Pair], random: Random) -> list[Pair]:
    """Another gold set of the same size: whole clusters drawn with replacement."""
    members: dict[str, list[Pair]] = {}
    for pair in pairs:
        members.setdefault(cluster(pair[1]), []).append(pair)
    names = list(members)
    drawn = random.integers(0, len(names), size=len(names))
    found: list[Pair] = []
    for copy, number in enumerate(drawn):
        # Drawn twice, a cluster is two clusters.
        for before, after in members[names[number]]:
            section = f"{copy}"
            found.append(
                (
                    before.model_copy(update={"section": section}),
                    after.model_copy(update={"section": section}),
                )
            )
    return found


def mixed(usual: Lines, worse: Sequence[Lines], share: float, random: Random) -> list[Pair]:
    """Pairs of runs; the later one has a share of its questions from one of the worse runs."""
    chosen = random.random(len(usual)) < share
    which = random.integers(0, len(worse), size=len(usual))
    return [
        (line, worse[which[place]][place] if chosen[place] else line)
        for place, line in enumerate(usual)
    ]


def exchanged(usual: Lines, worse: Lines, random: Random) -> list[Pair]:
    """Two runs, neither of them worse: who gets which answer is decided by a coin."""
    coins = random.random(len(usual)) < 0.5
    return [(a, b) if coin else (b, a) for a, b, coin in zip(usual, worse, coins, strict=True)]


def rate(make: Callable[[Random], Sequence[Pair]], runs: int) -> tuple[float, dict[str, float]]:
    """How often the gate fails, and the mean gain of each metric.

    make: the pairs of one repetition.
    """
    failures = 0
    gains: dict[str, list[float]] = {}
    for number in range(runs):
        found = changes(make(np.random.default_rng(number)), _ROUNDS)
        failures += any(change.failed for change in found)
        for change in found:
            gains.setdefault(change.metric, []).append(change.gain)
    return failures / runs, {name: float(np.mean(values)) for name, values in gains.items()}


_SHOWN = ("facts", "right", "decision", "recall@5", "ndcg@10", "within@130")


def experiments(
    usual: Lines, worse: Mapping[str, Sequence[Lines]], runs: int
) -> Iterator[list[str]]:
    """One row for each: what was done, how often the gate failed, what the metrics lost."""

    def row(what: str, make: Callable[[Random], Sequence[Pair]]) -> list[str]:
        share, gains = rate(make, runs)
        return [what, f"{share:.2f}", *(f"{100 * gains[name]:+.1f}" for name in _SHOWN)]

    yield row("the same code", partial(resampled, list(zip(usual, usual, strict=True))))
    for name, versions in worse.items():
        yield row(f"{name}, or not, by coin", partial(exchanged, usual, versions[0]))
    for name, versions in worse.items():
        yield row(name, partial(resampled, list(zip(usual, versions[0], strict=True))))
    for share in SHARES:
        yield row(
            f"rankings shuffled for {100 * share:.0f} % of the questions",
            partial(mixed, usual, worse[SHUFFLED], share),
        )


SHUFFLED = "all rankings shuffled"


def answered(assistant: Assistant, cases: Sequence[Case]) -> dict[str, list[list[Line]]]:
    """All questions in each state; "usual" for the assistant as it is."""
    progress = TimeLeft()
    plan = Plan()
    found = {"usual": [list(ask_all(assistant, assistant, cases, plan.set, progress))]}
    for name, degrade in DEGRADATIONS.items():
        seeds = SEEDS if name == SHUFFLED else (0,)
        found[name] = [
            list(ask_all(degrade(assistant, seed), assistant, cases, plan.set, progress))
            for seed in seeds
        ]
    return found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=100, help="repetitions of each experiment")
    options = parser.parse_args()
    assistant = Assistant()
    assistant.warm()
    cases = Plan().cases(Folder.of(assistant.workspace).gold)
    states = answered(assistant, cases)
    usual = states.pop("usual")[0]
    head = ["what was done", "gate fails", *_SHOWN]
    print(markdown(head, list(experiments(usual, states, options.runs))))


if __name__ == "__main__":
    main()
