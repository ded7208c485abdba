"""Questions about the rows of Table 1, and of another table, answered without a model."""

from __future__ import annotations

import re

import pytest
import real_documents
from asking_rows import answerer, ask
from memory_index import HashEmbedder, MemoryIndex, blocks_of, document, quote

from assistant.answering.excerpts import MAX_ITEMS
from assistant.answering.pipeline import QuotedAnswerer
from assistant.answering.tables import RowAnswer, Tables
from assistant.types import Answer

DRUGS = document(
    "drugs.md",
    "# Drugs\n\n| No | Drug | Country | Identifier | Result |\n|---|---|---|---|---|\n"
    "| 1 | Alphamab | Peru | ISRCTN12345678 | It helped |\n"
    "| 2 | Betamab | Chile | NCT11111111 | It did not |\n"
    "| 3 | Gammamab | Peru | NCT22222222 | It helped |\n",
)


CHAIRS = document(
    "shop.md",
    "# Our furniture\n\n## Office chairs\n\n"
    "| Model | Price | Weight | Colour | Delivery |\n|---|---|---|---|---|\n"
    "| Alto | €149.00 | 9.5 kg | grey | 3 days |\n"
    "| Brio | €199.00 | 12 kg | black, grey | 5 days |\n"
    "| Cello | €320.00 | 900 g | red | 2 weeks |\n"
    "| Duo | €1,250.00 | 21 kg | black | |\n"
    "| P-200 | €80 | 4 kg | blue | 3 days |\n"
    "| P-2000 | €800 | 40 kg | blue | 3 days |\n\n"
    "## Desks\n\n| Model | Price | Width |\n|---|---|---|\n"
    "| Alto | €410 | 120 cm |\n| Largo | €560 | 1.8 m |\n\n"
    "The Largo desk was designed in Turin. The warranty lasts five years.\n",
)
PLANS = document(
    "plans.md",
    "# Plans\n\n## Silver plan\n\n| Item | Allowance |\n|---|---|\n| Storage | 200 GB |\n"
    "| Support hours | Monday to Friday |\n\n## Gold plan\n\n| Item | Allowance |\n|---|---|\n"
    "| Storage | 900 GB |\n| Support hours | every day |\n",
)


@pytest.fixture(scope="module")
def reviews() -> QuotedAnswerer:
    return answerer(*map(real_documents.document, real_documents.NAMES))


@pytest.fixture(scope="module")
def drugs() -> QuotedAnswerer:
    return answerer(DRUGS)


def numbers(answer: Answer) -> list[int]:
    """The numbers of the rows that an answer quotes."""
    assert answer.found
    return [int(re.split(r"\W", statement.text)[0]) for statement in answer.statements]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which trials took place in Jordan?", [5, 15, 28]),
        ("List every trial in Jordan.", [5, 15, 28]),
        ("Which Jordanian trials are listed?", [5, 15, 28]),
        ("List all trials in Spain", [4, 9, 12, 14, 23, 27]),
        ("Which trials are in New York?", [16, 18, 20]),
        ("Which trials took place in Barcelona?", [9, 12, 27]),
        ("List every trial in Iran", [1, 33, 34]),
        ("Which Iranian trials are listed?", [1, 33, 34]),
        ("Which trials took place in China?", [7, 11, 26]),
        ("Which trials took place in London?", [10, 13]),
        ("How many trials are located in the USA?", [16, 18, 19, 20, 25]),
        ("How many trials took place in the United States?", [16, 18, 19, 20, 25]),
        ("Which trials used adipose-derived MSCs?", [6, 23, 33]),
        ("Which trials are about RRMS?", [12, 21, 22, 34]),
        ("Which trials took place in Scandinavia?", [3, 30, 31]),
        ("Which trials are in Jordan or London?", [5, 10, 13, 15, 28]),
        ("List all trials in the Middle East (Iran, Jordan).", [1, 5, 15, 28, 33, 34]),
        ("List all trials in Spain, leaving Barcelona aside.", [4, 14, 23]),
        ("Which trials name SPMS or PMS in their title?", [23, 29, 31, 32, 33]),
        ("Show me the trials in Guangdong.", [26]),
        ("Which trials use the very words 'quality of life'?", [1, 8, 28]),
        ("Which of the studies measure EDSS?", [1, 4, 8, 18, 21, 28, 32]),
        ("Which trials give cells intrathecally according to their title?", [18]),
        ("List all trials that use allogeneic cells according to their titles.", [15, 21, 22]),
        ("Which trials use evoked potentials or visual acuity as an outcome?", [10, 30]),
        ("Which trials list adverse events among their outcomes?", [11, 16, 22, 27, 31, 32]),
        ("Which trials give a hospital or an institute as their location?", [1, 3, 14, 30, 31]),
        (
            "Leaving secondary progressive MS (SPMS) aside, which trials name progressive MS "
            "or PMS in the title?",
            [4, 11, 20, 24, 25, 31, 32],
        ),
        ("Which trials in Jordan list adverse events or efficacy among their outcomes?", [15, 28]),
        ("List the trials in Italy and what they measure.", [2]),
        ("Which trials were run at a hospital in Spain?", [14]),
        ("Which trials assess safety but no efficacy?", [6, 12, 14, 19, 20, 22, 23, 29, 31, 33]),
        ("Which trials assess safety, no efficacy?", [6, 12, 14, 19, 20, 22, 23, 29, 31, 33]),
    ],
)
def test_lists(reviews: QuotedAnswerer, question: str, expected: list[int]) -> None:
    assert numbers(ask(reviews, question)) == expected


