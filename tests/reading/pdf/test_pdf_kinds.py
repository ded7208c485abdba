"""Code, quotations, turns of a conversation, forms, initials, the block below a title."""

from __future__ import annotations

from io import BytesIO

import pytest
from pdf_files import LATIN, drawn, line, raw_pdf, read, rows, stream, texts

from assistant.errors import UnreadableDocument
from assistant.reading.pdf import read_pdf


def test_code_keeps_its_lines_and_indents() -> None:
    code = "def area(radius):\n    return 3.14 * radius ** 2\n\nprint(area(2))"
    found = read(f"{LATIN}\n```\n{code}\n```\n{LATIN}")
    assert texts(found, "code") == [code.replace("\n\n", "\n")]


def test_a_quotation_is_set_in_from_both_sides() -> None:
    found = read(f"#set par(justify: true)\n{LATIN * 2}\n#quote(block: true)[{LATIN}]\n{LATIN}")
    assert texts(found, "quotation") == [LATIN.strip()]


def test_turns_of_a_conversation_begin_with_who_speaks() -> None:
    said = [("Reporter", "Was it cold?"), ("Keeper", "It was. " + LATIN.strip())] * 3
    found = read("\n\n".join(f"{name}: {words}" for name, words in said))
    assert texts(found, "turn") == [f"{name}: {words}" for name, words in said]


def test_a_letter_several_lines_high_begins_its_word() -> None:
    words = LATIN.split()
    lines = [" ".join(words[at : at + 8]) for at in range(0, len(words), 8)]
    content = line(lines[0][0], 50, 686, 32) + line(lines[0][1:], 71, 700)
    for at, rest in enumerate(lines[1:], 1):
        content += line(rest, 71 if at < 2 else 50, 700 - 12 * at)
    assert texts(read_pdf(drawn(content)), "paragraph") == [LATIN.strip()]


def test_authors_and_year_stand_below_the_title() -> None:
    found = read(
        "#align(center)[#text(18pt)[*Ferries of the northern sound*]\n\n"
        "#text(13pt)[Ada M. Byron#super[1], Piet van der Veen#super[2]]\n\n"
        f"#text(9pt)[University of London]\n\n2019]\n\n= Introduction\n{LATIN * 3}"
    )
    assert found.source.title == "Ferries of the northern sound"
    assert found.source.authors == "Ada M. Byron, Piet van der Veen"
    assert found.source.year == 2019
    assert texts(found, "heading") == ["Ferries of the northern sound", "Introduction"]


def test_what_is_filled_in_a_form_is_text() -> None:
    found = read_pdf(
        raw_pdf(
            b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R 6 0 R 7 0 R]/DA(/F 10 Tf)>>>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
            b"/Annots[5 0 R 6 0 R 7 0 R]>>",
            stream(b""),
            b"<</Type/Annot/Subtype/Widget/FT/Tx/T(n1)/TU(Surname)/V(Byron)/Rect[50 700 200 720]>>",
            b"<</Type/Annot/Subtype/Widget/FT/Btn/T(Member)/V/Yes/AS/Yes/Rect[50 650 60 660]"
            b"/AP<</N<</Yes 4 0 R/Off 4 0 R>>>>>>",
            b"<</Type/Annot/Subtype/Widget/FT/Tx/T(Empty)/Rect[50 600 200 620]>>",
        )
    )
    assert texts(found, "field") == ["Surname: Byron", "Member: checked"]
    assert found.layer.boxes.rects[0] == (50, 80, 200, 100)


def test_what_a_page_does_not_show_of_a_form_is_no_text() -> None:
    widget = b"<</Type/Annot/Subtype/Widget/FT/Tx/T"
    found = read_pdf(
        raw_pdf(
            b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R 6 0 R 7 0 R 8 0 R 9 0 R 10 0 R]"
            b"/DA(/F 10 Tf)>>>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
            b"/Annots[5 0 R 6 0 R 7 0 R 8 0 R 9 0 R 10 0 R]>>",
            stream(b""),
            widget + b"(A)/V(Shown)/Rect[50 700 200 720]/F 4>>",
            widget + b"(B)/V(Hidden)/Rect[50 650 200 670]/F 2>>",
            widget + b"(C)/V(On paper alone)/Rect[50 600 200 620]/F 36>>",
            widget + b"(D)/V(Password)/Rect[50 550 200 570]/Ff 8192>>",
            widget + b"(E)/V(Without size)/Rect[0 0 0 0]>>",
            widget + b"(F)/V(Outside)/Rect[700 900 800 920]>>",
        )
    )
    assert texts(found, "field") == ["A: Shown"]
    assert found.report.notes == ("Hidden text on page 1 is left out: 8 words.",)


def test_a_password_opens_a_protected_file() -> None:
    pypdf = pytest.importorskip("pypdf")
    writer = pypdf.PdfWriter(BytesIO(drawn(line("A secret page."))))
    writer.encrypt("open sesame", algorithm="RC4-128")
    protected = BytesIO()
    writer.write(protected)
    data = protected.getvalue()
    assert read_pdf(data, "open sesame").text == "A secret page."
    with pytest.raises(UnreadableDocument, match="protected by a password"):
        read_pdf(data)
    with pytest.raises(UnreadableDocument, match="not its password"):
        read_pdf(data, "wrong")


def test_the_labels_of_a_plot_are_no_table() -> None:
    labels = b"".join(
        line(str(number), 60 + 41 * column + 7 * (row % 2), 700 - 20 * row)
        for row in range(5)
        for column, number in enumerate(range(0, 60, 10))
        if (row + column) % 3
    )
    assert rows(read_pdf(drawn(labels + line(LATIN[:90], 50, 400)))) == []
