"""Measure suggested questions: `python -m evals.suggestions`; takes some minutes.

After each question of the tune half that is answered: how many questions are suggested, how long
it takes, how many are different from one another; the first ones likewise. A sample is printed
with the answers that they get, for reading: that a question is answered was checked when it was
made, but whether it reads well and is really answered only a reader can tell.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from dataclasses import dataclass

from assistant import Answer, Assistant, Turn
from evals.console import TimeLeft
from evals.gold_cases import GOLD, Case, load
from evals.records.folder import Folder

_ENOUGH = 2  # suggestions after an answer


@dataclass(frozen=True, slots=True)
class Suggested:
    """What is suggested after a question, and in how many seconds."""

    answer: Answer
    questions: tuple[str, ...]
    seconds: float


def suggested(assistant: Assistant, case: Case) -> Suggested:
    """Ask a gold question and take what is suggested next."""
    turns = tuple(Turn(turn.question, turn.answer) for turn in case.history)
    answer = assistant.ask(case.question, turns, answers="quoted")
    started = time.perf_counter()
    questions = assistant.next_questions(answer, turns)
    return Suggested(answer, questions, time.perf_counter() - started)


def lines(found: list[Suggested]) -> list[str]:
    """The figures."""
    enough = sum(len(one.questions) >= _ENOUGH for one in found)
    every = [question for one in found for question in one.questions]
    seconds = sorted(one.seconds for one in found)
    return [
        f"questions answered: {len(found)}",
        f"with at least {_ENOUGH} suggestions: {enough} ({enough / max(1, len(found)):.0%})",
        f"with none: {sum(not one.questions for one in found)}",
        f"suggestions: {len(every)}, of them different: {len({*every})}",
        f"seconds: median {statistics.median(seconds):.2f}, "
        f"95 of 100 within {seconds[int(0.95 * (len(seconds) - 1))]:.2f}",
    ]


def main() -> None:
    """Print figures, then a sample to read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=60, help="suggestions to print")
    parser.add_argument("--cases", type=int, default=0, help="at most so many questions; 0 is all")
    chosen = parser.parse_args()
    assistant = Assistant()
    assistant.warm("quoted")
    gold = Folder.of(assistant.workspace).gold
    cases = [case for case in load(gold, GOLD) if case.split == "tune"]
    draw = random.Random(20)  # noqa: S311 - a sample to read, no secret
    if chosen.cases:
        cases = draw.sample(cases, min(chosen.cases, len(cases)))
    progress = TimeLeft()
    found = []
    for done, case in enumerate(cases):
        progress("Suggesting", done, len(cases))
        found.append(suggested(assistant, case))
    progress("Suggesting", len(cases), len(cases))
    answered = [one for one in found if one.answer.found]
    print("\n".join(lines(answered)))
    refused = [one for one in found if not one.answer.found]
    print(f"after refusals: {sum(bool(one.questions) for one in refused)} of {len(refused)} any")
    pairs = [(one, question) for one in answered for question in one.questions]
    for one, question in draw.sample(pairs, min(chosen.sample, len(pairs))):
        answer = assistant.ask(question, answers="quoted")
        print(f"\n{one.answer.searched}\n  -> {question}\n     {answer.text}"[:900])


if __name__ == "__main__":
    main()
