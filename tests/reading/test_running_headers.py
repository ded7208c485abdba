"""Running headers and footers of texts of a few pages."""

import pytest

from assistant.reading.text.plain import read_plain

HEADER = "RFC 9901              Heartbeats for Buoys                    March 2021\n\n\n"
FOOTER = "\n\n\nKeller                       Informational                      [Page {}]\n"


def memo(pages: int) -> str:
    text = "Abstract\n\n   This memo describes a heartbeat protocol. It is for buoys and\n"
    for page in range(1, pages):
        text += (
            FOOTER.format(page) + f"\f{HEADER}" + f"   their stations, of which there are {page}.\n"
        )
    return text + FOOTER.format(pages)


@pytest.mark.parametrize("pages", [2, 3, 4])
def test_headers_and_footers_are_left_out(pages: int) -> None:
    text = read_plain(memo(pages)).text
    assert "RFC 9901" not in text
    assert "Keller" not in text
    assert "It is for buoys and their stations, of which there are 1." in text


def test_a_line_that_only_stands_at_the_top_of_a_page_stays() -> None:
    text = "One page says this.\n\fName          Age          Town\n\nAnd another says that.\n"
    assert "Name" in read_plain(text).text


def test_captions_at_the_ends_of_pages_stay() -> None:
    text = "Some text stands here.\n\nTable 1\n\fMore text stands here.\n\nTable 2\n\fThe end.\n"
    found = read_plain(text).text
    assert "Table 1" in found
    assert "Table 2" in found