def test_how_many_in_all(reviews: QuotedAnswerer) -> None:
    answer = ask(reviews, "How many trials are there in Table 1?")
    assert numbers(answer) == list(range(1, MAX_ITEMS + 1))
    assert answer.notes == (f"{MAX_ITEMS} of 34 are shown.",)
    assert answer.lead == "Table 1 lists 34 rows:"


def test_how_many_in_one_place_says_of_how_many(reviews: QuotedAnswerer) -> None:
    answer = ask(reviews, "How many trials are located in the USA?")
    assert answer.lead == "5 of 34 rows of Table 1:"
    assert answer.text.startswith("5 of 34 rows of Table 1:\n16. ")
    assert str(answer).startswith("5 of 34 rows of Table 1:\nNO: 16.; ")


@pytest.mark.parametrize(
    ("question", "row", "held"),
    [
        ("What does NCT01377870 measure?", 1, "• To evaluate MRI metrics changes"),
        ("What is nct03799718 about?", 25, "NurOwn"),
        ("Where does NCT02418325 take place?", 22, "Genesis Limited"),
        ("What is the outcome of IRCT20091127002778N1?", 33, "hypersensitivity"),
    ],
)
def test_a_row_by_its_code(reviews: QuotedAnswerer, question: str, row: int, held: str) -> None:
    answer = ask(reviews, question)
    assert numbers(answer) == [row]
    assert held in answer.statements[0].text


def test_every_row_is_found_by_its_code(reviews: QuotedAnswerer) -> None:
    review = real_documents.document(real_documents.SHOKATI)
    for row in blocks_of(review, "row"):
        answer = ask(reviews, f"What does {quote(review, row.cells[3])} measure?")
        assert [(c.start, c.end) for c in answer.citations] == [(row.start, row.end)]


@pytest.mark.parametrize(
    "question",
    [
        "Who is the principal investigator of NCT01377870?",
        "How many patients were enrolled in NCT03822858?",
    ],
)
def test_what_the_table_does_not_say(reviews: QuotedAnswerer, question: str) -> None:
    answer = ask(reviews, question)
    assert not answer.found
    assert answer.confidence < 0.5
    assert answer.lead.endswith("The nearest passages:")
    assert 1 <= len(answer.statements) <= 3


def test_questions_about_the_text_are_not_about_rows(reviews: QuotedAnswerer) -> None:
    answer = ask(reviews, "How do MSCs act on B cells?")
    assert not any("NCT" in statement.text for statement in answer.statements)


def test_documents_without_a_table(reviews: QuotedAnswerer) -> None:
    question = "Which trials took place in Jordan?"
    answer = reviews.answer(question, question, [real_documents.WU])
    assert not any("NCT" in statement.text for statement in answer.statements)
    assert {citation.document.name for citation in answer.citations} == {real_documents.WU}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which drugs come from Peru?", [1, 3]),
        ("Which drugs are from Chile?", [2]),
        ("How many drugs are in the table?", [1, 2, 3]),
        ("What is the result of NCT22222222?", [3]),
        ("What is ISRCTN12345678 about?", [1]),
    ],
)
def test_another_table(drugs: QuotedAnswerer, question: str, expected: list[int]) -> None:
    assert numbers(ask(drugs, question)) == expected


@pytest.fixture(scope="module")
def shop() -> Tables:
    return Tables(MemoryIndex([CHAIRS, PLANS], HashEmbedder()), {})


