"""Baselines: what plain retrieval finds of the gold facts: `python -m evals.plain`.

Two sentences each, never refused: the two nearest by cosine, and the best two by 0.7 cosine + 0.3
of their passage's share of BM25. Beside them, the assistant's own answers, likewise never refused.
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Callable, Sequence
from functools import partial

from assistant import Assistant
from assistant.retrieval.ranking import RankedPassage, RankedSentence
from evals.console import markdown
from evals.gate.degraded import never_refusing
from evals.gold_cases import CALIBRATION, GOLD, Case, load
from evals.metrics.content import found_in
from evals.records.folder import Folder

_SENTENCES = 2
Key = Callable[[RankedSentence, RankedPassage], float]
KEYS: dict[str, Key] = {
    "nearest by cosine": lambda sentence, _: sentence.cosine,
    "cosine and BM25": lambda sentence, passage: 0.7 * sentence.cosine + 0.3 * passage.bm25,
}


def plain(assistant: Assistant, question: str, key: Key) -> str:
    """The best two sentences."""
    searcher = assistant.searcher
    pairs = [
        (sentence, passage)
        for passage in searcher.rank(searcher.query(question))
        for sentence in passage.sentences
    ]
    best = sorted(pairs, key=lambda pair: -key(*pair))[:_SENTENCES]
    return " ".join(
        passage.passage.document.text[sentence.span.start : sentence.span.end]
        for sentence, passage in best
    )


def single(cases: Sequence[Case]) -> list[Case]:
    """Answerable questions that stand alone and ask for no list of rows."""
    return [case for case in cases if case.answerable and case.kind not in ("all", "followup")]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.parse_args()
    assistant = Assistant()
    gold = Folder.of(assistant.workspace).gold
    sets = {name: single(load(gold, name)) for name in (GOLD, CALIBRATION)}
    never = never_refusing(assistant)
    ways: dict[str, Callable[[str], str]] = {
        name: partial(plain, assistant, key=key) for name, key in KEYS.items()
    }
    ways["the assistant"] = lambda question: never.ask(question).text
    rows = [
        [name, *(f"{_mean(cases, answer):.3f}" for cases in sets.values())]
        for name, answer in ways.items()
    ]
    heads = [f"{name} ({len(cases)})" for name, cases in sets.items()]
    print(markdown(["facts found, nothing refused", *heads], rows))


def _mean(cases: Sequence[Case], answer: Callable[[str], str]) -> float:
    return statistics.fmean(found_in(answer(case.question), case) for case in cases)


if __name__ == "__main__":
    main()
