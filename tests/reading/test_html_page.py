from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_files import blocks, check, rows, sections, texts

from assistant.errors import UnreadableDocument
from assistant.reading.bibliography.sources import Known
from assistant.reading.document import Source
from assistant.reading.formats import reader_for
from assistant.reading.reader import read_bytes
from assistant.reading.structure import Structure
from assistant.reading.web.html_page import read_html

PAGE = """\
<!DOCTYPE html>
<html lang="en-GB"><head><title>Exosomes – Site</title><meta name="dc.date" content="2021-03-04">
<meta name="citation_title" content="Exosomes &amp; you">
<meta name=citation_author content="Lee, A">
<meta name="citation_doi" content="https://doi.org/10.1000/xyz123">
<script>if (a<b) { document.write("<p>no</p>") }</script><style>p {color: red}</style></head>
<body><nav><ul><li><a href=/>Home</a><li><a href=/x>Products</a></ul></nav>
<div id="cookie-banner" class="cc-window">We use cookies. <button>OK</button></div>
<main><h1>Exosomes</h1>
<p>The dose is 10<sup>6</sup> cells &lt; 5&nbsp;mg of H<sub>2</sub>O<sup><a href="#r1">4</a></sup>.
<p style="display: none">Hidden text
<p>Do not take it if you:<ul><li>are ill<ul><li>with fe<b>ver</b></ul><li>are tired</ul>
<ol start=3><li>third<li>fourth</ol>
<blockquote><p>A wise word.</p></blockquote>
<pre>def f():
    return 1 &lt; 2</pre>
<dl><dt>Dose<dd>What is taken</dl>
<h2>References</h2><ol><li id=r1>Lee A. 2019. <a href="#x">↩</a><li>Ek B. 2020.</ol>
</main><footer>© 2020</footer></body></html>
"""


def read(page: str) -> Structure:
    found = read_html(page.encode())
    check(found)
    return found


def test_the_main_content_is_kept_and_nothing_else() -> None:
    found = read(PAGE)
    assert blocks(found) == [
        ("heading", "Exosomes"),
        ("paragraph", "The dose is 10⁶ cells < 5 mg of H2O⁴."),
        ("paragraph", "Do not take it if you:"),
        ("item", "are ill"),
        ("item", "with fever"),
        ("item", "are tired"),
        ("item", "3. third"),
        ("item", "4. fourth"),
        ("quotation", "A wise word."),
        ("code", "def f():\n    return 1 < 2"),
        ("item", "Dose: What is taken"),
        ("heading", "References"),
        ("reference", "Lee A. 2019."),
        ("reference", "Ek B. 2020."),
    ]
    items = [(block.level, block.lead) for block in found.blocks if block.kind == "item"]
    assert items[:3] == [(1, 2), (2, 3), (1, 2)]
    assert sections(found) == [("Exosomes",), ("Exosomes", "References")]


def test_places_are_those_of_the_file() -> None:
    found = read(PAGE)
    assert found.layer.text == PAGE
    assert found.layer.is_text
    at = found.text.index("fever")
    assert [PAGE[a:b] for a, b in found.origin.to_origin(at, at + 5)] == ["fe", "ver"]
    at = found.text.index("<")
    assert [PAGE[a:b] for a, b in found.origin.to_origin(at, at + 1)] == ["&lt;"]


def test_what_the_head_says() -> None:
    found = read(PAGE)
    assert (found.source.title, found.source.authors) == ("Exosomes & you", "Lee, A")
    assert (found.source.year, found.source.doi, found.language) == (2021, "10.1000/xyz123", "en")


@pytest.mark.parametrize("title", ["Untitled Document", "Home", "index.html", ""])
def test_a_default_is_no_title(title: str) -> None:
    assert read(f"<title>{title}</title><p>Text.</p>").source.title == ""


TABLE = """<table><caption>Table 1. Doses</caption>
<thead><tr><th rowspan=2>Age<th colspan=2>Dose<tr><th>Low<th>High</thead>
<tr><td>2–5<td>10<td>20<tr><td>6–9<td rowspan=2>11<td>22<tr><td>10+<td>33</table>"""


