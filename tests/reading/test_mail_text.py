"""What the sender of a mail wrote, and what is quoted of others."""

from __future__ import annotations

from assistant.reading.web.mail_text import read_mail_text


def test_own_text_right_above_the_quoted_mail() -> None:
    text = (
        "The hall is free.\nOn Mon, 3 Jun 2024 at 17:12, Bo Lind <bo@example.com>\nwrote:\n"
        "> Is it free?\n>> I asked Ann.\n\nBring chairs.\n"
    )
    assert list(read_mail_text(text)) == [
        ("paragraph", "The hall is free."),
        ("paragraph", "On Mon, 3 Jun 2024 at 17:12, Bo Lind <bo@example.com> wrote:"),
        ("quotation", "Is it free?"),
        ("quotation", "I asked Ann."),
        ("paragraph", "Bring chairs."),
    ]


def test_an_earlier_mail_without_marks_goes_on_to_the_end() -> None:
    text = "Yes.\n\n-----Original Message-----\nWhere is it?\n\nIn the attic?\n"
    assert [kind for kind, _ in read_mail_text(text)] == [
        "paragraph",
        "paragraph",
        "quotation",
        "quotation",
    ]


def test_a_sentence_about_writing_quotes_nothing() -> None:
    text = "On the other hand, we wrote: nothing happened in 2023.\n\nSo we wait.\n"
    assert {kind for kind, _ in read_mail_text(text)} == {"paragraph"}


def test_flowed_lines_are_joined() -> None:
    text = "The har \nbour is shut.\n> Is it op \n> en?\n >not quoted\n-- \nAnn\n"
    assert list(read_mail_text(text, flowed=True, delsp=True)) == [
        ("paragraph", "The harbour is shut."),
        ("quotation", "Is it open?"),
        ("paragraph", ">not quoted"),
        ("paragraph", "Ann"),
    ]
    assert ("paragraph", "The har bour is shut.") in read_mail_text(text, flowed=True)


def test_lines_of_signatures_and_labels_stay_apart() -> None:
    text = "Due: 1 July\nAmount: 3,200\n\n-- \nAnn Bell\nChair\n"
    assert list(read_mail_text(text)) == [
        ("field", "Due: 1 July"),
        ("field", "Amount: 3,200"),
        ("paragraph", "Ann Bell"),
        ("paragraph", "Chair"),
    ]
