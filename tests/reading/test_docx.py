from __future__ import annotations

import io
import time

import docx
import pytest
from made_files import blocks, check, package, paragraph, relations, rows, sections, texts, word

from assistant.errors import UnreadableDocument
from assistant.reading.document import Source
from assistant.reading.formats import reader_for
from assistant.reading.office.docx import read_docx
from assistant.reading.office.docx_styles import roman
from assistant.reading.reader import read_bytes
from assistant.reading.structure import Structure


def read(body: str, **parts: str) -> Structure:
    found = read_docx(word(body, **parts))
    check(found)
    return found


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


HEADINGS = (
    '<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="Mine"/>'
    '<w:basedOn w:val="berschrift1"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>'
)


def test_a_document_of_word_itself() -> None:
    made = docx.Document()
    made.core_properties.title = "Word Document"
    made.core_properties.author = "Ann Lee; Bo Ek"
    made.add_heading("Leaflet", 0)
    made.add_heading("What it is", 1)
    text = made.add_paragraph("We gave 10")
    text.add_run("6").font.superscript = True
    text.add_run(" cells & more.")
    made.add_paragraph("Do not take it if you:")
    for style, words in (("", "are ill"), (" 2", "with fever"), ("", "are tired")):
        made.add_paragraph(words, style=f"List Bullet{style}")
    made.add_paragraph("Open it.", style="List Number")
    made.add_paragraph("Close it.", style="List Number")
    made.add_paragraph("Table 1. Doses", style="Caption")
    table = made.add_table(rows=3, cols=3)
    for number, word_ in enumerate("Age Dose Note 2–5 10 both 6–9 20".split()):
        table.cell(number // 3, number % 3).text = word_
    table.cell(1, 2).merge(table.cell(2, 2))
    made.add_paragraph("A wise word", style="Quote")
    file = io.BytesIO()
    made.save(file)
    found = read_docx(file.getvalue())
    check(found)
    assert blocks(found) == [
        ("heading", "Leaflet"),
        ("heading", "What it is"),
        ("paragraph", "We gave 10⁶ cells & more."),
        ("paragraph", "Do not take it if you:"),
        ("item", "are ill"),
        ("item", "with fever"),
        ("item", "are tired"),
        ("item", "1. Open it."),
        ("item", "2. Close it."),
        ("caption", "Table 1. Doses"),
        ("row", "2–5 | 10 | both"),
        ("row", "6–9 | 20 | both"),
        ("quotation", "A wise word"),
    ]
    items = [(block.level, block.lead) for block in found.blocks if block.kind == "item"]
    assert items[:3] == [(1, 3), (2, 4), (1, 3)]
    (table_,) = found.tables
    assert (table_.caption, table_.columns) == ("Table 1. Doses", ("Age", "Dose", "Note"))
    assert found.blocks[-1].section == ("Leaflet", "What it is")
    assert (found.source.title, found.source.authors) == ("Leaflet", "Ann Lee, Bo Ek")


def test_headings_by_style_and_outline_level() -> None:
    body = (
        paragraph("One", "berschrift1")
        + paragraph("Contents 4", "TOC1")
        + paragraph("Two", "Mine")
        + paragraph("Three", more='<w:outlineLvl w:val="2"/>')
        + paragraph("Text", more='<w:outlineLvl w:val="9"/>')
    )
    found = read(body, styles=HEADINGS)
    assert sections(found) == [("One",), ("One", "Two"), ("One", "Two", "Three")]
    assert texts(found, "paragraph") == ["Text"]


def test_changes_are_accepted() -> None:
    body = (
        "<w:p>" + run("Pay ") + "<w:del>" + run("ten") + "</w:del><w:ins>" + run("two") + "</w:ins>"
        "<w:moveFrom>" + run(" old") + "</w:moveFrom>" + run(" euros") + "</w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
        + run("now and ")
        + "</w:p><w:p>"
        + run("here.")
        + "</w:p><w:p>"
        + run("Kept ")
        + run("struck", "<w:strike/>")
        + run("hidden", "<w:vanish/>")
        + "</w:p>"
    )
    found = read(body)
    assert texts(found, "paragraph") == ["Pay two euros", "now and here.", "Kept"]
    assert found.report.notes == (
        "Deletions of tracked changes were left out.",
        "Hidden text was left out.",
        "Insertions of tracked changes were read as if accepted.",
        "Text that is struck out was left out.",
    )


def test_a_template_gives_no_year() -> None:
    made = docx.Document()  # its template is of 2013
    made.add_paragraph("Some text.")
    file = io.BytesIO()
    made.save(file)
    assert read_docx(file.getvalue()).source.year is None


def test_what_leaves_nothing_out_is_not_told() -> None:
    blank = run(" ", "<w:vanish/>") + "<w:del>" + run(" ") + "</w:del>"
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        + run(" TC Pay", "<w:vanish/>")
        .replace("w:t>", "w:instrText>")
        .replace("<w:t ", "<w:instrText ")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert read(f"<w:p>{run('Pay two euros.')}{blank}{field}</w:p>").report.notes == ()


def test_a_deleted_row_is_told() -> None:
    def row(text: str, properties: str = "") -> str:
        cells = cell(paragraph(text)) + cell(paragraph("5"))
        return f"<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>"

    found = read(f"<w:tbl>{row('Item')}{row('Rent')}{row('Food', '<w:del/>')}</w:tbl>")
    assert "Food" not in found.text
    assert found.report.notes == ("Deletions of tracked changes were left out.",)


NUMBERING = """
<w:abstractNum w:abstractNumId="7">
 <w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
 <w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl>
 <w:lvl w:ilvl="2"><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%3"/></w:lvl>
</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="7"/>
 <w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>"""


def test_numbers_of_clauses_are_shown() -> None:
    def clause(text: str, level: int, number: int = 1) -> str:
        numbered = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        return paragraph(text, more=numbered)

    body = "".join(
        (
            *(clause("Term", 0), clause("Start", 1), clause("End", 1), clause("Deep", 2)),
            *(clause("Fee", 0), clause("Due", 1), clause("New", 0, 2), clause("None", 0, 0)),
        )
    )
    assert blocks(read(body, numbering=NUMBERING)) == [
        ("item", "3. Term"),
        ("item", "3.a) Start"),
        ("item", "3.b) End"),
        ("item", "I Deep"),
        ("item", "4. Fee"),
        ("item", "4.a) Due"),
        ("item", "1. New"),
        ("paragraph", "None"),
    ]


def test_footnotes_stand_behind_the_text() -> None:
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    note = f'<w:footnote w:id="0">{paragraph("line")}</w:footnote><w:footnote w:id="2">'
    found = read(
        paragraph("One", "berschrift1")
        + f"<w:p>{run('It works')}{reference}{run(' well.')}</w:p>{paragraph('More.')}",
        styles=HEADINGS,
        footnotes=f"{note}{paragraph('See Lee.')}</w:footnote>",
    )
    assert blocks(found)[1:] == [
        ("paragraph", "It works¹ well."),
        ("paragraph", "More."),
        ("footnote", "¹ See Lee."),
    ]
    assert found.blocks[-1].section == ("One",)


def test_fields_show_their_results() -> None:
    def mark(kind: str, more: str = "") -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}">{more}</w:fldChar></w:r>'

    box = '<w:ffData><w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox></w:ffData>'
    body = (
        "<w:p>"
        + run("On ")
        + mark("begin")
        + run("DATE")
        + mark("separate")
        + run("1 May")
        + mark("end")
        + run(". ")
        + mark("begin", box)
        + mark("end")
        + run(" agreed")
        + "</w:p>"
    )
    assert texts(read(body), "paragraph") == ["On 1 May. ☒ agreed"]


