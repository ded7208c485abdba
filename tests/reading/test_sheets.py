from __future__ import annotations

import datetime
import io
import time

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_files import blocks, check, package, relations, rows, sections, texts
from openpyxl.styles import Font

from assistant.errors import UnreadableDocument
from assistant.reading.office.number_formats import shown
from assistant.reading.office.xlsx import read_xlsx
from assistant.reading.structure import Structure
from assistant.reading.text.csv_table import read_csv


def saved(book: openpyxl.Workbook) -> Structure:
    file = io.BytesIO()
    book.save(file)
    found = read_xlsx(file.getvalue())
    check(found)
    return found


def test_a_workbook() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Costs"
    sheet["A1"] = "Costs by year"
    sheet.merge_cells("A1:D1")
    sheet.append(["Item", 2019, 2020, "Share"])
    sheet.append(["Rent", 1200.5, 1300, 0.255])
    sheet.append(["Food", -30.125, None, 0.5])
    for row in (3, 4):
        sheet.cell(row, 2).number_format = '"$"#,##0.00;[Red]-"$"#,##0.00'
        sheet.cell(row, 4).number_format = "0.0%"
    sheet["A6"], sheet["B6"] = datetime.date(2023, 5, 1), True
    sheet["A6"].number_format = "d mmmm yyyy"
    sheet["A8"] = "A remark that stands alone."
    book.create_sheet("Secret")["A1"] = "hush"
    book["Secret"].sheet_state = "hidden"
    people = book.create_sheet("People")
    for row in (["Name", "City"], ["Ann", "Oslo"], ["Bo", "Umeå"], ["Cy", "Ulm"]):
        people.append(row)
    people["A1"].font = people["B1"].font = Font(bold=True)
    people.row_dimensions[3].hidden = True
    found = saved(book)
    assert blocks(found) == [
        ("heading", "Costs"),
        ("caption", "Costs by year"),
        ("row", "Rent | $1,200.50 | 1300 | 25.5%"),
        ("row", "Food | -$30.13 | 50.0%"),
        ("row", "1 May 2023 | TRUE"),
        ("paragraph", "A remark that stands alone."),
        ("heading", "People"),
        ("row", "Ann | Oslo"),
        ("row", "Cy | Ulm"),
    ]
    assert found.tables[0].columns == ("Item", "2019", "2020", "Share")
    assert found.tables[2].columns == ("Name", "City")
    assert found.report.notes == (
        "Hidden rows of the sheet “People” were left out: 1.",
        "Hidden sheets were left out: “Secret”.",
    )
    units = [(unit.kind, unit.number, unit.label) for unit in found.layer.units]
    assert units[:3] == [("sheet", 1, "Costs"), ("row", 1, ""), ("row", 2, "")]
    assert ("sheet", 3, "People") in units
    assert units[-1] == ("row", 4, "")


def test_merged_cells_hold_for_all_rows() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Group", "Dose", None], [None, "low", "high"], ["A", 1, 2], [None, 3, 4]):
        sheet.append(row)
    for area in ("A1:A2", "B1:C1", "A3:A4"):
        sheet.merge_cells(area)
    found = saved(book)
    assert found.tables[0].columns == ("Group", "Dose / low", "Dose / high")
    assert rows(found) == [["A", "1", "2"], ["A", "3", "4"]]


def made(sheet: str, **more: str) -> bytes:
    """A workbook of one sheet, as a streaming writer would leave it."""
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    r = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    return package(
        {
            "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": f"<workbook {space} {r}><sheets><sheet name='One' r:id='r1'/>"
            "</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": relations(
                ("worksheet", "s.xml"), ("sharedStrings", "strings.xml")
            ),
            "xl/strings.xml": f"<sst {space}>{more.get('strings', '')}</sst>",
            "xl/s.xml": f"<worksheet {space}>{sheet}</worksheet>",
        }
    )