def test_spans_and_two_header_rows() -> None:
    found = read(TABLE)
    (table,) = found.tables
    assert (table.caption, table.columns) == (
        "Table 1. Doses",
        ("Age", "Dose / Low", "Dose / High"),
    )
    assert rows(found) == [["2–5", "10", "20"], ["6–9", "11", "22"], ["10+", "11", "33"]]


def test_layout_tables_are_no_tables() -> None:
    inner = "<table><tr><td>Rent<td>5<tr><td>Food<td>7</table>"
    found = read(f"<table role=presentation><tr><td><p>Left.</p><td>Right. {inner}</table>")
    assert texts(found, "paragraph") == ["Left.", "Right."]
    assert rows(found) == [["Rent", "5"], ["Food", "7"]]
    assert found.tables[0].columns == ("", "")


def test_a_table_inside_a_cell_follows() -> None:
    inner = "<table><tr><th>x<th>y<tr><td>1<td>2</table>"
    found = read(f"<table><tr><th>A<th>B<tr><td>one<td>two {inner}</table>")
    assert rows(found) == [["one", "two"], ["1", "2"]]
    assert [table.columns for table in found.tables] == [("A", "B"), ("x", "y")]


@pytest.mark.parametrize(
    ("around", "kept"),
    [
        ('<div class="site-footer footer">Imprint</div>', False),
        ('<aside class="related">Read more</aside>', False),
        ('<div role="dialog">Sign up</div>', False),
        ("<ul><li><a href=/a>One</a><li><a href=/b>Two</a><li><a href=/c>Three</a></ul>", False),
        ("<noscript>Turn it on</noscript>", False),
        ("<p hidden>No</p>", False),
        ("<p aria-hidden=true>No</p>", False),
        ("<div class='menu-of-the-day'><h1>Soup</h1></div>", True),
        ("<footer>Mind: last changed on 3 February 2025 by Ida.</footer>", True),
        ("<footer>Opening hours: daily 8 to 16. Telephone 555 0199.</footer>", True),
        ("<footer>Join 4,000 bakers and get our weekly letter</footer>", False),
        ("<footer><a href=/>Imprint</a> and one or two more of these</footer>", False),
        ("<footer>Imprint 2025</footer>", False),
        ("<div class='notes'>Mind this.</div>", True),
        ("<details><summary>More</summary>Inside.</details>", True),
    ],
)
def test_what_stands_around_a_text(around: str, kept: bool) -> None:
    text = "<p>Enough text for a page that is about something, sentence by sentence.</p>" * 4
    found = read(f"<body>{text}{around}</body>")
    words = (
        "Imprint",
        "Read",
        "Sign",
        "One",
        "Turn",
        "No",
        "Soup",
        "Mind",
        "Inside",
        "Join",
        "555",
    )
    assert any(word in found.text for word in words) == kept


@pytest.mark.parametrize(
    ("page", "encoding"),
    [
        ('<meta charset="iso-8859-1"><p>Ärger'.encode("cp1252"), "Windows-1252"),
        ("\ufeff<p>Ärger".encode("utf-16-le"), "UTF-16-LE"),
        ("\ufeff<p>Ärger".encode(), "UTF-8"),
    ],
)
def test_encodings(page: bytes, encoding: str) -> None:
    found = read_html(page)
    assert (found.text, found.layer.encoding) == ("Ärger", encoding)


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 10_000 + "deep" + "</div>" * 10_000,
        "<b>" * 100_000 + "deep",
        "<table><tr><td>" * 2_000 + "deep",
        "deep<!--" * 100_000,
        "deep<p>" + "<!x" * 100_000,
        "deep<p>" + "<a b='" * 100_000,
        "deep<p>" + "<![x" * 100_000 + ">",
        "deep" + "&amp" * 100_000,
        "<p>deep" + "</p>" * 200_000,
        "<ul><li>deep" * 5_000,
        "<table><tr>" + "<td>deep" * 30_000,
        "<table><tr><td colspan=1000 rowspan=65000>deep" + "<tr><td>x<td>y" * 5_000,
        '<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]><p>deep &b;',
    ],
)
def test_hostile_pages_take_little_time(page: str) -> None:
    started = time.process_time()
    assert "deep" in read_html(page.encode()).text
    assert time.process_time() - started < 6


