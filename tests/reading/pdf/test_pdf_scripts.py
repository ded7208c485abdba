"""Scripts that run leftwards or have no spaces, and letters that fonts take apart."""

from __future__ import annotations

import pytest
from pdf_files import FONT, drawn, line, read, texts

from assistant.reading.pdf import read_pdf

ARABIC = "في السنة الأولى بيعت 741 كيسا من القمح، وبلغت نسبة التجار الأجانب 80.3 في المدينة."
HEBREW = "למרות העלייה במס נמכרו 26407 שקים של חיטה, ובעיר החוף נבנו אוניות חדשות רבות."
JAPANESE = "隣の港と比べると、出漁した船は七百隻であった。漁協の記録によれば、水揚げは増えた。"


@pytest.mark.parametrize("words", [ARABIC, HEBREW])
def test_text_that_runs_leftwards_is_in_the_order_of_reading(words: str) -> None:
    found = read(f"#set text(dir: rtl, size: 12pt)\n#set page(width: 300pt)\n{words}")
    assert texts(found, "paragraph") == [words]


def test_a_rightward_name_in_leftward_text_keeps_its_order() -> None:
    words = "הספינה New Haven Star הגיעה אל הנמל הצפוני בשעות הבוקר."
    assert texts(read(f"#set text(dir: rtl)\n{words}"), "paragraph") == [words]


def test_lines_of_text_without_spaces_are_joined_without_one() -> None:
    # Where the machine has no Japanese font, the first letter of a file cannot be read back.
    page = '#set text(lang: "ja", size: 12pt)\n#set page(width: 220pt)\n'
    found = read(f"{page}犬\n\n{JAPANESE}")
    words = texts(found, "paragraph")[-1]
    assert words == JAPANESE
    assert len(found.layer.boxes.starts) - len(JAPANESE) in (0, 1)


def test_an_accent_that_stands_alone_is_put_on_its_letter() -> None:
    accent = b"BT /F 12 Tf 1 0 0 1 50 700 Tm (M\xa8) Tj 1 0 0 1 59 700 Tm (unchen) Tj ET"
    assert read_pdf(drawn(accent)).text == "München"


def test_letters_drawn_one_by_one_are_words() -> None:
    """The white around a full stop of Courier is as wide as a space of other fonts."""
    words = "In 2021 some 12.5 % more, i.e. 1.2 million."
    letters = b"".join(line(letter, 50 + 6 * at) for at, letter in enumerate(words))
    found = read_pdf(drawn(letters, font=FONT.replace(b"Helvetica", b"Courier")))
    assert found.text == words


def test_ligatures_are_letters() -> None:
    words = "The office staff find the file and affirm the first offer."
    assert texts(read(f'#set text(font: "Libertinus Serif")\n{words}'), "paragraph") == [words]