def told(answer: RowAnswer | None) -> list[str]:
    """The cells that are marked in an answer."""
    assert answer is not None
    assert not answer.lacks
    rows = [(passage, column or 0) for passage, _, column in answer.rows]
    return [passage.cells[column][1] for passage, column in rows]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What does the Alto chair cost?", ["€149.00"]),
        ("What does the Alto desk cost?", ["€410"]),
        ("How much is the Cello?", ["€320.00"]),
        ("How heavy is the P-200?", ["4 kg"]),
        ("How wide is the Largo?", ["1.8 m"]),
        ("What are the support hours on the Silver plan?", ["Monday to Friday"]),
        ("How much storage does the Gold plan include?", ["900 GB"]),
    ],
)
def test_a_cell_by_row_and_column(shop: Tables, question: str, expected: list[str]) -> None:
    assert told(shop.answer(question)) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which chairs cost less than 200?", ["Alto", "Brio", "P-200"]),
        ("Which chairs cost at least €800?", ["Duo", "P-2000"]),
        ("Which chairs weigh less than 5 kg?", ["Cello", "P-200"]),
        ("Which chairs are blue or red?", ["Cello", "P-200", "P-2000"]),
        ("How many chairs are black?", ["Brio", "Duo"]),
        ("Which chair is the most expensive?", ["Duo"]),
        ("What is the cheapest chair?", ["P-200"]),
        ("Which is the heaviest chair?", ["P-2000"]),
        ("Which chairs are not blue?", ["Alto", "Brio", "Cello", "Duo"]),
    ],
)
def test_rows_by_a_condition(shop: Tables, question: str, expected: list[str]) -> None:
    assert told(shop.answer(question)) == expected


@pytest.mark.parametrize(
    "question",
    [
        "How heavy is the P-400?",
        "Who designed the Largo desk?",
        "How long is the warranty?",
        "Which tables are black?",
    ],
)
def test_what_running_text_may_answer_is_left_to_it(shop: Tables, question: str) -> None:
    assert shop.answer(question) is None


@pytest.mark.parametrize(
    "question",
    [
        "What is the delivery of the Duo?",  # the cell is empty
        "Which architect designed the Cello chair?",
        "What is the average weight of the chairs?",
        "What is the total price of all chairs?",
    ],
)
def test_what_a_table_surely_does_not_give(shop: Tables, question: str) -> None:
    answer = shop.answer(question)
    assert answer is not None
    assert answer.lacks


SHIPS = document(
    "harbour.md",
    "# Harbour\n\n| Ship | Registration | Length (m) | Built | Owner | Pilot |\n"
    "|---|---|---|---|---|---|\n"
    "| Alba | NV-101 | 12.5 | 1998 | A. Holm | – |\n"
    "| Birka | NV-1001 | 9.8 | 1976 | K. Sund | yes |\n"
    "| Corvus | NV-1003 | 22.0 | 1989 | A. Holm | no |\n"
    "| Delfin | NV-120 | 7.1 | 2020 | K. Sund | no |\n\n"
    "## Models\n\n| Model | Focal length (mm) | Weight (kg) | Price (EUR) |\n|---|---|---|---|\n"
    "| T-150 | 750 | 6.1 | 549 |\n| T-200 | 1000 | 9.8 | 899 |\n"
    "| T-210 | 1200 | 10.4 | 999 |\n| T-300 | 1500 | 24.0 | 2490 |\n\n"
    "## Eyepieces\n\n| Eyepiece | Field | Supplied with |\n|---|---|---|\n"
    "| K25 | 50 | all models |\n| W5 | 82 | T-300 |\n\n"
    "## Crew\n\n| Sailor | Age | Joined |\n|---|---|---|\n| Ane Moe | 61 | 2019-03-01 |\n"
    "| Ole Dahl | 34 | 2019-11-30 |\n\n"
    "## Fees of the club\n\n| Kind of member | Fee a year | Due on |\n|---|---|---|\n"
    "| ordinary | 96 euros | 31 January |\n| junior | 36 euros | 31 January |\n\n"
    "## Licences\n\n| Length of boat | One day | Twelve months |\n|---|---|---|\n"
    "| Up to 6 m | £14 | £412 |\n| 6.01 to 12 m | £19 | £688 |\n| Over 12 m | £24 | £934 |\n\n"
    "## Tides\n\n| Date | Port | Height (m) |\n|---|---|---|\n| 2025-07-02 | Hamn | 2.3 |\n"
    "| 2025-07-02 | Vik | 1.8 |\n| 2025-07-20 | Vik | |\n\n"
    "The filter does not fit the T-300.\n",
)


