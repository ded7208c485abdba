"""A file in the SQuAD format as a corpus, and its questions with where their answers stand.

Works for SQuAD 1.1, SQuAD 2.0 and what shares their format (COVID-QA).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import UsageError
from assistant.reading.document import Span
from assistant.workspace import Workspace

_BETWEEN = "\n\n"  # paragraphs of one article


@dataclass(frozen=True, slots=True)
class Article:
    """One document. name: its file in the corpus. text: the file's characters, verbatim."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question and its answers: spans of the text of the article of that name."""

    text: str
    document: str
    answers: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Squad:
    """A file as read.

    repaired:     answers whose offset was wrong, and that were found elsewhere.
    dropped:      answers that the article does not hold.
    unanswerable: questions that are left out, for having no answer (left).
    """

    articles: tuple[Article, ...]
    questions: tuple[Question, ...]
    repaired: int
    dropped: int
    unanswerable: int


def load(path: Path) -> Squad:
    """Read a file.

    Raises:
        UsageError: it cannot be read, or is not in the SQuAD format.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        entries = [_texts(entry) for entry in data["data"]]
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise UsageError(f"{path} is no SQuAD file ({error!r}): give one.") from error
    articles: list[Article] = []
    questions: list[Question] = []
    repaired = dropped = unanswerable = 0
    for number, (text, rows) in enumerate(entries):
        article = Article(f"{number:04d}.txt", text)
        articles.append(article)
        for question, answers in rows:
            found = [locate(text, wanted, offset) for wanted, offset in answers]
            spans = tuple(dict.fromkeys(span for span in found if span))
            dropped += found.count(None)
            repaired += sum(
                span is not None and span.start != offset
                for span, (_, offset) in zip(found, answers, strict=True)
            )
            if spans:
                questions.append(Question(question, article.name, spans))
            else:
                unanswerable += 1
    return Squad(tuple(articles), tuple(questions), repaired, dropped, unanswerable)


def locate(text: str, wanted: str, offset: int) -> Span | None:
    """The occurrence of an answer that is nearest to where it is said to stand; None if none."""
    if not wanted.strip():
        return None
    if text.startswith(wanted, offset):
        return Span(offset, offset + len(wanted))
    before = text.rfind(wanted, 0, max(0, offset) + len(wanted))
    after = text.find(wanted, max(0, offset))
    starts = [start for start in (before, after) if start >= 0]
    if not starts:
        return None
    start = min(starts, key=lambda start: abs(start - offset))
    return Span(start, start + len(wanted))


def write(squad: Squad, folder: Path) -> Workspace:
    """Make a workspace of the articles, one file each; offsets into a file are the answers'."""
    workspace = Workspace.create(folder)
    for article in squad.articles:
        # newline="": else a line end would have another length on some systems.
        path = workspace.corpus / article.name
        path.write_text(article.text, encoding="utf-8", newline="")
    return workspace


_Row = tuple[str, list[tuple[str, int]]]


def _texts(entry: dict[str, Any]) -> tuple[str, list[_Row]]:
    """An article's text, and its questions with (answer, offset into that text)."""
    text = ""
    rows: list[_Row] = []
    for paragraph in entry["paragraphs"]:
        if text:
            text += _BETWEEN
        begin = len(text)
        text += _storable(paragraph["context"])
        rows += [
            (
                row["question"],
                [
                    (_storable(answer["text"]), begin + int(answer["answer_start"]))
                    for answer in row["answers"]
                ],
            )
            for row in paragraph["qas"]
        ]
    return text, rows


def _storable(text: str) -> str:
    # A byte-order mark would be taken off when the file is read, and half a surrogate pair cannot
    # be written at all; what stands in for either is one character too.
    return text.replace("\ufeff", " ").encode("utf-8", "replace").decode("utf-8")
