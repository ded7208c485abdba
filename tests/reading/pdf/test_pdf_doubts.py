"""What a reader of a PDF cannot know, and says."""

from __future__ import annotations

import pytest

from assistant.reading.pdf import read_pdf
from pdf_files import FONT, drawn, line

_NAMELESS = FONT.replace(
    b"/Encoding/WinAnsiEncoding",
    b"/Encoding<</BaseEncoding/WinAnsiEncoding/Differences[12/g12]>>",
)


@pytest.mark.parametrize(("word", "pages"), [("\\014ndings", (2,)), ("findings", ())])
def test_pages_whose_letters_have_no_names_are_uncertain(
    word: str, pages: tuple[int, ...]
) -> None:
    content = line("The harbour was quiet."), line(f"The {word} were clear.")
    report = read_pdf(drawn(*content, font=_NAMELESS)).report
    assert report.uncertain_pages == pages
    assert bool(report.notes) == bool(pages)
