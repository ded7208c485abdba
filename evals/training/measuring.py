"""What the cross-encoder adds, on articles that it was not trained on:
`python -m evals.training.measuring DATA_DIR OUT`, after the training itself.

The weight in our ranking, and how the best score joins our confidence, are fitted on the articles
of the part "tune"; the figures are of the part "held", and of MTRAG, which is all held back.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path

import numpy as np

from assistant import Assistant
from assistant.models.reranker import CrossEncoder, cross_encoder
from assistant.progress import Progress
from assistant.settings import Settings
from evals.benchmarks import materialising
from evals.benchmarks.collection import Collection, Question
from evals.benchmarks.measures import MEASURES
from evals.benchmarks.pieces import Piece
from evals.benchmarks.reading_effort import FileWords, words_of
from evals.benchmarks.side_by_side import gains, score, table
from evals.calibrate import fit
from evals.progress import TimeLeft
from evals.statistics.confidence import auroc
from evals.training.looking import SENTENCES, Looked, look, with_reading
from evals.training.preparing import DATA, Data
from evals.training.split import Part, part

WEIGHTS = (0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5)
MTRAG = Data("mtrag", "mtrag", ("mtrag-human-subset.json",))
_LIMIT = 200  # questions of a part and kind, drawn by a fixed seed


class Measured:
    """One data set's questions, as looked at."""

    def __init__(
        self, data: Data, folder: Path, out: Path, encoder: CrossEncoder, progress: Progress
    ) -> None:
        collection = data.load(folder)
        workspace = materialising.write(collection.documents, out / "workspaces" / data.name)
        self._assistant = Assistant(workspace.root, progress=progress)
        self._assistant.index(progress)
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
