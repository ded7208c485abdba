"""Typed text of many fields: what begins a part, and what stands under which heading."""

import pytest

from assistant.reading.structure import Structure
from assistant.reading.text.plain import read_plain

Shown = list[tuple[str, str]]


def shown(text: str) -> Shown:
    found: Structure = read_plain(text)
    return [(block.kind, found.text[block.start : block.end]) for block in found.blocks]


JUDGMENT = """\
JUDGMENT

Introduction

1. This is a claim for £418,250.16 said to be due under a contract dated 2 May 2016 as amended.

2. The works were due in November, but were not completed until 17 March 2017, as all agree.

3. The parties agreed the following issues:
(a) whether the notice of 12 January 2017 was valid under clause 2.27.1;
(b) whether Mr Bright owed a duty of care; and
(c) what sum, if any, is due.

4. I respectfully agree.

Conclusion

5. The claim succeeds in the sum of £302,117.40.
"""


def test_numbered_paragraphs_of_a_judgment_are_no_headings() -> None:
    found = shown(JUDGMENT)
    assert [text for kind, text in found if kind == "heading"] == [
        "JUDGMENT",
        "Introduction",
        "Conclusion",
    ]
    assert ("item", "(b) whether Mr Bright owed a duty of care; and") in found
    assert ("item", "(c) what sum, if any, is due.") in found
    assert ("item", "4. I respectfully agree.") in found


def test_titles_with_full_stops_are_headings_where_all_numbers_have_them() -> None:
    found = shown(
        "1. Source Code.\n\nThe source code is the preferred form of a work.\n\n"
        "2. Basic Permissions.\n\nAll rights are granted for the term of copyright.\n"
    )
    assert [text for kind, text in found if kind == "heading"] == [
        "1. Source Code.",
        "2. Basic Permissions.",
    ]


FAMILY = """\
Descendants of Johann Amrein

1. Johann Peter AMREIN, b. 4 Feb 1761 Sursee, d. 19 Oct 1829. m. 1787 Anna Estermann (1766-1841)
   1.1 Josef Leonz, b. 1789, d. 1812 in Russia
   1.2 Katharina, b. 11 Nov 1791, d. 1870; m. Kaspar Troxler
       1.2.1 Alois Troxler, b. 1815, emigrated 1847 to Ohio
   1.3 Melchior, b. 1796, d. 1866, miller in Geuensee
2. Franz Xaver AMREIN, b. 1764, d. 1803. Priest.
"""


def test_each_person_of_a_family_is_a_part() -> None:
    texts = [text for _, text in shown(FAMILY)]
    assert texts[2:] == [
        "1.1 Josef Leonz, b. 1789, d. 1812 in Russia",
        "1.2 Katharina, b. 11 Nov 1791, d. 1870; m. Kaspar Troxler",
        "1.2.1 Alois Troxler, b. 1815, emigrated 1847 to Ohio",
        "1.3 Melchior, b. 1796, d. 1866, miller in Geuensee",
        "2. Franz Xaver AMREIN, b. 1764, d. 1803. Priest.",
    ]


LOG = """\
commit 8f1c2ab77e0d4b6c9a3f5512d0e9f8a7b6c5d4e3
Author: Priya Raman <priya@example.org>
Date:   Tue Mar 4 17:22:09 2025 +0530

    Retry uploads three times

    The gateway drops about 2 % of connections.

commit 9bc2210fedcba98765432100123456789abcdef0
Author: Tom Ellery <tom@example.org>
Date:   Fri Feb 28 11:02:51 2025 +0000

    Raise the timeout from 30 s to 90 s

 config/default.toml | 2 +-
 src/client.py       | 17 ++++++-----
"""


def test_who_made_a_change_stands_with_it() -> None:
    found = read_plain(LOG)
    by_text = {found.text[block.start : block.end]: block for block in found.blocks}
    author = by_text["Author: Tom Ellery <tom@example.org>"]
    assert (author.kind, author.section[0][:9]) == ("field", "commit 9b")
    assert by_text["src/client.py | 17 ++++++-----"].section[0] == author.section[0]