@pytest.fixture(scope="module")
def harbour() -> Tables:
    return Tables(MemoryIndex([SHIPS], HashEmbedder()), {})


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What is the oldest ship?", ["Birka"]),
        ("Which ship is the youngest?", ["Delfin"]),
        ("What is the newest ship of A. Holm?", ["Alba"]),
        ("Which is the most recent ship?", ["Delfin"]),
        ("Which is the earliest ship?", ["Birka"]),
        ("Which ships are older than 1990?", ["Birka", "Corvus"]),
        ("Who is the oldest sailor?", ["Ane Moe"]),
        ("Which sailor is younger than 40?", ["Ole Dahl"]),
        ("Which sailor joined latest?", ["Ole Dahl"]),
    ],
)
def test_what_is_old_has_a_great_age_or_an_early_year(
    harbour: Tables, question: str, expected: list[str]
) -> None:
    assert told(harbour.answer(question)) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which is the longest ship built before 1990?", ["Corvus"]),
        ("Which ships longer than 10 m were built after 1990?", ["Alba"]),
        ("Which ships built before 1990 are longer than 10 m?", ["Corvus"]),
        ("Which ships are at most 10 m long and were built before 2000?", ["Birka"]),
        ("Which ships are longer than 9 m and shorter than 13 m?", ["Alba", "Birka"]),
        ("What is the cheapest model over 10 kg?", ["T-210"]),
        ("Which is the most expensive model under 1000 euros?", ["T-210"]),
        ("Which models under 1000 euros weigh more than 10 kg?", ["T-210"]),
    ],
)
def test_each_limit_is_about_its_own_column(
    harbour: Tables, question: str, expected: list[str]
) -> None:
    assert told(harbour.answer(question)) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("When was the Alba built?", ["1998"]),
        ("Who owns NV-101?", ["A. Holm"]),
        ("What does a licence for twelve months cost for a 15 metre boat?", ["£934"]),
        ("How much is the height in Vik on 2025-07-02?", ["1.8"]),
        ("Which ships does A. Holm not own?", ["Birka", "Delfin"]),
    ],
)
def test_a_cell_that_fits_what_is_asked(
    harbour: Tables, question: str, expected: list[str]
) -> None:
    assert told(harbour.answer(question)) == expected


@pytest.mark.parametrize(
    "question",
    [
        "Where was NV-101 built?",
        "Where was the ship Alba built?",
        "Why was the Alba built?",
        "How was NV-101 built?",
        "Who built NV-101?",
        "How many NV-101 were built?",
        "How many T-200 were sold for this price?",
        "Where is the T-200 made?",
        "How many T-300 exist?",
        "How long is the T-200?",
        "Who was sailor after Ane Moe?",
        "How many members does the club have?",
        "How many junior members are there?",
        "List all the members of the club",
        "How many Alba ships are there?",
        "Which is more expensive for a day, a 5 m boat or a 10 m boat?",
        "Can I lift the T-300 alone?",  # what comes with it has no row for it
        "Which ships are longer than 1990?",
        "Which ships are older than 30 years?",
        "Which ships are longer than the Alba?",
        "Which ships are longer than 20 m or built before 1980?",
        "Which ships have at least four owners?",
        "What is the heaviest ship?",
    ],
)
def test_what_no_cell_surely_answers(harbour: Tables, question: str) -> None:
    assert harbour.answer(question) is None


@pytest.mark.parametrize(
    "question", ["What is the height in Vik on 2025-07-20?", "What is the pilot of NV-101?"]
)
def test_a_cell_that_says_nothing_is_no_answer(harbour: Tables, question: str) -> None:
    answer = harbour.answer(question)
    assert answer is not None
    assert answer.lacks


def test_the_cell_is_marked_in_the_row() -> None:
    (statement,) = ask(answerer(CHAIRS), "How heavy is the Cello?").statements
    assert [statement.text[start:end] for start, end in statement.decisive] == ["900 g"]


def test_a_table_without_a_caption_is_called_the_table(drugs: QuotedAnswerer) -> None:
    assert ask(drugs, "How many drugs are in the table?").lead == "The table lists 3 rows:"


def test_a_row_comes_with_its_cells(drugs: QuotedAnswerer) -> None:
    (statement,) = ask(drugs, "Which result does NCT11111111 have?").statements
    assert dict(statement.cells)["Country"] == "Chile"
    assert list(dict(statement.cells)) == ["No", "Drug", "Country", "Identifier", "Result"]


def test_rows_are_cited_verbatim(reviews: QuotedAnswerer) -> None:
    answer = ask(reviews, "Which trials took place in Jordan?")
    review = real_documents.document(real_documents.SHOKATI)
    for citation, statement in zip(answer.citations, answer.statements, strict=True):
        assert statement.marker == citation.marker
        assert statement.text == citation.quote == review.text[citation.start : citation.end]
        assert "Amman, Jordan" in citation.quote
