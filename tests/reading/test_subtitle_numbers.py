from __future__ import annotations

import pytest
from made_files import check, texts

from assistant.reading.text.subtitles import read_subtitles

TIMES = [f"00:00:0{second},000 --> 00:00:0{second + 1},000" for second in (1, 3, 5)]
ONE, TWO, THREE = TIMES


@pytest.mark.parametrize(
    "written",
    [
        f"1\n{ONE}\nThe price is\n\n2\n{TWO}\n\n3\n{THREE}\nhundred euros.",
        f"1\r\n{ONE}\r\nThe price is\r\n\r\n2\r\n{TWO}\r\n\r\n3\r\n{THREE}\r\nhundred euros.",
        f"1\n{ONE}\nThe price is\n2\n{TWO}\n3\n{THREE}\nhundred euros.",
        f"WEBVTT\n\nintro\n{ONE}\nThe price is\n\npause\n{TWO}\n\nend\n{THREE}\nhundred euros.",
    ],
)
def test_the_number_of_a_cue_is_not_said(written: str) -> None:
    found = read_subtitles(written.encode())
    check(found)
    assert texts(found, "turn") == ["The price is hundred euros."]


def test_numbers_that_are_said_stay() -> None:
    found = read_subtitles(f"1\n{ONE}\nIt costs\n300\n\n2\n{TWO}\n\n7\neuros.".encode())
    assert texts(found, "turn") == ["It costs 300 7 euros."]
