"""The documents of the reading benchmark: made alike each time, and read as they were written."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from evals.reading.documents import documents, read_truths, write_all
from evals.reading.making import Made
from evals.reading.measuring import measure
from evals.reading.page import Benchmark, render
from evals.reading.report import told, worst
from evals.reading.scoring.tally import Scores, added
from evals.reading.sources.articles import Shape, article
from evals.reading.sources.handwritten import handwritten, questions
from evals.reading.truth import numbers

SMALL = ("bridge.html", "bridge.md", "guide.md", "scholarly.xml")


def made(name: str) -> Made:
    return documents()[name]()


def scores(folder: Path, *names: str) -> Scores:
    reasons = [why for _, why in write_all(folder, names) if why]
    if reasons:
        pytest.skip(reasons[0])
    return added(one.scores for one in measure(folder, read_truths(folder), {}))


def test_there_are_enough_documents() -> None:
    names = list(documents())
    assert len(names) >= 30
    assert sum(name.endswith(".pdf") for name in names) >= 30


def test_an_article_is_the_same_each_time() -> None:
    shape = Shape(marks="raised", footnotes=3, table=8, figure=True)
    assert article("a", "medicine", 1, shape) == article("a", "medicine", 1, shape)
    assert article("a", "medicine", 1, shape) != article("a", "medicine", 2, shape)


def test_no_generated_number_stands_twice() -> None:
    made_up = article("a", "finance", 3, Shape(sections=6, table=40))
    texts = [sentence.text for part in made_up.parts for sentence in part.sentences]
    cells = [cell for part in made_up.parts for row in part.rows for cell in row[1:]]
    found = Counter(number for text in (*texts, *cells) for number in numbers(text))
    assert {number for number, count in found.items() if count > 1} <= {"1"}  # of "Table 1"


def test_each_question_is_answered_by_its_article() -> None:
    parts = handwritten("bridge").parts
    text = " ".join([one.text for part in parts for one in part.sentences] + [
        cell for part in parts for row in part.rows for cell in row
    ])  # fmt: skip
    assert len(questions()) == 20
    assert all(asked["a"] in text for asked in questions())


def test_a_document_is_the_same_each_time() -> None:
    pytest.importorskip("typst")
    assert made("formulas.pdf") == made("formulas.pdf")


def test_the_typesetter_tells_pages() -> None:
    pytest.importorskip("typst")
    truth = made("roman-pages.pdf").truth
    pages = [sentence.page for _, sentence in truth.body()]
    assert pages == sorted(pages, key=lambda page: page or 0)
    assert set(pages) == set(range(1, truth.pages + 1))
    assert re.fullmatch(r"(?:i+ )+1(?: \d)+", " ".join(truth.labels))


def test_markup_is_read_as_it_was_written(tmp_path: Path) -> None:
    found = scores(tmp_path, *SMALL)
    assert found["order"].share == 1
    assert found["character errors"].right == 0
    assert found["numbers lost"].right == 0
    assert found["furniture left in"].right == 0
    assert found["cells"].share == 1
    assert found["headings found"].share == 1


def test_a_pdf_is_read_as_it_was_written(tmp_path: Path) -> None:
    pytest.importorskip("typst")
    found = scores(tmp_path, "raised-marks.pdf", "one-column.pdf", "roman-pages.pdf")
    assert (found["order"].share or 0) >= 0.99
    assert (found["character errors"].share or 0) <= 0.002
    assert found["numbers lost unnoticed"].right == 0
    assert found["furniture left in"].right == 0
    assert (found["box"].share or 0) >= 0.99
    assert (found["page"].share or 0) >= 0.99


@pytest.mark.parametrize("name", ["bridge.docx", "leaflet.xlsx", "leaflet.pptx"])
def test_no_number_of_an_office_file_is_lost(name: str, tmp_path: Path) -> None:
    found = scores(tmp_path, name)
    assert found["numbers lost"].right == found["numbers made up"].right == 0


def test_the_report_holds_every_document(tmp_path: Path) -> None:
    list(write_all(tmp_path, SMALL))
    results = measure(tmp_path, read_truths(tmp_path), {})
    page = render(Benchmark(results))
    assert all(name in page for name in SMALL)
    assert "order" in told(results)
    assert isinstance(worst(results), str)
