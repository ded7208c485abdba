"""Public datasets of questions on documents: SQuAD, CLAPNQ, BEIR, lists of questions."""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from pydantic import Field

from assistant.errors import UsageError
from assistant.reading.document import Span
from evals.benchmarks.collection import (
    Collection,
    Question,
    Row,
    file_name,
    read_json,
    read_lines,
    read_text,
    storable,
    titled,
    wrong,
)

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


def load_squad(paths: Sequence[Path]) -> Collection:
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
            elif spans := _squad_spans(text, asked, begin, counts):
                questions.append(Question(key, asked.question, name, spans={name: spans}))
            else:
                counts["questions left out"] += 1
    notes = tuple(f"{what}: {count}" for what, count in sorted(counts.items()) if count)
    return Collection(documents, tuple(questions), notes)


def _squad_spans(text: str, asked: _Asked, begin: int, counts: Counter[str]) -> tuple[Span, ...]:
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


class _Passage(Row):
    title: str = ""
    text: str


class _Output(Row):
    answer: str = ""
    selected_sentences: tuple[str, ...] = ()


class _Line(Row):
    id: str
    input: str
    passages: tuple[_Passage, ...]
    output: tuple[_Output, ...] = ()


def load_clapnq(paths: Sequence[Path]) -> Collection:
    """Read files. A question without an answer is one that its passage does not answer.

    Raises:
        UsageError: one cannot be read, or a line of it is not as it should be.
    """
    names: dict[str, str] = {}  # by text: two questions may share a passage
    questions: list[Question] = []
    missing = 0
    for path in paths:
        for _, row in read_lines(path, _Line):
            spans: dict[str, tuple[Span, ...]] = {}
            wanted = dict.fromkeys(one for out in row.output for one in out.selected_sentences)
            held: Counter[str] = Counter()
            for passage in row.passages:
                text = titled(passage.title, passage.text)
                name = names.setdefault(text, file_name(f"{len(names):05d}-{passage.title}"))
                spans[name] = _spans(text, wanted, held)
            missing += sum(not held[sentence] for sentence in wanted)
            answerable = any(output.answer.strip() for output in row.output)
            questions.append(
                Question(
                    row.id,
                    row.input,
                    row.passages[0].title if row.passages else row.id,
                    answerable,
                    spans={name: places for name, places in spans.items() if places},
                    relevant=dict.fromkeys(spans, 1) if answerable else {},
                )
            )
    notes = (f"answering sentences not in their passage: {missing}",) if missing else ()
    return Collection({name: text for text, name in names.items()}, tuple(questions), notes)


def _spans(text: str, wanted: dict[str, None], held: Counter[str]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for sentence in wanted:
        start = text.find(storable(sentence)) if sentence.strip() else -1
        if start >= 0:
            held[sentence] += 1
            spans.append(Span(start, start + len(sentence)))
    return tuple(spans)


_COLUMNS = ("question", "answer")


def load_question_list(paths: Sequence[Path]) -> Collection:
    """Read files.

    Raises:
        UsageError: one cannot be read, or a line of it is not as it should be.
    """
    answers: dict[str, list[str]] = {}
    for path in paths:
        for number, question, answer in _rows(path):
            known = answers.setdefault(question, [])
            if known and not (answer and known[0]):
                raise wrong(path, f"line {number}", "a question is answered and unanswered")
            known.append(answer)
    questions = [
        Question(str(number), question, str(number), answerable=bool(texts[0]), texts=tuple(texts))
        if texts[0]
        else Question(str(number), question, str(number), answerable=False)
        for number, (question, texts) in enumerate(answers.items(), 1)
    ]
    return Collection({}, tuple(questions))


def _rows(path: Path) -> list[tuple[int, str, str]]:
    """Line number, question and answer."""
    reader = csv.DictReader(io.StringIO(read_text(path), newline=""), strict=True)
    found: list[tuple[int, str, str]] = []
    try:
        if missing := [name for name in _COLUMNS if name not in (reader.fieldnames or ())]:
            raise wrong(path, "line 1", f"there is no column {missing[0]!r}")
        for row in reader:
            question, answer = ((row[name] or "").strip() for name in _COLUMNS)
            if not question:
                raise wrong(path, f"line {reader.line_num}", "the question is empty")
            found.append((reader.line_num, question, answer))
    except csv.Error as error:
        last = found[-1][0] if found else 1  # the reader has not counted the line that fails
        raise wrong(path, f"line {last + 1}", f"is no CSV ({error})") from error
    return found


class _Document(Row):
    id: str = Field(alias="_id")
    title: str = ""
    text: str


class _Query(Row):
    id: str = Field(alias="_id")
    text: str


def load_beir(paths: Sequence[Path]) -> Collection:
    """Read one folder. Questions without a judgement are left out.

    Raises:
        UsageError: it is no such folder, or a line of its files is not as it should be.
    """
    if len(paths) != 1 or not paths[0].is_dir():
        raise UsageError(
            f"BEIR data is one folder with corpus.jsonl, queries.jsonl and qrels/ in it, not "
            f"{', '.join(map(str, paths))}: give that folder."
        )
    folder = paths[0]
    documents = {
        file_name(row.id): titled(row.title, row.text)
        for _, row in read_lines(folder / "corpus.jsonl", _Document)
    }
    relevant = _judgements(_chosen(folder), documents)
    questions = [
        Question(row.id, row.text, row.id, relevant=relevant[row.id])
        for _, row in read_lines(folder / "queries.jsonl", _Query)
        if row.id in relevant
    ]
    return Collection(documents, tuple(questions))


def _chosen(folder: Path) -> Path:
    files = sorted((folder / "qrels").glob("*.tsv"))
    if test := [file for file in files if file.stem == "test"]:
        return test[0]
    if len(files) != 1:
        raise UsageError(
            f"{folder / 'qrels'} has {len(files)} .tsv files and none is test.tsv: "
            "leave the one to be used."
        )
    return files[0]


def _judgements(path: Path, documents: dict[str, str]) -> dict[str, dict[str, int]]:
    """By question, the grades of its relevant documents. The first line is a heading."""
    relevant: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for number, line in enumerate(read_text(path).splitlines()[1:], 2):
        try:
            question, key, grade = line.split("\t")
            score = int(grade)
        except ValueError as error:
            reason = "is not a question's id, a document's id and a whole number, between tabs"
            raise wrong(path, f"line {number}", reason) from error
        if file_name(key) not in documents:
            raise wrong(path, f"line {number}", f"corpus.jsonl has no document {key!r}")
        if score > 0:
            relevant[question][file_name(key)] = score
    return dict(relevant)
