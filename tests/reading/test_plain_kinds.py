"""Plain text of many kinds: contracts, transcripts, questions and answers, minutes, letters."""

from __future__ import annotations

from assistant.reading.document import Table
from assistant.reading.text.plain import read_plain


def blocks(text: str) -> list[tuple[str, str]]:
    read = read_plain(text)
    return [(b.kind, read.text[b.start : b.end]) for b in read.blocks]


def sections(text: str) -> list[tuple[str, ...]]:
    return [b.section for b in read_plain(text).blocks if b.kind == "heading"]


def test_clauses_of_a_contract_are_no_headings() -> None:
    text = (
        "LEASE\n\nThis lease is made by two people.\n\n"
        "1. PREMISES\nThe Landlord lets the flat.\n\n"
        "2. TERM\n2.1 The term begins on 1 April 2024 and ends on\n31 March 2025.\n\n"
        "3. RENT\n3.1 The Tenant shall pay a monthly rent of GBP 950, due\non the first day of"
        " May\n3.2 Late payment bears interest.\n(a) The interest begins on the fifth day.\n"
        "(b) The Landlord may waive it.\n\n"
        "§ 5 Repairs\nThe Landlord repairs the roof.\n§ 6(1) The Tenant repairs the taps.\n"
    )
    assert blocks(text) == [
        ("heading", "LEASE"),
        ("paragraph", "This lease is made by two people."),
        ("heading", "1. PREMISES"),
        ("paragraph", "The Landlord lets the flat."),
        ("heading", "2. TERM"),
        ("paragraph", "2.1 The term begins on 1 April 2024 and ends on 31 March 2025."),
        ("heading", "3. RENT"),
        (
            "paragraph",
            "3.1 The Tenant shall pay a monthly rent of GBP 950, due on the first day of May",
        ),
        ("paragraph", "3.2 Late payment bears interest."),
        ("item", "(a) The interest begins on the fifth day."),
        ("item", "(b) The Landlord may waive it."),
        ("heading", "§ 5 Repairs"),
        ("paragraph", "The Landlord repairs the roof."),
        ("paragraph", "§ 6(1) The Tenant repairs the taps."),
    ]


def test_turns_of_a_transcript() -> None:
    text = (
        "Matteo: How many boats come in?\nInga Solheim: About forty. In July it is more, and then"
        " we\nhave to turn some away.\nMatteo: What do they pay?\n\nInga Solheim: 18 euros.\n"
    )
    assert blocks(text) == [
        ("turn", "Matteo: How many boats come in?"),
        (
            "turn",
            "Inga Solheim: About forty. In July it is more, and then we have to turn some away.",
        ),
        ("turn", "Matteo: What do they pay?"),
        ("turn", "Inga Solheim: 18 euros."),
    ]


def test_an_answer_keeps_its_question() -> None:
    text = "Q: How long is the warranty?\nA: Three years.\n\nQ: Who pays\nfor it?\nA: We do.\n"
    read = read_plain(text)
    assert [(b.kind, b.section) for b in read.blocks] == [
        ("heading", ("Q: How long is the warranty?",)),
        ("paragraph", ("Q: How long is the warranty?",)),
        ("heading", ("Q: Who pays for it?",)),
        ("paragraph", ("Q: Who pays for it?",)),
    ]


def test_labels_with_values_are_fields() -> None:
    text = (
        "TERM SHEET\n\nBorrower: Nordlys AS\nAmount: EUR 12,500,000\nPurpose: To finance a farm at"
        " Kvaloya and\n  its grid\nInterest: 3-month EURIBOR plus 1.85 per cent a year\n"
        "Maturity: 2029\n\nHost: server.example.com\n\nMore text is here.\n"
    )
    assert blocks(text)[1:] == [
        ("field", "Borrower: Nordlys AS"),
        ("field", "Amount: EUR 12,500,000"),
        ("field", "Purpose: To finance a farm at Kvaloya and its grid"),
        ("field", "Interest: 3-month EURIBOR plus 1.85 per cent a year"),
        ("field", "Maturity: 2029"),
        ("field", "Host: server.example.com"),
        ("paragraph", "More text is here."),
    ]


