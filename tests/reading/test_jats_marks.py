from __future__ import annotations

import pytest
from made_files import check, texts

from assistant.reading.web.jats import read_jats


def mark(number: str, kind: str = "bibr") -> str:
    return f'<xref ref-type="{kind}" rid="b{number}">{number}</xref>'


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (f"25{mark('3')} patients", "25³ patients"),
        (f"<bold>25</bold>{mark('3')} patients", "25³ patients"),
        (f"25{mark('3')},{mark('4')}&#8211;{mark('7')} patients", "25³,⁴–⁷ patients"),
        (f"It was 2.{mark('5')} Then", "It was 2.⁵ Then"),
        (f"25 [{mark('3')},{mark('4')}] patients", "25 [3,4] patients"),
        (f"(n = 25{mark('3')}) patients", "(n = 25³) patients"),
        (f"see {mark('3')}, {mark('4')} there", "see 3, 4 there"),
        (f"25<sup>{mark('3')}</sup> patients", "25³ patients"),
        (f"25{mark('1', 'table-fn')} patients", "25¹ patients"),
        (f"Figure{mark('1', 'fig')} shows", "Figure1 shows"),
        (f"Lee{mark('2010')} says", "Lee2010 says"),
    ],
)
def test_marks_behind_numbers(written: str, shown: str) -> None:
    found = read_jats(f"<article><body><p>{written}</p></body></article>".encode())
    check(found)
    assert texts(found, "paragraph") == [shown]
