"""Clauses, dates and numbers of plain text: what they name, and what stands below them."""

from __future__ import annotations

import pytest

from assistant.chunking.sentences import sentences
from assistant.reading.text.plain import read_plain


def blocks(text: str) -> list[tuple[str, str]]:
    read = read_plain(text)
    return [(b.kind, read.text[b.start : b.end]) for b in read.blocks]


def below(text: str) -> dict[str, tuple[str, ...]]:
    """The headings above each block."""
    read = read_plain(text)
    return {read.text[b.start : b.end]: b.section for b in read.blocks}


def test_numbers_alone_are_no_headings() -> None:
    text = "Crew\n\n12\n\nThe boat takes twelve people.\n\n1987\nIt was launched at Leith.\n\n4\n"
    assert [kind for kind, _ in blocks(text)] == ["heading", *["paragraph"] * 5]


def test_numbers_that_count_chapters_are_headings() -> None:
    text = "THE MARSH\n\n1\n\nFog came in.\n\n2\n\nHome\n\nIt cleared by noon.\n\n3\n\nThey left.\n"
    sections = below(text)
    assert sections["Fog came in."] == ("THE MARSH", "1")
    assert sections["It cleared by noon."] == ("THE MARSH", "2", "Home")
    assert sections["They left."] == ("THE MARSH", "3")


def test_titles_in_the_lines_of_clauses() -> None:
    text = (
        "CARE CONTRACT\n\n1. SERVICES. The Provider visits twice a day and\ncooks lunch.\n\n"
        "2. FEES. 31 euros an hour.\n\n3. ABSENCE\n\n3.1 The Client tells the Provider two days\n"
        "before an absence\n\n3.2 Shorter notice is charged.\n\n4. Keys. One key stays with us.\n"
    )
    assert blocks(text)[1:] == [
        ("heading", "1. SERVICES"),
        ("paragraph", "The Provider visits twice a day and cooks lunch."),
        ("heading", "2. FEES"),
        ("paragraph", "31 euros an hour."),
        ("heading", "3. ABSENCE"),
        ("paragraph", "3.1 The Client tells the Provider two days before an absence"),
        ("paragraph", "3.2 Shorter notice is charged."),
        ("heading", "4. Keys"),
        ("paragraph", "One key stays with us."),
    ]
    assert below(text)["One key stays with us."] == ("CARE CONTRACT", "4. Keys")


def test_clauses_with_titles_in_small_letters() -> None:
    text = (
        "1. Scope. These rules apply to the reading room.\n"
        "2. Opening hours. The room opens at nine.\n3. Fines. A late book costs 20 cents.\n"
    )
    assert below(text)["A late book costs 20 cents."] == ("3. Fines",)


def test_steps_are_no_clauses() -> None:
    text = "1. Open the valve. Wait a minute.\n2. Close the valve. Read the gauge again.\n"
    assert [kind for kind, _ in blocks(text)] == ["item", "item"]


def test_a_list_begins_below_a_numbered_heading() -> None:
    text = "4. TOOLS\n1. A spade with a long\nhandle\n2. Two buckets\n\n5. SEEDS\n1. Rye\n2. Flax\n"
    sections = below(text)
    assert sections["1. A spade with a long handle"] == ("4. TOOLS",)
    assert sections["2. Flax"] == ("5. SEEDS",)


def test_a_heading_with_its_text_on_the_next_line() -> None:
    text = "1. Introduction\nThis guide is for wardens, who look after\nthe huts.\n2. Keys\nAsk.\n"
    assert blocks(text) == [
        ("heading", "1. Introduction"),
        ("paragraph", "This guide is for wardens, who look after the huts."),
        ("heading", "2. Keys"),
        ("paragraph", "Ask."),
    ]


def test_dates_above_what_happened() -> None:
    text = (
        "CHANGES\n\n4.1.3 - 2025-03-18\n- Fixed the crash.\n\n1.4.0 (2025-03-02)\n- Dark theme.\n"
    )
    assert below(text)["Dark theme."] == ("CHANGES", "1.4.0 (2025-03-02)")
    assert ("heading", "4.1.3 - 2025-03-18") in blocks(text)
    diary = "".join(
        f"{day} May 1911\n\nWe rowed on.\n\nIt rained {day} hours.\n\n" for day in (3, 4, 5)
    )
    assert below(diary)["It rained 4 hours."] == ("4 May 1911",)


def test_a_date_of_a_letter_is_no_heading() -> None:
    text = "4 June 2024\n\nDear Ms Lind,\n\nthe boiler was repaired.\n"
    assert below(text)["the boiler was repaired."] == ()


@pytest.mark.parametrize(
    "text",
    [
        "§ 1 The rent is due on the first. § 2 Pets are allowed. § 3(a) Smoking is forbidden.",
        "Dogs need consent. § 12.3(a) The Tenant insures the flat. § 12.3(b) The Owner pays half.",
    ],
)
def test_each_numbered_clause_is_a_sentence(text: str) -> None:
    assert len(sentences(text, 0, len(text))) == 3


def test_a_cited_clause_does_not_end_a_sentence() -> None:
    text = "Der Mieter haftet gem. § 5 Abs. 2 dieses Vertrags."
    assert len(sentences(text, 0, len(text))) == 1


def test_numbered_clauses_on_lines_of_their_own() -> None:
    text = "The parties agree.\n§ 12.3(a) The Tenant insures.\n§ 12.3(b) The Owner pays.\n"
    assert len(blocks(text)) == 3