@pytest.mark.parametrize("page", ["<body><script>app()</script><div id=root></div>", "<p> </p>"])
def test_a_page_without_text_is_refused(page: str) -> None:
    with pytest.raises(UnreadableDocument, match="save it again"):
        read_html(page.encode())


@pytest.mark.parametrize("name", ["a.html", "a.txt", "a.md", "a.xml"])
def test_a_page_is_known_by_its_content(name: str) -> None:
    data = PAGE.encode()
    assert "wise word" in reader_for(name, data)(data).text
    assert "<p>" not in reader_for(name, data)(data).text


TAGS = st.sampled_from(
    """<p> </p> <b> </b> <ul> <li> </ul> <table> <tr> <td> <th> </table> <h1> </h1> <pre> </pre>
    &amp; &nbsp; &#65; <sup> 12- </sup> <a href='x'> </a> < > & " ' <!-- --> <div class=nav> </div>
    <blockquote> <dl><dt> <dd> x <q> <math><msup><mi>x</mi><mn>2</mn></msup></math>""".split()
)


@given(st.lists(st.one_of(TAGS, st.text(max_size=4))).map(" ".join))
def test_any_page(page: str) -> None:
    try:
        found = read_html(page.encode("utf-8", "replace"))
    except UnreadableDocument:
        return
    check(found)


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        ("text-decoration: line-through", False),
        ("text-decoration:underline line-through red", False),
        ("text-decoration-line:line-through", False),
        ("color:red;font-size:0", False),
        ("font-size: 0px;", False),
        ("font-size: 0.0em", False),
        ("font-size: 0.8em", True),
        ("font-size:0.05rem", True),
        ("font-size:01px", True),
        ("text-decoration:underline;color:red", True),
        ("text-decoration:none;--x:line-through", True),
    ],
)
def test_text_that_a_style_hides_or_strikes_out(style: str, shown: bool) -> None:
    page = f"<html><body><p>Pay <span style='{style}'>700</span> now.</p></body></html>"
    assert texts(read(page), "paragraph") == ["Pay 700 now." if shown else "Pay now."]
    sheet = f"<style>.x {{ {style} }}</style>"
    page = f"<html><head>{sheet}</head><body><p>Pay <b class=x>700</b> now.</p></body></html>"
    assert texts(read(page), "paragraph") == ["Pay 700 now." if shown else "Pay now."]


def test_a_layout_of_size_0_keeps_what_has_a_size() -> None:
    inside = "<p style='font-size:13px'>Pay 700 now.</p>"
    page = (
        f"<body><table><tr><td style='font-size:0px'><div>{inside}</div></td></tr></table></body>"
    )
    assert "Pay 700 now." in read(page).text
    sheet = "<style>.row { font-size: 0 } .cell { font-size: 1rem }</style>"
    page = f"<head>{sheet}</head><body><div class=row><p class=cell>Pay 700 now.</p></div></body>"
    assert "Pay 700 now." in read(page).text
    with pytest.raises(UnreadableDocument):
        read_html(b"<body><div style='font-size:0'><p>Pay <b>700</b> now.</p></div></body>")


def test_an_encoding_that_people_named_comes_first() -> None:
    page = '<meta charset="utf-8"><p>Ärger macht müde.'.encode("cp1252")
    known = Known(encoding="windows-1252")
    found = read_bytes("a.html", page, Source(), known=known)
    assert found.text == "Ärger macht müde."


def test_a_paragraph_above_a_table_may_be_its_caption() -> None:
    table = "<table><tr><th>A<th>B<tr><td>1<td>2</table>"
    found = read(f"<p>Table 2: Doses{table}<p>Table 3 shows more.<p>And that is all.")
    assert blocks(found) == [
        ("caption", "Table 2: Doses"),
        ("row", "1 | 2"),
        ("paragraph", "Table 3 shows more."),
        ("paragraph", "And that is all."),
    ]
    assert found.tables[0].caption == "Table 2: Doses"