def test_minutes() -> None:
    text = (
        "Minutes of the Board, 12 March 2024\n\nPresent: A. Moreau, B. Ito\nApologies: D. Lind\n\n"
        "1. Opening\nThe chair opened the meeting at 18:05.\n\n2. Accounts\nThere is a surplus.\n"
        "It was decided to buy a boiler.\n\n3. Any other business\nNone.\n"
    )
    assert blocks(text) == [
        ("heading", "Minutes of the Board, 12 March 2024"),
        ("field", "Present: A. Moreau, B. Ito"),
        ("field", "Apologies: D. Lind"),
        ("heading", "1. Opening"),
        ("paragraph", "The chair opened the meeting at 18:05."),
        ("heading", "2. Accounts"),
        ("paragraph", "There is a surplus."),
        ("paragraph", "It was decided to buy a boiler."),
        ("heading", "3. Any other business"),
        ("paragraph", "None."),
    ]


def test_numbered_sections_below_a_title() -> None:
    body = "This is a sentence of the section, and it goes on over the end of the line\nto here."
    first = f"A Handbook\n\n1 Introduction\n\n{body}\n\n2 Fees\n\n2.1 Rates\n\n{body}\n\n"
    text = f"{first}3 End\n\n{body}\n"
    assert sections(text) == [
        ("A Handbook",),
        ("A Handbook", "1 Introduction"),
        ("A Handbook", "2 Fees"),
        ("A Handbook", "2 Fees", "2.1 Rates"),
        ("A Handbook", "3 End"),
    ]


def test_chapters() -> None:
    text = (
        "THE LONG WINTER\n\nPART ONE\n\nCHAPTER I\n\nThe Arrival\n\nIt was cold.\n\nCHAPTER II\n\n"
        "The train left.\n\nChapter 3: Home\n\nSpring came.\n\n第四章 归来\n\n他回来了。\n"
    )
    title = "THE LONG WINTER"
    assert sections(text) == [
        (title,),
        (title, "PART ONE"),
        (title, "PART ONE", "CHAPTER I"),
        (title, "PART ONE", "CHAPTER I", "The Arrival"),
        (title, "PART ONE", "CHAPTER II"),
        (title, "PART ONE", "Chapter 3: Home"),
        (title, "PART ONE", "第四章 归来"),
    ]


def test_what_stands_above_nothing_is_no_heading() -> None:
    text = "Shopping\n\nRed apples\n\nGreen pears\n\nThe Gate Closes at Nine\n"
    assert [kind for kind, _ in blocks(text)] == ["heading", *["paragraph"] * 3]


def test_lines_that_are_no_prose_stay_apart() -> None:
    text = "Lemon cake\n\nIngredients\n200 g butter\n4 eggs\n\nMethod\nHeat the oven.\nBake it.\n"
    assert blocks(text) == [
        ("heading", "Lemon cake"),
        ("paragraph", "Ingredients"),
        ("paragraph", "200 g butter"),
        ("paragraph", "4 eggs"),
        ("paragraph", "Method"),
        ("paragraph", "Heat the oven."),
        ("paragraph", "Bake it."),
    ]


def test_a_letter() -> None:
    text = (
        "From: Priya <p@example.com>\nTo: Jonas <j@example.com>\nSubject: Pumps\n\nDear Jonas,\n\n"
        "the pumps come on Thursday.\n\n> When will they come?\n> We plan\n\n--\nPriya\n"
    )
    assert blocks(text) == [
        ("field", "From: Priya <p@example.com>"),
        ("field", "To: Jonas <j@example.com>"),
        ("field", "Subject: Pumps"),
        ("paragraph", "Dear Jonas,"),
        ("paragraph", "the pumps come on Thursday."),
        ("quotation", "When will they come? We plan"),
        ("paragraph", "Priya"),
    ]


def test_lines_of_cells_are_tables() -> None:
    read = read_plain("Site, Racks, Cooling\nPorto, 31, adiabatic\nGhent, 118, immersion\n")
    assert read.tables == (Table("", ("Site", "Racks", "Cooling")),)
    assert [(b.kind, read.text[b.start : b.end]) for b in read.blocks] == [
        ("row", "Porto | 31 | adiabatic"),
        ("row", "Ghent | 118 | immersion"),
    ]
    wide = read_plain("Day        Hours\nMonday     9-17\nSaturday   10-14\n")
    assert wide.tables == (Table("", ("Day", "Hours")),)
    assert blocks("Ann, Leeds, UK\nBo, Oslo, Norway\nCy, Rome, Italy\n") == [
        ("field", "Ann, Leeds, UK"),
        ("field", "Bo, Oslo, Norway"),
        ("field", "Cy, Rome, Italy"),
    ]