def test_symbols_boxes_and_formulas() -> None:
    math = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    power = (
        f'<m:oMath xmlns:m="{math}"><m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r>'
        "<m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath>"
    )
    body = (
        "<w:p>"
        + run("p ")
        + '<w:r><w:sym w:font="Symbol" w:char="F0A3"/></w:r>'
        + run(" 5 and ")
        + power
        + "<w:r><w:pict><w:txbxContent>"
        + paragraph("Beside it.")
        + "</w:txbxContent>"
        "</w:pict></w:r>" + run(" end.") + "</w:p>"
    )
    assert texts(read(body), "paragraph") == ["p ≤ 5 and x² end.", "Beside it."]


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{text}</w:tc>"


def test_merged_nested_and_layout_tables() -> None:
    inner = f"<w:tbl><w:tr>{cell(paragraph('in'))}{cell(paragraph('9'))}</w:tr></w:tbl>"
    head = "<w:trPr><w:tblHeader/></w:trPr>"
    span, start, on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    table = (
        f"<w:tbl><w:tr>{head}{cell(paragraph('Who'), start)}{cell(paragraph('Dose'), span)}</w:tr>"
        f"<w:tr>{head}{cell('', on)}{cell(paragraph('low'))}{cell(paragraph('high'))}</w:tr>"
        f"<w:tr>{cell(paragraph('Ann'))}{cell(paragraph('1'))}{cell(inner + paragraph('2'))}</w:tr>"
        f"<w:tr><w:trPr><w:del/></w:trPr>{cell(paragraph('gone'))}</w:tr></w:tbl>"
    )
    layout = f"<w:tbl><w:tr>{cell(paragraph('Only text.'))}</w:tr></w:tbl>"
    found = read(table + layout)
    assert found.tables[0].columns == ("Who", "Dose / low", "Dose / high")
    assert rows(found) == [["Ann", "1", "2"], ["in", "9"]]
    assert texts(found, "paragraph") == ["Only text."]