def test_strings_formulas_and_errors() -> None:
    strings = (
        "<si><r><t>10</t></r><r><rPr><vertAlign val='superscript'/></rPr><t>6</t></r></si>"
        "<si><t>plain</t><rPh><t>reading aid</t></rPh></si>"
    )
    sheet = (
        "<sheetData><row><c t='s'><v>0</v></c><c t='s'><v>1</v></c><c t='s'><v>9</v></c></row>"
        "<row><c t='str'><f>A1&amp;B1</f><v>both</v></c><c t='e'><v>#N/A</v></c>"
        "<c t='inlineStr'><is><t>in line</t></is></c><c><f>1+1</f><v>2</v></c></row></sheetData>"
    )
    found = read_xlsx(made(sheet, strings=strings))
    assert rows(found) == [["10⁶", "plain", "", ""], ["both", "#N/A", "in line", "2"]]


def test_formulas_without_a_stored_value_are_told() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Item", "Cost"], ["Rent", 700], ["Food", 300], ["Both", "=B2+B3"]):
        sheet.append(row)
    found = saved(book)
    assert rows(found) == [["Rent", "700"], ["Food", "300"], ["Both", ""]]
    note = "no stored value: open and save the file in a spreadsheet program."
    assert found.report.notes == (f"1 formula has {note}",)
    sheet.append(["Twice", "=2*B4", "=B5"])
    assert saved(book).report.notes == (f"3 formulas have {note}",)
    empty = "<sheetData><row><c t='str'><f>T(1)</f><v></v></c><c><v>5</v></c></row></sheetData>"
    assert read_xlsx(made(empty)).report.notes == ()


def test_many_empty_rows_and_wide_rows() -> None:
    started = time.process_time()
    empty = "".join(f"<row r='{number}'/>" for number in range(1, 200_001))
    found = read_xlsx(made(f"<sheetData>{empty}<row><c t='str'><v>end</v></c></row></sheetData>"))
    assert texts(found, "paragraph") == ["end"]
    wide = "<c><v>1</v></c>" * 30_000
    found = read_xlsx(made(f"<sheetData><row>{wide}</row><row>{wide}</row></sheetData>"))
    assert len(found.tables[0].columns) == 64
    assert time.process_time() - started < 12


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        ("0.1", "", "0.1"),
        ("0.30000000000000004", "General", "0.3"),
        ("1234567", "#,##0", "1,234,567"),
        ("0.125", "0.00", "0.13"),
        ("-5", "#,##0;(#,##0)", "(5)"),
        ("0", '0;-0;"none"', "none"),
        ("1234567", '0.0,,"M"', "1.2M"),
        ("12", "000", "012"),
        ("0.5", "#.##", ".5"),
        ("1234.5", '#,##0.00\\ "€"', "1,234.50 €"),
        ("99", "[$£-809]#,##0.00", "£99.00"),
        ("12345", "0.00E+00", "1.23E+04"),
        ("45047", "yyyy-mm-dd", "2023-05-01"),
        ("45047.604166666664", "d/m/yy h:mm AM/PM", "1/5/23 2:30 PM"),
        ("45047.999999", "yyyy-mm-dd hh:mm", "2023-05-02 00:00"),
        ("1.5", "[h]:mm", "36:00"),
        ("1", "yyyy-mm-dd", "1900-01-01"),
        ("0.75", "# ?/?", "0.75"),
        ("3", '"Week "0', "Week 3"),
        ("x", "0.00", "x"),
        ("1e400", "0.00", "1e400"),
        ("5551234", "000-0000", "555-1234"),
        ("123456789", "000-00-0000", "123-45-6789"),
        ("12345", "000-00-0000", "000-01-2345"),
        ("20200304", '0000"-"00"-"00', "2020-03-04"),
        ("15551234567", "(000) 000-0000", "(1555) 123-4567"),
        ("1234567.5", "# ##0.00", "1234 567.50"),
        ("1234567.5", "# ### ##0.0", "1 234 567.5"),
        ("-1234", "#\\ ##0", "-1 234"),
        ("12", '#" "##0', "12"),
        ("5551234567", r"[<=9999999]###\-####;\(###\)\ ###\-####", "(555) 123-4567"),
        ("5551234", r"[<=9999999]###\-####;\(###\)\ ###\-####", "555-1234"),
        ("-5551234", r"[<=9999999]###\-####;\(###\)\ ###\-####", "-5551234"),
        ("1", '[=1]0" item";0" items"', "1 item"),
        ("7", '[>5]"many";0', "many"),
        ("7", '[>9]"many";0;0" small"', "7"),
        ("3", 'General" pcs"', "3 pcs"),
        ("-2.5", "General;(General)", "(2.5)"),
        ("-2.5", 'General" °C"', "-2.5 °C"),
        ("12345678900", "000.000.000-00", "12345678900"),
        ("30", "0 pcs", "30"),
        ("43895", "ggge.m.d", "43895"),
        ("0.5", '0"/"0%', "5/0%"),
        ("5", '0" of 10"', "5 of 10"),
        ("0", '_-* #,##0_-;-* #,##0_-;_-* "-"??_-', "-"),
    ],
)
def test_numbers_are_shown_as_in_the_sheet(value: str, code: str, text: str) -> None:
    assert shown(value, code) == text


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        ("45047.5", "d mmm yyyy h:mm", "1 May 2023 12:00"),
        ("0.000011574", "mm:ss.0", "00:01.0"),
        ("45047", "d/m/yyyy;@", "1/5/2023"),
        ("45047", '"Week of "d mmmm', "Week of 1 May"),
    ],
)
def test_dates_are_shown_as_in_the_sheet(value: str, code: str, text: str) -> None:
    assert shown(value, code) == text


