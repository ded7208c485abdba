"""Read SQuAD 1.1, SQuAD 2.0 and what shares their format (COVID-QA).

Every article becomes one document. Wrong offsets are repaired: the answer is looked for in its
article, and the occurrence nearest to where it is said to stand is taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from assistant.reading.document import Span
from evals.benchmarks.checked import Row, read_json
from evals.benchmarks.collection import Collection, Question
from evals.benchmarks.texts import storable

_BETWEEN = "\n\n"  # paragraphs of one article


class _Answer(Row):
    text: str
    answer_start: int


class _Asked(Row):
    id: str = ""
    question: str
    answers: tuple[_Answer, ...] = ()
    is_impossible: bool = False


class _Paragraph(Row):
    context: str
    qas: tuple[_Asked, ...]


class _Article(Row):
    paragraphs: tuple[_Paragraph, ...]


class _File(Row):
    data: tuple[_Article, ...]


def load(paths: Sequence[Path]) -> Collection:
    """Read files.

    Raises:
        UsageError: one cannot be read, or is not in the format.
    """
    articles = [article for path in paths for article in read_json(path, _File).data]
    documents: dict[str, str] = {}
    questions: list[Question] = []
    counts: Counter[str] = Counter()
    for number, article in enumerate(articles):
        name = f"{number:04d}.txt"
        text = ""
        rows: list[tuple[_Asked, int]] = []
        for paragraph in article.paragraphs:
            text += _BETWEEN if text else ""
            rows += [(asked, len(text)) for asked in paragraph.qas]
            text += storable(paragraph.context)
        documents[name] = text
        for asked, begin in rows:
            key = asked.id or f"{name}:{len(questions)}"
            if asked.is_impossible or not asked.answers:
                questions.append(Question(key, asked.question, name, answerable=False))
            elif spans := _spans(text, asked, begin, counts):
                questions.append(Question(key, asked.question, name, spans={name: spans}))
            else:
                counts["questions left out"] += 1
    notes = tuple(f"{what}: {count}" for what, count in sorted(counts.items()) if count)
    return Collection(documents, tuple(questions), notes)


def _spans(text: str, asked: _Asked, begin: int, counts: Counter[str]) -> tuple[Span, ...]:
    spans: dict[Span, None] = {}
    for answer in asked.answers:
        offset = begin + answer.answer_start
        span = locate(text, storable(answer.text), offset)
        if span is None:
            counts["answers not in their article"] += 1
        else:
            counts["answers whose offset was repaired"] += span.start != offset
            spans[span] = None
    return tuple(spans)


def locate(text: str, wanted: str, offset: int) -> Span | None:
    """The occurrence of an answer that is nearest to where it is said to stand; None if none."""
    if not wanted.strip():
        return None
    if offset >= 0 and text.startswith(wanted, offset):
        return Span(offset, offset + len(wanted))
    before = text.rfind(wanted, 0, max(0, offset) + len(wanted))
    after = text.find(wanted, max(0, offset))
    starts = [start for start in (before, after) if start >= 0]
    if not starts:
        return None
    start = min(starts, key=lambda start: abs(start - offset))
    return Span(start, start + len(wanted))
