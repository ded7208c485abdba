from __future__ import annotations

import json
import time
from email.message import EmailMessage

import pytest
from made_files import blocks, check, package, paragraph, rows, sections, texts, word

from assistant.errors import UnreadableDocument
from assistant.reading.formats import reader_for
from assistant.reading.office.rtf import read_rtf
from assistant.reading.structure import Structure
from assistant.reading.text.subtitles import read_subtitles
from assistant.reading.typeset.notebook import read_notebook
from assistant.reading.web.epub import read_epub
from assistant.reading.web.mail import read_mail

ODF = "application/vnd.oasis.opendocument."
CONTAINER = """<container><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>"""
OPF = """<package xmlns:dc="x"><metadata><dc:title>A book</dc:title><dc:creator>Ann Lee</dc:creator>
<dc:language>en-US</dc:language><dc:date>2011-02-03</dc:date></metadata><manifest>
<item id="n" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>
<item id="a" href="a%20b.xhtml" media-type="application/xhtml+xml"/>
<item id="b" href="b.xhtml" media-type="application/xhtml+xml"/></manifest>
<spine><itemref idref="n"/><itemref idref="b"/><itemref idref="a"/><itemref idref="b"/></spine>
</package>"""
LINKS = '<a href="b.xhtml#x">One</a><a href="a%20b.xhtml">Two</a>'
NAV = f'<html><nav epub:type="toc">{LINKS}</nav></html>'
FIRST = "<html><head><title/></head><body><h1>First</h1><div/><p>Start.</p></body></html>"


def book(**more: str) -> bytes:
    return package(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": CONTAINER,
            "OPS/book.opf": OPF,
            "OPS/nav.xhtml": NAV,
            "OPS/a b.xhtml": "<html><body><p>Text &amp; 10<sup>6</sup>.</p></body></html>",
            "OPS/b.xhtml": FIRST,
            **more,
        }
    )


def test_a_book_in_the_order_of_its_spine() -> None:
    found = read_epub(book())
    check(found)
    assert blocks(found) == [
        ("heading", "First"),
        ("paragraph", "Start."),
        ("paragraph", "Text & 10⁶."),
    ]
    assert found.blocks[-1].section == ("Two",)
    assert [(unit.number, unit.label) for unit in found.layer.units] == [(1, "One"), (2, "Two")]
    assert (found.source.title, found.source.authors, found.source.year) == (
        "A book",
        "Ann Lee",
        2011,
    )
    assert found.language == "en"


def test_an_encrypted_book_is_refused() -> None:
    locked = {"META-INF/encryption.xml": '<x><CipherReference URI="OPS/b.xhtml"/></x>'}
    with pytest.raises(UnreadableDocument, match="encrypted"):
        read_epub(book(**locked))


def mail(text: str = "", page: str = "") -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"] = "Ann Lee <ann@x.org>", "bo@x.org"
    made["Date"], made["Subject"] = "Mon, 4 May 2020 10:00:00 +0200", "Dose – update"
    made.set_content(text)
    if page:
        made.add_alternative(page, subtype="html")
    return made


def test_a_mail() -> None:
    text = "Hello Bo,\nthe dose is 5 mg.\n\n- one\n- two\n\n"
    text += "On 3 May, Bo wrote:\n> What dose?\n\n-- \nAnn"
    made = mail(text)
    made.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="plan.pdf")
    found = read_mail(made.as_bytes())
    check(found)
    assert blocks(found) == [
        ("field", "From: Ann Lee <ann@x.org>"),
        ("field", "To: bo@x.org"),
        ("field", "Date: Mon, 04 May 2020 10:00:00 +0200"),
        ("field", "Subject: Dose – update"),
        ("paragraph", "Hello Bo, the dose is 5 mg."),
        ("item", "- one"),
        ("item", "- two"),
        ("paragraph", "On 3 May, Bo wrote:"),
        ("quotation", "What dose?"),
        ("paragraph", "Ann"),
    ]
    assert found.report.notes == ("Attachments were not read: “plan.pdf”.",)
    assert (found.source.title, found.source.authors) == ("Dose – update", "Ann Lee")
    assert found.source.year == 2020


def test_a_mail_as_a_page() -> None:
    page = "<table><tr><th>A<th>B<tr><td>1<td>2</table><div class=gmail_quote><p>Before.</div>"
    found = read_mail(mail("A B 1 2", page).as_bytes())
    assert rows(found) == [["1", "2"]]
    assert texts(found, "quotation") == ["Before."]


RUSSIAN = (
    "Река Волга впадает в Каспийское море. Её длина составляет 3530 километров. Бассейн реки"
    " занимает треть европейской территории России."
)


