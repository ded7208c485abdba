from __future__ import annotations

import io

from made_files import blocks, check, package, rows, sections, texts
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from assistant.reading.office.odf import read_odf
from assistant.reading.office.pptx import read_pptx
from assistant.reading.structure import Structure


def deck() -> bytes:
    made = Presentation()
    slide = made.slides.add_slide(made.slide_layouts[0])
    slide.shapes.title.text, slide.placeholders[1].text = "Annual plan", "Ann Lee"
    slide = made.slides.add_slide(made.slide_layouts[1])
    slide.shapes.title.text = "Aims"
    frame = slide.placeholders[1].text_frame
    frame.text = "Grow"
    deeper = frame.add_paragraph()
    deeper.text, deeper.level = "by 10%", 1
    slide.notes_slide.notes_text_frame.text = "Say hello first."
    slide = made.slides.add_slide(made.slide_layouts[5])
    slide.shapes.title.text = "Costs"
    table = slide.shapes.add_table(2, 2, 0, 0, Inches(4), Inches(1)).table
    for number, text in enumerate(("Item", "Cost", "Rent", "$5")):
        table.cell(number // 2, number % 2).text = text
    data = CategoryChartData()
    data.categories = ["East", "West"]
    data.add_series("Q1", (1.5, 2.25))
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, 0, 0, Inches(4), Inches(3), data)
    hidden = made.slides.add_slide(made.slide_layouts[5])
    hidden.shapes.title.text = "Out of sight"
    hidden._element.set("show", "0")
    box = made.slides.add_slide(made.slide_layouts[6]).shapes.add_textbox(
        0, 0, Inches(3), Inches(1)
    )
    box.text_frame.text = "Free text"
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def test_a_presentation() -> None:
    found = read_pptx(deck())
    check(found)
    assert blocks(found) == [
        ("heading", "Annual plan"),
        ("paragraph", "Ann Lee"),
        ("heading", "Aims"),
        ("item", "Grow"),
        ("item", "by 10%"),
        ("paragraph", "Say hello first."),
        ("heading", "Costs"),
        ("row", "Rent | $5"),
        ("row", "East | 1.5"),
        ("row", "West | 2.25"),
        ("paragraph", "Free text"),
    ]
    assert found.blocks[5].section == ("Aims", "Speaker notes")
    assert [table.columns for table in found.tables] == [("Item", "Cost"), ("", "Q1")]
    assert [unit.number for unit in found.layer.units] == [1, 2, 3, 5]
    assert found.report.notes == ("Hidden slides were left out: 4.",)
    assert found.source.title == "Annual plan"


TWICE = 'table:number-columns-repeated="2"'
OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
SPACES = " ".join(
    f'xmlns:{prefix}="{OASIS}{name}:1.0"'
    for prefix, name in (
        *(("office", "office"), ("text", "text"), ("table", "table"), ("style", "style")),
        *(("draw", "drawing"), ("presentation", "presentation")),
    )
)


def odf(body: str, styles: str = "") -> Structure:
    found = read_odf(
        package(
            {
                "mimetype": "application/vnd.oasis.opendocument.text",
                "content.xml": f"<office:document-content {SPACES}><office:automatic-styles>"
                f"{styles}</office:automatic-styles><office:body>{body}</office:body>"
                "</office:document-content>",
            }
        )
    )
    check(found)
    return found


STYLES = """
<style:style style:name="T1" style:family="text"><style:text-properties
 style:text-position="super 58%"/></style:style>
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Quotations"/>
<style:style style:name="Quotations" style:family="paragraph"/>
<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1"
 style:num-suffix="."/></text:list-style>"""


def test_an_open_document_text() -> None:
    cells = "<table:table-cell><text:p>{}</text:p></table:table-cell>" * 2
    found = odf(
        "<office:text><text:tracked-changes><text:p>gone</text:p></text:tracked-changes>"
        '<text:h text:outline-level="1">Aims</text:h><text:p>We gave 10<text:span '
        'text:style-name="T1">6</text:span> cells<text:note text:note-class="footnote">'
        "<text:note-citation>1</text:note-citation><text:note-body><text:p>See Lee.</text:p>"
        "</text:note-body></text:note>.<office:annotation><text:p>why?</text:p></office:annotation>"
        '</text:p><text:p text:style-name="P1">Wise.</text:p><text:list text:style-name="L1">'
        "<text:list-item><text:p>one</text:p></text:list-item><text:list-item><text:p>two</text:p>"
        "</text:list-item></text:list><table:table><table:table-header-rows><table:table-row>"
        f"{cells.format('A', 'B')}</table:table-row></table:table-header-rows><table:table-row>"
        f"{cells.format('1', '2')}</table:table-row></table:table></office:text>",
        STYLES,
    )
    assert blocks(found) == [
        ("heading", "Aims"),
        ("paragraph", "We gave 10⁶ cells¹."),
        ("quotation", "Wise."),
        ("item", "1. one"),
        ("item", "2. two"),
        ("row", "1 | 2"),
        ("footnote", "¹ See Lee."),
    ]
    assert found.tables[0].columns == ("A", "B")
    assert found.blocks[-1].section == ("Aims",)


def test_an_open_document_spreadsheet() -> None:
    def cell(text: str, more: str = "") -> str:
        return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"

    found = odf(
        '<office:spreadsheet><table:table table:name="Costs"><table:table-row>'
        f"{cell('Item')}{cell('2019')}{cell('2020')}</table:table-row><table:table-row>"
        f"{cell('Rent')}{cell('$5', TWICE)}"
        '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/>'
        "</table:table-row>"
        "</table:table></office:spreadsheet>"
    )
    assert rows(found) == [["Rent", "$5", "$5"]]
    assert found.tables[0].columns == ("Item", "2019", "2020")
    assert sections(found) == [("Costs",)]


def test_hidden_columns_of_an_open_document_spreadsheet() -> None:
    def row(*cells: str) -> str:
        shown = "".join(
            f"<table:table-cell><text:p>{each}</text:p></table:table-cell>" for each in cells
        )
        return f"<table:table-row>{shown}</table:table-row>"

    hidden = 'table:visibility="collapse"'
    found = odf(
        '<office:spreadsheet><table:table table:name="Pay"><table:table-column/>'
        f"<table:table-column-group><table:table-column {hidden} "
        'table:number-columns-repeated="2"/></table:table-column-group><table:table-column/>'
        f"<table:table-column {hidden}/>{row('Name', 'Pay', 'Tax', 'Age', 'Note')}"
        f"{row('Ann', '10', '2', '44', 'none')}</table:table></office:spreadsheet>"
    )
    assert rows(found) == [["Ann", "44"]]
    assert found.tables[0].columns == ("Name", "Age")
    assert found.report.notes == ("Hidden columns of the sheet “Pay” were left out.",)


def test_an_open_document_presentation() -> None:
    def frame(kind: str, text: str) -> str:
        return (
            f'<draw:frame presentation:class="{kind}"><draw:text-box><text:p>{text}</text:p>'
            "</draw:text-box></draw:frame>"
        )

    found = odf(
        f"<office:presentation><draw:page>{frame('title', 'Aims')}{frame('subtitle', 'Text')}"
        f"<presentation:notes>{frame('notes', 'Say it.')}</presentation:notes></draw:page>"
        "</office:presentation>"
    )
    assert blocks(found) == [("heading", "Aims"), ("paragraph", "Text"), ("paragraph", "Say it.")]
    assert texts(found, "heading") == ["Aims"]
