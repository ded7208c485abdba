"""Our own training questions, on small made-up documents of many fields; half are near misses.

The public data sets are encyclopaedia and medicine. These are manuals, policies, contracts,
minutes, mails, stories, guides, software and reports, written for this; every question without an
answer uses the words of a document that does not give it. None of them is asked in any gold set.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assistant.reading.document import Span
from evals.benchmarks.collection import Collection, Question, Row, read_lines, wrong

FILES = tuple(sorted(Path(__file__).with_name("pairs").glob("*.jsonl")))


class _Asked(Row):
    q: str
    quote: str | None


class _Written(Row):
    field: str
    title: str
    text: str
    questions: tuple[_Asked, ...]


def load_pairs(paths: Sequence[Path]) -> Collection:
    """Read files: a line is a document in Markdown and its questions, each with the sentence that
    answers it, or null.

    Raises:
        UsageError: one cannot be read, or a sentence is not in its document.
    """
    documents: dict[str, str] = {}
    questions: list[Question] = []
    for path in paths:
        for number, row in read_lines(path, _Written):
            name = f"{path.stem}-{number:03d}.md"
            documents[name] = row.text
            for place, asked in enumerate(row.questions):
                spans: dict[str, tuple[Span, ...]] = {}
                if asked.quote is not None:
                    start = row.text.find(asked.quote)
                    if start < 0:
                        raise wrong(path, f"line {number}", f"{asked.quote!r} is not in its text")
                    spans[name] = (Span(start, start + len(asked.quote)),)
                key = f"{path.stem}-{number:03d}-{place}"
                questions.append(Question(key, asked.q, name, asked.quote is not None, spans=spans))
    return Collection(documents, tuple(questions))