def test_underlined_titles_and_code() -> None:
    titles = "=====\nTitle\n=====\n\nInstall\n-------\n\n"
    read = read_plain(f"{titles}Run this::\n\n    pip install x\n      x -v\n\n* one\n  two\n")
    assert [(b.kind, b.level, read.text[b.start : b.end]) for b in read.blocks] == [
        ("heading", 1, "Title"),
        ("heading", 2, "Install"),
        ("paragraph", 0, "Run this::"),
        ("code", 0, "pip install x\n  x -v"),
        ("item", 1, "one two"),
    ]


def test_items_know_their_depth_and_what_introduces_them() -> None:
    read = read_plain("Bring:\n\n- a pen\n- paper\n  - lined\n  - plain\n- glue\n\nThe end.\n")
    found = [(read.text[b.start : b.end], b.level, b.lead) for b in read.blocks]
    assert found[1:-1] == [
        ("a pen", 1, 0),
        ("paper", 1, 0),
        ("lined", 2, 0),
        ("plain", 2, 0),
        ("glue", 1, 0),
    ]


def test_pages_of_a_standard() -> None:
    page = (
        "\nAuthor                       Standards Track                    [Page {n}]\n\f\n"
        "RFC 9999                     Pump Protocol                   March 2024\n\n"
        "   continue to the next hop.  The value of field {n} must be zero.\n\n"
        "{n}.  Section number {n}\n\n   This section says what the field number {n} means, and a\n"
        "   receiver that does not know it goes on with the rest, for it may well\n"
    )
    text = "   A packet that is longer than the buffer is dropped, and the others may\n"
    read = read_plain(text + "".join(page.format(n=n) for n in range(1, 6)))
    assert "Standards Track" not in read.text
    assert "Pump Protocol" not in read.text
    assert "and the others may continue to the next hop." in read.text
    assert [b.section for b in read.blocks if b.kind == "heading"] == [
        (f"{n}. Section number {n}",) for n in range(1, 6)
    ]


def test_chinese_lines_are_joined_without_a_space() -> None:
    text = "这座桥于一九五七年建成并且通车至今已经有六十多年的历史了它是第一座\n公路铁路两用桥。\n"
    assert blocks(text) == [("paragraph", text.replace("\n", ""))]


def test_options_of_a_manual() -> None:
    text = (
        "OPTIONS\n       These are the options of the program, which are given before the tradi‐\n"
        "       tional ones.\n\n       -v     Print all lines as they are read.\n"
        "       -x     Print commands with\n              their arguments.\n"
    )
    assert blocks(text)[1:] == [
        (
            "paragraph",
            "These are the options of the program, which are given before the traditional ones.",
        ),
        ("paragraph", "-v Print all lines as they are read."),
        ("paragraph", "-x Print commands with their arguments."),
    ]


def test_what_is_set_in_below_a_colon_is_code() -> None:
    text = "Check its status with this:\n\n    sv stat daemon\n    cat log\n\nThen go on.\n"
    assert blocks(text) == [
        ("paragraph", "Check its status with this:"),
        ("code", "sv stat daemon\ncat log"),
        ("paragraph", "Then go on."),
    ]


def test_a_heading_with_a_date_is_a_heading() -> None:
    text = (
        "# Parish notes\n\n## Summer fair, 14 June 2025\n\nThe fair begins at ten.\n\n"
        "Meeting of the board, 3 March 2024\n\nThe board met in the hall.\n"
    )
    assert [text for kind, text in blocks(text) if kind == "heading"] == [
        "Parish notes",
        "Summer fair, 14 June 2025",
        "Meeting of the board, 3 March 2024",
    ]


def test_where_and_when_a_letter_was_written_is_no_heading() -> None:
    text = "New York, 3 May 2024\n\nDear Ms Lind,\n\nThank you for the pump, which came today.\n"
    assert blocks(text)[0] == ("paragraph", "New York, 3 May 2024")


def test_turns_below_names_with_times() -> None:
    text = (
        "Board call, 3 March 2024\n\nAnn Bell  00:03\nShall we begin\nwith the budget?\n\n"
        "Bo Lind  00:12\nYes, please.\n\n[01:40] Ann Bell\nThen on to the roof.\n"
    )
    assert blocks(text)[1:] == [
        ("turn", "Ann Bell: Shall we begin with the budget?"),
        ("turn", "Bo Lind: Yes, please."),
        ("turn", "Ann Bell: Then on to the roof."),
    ]