def test_days_of_a_log_are_headings_with_their_weekdays() -> None:
    long = ("Monday, 14th March 1887", "Tuesday, 15th March 1887", "Wednesday, 16th March 1887")
    for days in (long, ("Sat 3 May 2025", "Sun 4 May 2025", "Tue 6 May 2025")):
        _check_days(days)


def _check_days(days: tuple[str, ...]) -> None:
    text = "LOG OF THE BARQUE HENRIETTA\n\n"
    text += "".join(f"{day}\nNoon. Distance run {n + 141} miles.\n\n" for n, day in enumerate(days))
    found = read_plain(text)
    assert [block.section[-1] for block in found.blocks if block.kind != "heading"] == list(days)


PATENT = """\
[54] VALVE FOR BOATS

[21] Appl. No.: 08/912,345

[57] ABSTRACT

A valve comprises a body and a flap, which closes within 0.2 s.

BACKGROUND OF THE INVENTION

1. Field of the Invention

The invention relates to valves for inflatable boats.

2. Related Art

A patent discloses a valve without a spring.

DETAILED DESCRIPTION

The body has a bore of 22 mm diameter.
"""


def test_numbered_headings_stand_below_capitals_that_they_follow() -> None:
    found = read_plain(PATENT)
    sections = [block.section for block in found.blocks if block.kind == "paragraph"]
    assert sections[-2][1:] == ("BACKGROUND OF THE INVENTION", "2. Related Art")
    assert sections[-1][1:] == ("DETAILED DESCRIPTION",)
    assert sections[0] == ("[54] VALVE FOR BOATS",)  # the number of the application


def test_labels_with_abbreviations_are_fields() -> None:
    found = shown("Ordnungsamt\nAz.: 32.4-118/2024\nTel.: 0341 5550-214\nDatum: 7. Mai 2024\n")
    assert [kind for kind, _ in found[1:]] == ["field"] * 3


def test_an_address_at_the_head_of_a_letter_is_no_title() -> None:
    found = read_plain(
        "Stadt Lindenau · Postfach 12 34 · 04177 Lindenau\n\nBescheid über die Hundesteuer\n\n"
        "Die Steuer wird auf 96,00 EUR festgesetzt. Sie ist am 15. Mai fällig.\n"
    )
    assert found.source.title == "Bescheid über die Hundesteuer"
    assert found.blocks[-1].section == ("Bescheid über die Hundesteuer",)


def test_parties_of_a_case_are_items_and_the_line_between_them_is_none() -> None:
    found = shown("PENROSE ROOFING\n- and -\n(1) CARDEW ESTATES LIMITED\n(2) MR A. BRIGHT\n\nText.")
    assert found[1:4] == [
        ("paragraph", "- and -"),
        ("item", "(1) CARDEW ESTATES LIMITED"),
        ("item", "(2) MR A. BRIGHT"),
    ]


def test_tags_of_a_game_are_no_headings() -> None:
    found = shown('[Event "Club"]\n[Date "2023.11.05"]\n[ECO "B33"]\n\n1. e4 c5 2. Nf3 Nc6 0-1\n')
    assert [kind for kind, _ in found] == ["paragraph"] * 3 + ["item"]


def test_entries_of_a_table_of_contents_stay_apart() -> None:
    found = shown(
        "Table of Contents\n\n   1. Introduction .................................1\n"
        "   2. Message Format ...............................2\n"
    )
    assert [text.split(" .")[0] for _, text in found[1:]] == [
        "1. Introduction",
        "2. Message Format",
    ]


@pytest.mark.parametrize("greeting", ["Kære Mette Holm", "Dear Ms Holm", "Estimada Sra. Peña"])
def test_a_greeting_is_no_heading(greeting: str) -> None:
    found = read_plain(f"Decision on your shed\n\n{greeting}\n\nYou may build it. It is small.\n")
    assert [block.kind for block in found.blocks] == ["heading", "paragraph", "paragraph"]


def test_a_list_in_a_message_is_a_list() -> None:
    found = shown(
        "2025-01-08 09:12 - Ines: Shopping list:\nmilk\n12 eggs\n2025-01-08 09:15 - Paul: ok\n"
        "2025-01-08 09:16 - Ines: thanks\n2025-01-08 09:20 - Paul: at 06:30\n"
    )
    assert [kind for kind, _ in found] == ["turn", "item", "item", "turn", "turn", "turn"]