@pytest.mark.parametrize(
    ("charset", "encoding", "text"),
    [
        ("; charset=iso-8859-1", "cp1252", "The rent is €850 – “in all”."),
        ("; charset=us-ascii", "cp1252", "The rent is €850."),
        ("; charset=koi8-r", "koi8-r", RUSSIAN),
        ("", "koi8-r", RUSSIAN),
        ("; charset=nonsense", "cp1251", RUSSIAN),
        ("", "utf-8", "Grüße für Jörg."),
    ],
)
def test_a_mail_in_the_encoding_that_is_meant(charset: str, encoding: str, text: str) -> None:
    head = f"From: a@b.c\nContent-Type: text/plain{charset}\nContent-Transfer-Encoding: 8bit\n\n"
    assert texts(read_mail(head.encode() + text.encode(encoding)), "paragraph") == [text]


def test_a_mail_whose_encoding_cannot_be_told_is_refused() -> None:
    with pytest.raises(UnreadableDocument, match="encoding could not be told"):
        read_mail(b"From: a@b.c\n\nP\xb3ot i g\xeansi\n")


def test_hostile_mails() -> None:
    started = time.process_time()
    head = b"From: a@b.c\nContent-Type: multipart/mixed; boundary=x\n\n"
    parts = b"--x\nContent-Type: text/plain\n\nhi\n" * 10_000
    assert any("2,000 parts" in note for note in read_mail(head + parts).report.notes)
    nested = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (number, number)
        for number in range(3_000)
    )
    with pytest.raises(UnreadableDocument, match="deep"):
        read_mail(b"From: a@b.c\n" + nested)
    with pytest.raises(UnreadableDocument, match="no mail"):
        read_mail(b"just text\n")
    assert time.process_time() - started < 20


def rtf(body: str) -> Structure:
    found = read_rtf(("{\\rtf1\\ansi\\ansicpg1252\\deff0" + body + "}").encode("latin-1"))
    check(found)
    return found


STYLES = (
    "{\\fonttbl{\\f0\\fcharset0 Arial;}{\\f1\\fcharset204 Arial;}}{\\stylesheet{\\s1 heading 1;}}"
)


def test_rich_text() -> None:
    found = rtf(
        STYLES + "{\\info{\\title My report}{\\author Ann Lee}}{\\header Page 1\\par}"
        "\\pard\\s1 First\\par\\pard We gave 10{\\super 6} cells \\{x\\} caf\\'e9 "
        "\\u8211?5 {\\f1\\'e0}"
        "{\\super\\chftn{\\footnote\\pard {\\super\\chftn} See Lee.}} more{\\v hidden}.\\par"
        "{\\listtext\\'95\\tab}\\ls1 item\\par\\pard"
        "\\trowd\\trhdr\\cellx1\\cellx2 A\\intbl\\cell B\\cell\\row"
        "\\trowd\\cellx1\\cellx2\\pard\\intbl 1\\cell 2\\cell\\row"
        "\\pard End {\\*\\unknown gone}{\\pict 00ff}.\\par"
    )
    assert blocks(found) == [
        ("heading", "First"),
        ("paragraph", "We gave 10⁶ cells {x} café –5 а¹ more."),
        ("item", "item"),
        ("row", "1 | 2"),
        ("paragraph", "End ."),
        ("footnote", "¹ See Lee."),
    ]
    assert found.tables[0].columns == ("A", "B")
    assert (found.source.title, found.source.authors) == ("My report", "Ann Lee")


def test_the_caption_of_a_table_in_rich_text() -> None:
    row = "\\trowd\\cellx1\\cellx2\\pard\\intbl {}\\cell {}\\cell\\row"
    table = row.format("{\\b A}", "{\\b B}") + row.format("1", "2")
    found = rtf(f"\\pard Table 1. Doses\\par{table}\\pard Table 2 is not here.\\par End.\\par")
    assert blocks(found) == [
        ("caption", "Table 1. Doses"),
        ("row", "1 | 2"),
        ("paragraph", "Table 2 is not here."),
        ("paragraph", "End."),
    ]


def test_hostile_rich_text() -> None:
    started = time.process_time()
    for body in (
        "{" * 100_000,
        "}" * 100_000,
        "\\cell" * 20_000,
        "{\\footnote " * 2_000,
        "\\bin99999 x",
    ):
        rtf("x" + body)
    assert time.process_time() - started < 20


SRT = """\ufeff1
00:00:01,000 --> 00:00:03,500
Hello, <i>and</i> welcome
to the talk.

2
00:00:03,600 --> 00:00:05,000
Today we

3
00:00:05,100 --> 00:00:07,000
speak of cells &amp; more.

4
00:01:05,100 --> 00:01:07,000
- Is it?
- It is.
"""


def test_subtitles() -> None:
    found = read_subtitles(SRT.encode())
    check(found)
    assert blocks(found) == [
        ("turn", "Hello, and welcome to the talk. Today we speak of cells & more."),
        ("turn", "- Is it?"),
        ("turn", "- It is."),
    ]
    assert [unit.label for unit in found.layer.units][:2] == ["00:00:01.000", "00:00:03.600"]


def test_web_subtitles_name_who_speaks() -> None:
    text = "WEBVTT\n\nNOTE no\n\n00:01.000 --> 00:02.000 line:0\n<v Ann>Hi\n\n"
    text += "00:02.000 --> 00:03.000\n<v Bo>Yes"
    assert texts(read_subtitles(text.encode()), "turn") == ["Ann: Hi", "Bo: Yes"]


