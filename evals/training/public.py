"""Public data sets that are only trained on: SelQA, QED and ConditionalQA.

Each tells the sentences that answer a question that a person asked. None says which questions the
documents do not answer: `near_misses.unanswered` makes such ones.
"""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from assistant.reading.document import Span
from evals.benchmarks.collection import (
    Collection,
    Question,
    Row,
    file_name,
    read_array,
    read_lines,
    storable,
)

_TAG = re.compile(r"</?[a-z0-9]+>")
_ITEM = re.compile(r"<(?:li|tr)>")
_HEADING = re.compile(r"<h\d>")
_FEW = 2  # pieces of evidence, of which each may be taken for the answer to yes or no


class _Section(Row):
    article: str
    section: str
    question: str
    candidates: tuple[str, ...]
    answers: tuple[int, ...]


def load_selqa(paths: Sequence[Path]) -> Collection:
    """Read files of answer sentence selection: an article of Wikipedia is a document of the
    sections that are asked about. (Jurczyk, Zhai, Choi 2016; Apache-2.0.)

    Raises:
        UsageError: one cannot be read, or is not in the format.
    """
    rows = [row for path in paths for row in read_array(path, _Section)]
    sections: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        sections[row.article].setdefault(row.section, " ".join(map(_line, row.candidates)))
    documents = {
        _name(article): f"# {_line(article)}\n\n"
        + "\n\n".join(f"## {_line(heading)}\n\n{text}" for heading, text in found.items())
        for article, found in sections.items()
    }
    questions = []
    for number, row in enumerate(rows):
        name = _name(row.article)
        answers = [_line(row.candidates[one]) for one in row.answers]
        questions.append(_asked(f"selqa-{number}", row.question, name, documents[name], answers))
    return Collection(documents, tuple(one for one in questions if one.spans))


class _Selected(Row):
    string: str


class _Explanation(Row):
    selected_sentence: _Selected | None = None


class _Explained(Row):
    example_id: str
    title_text: str
    question_text: str
    paragraph_text: str
    annotation: _Explanation


def load_qed(paths: Sequence[Path]) -> Collection:
    """Read files: a paragraph of Wikipedia and the one sentence that answers. (Lamm et al. 2021;
    CC BY-SA 3.0.)

    Raises:
        UsageError: one cannot be read, or a line of it is not as it should be.
    """
    names: dict[str, str] = {}  # by text: two questions may share a paragraph
    questions = []
    for path in paths:
        for _, row in read_lines(path, _Explained):
            text = f"# {_line(row.title_text)}\n\n{_line(row.paragraph_text)}"
            name = names.setdefault(text, _name(f"{row.example_id}-{row.title_text}"))
            sentence = row.annotation.selected_sentence
            answers = [_line(sentence.string)] if sentence else []
            asked = _asked(row.example_id, row.question_text, name, text, answers)
            questions.append(replace(asked, cluster=text.partition("\n\n")[0]))
    documents = {name: text for text, name in names.items()}
    return Collection(documents, tuple(one for one in questions if one.spans))


class _Case(Row):
    id: str
    url: str
    question: str
    answers: tuple[tuple[str, tuple[str, ...]], ...]
    evidences: tuple[str, ...]


def load_conditional(paths: Sequence[Path]) -> Collection:
    """Read files: a document is all that is cited of one page of gov.uk. What answers is the
    evidence with the answer's words; for yes and no all of it, where that is no more than two
    pieces. (Sun, Cohen, Salakhutdinov 2022; BSD-2, texts under the Open Government Licence.)

    Raises:
        UsageError: one cannot be read, or is not in the format.
    """
    rows = [row for path in paths for row in read_array(path, _Case)]
    pieces: dict[str, dict[str, None]] = defaultdict(dict)
    for row in rows:
        pieces[row.url] |= dict.fromkeys(row.evidences)
    documents = {
        _name(url): f"# {_title(url)}\n\n" + "\n\n".join(map(_markdown, found))
        for url, found in pieces.items()
    }
    questions = []
    for row in rows:
        name = _name(row.url)
        said = [answer.lower() for answer, _ in row.answers if answer.lower() not in ("yes", "no")]
        plain = [text for one in row.evidences if (text := _plain(one))]
        if said:
            plain = [text for text in plain if any(answer in text.lower() for answer in said)]
        elif len(plain) > _FEW:
            continue
        questions.append(_asked(row.id, row.question, name, documents[name], plain))
    return Collection(documents, tuple(one for one in questions if one.spans))


def _asked(key: str, text: str, name: str, document: str, answers: Sequence[str]) -> Question:
    spans = [
        Span(start, start + len(one))
        for one in answers
        if one and (start := document.find(one)) >= 0
    ]
    return Question(key, " ".join(text.split()), name, spans={name: tuple(spans)} if spans else {})


def _name(key: str) -> str:
    return file_name(key).replace(".txt", ".md")


def _title(url: str) -> str:
    return url.rstrip("/").rpartition("/")[2].replace("-", " ").capitalize()


def _line(text: str) -> str:
    return " ".join(storable(text).split())


def _plain(piece: str) -> str:
    return _line(html.unescape(_TAG.sub("", piece)))


def _markdown(piece: str) -> str:
    text = _plain(piece)
    if _HEADING.match(piece):
        return f"## {text}"
    return f"* {text}" if _ITEM.match(piece) else text


FORMATS: Mapping[str, Callable[[Sequence[Path]], Collection]] = {
    "selqa": load_selqa,
    "qed": load_qed,
    "conditional": load_conditional,
}
"""How their files are read, by data set."""
