from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from assistant.errors import UsageError
from evals.benchmarks.collection import Collection, Question
from evals.training.examples import Candidate, Example
from evals.training.near_misses import unanswered
from evals.training.public import FORMATS, load_conditional, load_qed, load_selqa


def array(folder: Path, rows: Sequence[Mapping[str, object]]) -> Path:
    path = folder / "made.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    return path


def lines(folder: Path, rows: Sequence[Mapping[str, object]]) -> Path:
    path = folder / "made.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


def quoted(collection: Collection, question: Question) -> list[str]:
    """What answers it, in words."""
    return [
        collection.documents[name][span.start : span.end]
        for name, spans in question.spans.items()
        for span in spans
    ]


def section(heading: str, question: str, answers: Sequence[int]) -> dict[str, object]:
    sentences = [f"{heading} was tried in 1901.", f"{heading} failed  twice."]
    return {
        "article": "Kites",
        "section": heading,
        "question": question,
        "candidates": sentences,
        "answers": answers,
    }


def test_an_article_is_made_of_the_sections_asked_about(tmp_path: Path) -> None:
    rows = [
        section("Paper", "When was paper tried?", [0]),
        section("Silk", "How often did silk fail?", [1]),
        section("Silk", "When did silk  fail?", [0, 1]),
    ]
    made = load_selqa([array(tmp_path, rows)])
    (text,) = made.documents.values()
    assert text == (
        "# Kites\n\n## Paper\n\nPaper was tried in 1901. Paper failed twice.\n\n"
        "## Silk\n\nSilk was tried in 1901. Silk failed twice."
    )
    assert [quoted(made, one) for one in made.questions] == [
        ["Paper was tried in 1901."],
        ["Silk failed twice."],
        ["Silk was tried in 1901.", "Silk failed twice."],
    ]
    assert made.questions[2].text == "When did silk fail?"


def explained(number: int, sentence: str | None) -> dict[str, object]:
    chosen = {} if sentence is None else {"selected_sentence": {"string": sentence}}
    return {
        "example_id": number,
        "title_text": "Tides",
        "question_text": "how often is high tide",
        "paragraph_text": "Tides rise and fall . High tide comes twice a day .",
        "annotation": chosen,
    }


def test_a_paragraph_that_two_ask_about_is_one_document(tmp_path: Path) -> None:
    rows = [
        explained(1, "High tide comes twice a day . "),
        explained(2, "Tides rise and fall . "),
        explained(3, None),
    ]
    made = load_qed([lines(tmp_path, rows)])
    assert list(made.documents.values()) == [
        "# Tides\n\nTides rise and fall . High tide comes twice a day ."
    ]
    assert [quoted(made, one) for one in made.questions] == [
        ["High tide comes twice a day ."],
        ["Tides rise and fall ."],
    ]
    assert {one.cluster for one in made.questions} == {"# Tides"}


def case(number: int, answers: Sequence[str], evidence: Sequence[str]) -> dict[str, object]:
    return {
        "id": f"made-{number}",
        "url": "https://www.gov.uk/boat-licence",
        "question": "How much is it?",
        "answers": [[one, []] for one in answers],
        "evidences": evidence,
    }


FEE = "<li>the fee is &pound;40</li>"
FORM = "<p>Use form B1.</p>"
HEADING = "<h2>Cost</h2>"


def test_what_is_cited_of_a_page_is_its_document(tmp_path: Path) -> None:
    rows = [
        case(1, ["£40"], [HEADING, FEE]),
        case(2, ["yes"], [FORM]),
        case(3, ["no"], [HEADING, FEE, FORM]),
        case(4, [], []),
        case(5, ["£50"], [FEE]),
    ]
    made = load_conditional([array(tmp_path, rows)])
    assert list(made.documents.values()) == [
        "# Boat licence\n\n## Cost\n\n* the fee is £40\n\nUse form B1."
    ]
    assert {one.id: quoted(made, one) for one in made.questions} == {
        "made-1": ["the fee is £40"],
        "made-2": ["Use form B1."],
    }


@pytest.mark.parametrize("data", FORMATS)
def test_a_file_of_another_kind_is_one_clear_line(tmp_path: Path, data: str) -> None:
    path = tmp_path / "made.json"
    path.write_text('[{"a": 1}]', encoding="utf-8")
    with pytest.raises(UsageError, match=r"made\.json.*; correct the file") as raised:
        FORMATS[data]([path])
    assert "\n" not in str(raised.value)


def test_without_what_answers_nothing_does() -> None:
    both = (Candidate("right", 0.9, answers=True), Candidate("wrong", 0.5, answers=False))
    asked = [Example("qed", "train", f"Which {number}?", both) for number in range(200)]
    alone = Example("qed", "train", "Who?", both[:1])
    none = Example("qed", "train", "Whose?", both[1:])
    made = list(unanswered([*asked, alone, none], 0.5))
    assert 70 < len(made) < 130
    assert all(one.candidates == both[1:] for one in made)
    assert not {"Who?", "Whose?"} & {one.question for one in made}
    assert not list(unanswered(asked, 0.0))