@pytest.mark.parametrize(
    ("first", "named"), [("Inventory no.", True), ("Nr.", True), ("It was rebuilt.", False)]
)
def test_a_shortened_word_may_name_a_column(first: str, named: bool) -> None:
    def row(*texts: str) -> str:
        return f"<w:tr>{''.join(cell(paragraph(text)) for text in texts)}</w:tr>"

    rows = row(first, "Object", "Value") + row("12", "banner", "9500") + row("14", "lamp", "80")
    (table,) = read(f"<w:tbl>{rows}</w:tbl>").tables
    assert any(table.columns) is named


def test_bold_lines_are_headings_where_no_style_is_used() -> None:
    def bold(text: str, size: int) -> str:
        look = f'<w:b/><w:sz w:val="{size}"/>'
        return f"<w:p>{run(text, look)}</w:p>"

    filler = "".join(paragraph(f"Sentence {number} says something.") for number in range(6))
    body = bold("Report", 32) + bold("Aims", 24) + filler + bold("Means", 24) + filler
    assert sections(read(body)) == [("Report",), ("Report", "Aims"), ("Report", "Means")]


def test_references() -> None:
    body = paragraph("References", "berschrift1") + paragraph("Lee 2019.") + paragraph("Ek 2020.")
    assert texts(read(body, styles=HEADINGS), "reference") == ["Lee 2019.", "Ek 2020."]


def test_places_are_paragraphs() -> None:
    found = read(paragraph("One.") + paragraph(" ") + paragraph("Two."))
    assert [(unit.kind, unit.number) for unit in found.layer.units] == [
        ("paragraph", 1),
        ("paragraph", 2),
    ]
    assert found.layer.text == "One.\nTwo.\n"


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 no more",
        package({"word/document.xml": "<w:document"}),
        package({"word/document.xml": '<!DOCTYPE d [<!ENTITY a "b">]><d>&a;</d>'}),
        word("<w:p>" * 300 + "</w:p>" * 300),
        word("<w:sdt><w:sdtContent>" * 5000 + "</w:sdtContent></w:sdt>" * 5000),
        package({"word/document.xml": b"<a>" + b" " * 100_000_000}),
    ],
)
def test_what_cannot_be_read_ends_in_one_line(data: bytes) -> None:
    started = time.process_time()
    with pytest.raises(UnreadableDocument, match=r"^[^\n]+$"):
        read_bytes("a.docx", data, Source())
    assert time.process_time() - started < 5


@pytest.mark.parametrize("name", ["a.docx", "a.doc", "a.txt", "a.xlsx"])
def test_a_document_is_known_by_its_content(name: str) -> None:
    data = word(paragraph("Known."))
    assert reader_for(name, data)(data).text == "Known."


def test_strict_names_are_known() -> None:
    name = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    content = f"<w:body>{paragraph('Strict.')}</w:body>"
    body = f'<w:document xmlns:w="{name}">{content}</w:document>'
    made = package(
        {
            "_rels/.rels": relations(("officeDocument", "word/document.xml")),
            "word/document.xml": body,
        }
    )
    assert read_docx(made).text == "Strict."


@pytest.mark.parametrize(("number", "written"), [(4, "iv"), (9, "ix"), (1994, "mcmxciv")])
def test_roman_numerals(number: int, written: str) -> None:
    assert roman(number) == written
