from __future__ import annotations

from made_files import R, check, package, relations, texts, word

from assistant.reading.office.docx import read_docx
from assistant.reading.office.odf import read_odf
from assistant.reading.office.pptx import read_pptx
from assistant.reading.office.rtf import read_rtf
from assistant.reading.office.symbol_fonts import in_font

_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{kind}:1.0"'
    for name, kind in (
        *((name, name) for name in ("office", "style", "text", "meta")),
        ("fo", "xsl-fo-compatible"),
        ("svg", "svg-compatible"),
    )
)
_DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
DELETED = "Deletions of tracked changes were left out."
INSERTED = "Insertions of tracked changes were read as if accepted."
COMMENTS = "Comments were left out."


def odt(body: str, head: str = "", meta: str = "") -> bytes:
    return package(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {_SPACES} {_DC}>{head}<office:body>"
            f"<office:text>{body}</office:text></office:body></office:document-content>",
            "meta.xml": f"<office:document-meta {_SPACES} {_DC}><office:meta>{meta}</office:meta>"
            "</office:document-meta>",
        }
    )


FONTS = (
    '<office:font-face-decls><style:font-face style:name="S1" svg:font-family="Symbol"/>'
    '<style:font-face style:name="W" svg:font-family="\'Wingdings\'"/></office:font-face-decls>'
    '<office:automatic-styles><style:style style:name="T1" style:family="text">'
    '<style:text-properties style:font-name="S1"/></style:style>'
    '<style:style style:name="T2" style:family="text"><style:text-properties '
    'style:font-name="W"/></style:style></office:automatic-styles>'
)


def test_letters_of_symbol_fonts_in_opendocument() -> None:
    found = read_odf(
        odt(
            '<text:p>TNF-<text:span text:style-name="T1">\uf061</text:span> and '
            '<text:span text:style-name="T1">\uf0b3</text:span> 5 '
            '<text:span text:style-name="T1">m</text:span>g '
            '<text:span text:style-name="T2">\uf0fc</text:span></text:p>',
            FONTS,
        )
    )
    check(found)
    assert found.text == "TNF-α and ≥ 5 μg ✓"


RTF = (
    r"{\rtf1\ansi{\fonttbl{\f0 Times;}{\f3\fcharset2 Symbol{\*\falt Other};}{\f4 Wingdings;}}"
    r"\pard TNF-{\f3 a} and {\f3\'b3} 5 {\f3\u-3987 ?}g; done {\f4\'fc}.\par"
    r"\pard We {\deleted never }{\revised always }take it{\*\atnid A}\chatn"
    r"{\*\annotation{\pard Why?\par}}.\par}"
)


def test_letters_of_symbol_fonts_changes_and_comments_in_rtf() -> None:
    found = read_rtf(RTF.encode())
    check(found)
    assert texts(found, "paragraph") == ["TNF-α and ≥ 5 μg; done ✓.", "We always take it."]
    assert sorted(found.report.notes) == [COMMENTS, DELETED, INSERTED]


def test_other_fonts_show_what_is_written() -> None:
    assert in_font("Times New Roman", "abc") == "abc"
    assert in_font("Symbol", "α m\u2009g") == "α μ\u2009γ"


def test_changes_and_comments_in_opendocument() -> None:
    found = read_odf(
        odt(
            "<text:tracked-changes><text:changed-region><text:deletion><office:change-info>"
            "<dc:creator>Ann</dc:creator></office:change-info><text:p>never</text:p>"
            "</text:deletion></text:changed-region></text:tracked-changes>"
            "<text:p>We take it<office:annotation><text:p>Why?</text:p></office:annotation>."
            "</text:p>"
        )
    )
    assert found.text == "We take it."
    assert sorted(found.report.notes) == [COMMENTS, DELETED]
    assert read_odf(odt("<text:p>We take it.</text:p>")).report.notes == ()


def test_the_day_on_which_a_file_was_made_is_no_year() -> None:
    meta = (
        "<dc:title>Doses by age</dc:title><meta:creation-date>2009-01-02T00:00:00"
        "</meta:creation-date><dc:date>2011-01-01T00:00:00</dc:date>"
    )
    source = read_odf(odt("<text:p>We take it.</text:p>", meta=meta)).source
    assert (source.title, source.year) == ("Doses by age", None)


def test_comments_and_insertions_in_word() -> None:
    text = "<w:r><w:t>{}</w:t></w:r>"
    body = f"<w:p>{text.format('We ')}<w:ins>{text.format('always take it.')}</w:ins></w:p>"
    comment = f"<w:comment><w:p>{text.format('Why?')}</w:p></w:comment>"
    found = read_docx(word(body, comments=comment))
    assert found.text == "We always take it."
    assert found.report.notes == (INSERTED, COMMENTS)


_P = "http://schemas.openxmlformats.org/presentationml/2006/main"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"


def test_comments_on_slides() -> None:
    listed = f'<p:presentation xmlns:p="{_P}" xmlns:r="{R}">'
    shape = "<p:sp><p:txBody><a:p><a:r><a:t>Take it.</a:t></a:r></a:p></p:txBody></p:sp>"
    found = read_pptx(
        package(
            {
                "_rels/.rels": relations(("officeDocument", "ppt/presentation.xml")),
                "ppt/presentation.xml": listed
                + '<p:sldIdLst><p:sldId r:id="r1"/></p:sldIdLst></p:presentation>',
                "ppt/_rels/presentation.xml.rels": relations(("slide", "slides/slide1.xml")),
                "ppt/slides/slide1.xml": f'<p:sld xmlns:p="{_P}" xmlns:a="{_A}"><p:cSld><p:spTree>'
                f"{shape}</p:spTree></p:cSld></p:sld>",
                "ppt/slides/_rels/slide1.xml.rels": relations(("comments", "../comments/c1.xml")),
            }
        )
    )
    assert "Take it." in found.text
    assert found.report.notes == (COMMENTS,)
