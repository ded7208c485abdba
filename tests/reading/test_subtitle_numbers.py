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


TALK = """WEBVTT - Town council, part two
Language: en-GB

NOTE Recording of the meeting of 9 March 2026.
Made by machine.

NOTE Confidence: 0.87

00:41:02.000 --> 00:41:11.500
<v Mayor>Right, the skate park.

NOTE AGENDA ITEM 3: The budget

NOTE Confidence: 0.97

00:41:12.000 --> 00:41:29.000
<v Bo>Thank you.

00:41:30.000 --> 00:41:39.000
AGENDA ITEM 4: THE ROOF

00:41:40.000 --> 00:41:49.000
<v Bo>It leaks.
"""


def test_what_a_file_says_beside_its_cues() -> None:
    found = read_subtitles(TALK.encode())
    check(found)
    assert [(found.text[b.start : b.end], b.section) for b in found.blocks] == [
        ("Recording of the meeting of 9 March 2026. Made by machine.", ()),
        ("Mayor: Right, the skate park.", ()),
        ("AGENDA ITEM 3: The budget", ("AGENDA ITEM 3: The budget",)),
        ("Bo: Thank you.", ("AGENDA ITEM 3: The budget",)),
        ("AGENDA ITEM 4: THE ROOF", ("AGENDA ITEM 4: THE ROOF",)),
        ("Bo: It leaks.", ("AGENDA ITEM 4: THE ROOF",)),
    ]
    assert (found.source.title, found.source.year) == ("Town council, part two", 2026)
    assert found.language == "en"


def test_captions_in_capitals_have_no_headings() -> None:
    found = read_subtitles(f"1\n{ONE}\nITEM 3 THE ROOF\n\n2\n{TWO}\nIT LEAKS.".encode())
    assert texts(found, "heading") == []
