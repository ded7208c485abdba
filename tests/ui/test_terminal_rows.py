from __future__ import annotations

from dataclasses import replace

from fake_assistant import FakeAssistant

from assistant import Statement
from ui.cli.output import answer_text

ROW = Statement(
    "Paris | £175 | £190", 1, cells=(("City", "Paris"), ("2024", "£175"), ("2025", "£190"))
)


def test_a_row_is_printed_with_its_columns_names(fake: FakeAssistant) -> None:
    answer = replace(fake.ask("survival"), statements=(ROW,))
    assert "City: Paris; 2024: £175; 2025: £190 [1]" in answer_text(answer)
    assert "Paris | £175 | £190 [1]" in answer.quoted  # verbatim, for programs


def test_a_row_without_names_stays_as_it_is() -> None:
    unnamed = replace(ROW, cells=(("", "Paris"), ("", "£175"), ("", "£190")))
    assert unnamed.told == unnamed.text


def test_an_empty_cell_is_left_out() -> None:
    assert replace(ROW, cells=(("City", "Paris"), ("2024", ""))).told == "City: Paris"