@given(st.floats(), st.text(alphabet='0#?.,%;"\\[]_*$€hmsdyE+-@/ AP', max_size=20))
def test_any_number_in_any_format(value: float, code: str) -> None:
    assert isinstance(shown(repr(value), code), str)


@pytest.mark.parametrize(
    ("text", "columns", "cells"),
    [
        ("a,b\n1,2\n", ("a", "b"), [["1", "2"]]),
        ("sep=;\na;b\n1,5;2,5\n", ("a", "b"), [["1,5", "2,5"]]),
        ("\ufeffSEP=|\r\na|b\r\n1,5|2,5\r\n", ("a", "b"), [["1,5", "2,5"]]),
        ('"sep=^"\na^b\n1,5^2,5', ("a", "b"), [["1,5", "2,5"]]),
        ("sep=\t\na\tb\n1;5\t2;5", ("a", "b"), [["1;5", "2;5"]]),
        ("sep=,,\na,b\n1,2\n", ("a", "b"), [["1", "2"]]),
        ("sep=x;b\n1;2\n", ("sep=x", "b"), [["1", "2"]]),
        ("a;b\r\n1,5;2\r\n", ("a", "b"), [["1,5", "2"]]),
        ("a\tb\n1\t2", ("a", "b"), [["1", "2"]]),
        ('a,b\n"x, ""y""\nz",2\n', ("a", "b"), [['x, "y" z', "2"]]),
        ("1,2\n3,4\n", ("", ""), [["1", "2"], ["3", "4"]]),
        ("a,b\n1\n1,2,3\n", ("a", "b", ""), [["1", "", ""], ["1", "2", "3"]]),
        ('a,b\n"open,2\n3,4\n', ("a", "b"), [['"open', "2"], ["3", "4"]]),
    ],
)
def test_tables_in_text(text: str, columns: tuple[str, ...], cells: list[list[str]]) -> None:
    found = read_csv(text.encode())
    check(found)
    assert found.tables[0].columns == columns
    assert rows(found) == cells
    assert found.layer.text == text.removeprefix("\ufeff")


def test_hostile_tables_in_text() -> None:
    started = time.process_time()
    wide = ",".join(f"x{number}" for number in range(100_000))
    assert len(read_csv(f"{wide}\n{wide}\n".encode()).tables[0].columns) == 64
    for line in ('a,"""b', 'a,"b', '"","a"', '"a""'):
        read_csv((line + "\n").encode() * 10_000)
    assert time.process_time() - started < 20


@given(st.text(alphabet='a1,;\t"\r\n é', min_size=1))
def test_any_table_in_text(text: str) -> None:
    try:
        check(read_csv(text.encode()))
    except UnreadableDocument:
        return


def test_a_sheet_is_a_section() -> None:
    book = openpyxl.Workbook()
    for name in ("B", "C"):
        book.create_sheet(name)["A1"] = "x"
    assert sections(saved(book)) == [("B",), ("C",)]