def test_subtitles_without_times_are_refused() -> None:
    with pytest.raises(UnreadableDocument, match="no times"):
        read_subtitles(b"just text")


def test_a_notebook() -> None:
    cells = [
        {"cell_type": "markdown", "source": ["# Title\n", "\n", "Some text.\n", "## Part"]},
        {
            "cell_type": "code",
            "source": "x = 1\nprint(x)",
            "outputs": [
                {"output_type": "stream", "text": ["1\n"]},
                {"output_type": "execute_result", "data": {"text/plain": "2", "image/png": "zz"}},
                {"output_type": "error", "ename": "ValueError", "evalue": "\x1b[31mno\x1b[0m"},
            ],
        },
        {"cell_type": "markdown", "source": "More.\n\n## Other"},
    ]
    found = read_notebook(json.dumps({"cells": cells, "metadata": {}}).encode())
    check(found)
    assert [block for block in blocks(found) if block[0] != "heading"] == [
        ("paragraph", "Some text."),
        ("code", "x = 1\nprint(x)"),
        ("code", "1"),
        ("code", "2"),
        ("code", "ValueError: no"),
        ("paragraph", "More."),
    ]
    assert sections(found) == [("Title",), ("Title", "Part"), ("Title", "Other")]
    assert [unit.kind for unit in found.layer.units] == ["cell"] * 3
    assert found.source.title == ""  # "Title" is a default
    assert found.blocks[-2].section == ("Title", "Part")


@pytest.mark.parametrize("data", [b"[]", b"{}", b'{"cells": 5}', b"{no", b"[" * 100_000])
def test_no_notebook(data: bytes) -> None:
    with pytest.raises(UnreadableDocument):
        read_notebook(data)


def test_an_archive() -> None:
    data = package(
        {
            "b/notes.txt": "Some notes are here.",
            "a.docx": word(paragraph("From Word.")),
            "pic.png": b"\x89PNG",
            "bad.docx": b"PK\x03\x04",
            "in.zip": package({"x.txt": "deeper"}),
            "__MACOSX/._a.docx": "x",
        }
    )
    found = reader_for("x.zip", data)(data)
    check(found)
    assert blocks(found) == [("paragraph", "From Word."), ("paragraph", "Some notes are here.")]
    assert [block.section for block in found.blocks] == [("a.docx",), ("b/notes.txt",)]
    parts = [(unit.number, unit.label) for unit in found.layer.units if unit.kind == "part"]
    assert parts == [(1, "a.docx"), (2, "b/notes.txt")]
    assert "pic.png" in found.report.notes[0]


def test_an_archive_tells_of_all_that_it_holds() -> None:
    data = package({"../up.txt": "From further up.", "a.txt": "From here."})
    found = reader_for("x.zip", data)(data)
    assert [text for _, text in blocks(found)] == ["From further up.", "From here."]
    unread = package({"bad.docx": b"PK\x03\x04", "pic.png": b"\x89PNG"})
    with pytest.raises(UnreadableDocument, match=r"can be read \(bad.docx \(.*\), pic.png\)"):
        reader_for("x.zip", unread)(unread)


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED = {"content.xml": "<x/>", "META-INF/manifest.xml": "<a encryption-data/>"}


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.doc", OLD + "WordDocument".encode("utf-16-le"), ".docx"),
        ("a.docx", OLD + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        ("a.xls", OLD + "Workbook".encode("utf-16-le"), ".xlsx"),
        ("a.zip", package({"a.png": b"x"}), "unpack it"),
        ("a.odt", package({"mimetype": f"{ODF}text", **LOCKED}), "encrypted"),
    ],
)
def test_what_is_refused_says_what_to_do(name: str, data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableDocument, match=reason):
        reader_for(name, data)(data)


def test_headings_and_tables_of_a_plain_mail() -> None:
    text = (
        "Dear all\n\nthis is what we agreed on.\n\nAGENDA ITEM 3: Prices\n\n"
        "Item     Price   Note\nTent     12.00   per night\nChair     2.00   per day\n\n"
        "OPENING HOURS\n\nWe open at ten.\n\nBest wishes\n\nAnn\n\n"
        "On Mon, 2 Jun 2025, Bo Lind wrote:\n> PRICES\n> What are they?\n"
    )
    found = read_mail(mail(text).as_bytes())
    check(found)
    assert texts(found, "heading") == ["AGENDA ITEM 3: Prices", "OPENING HOURS"]
    assert texts(found, "row") == ["Tent | 12.00 | per night", "Chair | 2.00 | per day"]
    last = found.blocks[-1]
    assert (last.kind, last.section) == ("quotation", ())


def test_marks_of_notes_in_books_are_raised() -> None:
    page = '<p>The tower<a epub:type="noteref" href="#fn1">1</a> is 66 m high.</p>'
    found = read_epub(book(**{"OPS/a b.xhtml": f"<html><body>{page}</body></html>"}))
    assert blocks(found)[-1] == ("paragraph", "The tower¹ is 66 m high.")
