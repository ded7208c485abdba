"""Measure on public data: `python -m evals.benchmarks FORMAT PATH`.

Prints Markdown tables: this library beside simpler ways and llama-index as it ships, over the same
documents and questions. What the figures mean: evals/benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from assistant import Assistant
from assistant.errors import AssistantError, UsageError
from assistant.progress import Progress
from assistant.workspace import Workspace
from evals.benchmarks import answers, materialising, side_by_side
from evals.benchmarks.collection import Collection
from evals.benchmarks.conversations import FORMATS
from evals.benchmarks.measures import MEASURES, Ranker
from evals.benchmarks.rankers import OURS, Rankers
from evals.benchmarks.side_by_side import Search, gains, score, table
from evals.console import TimeLeft


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the data, index the documents and print the tables. Returns the exit status."""
    options = _parser().parse_args(arguments)
    progress = TimeLeft()
    try:
        read = FORMATS[options.format].load(options.paths)
        collection = read.sample(options.limit, options.seed)
        if not collection.questions:
            raise UsageError("The data holds no question that can be used: give other data.")
        with tempfile.TemporaryDirectory() as temporary:
            workspace = _workspace(collection, options, Path(temporary))
            with closing(Assistant(workspace.root, progress=progress)) as assistant:
                print(str(assistant.index(progress)).splitlines()[0])
                print(_summary(collection, len(read.questions)), end="\n\n")
                run(collection, assistant, progress)
    except AssistantError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def run(collection: Collection, assistant: Assistant, progress: Progress) -> None:
    """Print all tables that the data allows."""
    questions = collection.questions
    texts = [question.text for question in questions]
    with closing(Rankers(assistant, collection.documents, texts, progress)) as rankers:
        searches = {name: _by_text(ranker) for name, ranker in rankers.by_name().items()}
        columns = score(questions, searches, MEASURES, rankers.files, progress)
        if columns:
            print(table(columns), gains(columns, OURS), sep="\n\n", end="\n\n")
        for section in (
            side_by_side.report(questions, rankers.ours, progress),
            answers.refusal_report(assistant, rankers, questions, progress),
            answers.report(assistant, questions, progress),
        ):
            if section:
                print(section, end="\n\n")


def _by_text(ranker: Ranker) -> Search:
    return lambda question: ranker(question.text)


def _workspace(collection: Collection, options: argparse.Namespace, temporary: Path) -> Workspace:
    folder: Path = options.workspace or temporary
    if collection.documents:
        return materialising.write(collection.documents, folder)
    if options.documents is None:
        raise UsageError("This format has no documents of its own: give --documents DIR.")
    return materialising.of_folder(options.documents, folder)


def _summary(collection: Collection, total: int) -> str:
    answerable = sum(question.answerable for question in collection.questions)
    count = len(collection.questions)
    parts = [f"{count} of {total} questions, {count - answerable} of them unanswerable"]
    return "; ".join([*parts, *collection.notes])


def _parser() -> argparse.ArgumentParser:
    formats = "; ".join(f"{form.name}: {form.paths}" for form in FORMATS.values())
    parser = argparse.ArgumentParser(prog="python -m evals.benchmarks", description=__doc__)
    parser.add_argument("format", choices=sorted(FORMATS), help=formats)
    parser.add_argument("paths", type=Path, nargs="+", metavar="PATH")
    parser.add_argument(
        "--limit",
        type=_count,
        metavar="N",
        help="at most N answerable and N unanswerable questions, drawn at random",
    )
    parser.add_argument("--seed", type=int, default=0, help="of that draw (default: %(default)s)")
    parser.add_argument(
        "--workspace", type=Path, metavar="DIR", help="keep documents and index here"
    )
    parser.add_argument(
        "--documents", type=Path, metavar="DIR", help="for csv: a workspace or any folder"
    )
    return parser


def _count(text: str) -> int:
    if (count := int(text)) < 1:
        raise ValueError
    return count


if __name__ == "__main__":
    sys.exit(main())
