"""The scorer of reading, against readings that are made wrong on purpose."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.reading.document import Block, ReadingReport, Span, Table
from evals.reading.inline import first_apart, plain, runs
from evals.reading.scoring.located import Folded, locate
from evals.reading.scoring.places import Letter, covers
from evals.reading.scoring.reading import Reading
from evals.reading.scoring.score import score
from evals.reading.scoring.tally import Scores, Tally, added
from evals.reading.truth import Article, Part, Sentence, Truth, numbers

SENTENCES = ("Of 412 who were asked, 37 came.", "The toll was 9.25 marks.", "It rose by 6.1 %.")


def truth(*parts: Part, **more: object) -> Truth:
    article = Article(name="a", title="A title", authors=("Ann Lee",), parts=parts).numbered()
    return Truth(file="a.pdf", features=(), article=article).model_copy(update=more)


def paragraph(*sentences: str) -> Part:
    return Part(kind="paragraph", sentences=tuple(Sentence(text=one) for one in sentences))


def scores_of(text: str, **more: object) -> Scores:
    return score(truth(paragraph(*SENTENCES), **more), Reading(text=text), [])


def test_a_text_that_is_read_as_it_was_written_has_no_faults() -> None:
    scores = scores_of(
        "Of 412 who were asked,\n37 came. The toll was 9.25 marks.\nIt rose by 6.1 %."
    )
    assert scores["order"] == Tally(2, 2)
    assert scores["character errors"].right == 0
    assert scores["numbers lost"].right == scores["numbers made up"].right == 0


def test_sentences_out_of_order_are_seen() -> None:
    assert scores_of(" ".join((SENTENCES[1], SENTENCES[0], SENTENCES[2])))["order"] == Tally(0, 2)


def test_lines_of_two_columns_run_together_are_seen() -> None:
    mixed = "Of 412 who were The toll was 9.25 It rose asked, 37 came. marks. by 6.1 %."
    scores = scores_of(mixed)
    assert scores["order"].right == 0
    assert scores["character errors"].share == pytest.approx(1)
    assert scores["numbers lost"].right == 0


def test_a_changed_character_counts_once() -> None:
    assert scores_of(" ".join(SENTENCES).replace("asked", "askod"))["character errors"].right == 1


def test_a_lost_sign_at_the_end_is_an_error() -> None:
    assert scores_of(" ".join(SENTENCES).replace(" %.", "."))["character errors"].right == 2


def test_lost_and_invented_numbers_are_counted() -> None:
    scores = scores_of(" ".join(SENTENCES).replace("9.25", "925"))
    assert scores["numbers lost"].right == scores["numbers lost unnoticed"].right == 1
    assert scores["numbers made up"].right == 1


def test_a_lost_number_that_is_told_is_noticed() -> None:
    reading = Reading(text=SENTENCES[0], report=ReadingReport(numbers_unread=2))
    scores = score(truth(paragraph(*SENTENCES)), reading, [])
    assert scores["numbers lost"].right == 2
    assert scores["numbers lost unnoticed"].right == 0


def test_an_exponent_belongs_to_its_number() -> None:
    assert numbers("3.2 × 10⁶ and 10⁻³, H2O, 1,234.5") == ["3.2", "10⁶", "10⁻³", "1,234.5"]


def test_a_running_header_in_the_text_is_seen() -> None:
    text = " ".join((SENTENCES[0], "Draft 8855", *SENTENCES[1:]))
    scores = scores_of(text, furniture=("Draft 8855",))
    assert scores["furniture left in"] == Tally(1, 1)
    assert scores["numbers made up"].right == 1


def test_a_locked_file_is_to_be_refused() -> None:
    locked = truth(paragraph(*SENTENCES), password="secret")  # noqa: S106
    assert score(locked, Reading(refused="a password"), [])["refused with a reason"] == Tally(1, 1)
    assert score(locked, Reading(text="x"), [])["refused with a reason"] == Tally(0, 1)


def table_reading(columns: tuple[str, ...], *rows: tuple[str, ...]) -> Reading:
    text, blocks = "", []
    for row in rows:
        start, cells = len(text), []
        for cell in row:
            cells.append(Span(len(text), len(text) + len(cell)))
            text += cell + " | "
        blocks.append(Block("row", start, len(text), cells=tuple(cells), table=0))
        text += "\n"
    return Reading(text=text, blocks=tuple(blocks), tables=(Table("", columns),))


TABLE = Part(
    kind="table",
    columns=("Port", "Ships", "Toll"),
    rows=(("Brack", "12", "3.5"), ("Holm", "7", "9")),
)


def test_cells_are_right_in_their_row_and_column() -> None:
    reading = table_reading(("Port", "Ships", "Toll"), *TABLE.rows)
    assert score(truth(TABLE), reading, [])["cells"] == Tally(6, 6)


def test_cells_that_changed_their_column_are_wrong() -> None:
    reading = table_reading(("Port", "Ships", "Toll"), ("Brack", "3.5", "12"), TABLE.rows[1])
    scores = score(truth(TABLE), reading, [])
    assert scores["cells"] == Tally(4, 6)
    assert scores["cells in a wrong place"] == Tally(2, 6)


def test_a_table_over_two_pages_may_be_two_tables() -> None:
    first = table_reading(TABLE.columns, *TABLE.rows)
    later = replace(first.blocks[1], table=1)
    reading = replace(first, blocks=(first.blocks[0], later), tables=first.tables * 2)
    assert score(truth(TABLE), reading, [])["cells"] == Tally(6, 6)


def test_boxes_hold_the_letters_and_no_others() -> None:
    page = [Letter(letter, 10.0 * at, 5.0) for at, letter in enumerate("abcd")]
    assert covers([(1, (0, 0, 19, 9))], "ab", [page])
    assert not covers([(1, (0, 0, 29, 9))], "ab", [page])
    assert not covers([(1, (0, 0, 9, 9))], "ab", [page])


def test_a_sentence_that_stands_twice_is_found_twice() -> None:
    found = locate(["So it was.", "So it was."], Folded("So it was. So it was."))
    assert [place.start for place in found if place] == [0, 11]


def test_styles_are_told_apart() -> None:
    assert [run.style for run in runs("*bold* and 10⁶ of CO₂")] == [
        *("bold", "", "raised", "", "lowered"),
    ]
    assert plain("*bold* CO₂ 10⁶") == "bold CO2 10⁶"
    assert "".join(run.text for run in first_apart("Of 412 in all")) == "Of 412 in all"


def test_scores_are_added_up() -> None:
    assert added([{"order": Tally(1, 2)}, {"order": Tally(2, 2)}]) == {"order": Tally(3, 4)}
