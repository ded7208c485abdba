"""Headings, lists, captions, notes, references, raised marks, metadata, places."""

from __future__ import annotations

import pytest
from pdf_files import LATIN, drawn, line, read, text, texts, typeset

from assistant.errors import UnreadableDocument
from assistant.reading.document import Source
from assistant.reading.pdf import page_image, read_pdf
from assistant.reading.reader import read_bytes

ARTICLE = f"""
#set document(title: "A study of ferries", author: ("Ada Byron", "Max Planck"))
#set heading(numbering: "1.1")
#set page(columns: 2, numbering: "1")
= Introduction
{LATIN} As shown before#super[1,2], 10#super[6] cells with Ca#super[2+] and CO#sub[2].
== Aims
{LATIN} The following is needed:
- a first thing
- a second thing
= Results
{LATIN}#footnote[Paid for by the Ferry Fund.]
#figure(rect(height: 40pt), caption: [What was found in winter.])
{LATIN}
#heading(numbering: none)[References]
#set par(hanging-indent: 1em)
1. Byron A. Ferries in winter and in summer, a review of many years. J Ferry (2010) 12:3–9.

2. Planck M. Ice on the sound. J Ferry (2011) 13:4–8.
"""


def test_headings_have_the_depth_of_their_numbers() -> None:
    found = read(ARTICLE)
    headings = [block for block in found.blocks if block.kind == "heading"]
    assert [(text(found, block), block.level) for block in headings] == [
        ("1 Introduction", 1),
        ("1.1 Aims", 2),
        ("2 Results", 1),
        ("References", 1),
    ]
    assert headings[1].section == ("1 Introduction", "1.1 Aims")


def test_items_know_what_introduces_them() -> None:
    found = read(ARTICLE)
    items = [block for block in found.blocks if block.kind == "item"]
    assert [text(found, block) for block in items] == ["a first thing", "a second thing"]
    (lead,) = {block.lead for block in items}
    assert lead is not None
    assert text(found, found.blocks[lead]).endswith("The following is needed:")


def test_nested_items_know_their_depth() -> None:
    found = read("- a\n  - b\n    - c\n  - d\n- e\n\n1. one\n2. two")
    items = [(text(found, block), block.level) for block in found.blocks if block.kind == "item"]
    assert items[:5] == [("a", 1), ("b", 2), ("c", 3), ("d", 2), ("e", 1)]
    assert [words for words, _ in items[5:]] == ["1. one", "2. two"]


def test_raised_digits_and_signs_stay_raised() -> None:
    assert "As shown before¹,², 10⁶ cells with Ca²⁺ and CO2." in read(ARTICLE).text


def test_captions_notes_and_references_stand_apart() -> None:
    found = read(ARTICLE)
    assert texts(found, "caption") == ["Figure 1: What was found in winter."]
    assert texts(found, "footnote") == ["¹Paid for by the Ferry Fund."]
    assert [entry[:10] for entry in texts(found, "reference")] == ["1. Byron A", "2. Planck "]


def test_what_the_file_says_of_itself() -> None:
    source = read(ARTICLE).source
    assert (source.title, source.authors) == ("A study of ferries", "Ada Byron, Max Planck")


@pytest.mark.parametrize(
    "title", ["Microsoft Word - report final.doc", "untitled", "main.tex", "IJMS-12-0034", ""]
)
def test_the_name_of_a_file_is_no_title(title: str) -> None:
    found = read(f'#set document(title: "{title}")\n#text(20pt)[Ferries in winter]\n\n{LATIN * 4}')
    assert found.source.title == "Ferries in winter"


def test_the_words_of_a_quote_have_their_boxes() -> None:
    document = read_bytes("a.pdf", typeset(ARTICLE), Source())
    start = document.text.index("a first thing")
    place = document.place(start, start + len("a first thing"))
    assert place is not None
    assert str(place) == "page 1"
    (box,) = place.boxes
    assert 40 < box.x1 - box.x0 < 80
    assert 7 < box.y1 - box.y0 < 14


def test_a_page_has_its_printed_label() -> None:
    found = read('#set page(numbering: "i")\n#counter(page).update(5)\nFirst\n#pagebreak()\nSecond')
    assert [unit.label for unit in found.layer.units] == ["v", "vi"]


def test_a_page_that_lies_on_its_side_is_read_as_shown() -> None:
    lines = b"".join(
        f"BT /F 10 Tf 0 1 -1 0 {100 + 12 * at} 50 Tm (Line {at} of the table) Tj ET\n".encode()
        for at in range(9)
    )
    found = read_pdf(drawn(lines, more=b"/Rotate 90"))
    assert (found.layer.units[0].width, found.layer.units[0].height) == (800, 600)
    assert found.text.startswith("Line 0 of the table Line 1")
    x0, y0, _, _ = found.layer.boxes.rects[0]
    assert 45 < x0 < 60
    assert 85 < y0 < 105


def test_a_scan_is_told_and_what_to_do() -> None:
    picture = b"q 600 0 0 800 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q\n"
    with pytest.raises(UnreadableDocument, match="text recognition"):
        read_pdf(drawn(picture))
    found = read_pdf(drawn(picture, line("A page with text.")))
    assert found.report.unread_pages == (1,)
    assert found.report.notes == ("Page 1 is without text, as of a scan, and not read.",)


def test_a_page_becomes_an_image_of_the_width_asked_for() -> None:
    data = drawn(line("A page."))
    image = page_image(data, 1, 300)
    assert image.startswith(b"\x89PNG")
    assert int.from_bytes(image[16:20]) == 300
    assert int.from_bytes(page_image(data, 1, 10**6)[16:20]) <= 2400
    with pytest.raises(UnreadableDocument, match="no page 2"):
        page_image(data, 2, 300)
