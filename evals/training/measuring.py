"""Measure what the cross-encoder adds, on articles it was not trained on."""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant import Assistant
from assistant.answering.choosing import choose
from assistant.answering.confidence import confidence, measure
from assistant.answering.evidence import gather, in_context
from assistant.models.reranker import CrossEncoder, cross_encoder
from assistant.nlp.kinds import kind_of
from assistant.progress import Progress
from assistant.settings import Settings
from evals.benchmarks import materialising
from evals.benchmarks.collection import Collection, Question
from evals.benchmarks.measures import MEASURES, FileWords, Piece, words_of
from evals.benchmarks.side_by_side import gains, score, table
from evals.calibrate import fit
from evals.console import TimeLeft
from evals.sources import MTRAG
from evals.statistics.confidence import auroc
from evals.training.examples import DATA, Data, Part, part

SENTENCES = 16
_SOFTNESS = 2.0
Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Looked:
    """One question. passages, ranks: numbers and scores of the passages found, best first.

    read:   scores of the cross-encoder for the best sentences, log-odds.
    places: the number of each such sentence's passage.
    sure:   confidence of the library's answer, without the cross-encoder.
    """

    question: Question
    passages: tuple[int, ...]
    ranks: tuple[float, ...]
    read: tuple[float, ...]
    places: tuple[int, ...]
    sure: float

    @property
    def best(self) -> float:
        """The best score of the cross-encoder."""
        return max(self.read)

    def order(self, weight: float, sentences: int = SENTENCES) -> list[int]:
        """Passages by their score and `weight` × the cross-encoder's best for one of theirs."""
        signals: dict[int, float] = {}
        for place, logit in zip(self.places[:sentences], self.read[:sentences], strict=True):
            signal = 1 / (1 + np.exp(-logit / _SOFTNESS))
            signals[place] = max(signals.get(place, 0.0), float(signal))
        total = {
            number: rank + weight * signals.get(number, 0.0)
            for number, rank in zip(self.passages, self.ranks, strict=True)
        }
        return sorted(total, key=lambda number: (-total[number], number))


def look(assistant: Assistant, encoder: CrossEncoder, question: Question) -> Looked | None:
    """Search all documents and let the cross-encoder read the best sentences; None if none."""
    searcher = assistant.searcher
    query = searcher.query(question.text)
    ranked = searcher.rank(query)
    kind = kind_of(query.text)
    evidence = gather(ranked, searcher.lexicon, query, kind)
    if not evidence:
        return None
    chosen = choose(evidence, query.terms)
    sure = confidence(measure(query, kind, evidence, chosen, searcher.lexicon))
    best = evidence[:SENTENCES]
    scores = encoder.score([(query.text, in_context(one.passage, one.span)) for one in best])
    return Looked(
        question,
        tuple(one.number for one in ranked[:100]),
        tuple(one.score for one in ranked[:100]),
        tuple(map(float, scores)),
        tuple(one.ranked.number for one in best),
        sure,
    )


def with_reading(looked: Sequence[Looked]) -> Values:
    """Rows of an intercept, the log-odds of the confidence, and the best score read."""
    sure = np.clip([one.sure for one in looked], 1e-6, 1 - 1e-6)
    return np.array(
        [[1.0, np.log(p / (1 - p)), one.best] for p, one in zip(sure, looked, strict=True)]
    )


WEIGHTS = (0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5)
_LIMIT = 200  # questions of a part and kind, drawn by a fixed seed


