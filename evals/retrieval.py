"""Score open retrieval: `python -m evals.retrieval FILE`, a file in the SQuAD format.

All articles make one corpus, indexed by the library itself. The score is the share of questions
whose answer is reached within the first words that one would read; see `evals.reading_effort`.
The other ways of searching rank the same passages in the same run.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant import Assistant, Settings
from assistant.indexing.opened import OpenIndex, open_index
from assistant.models.embedding import Embedder
from assistant.progress import Progress
from assistant.searching.searcher import Searcher
from evals.progress import Display
from evals.reading_effort import FileWords, answer_words, interval, words_of, words_to_answer
from evals.squad import Question, Squad, load, write

WITHIN = (130, 650)
"""Words: what a reader takes in at a glance, and in some minutes."""

_LIMIT = 16  # passages, more than 650 words
_ALL = 1_000_000

Ranker = Callable[[str], Sequence[int]]
"""A question to the numbers of passages, best first."""


@dataclass(frozen=True, slots=True)
class Effort:
    """What one way of searching cost. words: read for each question, infinity if never reached."""

    name: str
    words: NDArray[np.float64]

    def reached(self, within: int) -> NDArray[np.float64]:
        """1.0 for each question whose answer comes within so many words, else 0.0."""
        return np.asarray(self.words <= within, dtype=np.float64)


class Rankers:
    """Our search and simpler ones, over the same passages."""

    def __init__(self, assistant: Assistant, questions: Sequence[str], progress: Progress) -> None:
        self._assistant = assistant
        self._embedder = Embedder(Settings())
        self.index: OpenIndex = open_index(assistant.workspace, self._embedder.fingerprint)
        self._searcher = Searcher(self.index, self._embedder)
        self._number = {passage.id: number for number, passage in enumerate(self.index.passages)}
        # At once, not one by one as ours: what a question costs is not measured here.
        vectors = self._embedder.embed(questions)
        self._vectors = dict(zip(questions, vectors, strict=True))
        self._passage_vectors = self._embedder.embed(
            [passage.text for passage in self.index.passages], progress
        )

    def by_name(self) -> dict[str, Ranker]:
        """In the order of the table."""
        return {
            "one vector per passage": self._passage_cosine,
            "best sentence's cosine": lambda question: _best(self._best_cosine(question)),
            "BM25": lambda question: _best(self._bm25(question)),
            "0.3 BM25/max + 0.7 best cosine": self._fixed_sum,
            "**this library**": self._ours,
        }

    def _ours(self, question: str) -> list[int]:
        hits = self._assistant.search(question, limit=_LIMIT)
        return [self._number[hit.passage.id] for hit in hits]

    def _passage_cosine(self, question: str) -> list[int]:
        return _best(self._passage_vectors @ self._vectors[question])

    def _best_cosine(self, question: str) -> NDArray[np.float64]:
        cosines = self.index.vectors @ self._vectors[question]
        best = np.full(len(self.index.passages), -1.0)
        np.maximum.at(best, self.index.sentence_passage, cosines)
        return best

    def _bm25(self, question: str) -> NDArray[np.float64]:
        query = self._searcher.query(question)
        scores = np.zeros(len(self.index.passages))
        for number, score in self.index.bm25(
            self._searcher.lexicon.full_text_terms(query), _ALL
        ).items():
            scores[number] = score
        return scores

    def _fixed_sum(self, question: str) -> list[int]:
        bm25 = self._bm25(question)
        return _best(0.3 * bm25 / max(bm25.max(), 1e-9) + 0.7 * self._best_cosine(question))


def _best(scores: NDArray[np.floating]) -> list[int]:
    return [int(number) for number in np.argsort(-scores, kind="stable")[:_LIMIT]]


def measure(
    rankers: Rankers, squad: Squad, questions: Sequence[Question], progress: Progress
) -> list[Effort]:
    """Read for every question what every way of searching finds."""
    files = {article.name: FileWords(article.text) for article in squad.articles}
    passages = [
        (passage.document.name, words_of(passage, files[passage.document.name]))
        for passage in rankers.index.passages
    ]
    efforts: list[Effort] = []
    for name, ranker in rankers.by_name().items():
        words: list[float] = []
        for done, question in enumerate(questions, 1):
            file = files[question.document]
            answers = [answer_words(file, span) for span in question.answers]
            found = (passages[number] for number in ranker(question.text))
            words.append(words_to_answer(found, question.document, answers))
            progress(f"Searching, {name}", done, len(questions))
        efforts.append(Effort(name, np.array(words)))
    return efforts


def table(efforts: Sequence[Effort], documents: Sequence[str]) -> str:
    """A Markdown table. documents: of each question; whole ones are drawn for the intervals."""
    columns = [f"within {within} words" for within in WITHIN]
    lines = [f"| search | {' | '.join(columns)} |", f"|---|{'---|' * len(columns)}"]
    for effort in efforts:
        cells = [effort.name]
        for within in WITHIN:
            reached = effort.reached(within)
            low, high = interval(reached, documents)
            cells.append(f"{reached.mean():.3f} ({low:.3f}–{high:.3f})")
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def gains(ours: Effort, others: Sequence[Effort], documents: Sequence[str]) -> str:
    """What our search reaches more than each other, question by question; in points."""
    lines: list[str] = []
    for other in others:
        cells = []
        for within in WITHIN:
            more = 100 * (ours.reached(within) - other.reached(within))
            low, high = interval(more, documents)
            cells.append(f"{more.mean():+.1f} ({low:+.1f} to {high:+.1f})")
        lines.append(f"More than {other.name}: {', '.join(cells)} points")
    return "\n".join(lines)


def main() -> None:
    """Index the file's articles and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--limit", type=int, metavar="N", help="only so many questions, evenly")
    parser.add_argument("--workspace", type=Path, help="keep corpus and index here")
    options = parser.parse_args()
    squad = load(options.file)
    with tempfile.TemporaryDirectory() as temporary:
        score(squad, options.workspace or Path(temporary), options.limit)


def score(squad: Squad, folder: Path, limit: int | None) -> None:
    """Print how well the questions of a file are searched for, all its articles in `folder`."""
    progress = Display()
    workspace = write(squad, folder)
    assistant = Assistant(workspace.root, progress=progress)
    print(str(assistant.index(progress)).splitlines()[0])
    count = min(limit or len(squad.questions), len(squad.questions))
    chosen = [squad.questions[i * len(squad.questions) // count] for i in range(count)]
    print(
        f"{count} of {len(squad.questions)} questions; answers: {squad.repaired} repaired, "
        f"{squad.dropped} not in the text; {squad.unanswerable} questions without any\n"
    )
    rankers = Rankers(assistant, [question.text for question in chosen], progress)
    efforts = measure(rankers, squad, chosen, progress)
    documents = [question.document for question in chosen]
    print(table(efforts, documents))
    print("\n" + gains(efforts[-1], efforts[:-1], documents))
    rankers.index.close()
    assistant.close()


if __name__ == "__main__":
    main()
