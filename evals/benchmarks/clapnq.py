"""Read CLAPNQ: JSON lines of a question, its passage, and the sentences of it that answer.

All passages of the files given make one corpus, each a document under its title. Source: Rosenthal
et al. 2024, "CLAPnq: Cohesive Long-form Answers from Passages in Natural Questions".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from assistant.reading.document import Span
from evals.benchmarks.checked import Row, read_lines
from evals.benchmarks.collection import Collection, Question
from evals.benchmarks.texts import file_name, storable, titled


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


def load(paths: Sequence[Path]) -> Collection:
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