class Measured:
    """One data set's questions, as looked at."""

    def __init__(
        self, data: Data, folder: Path, out: Path, encoder: CrossEncoder, progress: Progress
    ) -> None:
        collection = data.load(folder)
        workspace = materialising.write(collection.documents, out / "workspaces" / data.name)
        self._assistant = Assistant(workspace.root, progress=progress)
        materialising.indexed(self._assistant, progress)
        self.files = {name: FileWords(text) for name, text in collection.documents.items()}
        self.looked: dict[Part, list[Looked]] = {"tune": [], "held": []}
        for which in self.looked:
            asked = drawn(data, collection, which)
            for done, question in enumerate(asked, 1):
                found = look(self._assistant, encoder, question)
                if found is not None:
                    self.looked[which].append(found)
                progress(f"Reading {data.name}, {which}", done, len(asked))
        self._piece = cache(self._make_piece)

    def searches(
        self, which: Part, settings: Mapping[str, tuple[float, int]]
    ) -> dict[str, Callable[[Question], list[Piece]]]:
        """Ways of ranking by name; settings: weight of the cross-encoder, and sentences read."""
        known = {one.question.id: one for one in self.looked[which]}

        def search(weight: float, sentences: int, question: Question) -> list[Piece]:
            return [self._piece(number) for number in known[question.id].order(weight, sentences)]

        return {name: partial(search, *setting) for name, setting in settings.items()}

    def _make_piece(self, number: int) -> Piece:
        passage = self._assistant.searcher.index.passages[number]
        name = passage.document.name
        return Piece(name, passage.text, partial(words_of, passage, self.files[name]))


def drawn(data: Data, collection: Collection, which: Part) -> list[Question]:
    """Questions of a part, at most so many of either kind."""
    found: list[Question] = []
    for answerable in (True, False):
        some = [
            one
            for one in collection.questions
            if one.answerable is answerable and _part(data, collection, one) == which
        ]
        found += random.Random(0).sample(some, min(_LIMIT, len(some)))  # noqa: S311  # no secret
    return found


def _part(data: Data, collection: Collection, question: Question) -> Part:
    if data is MTRAG:
        return "held"
    return part(data.name, data.article(collection, question))


def ranking(measured: Measured, which: Part, weights: Sequence[float], progress: Progress) -> str:
    """Tables of what is reached within so many words, by the weight of the cross-encoder."""
    asked = [one.question for one in measured.looked[which] if one.question.answerable]
    names = {f"cross-encoder × {weight:g}": (weight, SENTENCES) for weight in weights}
    names = {"ours alone": (0.0, SENTENCES), **names}
    columns = score(asked, measured.searches(which, names), MEASURES, measured.files, progress)
    if which == "tune":
        return table(columns)
    differences = [gains(columns, name, f"{name}, more than") for name in [*names][1:]]
    return "\n\n".join([table(columns), *differences])


def answerability(measured: Measured) -> str:
    """AUROC of telling questions with an answer from those without, alone and joined."""
    tune, held = measured.looked["tune"], measured.looked["held"]
    labels = {
        which: np.array([float(one.question.answerable) for one in some])
        for which, some in (("tune", tune), ("held", held))
    }
    if not 0 < labels["held"].mean() < 1 or not tune or not 0 < labels["tune"].mean() < 1:
        return ""
    joined = with_reading(held) @ fit(with_reading(tune), labels["tune"])
    signals = {
        "our confidence": np.array([one.sure for one in held]),
        "cross-encoder's best score": np.array([one.best for one in held]),
        "both": joined,
    }
    right = labels["held"] == 1
    lines = [f"| AUROC, n={int(right.sum())} and {int((~right).sum())} | |", "|---|---|"]
    return "\n".join(
        [*lines, *(f"| {name} | {auroc(one, right):.3f} |" for name, one in signals.items())]
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m evals.training.measuring", description=__doc__)
    parser.add_argument("data", type=Path, metavar="DATA_DIR")
    parser.add_argument("out", type=Path, metavar="OUT")
    parser.add_argument("--weight", type=float, help="of the held-back figures; else all are shown")
    options = parser.parse_args(arguments)
    progress = TimeLeft()
    encoder = cross_encoder(Settings())
    if encoder is None:
        print("Measuring needs a cross-encoder: unset ASSISTANT_RERANKER.", file=sys.stderr)
        return 1
    for data in (*DATA, MTRAG):
        measured = Measured(data, options.data, options.out, encoder, progress)
        print(f"## {data.name}", end="\n\n")
        if measured.looked["tune"]:
            print("tune", ranking(measured, "tune", WEIGHTS, progress), sep="\n\n", end="\n\n")
        weights = WEIGHTS[1:] if options.weight is None else [options.weight]
        print("held", ranking(measured, "held", weights, progress), sep="\n\n", end="\n\n")
        print(answerability(measured), end="\n\n", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
