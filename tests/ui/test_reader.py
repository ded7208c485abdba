"""Whole documents as they are read."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from fake_assistant import ATTACK, HOSTILE, REVIEW, FakeAssistant
from starlette.applications import Starlette
from starlette.testclient import TestClient

from assistant.reading.document import Block, Document, Source, Span, Table
from ui.reader.address import CHANGED, MALFORMED, OUTSIDE, address, place
from ui.reader.document_text import KEPT, Shelf, contents, exact, parts, prepare, section_at
from ui.reader.page import page as shown_page
from ui.reader.routes import routes

TEXT = (
    "1 Results\n\nIt helped.\n\n1.1 Survival\n\n• 92 % lived\n\n• 8 % did not\n\n"
    "Table 1 Trials\nAlpha | 2 | Peru\nBeta | Chile"
)


def block(kind: str, words: str, *section: str, **more: object) -> Block:
    start = TEXT.index(words)
    return Block(kind, start, start + len(words), section, **more)  # type: ignore[arg-type]


def cells(*words: str) -> tuple[Span, ...]:
    found = [TEXT.index(word) for word in words]
    return tuple(Span(at, at + len(word)) for at, word in zip(found, words, strict=True))


GAP = Span(TEXT.index("Chile"), TEXT.index("Chile"))
ALPHA, PERU, BETA, CHILE = cells("Alpha", "Peru", "Beta", "Chile")
TWO = TEXT.index("2 | Peru")
STUDY = Document(
    name="sub/a study?.txt",
    text=TEXT,
    sha256="2" * 64,
    source=Source("A study", "Doe J", 2020, "Trials 1:2", "10.1000/xyz", "CC BY 4.0"),
    blocks=(
        block("heading", "1 Results", "1 Results"),
        block("paragraph", "It helped.", "1 Results"),
        block("heading", "1.1 Survival", "1 Results", "1.1 Survival"),
        block("item", "• 92 % lived", "1 Results", "1.1 Survival"),
        block("item", "• 8 % did not", "1 Results", "1.1 Survival"),
        block("caption", "Table 1 Trials", "Table 1 Trials"),
        block(
            "row",
            "Alpha | 2 | Peru",
            "Table 1 Trials",
            table=0,
            cells=(ALPHA, Span(TWO, TWO + 1), PERU),
        ),
        block("row", "Beta | Chile", "Table 1 Trials", table=0, cells=(BETA, GAP, CHILE)),
    ),
    tables=(Table("Table 1 Trials", ("Name", "Phase", "Country")),),
)


class Places(HTMLParser):
    """Where each element with `data-start` says that it begins, and its text; marks apart."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, int]] = []
        self.found: dict[int, str] = {}
        self.marks: list[str] = []
        self.marking = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        start = dict(attrs).get("data-start")
        if start:
            self.open.append((tag, int(start)))
            self.found[int(start)] = ""
        if tag == "mark":
            self.marking = True
            self.marks.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "mark":
            self.marking = False
        elif self.open and self.open[-1][0] == tag:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open:
            self.found[self.open[-1][1]] += data
        if self.marking:
            self.marks[-1] += data


def page(document: Document, at: str = "", sha256: str = "") -> str:
    return shown_page(prepare(document), at, sha256)


def read(document: Document, at: str = "", sha256: str = "") -> Places:
    found = Places()
    found.feed(page(document, at, sha256))
    return found


@pytest.mark.parametrize("document", [REVIEW, ATTACK, STUDY], ids=lambda one: one.sha256[0])
def test_every_piece_stands_where_it_says(document: Document) -> None:
    hidden = re.compile("[\x00-\x08\x0b-\x1f]")
    for start, text in read(document).found.items():
        there = document.text[start : start + len(text)]
        assert text == hidden.sub("\N{ZERO WIDTH SPACE}", there)


@pytest.mark.parametrize("document", [REVIEW, STUDY], ids=lambda one: one.sha256[0])
def test_all_of_the_text_is_shown(document: Document) -> None:
    shown = "".join(read(document).found.values())
    assert re.sub(r"[\s|]", "", shown) == re.sub(r"[\s|]", "", document.text)


def test_a_mark_goes_over_blocks_and_cells_and_holds_just_its_characters() -> None:
    start, end = TEXT.index("did not"), TEXT.index("Peru") + 2
    assert read(STUDY, f"{start}-{end}").marks == ["did not", "Table 1 Trials", "Alpha", "2", "Pe"]


def test_repeated_words_are_marked_where_they_were_meant() -> None:
    twice = Document("twice.txt", "Cells act. Cells act.", "3" * 64)
    assert "Cells act. <mark" in page(twice, "11-21")
    assert read(twice, "11-21").marks == ["Cells act."]


@pytest.mark.parametrize("at", ["5", "a-b", "-1-4", "5-", "1-2-3", "９-１０", "1e3-2"])
def test_a_malformed_place_is_said_and_not_marked(at: str) -> None:
    assert place(STUDY, at, "").problem == MALFORMED
    assert MALFORMED in page(STUDY, at)
    assert read(STUDY, at).marks == []


@pytest.mark.parametrize("at", ["5-5", "9-3", f"0-{len(TEXT) + 1}", "999999999-999999999", "9-11"])
def test_a_place_outside_is_said_and_not_marked(at: str) -> None:
    assert place(STUDY, at, "").problem == OUTSIDE
    assert OUTSIDE in page(STUDY, at)
    assert read(STUDY, at).marks == []


def test_another_version_of_the_document_is_not_marked() -> None:
    assert read(STUDY, "0-9", STUDY.sha256).marks == ["1 Results"]
    assert read(STUDY, "0-9", "f" * 64).marks == []
    assert CHANGED in page(STUDY, "0-9", "f" * 64)


def test_a_table_is_a_table() -> None:
    shown = page(STUDY)
    assert shown.count("<table>") == 1
    assert '<th scope="col" dir="auto">Country</th>' in shown
    assert shown.count("<tr>") == 3
    assert "<td></td>" in shown  # the phase that Beta lacks
    assert re.search(r'<caption[^>]*data-start="\d+"[^>]*>Table 1 Trials</caption>', shown)


def test_headings_and_items_are_what_they_are() -> None:
    shown = page(STUDY)
    assert re.search(r"<h2[^>]*>1 Results</h2>", shown)
    assert re.search(r"<h3[^>]*>1.1 Survival</h3>", shown)
    assert shown.count('class="reader-item"') == 2


def test_contents_are_nested_and_lead_to_their_places() -> None:
    listed = contents(STUDY, parts(STUDY))
    assert listed.count("<ol>") == 3
    start = TEXT.index("1.1 Survival")
    assert f'data-to="{start}"' in listed
    assert html.escape(address(STUDY.name, start, start + 12)) in listed
    assert listed.index("1 Results") < listed.index("1.1 Survival") < listed.index("Table 1")


def test_deep_headings_stop_at_the_sixth_level() -> None:
    path = tuple("abcdefghi")
    deep = replace(STUDY, blocks=(replace(STUDY.blocks[0], section=path),))
    assert re.search(r"<h6[^>]*>1 Results</h6>", page(deep))


def test_text_between_blocks_is_not_lost() -> None:
    shown = read(replace(STUDY, blocks=STUDY.blocks[:1])).found
    assert shown[TEXT.index("It helped")] == "It helped."
    assert len(shown) == 6  # the caption and its rows stand without an empty line between them


def test_the_section_of_a_place() -> None:
    assert section_at(STUDY, TEXT.index("lived")) == ("1 Results", "1.1 Survival")
    assert section_at(REVIEW, 5) == ()


def test_a_mark_on_a_kept_document_leaves_it_as_it_was() -> None:
    shelf = Shelf()
    kept = shelf.get(STUDY)
    assert "<mark" in kept.body((0, 9))
    assert shelf.get(STUDY) is kept
    assert "<mark" not in kept.body()
    changed = replace(STUDY, sha256="9" * 64, text=TEXT.upper())
    assert "IT HELPED." in shelf.get(changed).body()


def test_a_large_document_says_so_to_the_browser() -> None:
    assert "data-large" not in page(REVIEW)
    assert "data-large" in page(replace(REVIEW, text="word " * 70_000))


def test_only_the_last_documents_are_kept() -> None:
    shelf = Shelf()
    first = shelf.get(STUDY)
    for number in range(KEPT):
        shelf.get(replace(REVIEW, name=f"{number}.txt"))
    assert shelf.get(STUDY) is not first


def test_hostile_text_stays_text() -> None:
    shown = page(ATTACK, "8-40")
    assert "<script" not in shown
    assert "<img" not in shown
    assert "javascript:" not in re.sub(r">[^<]*<", "><", shown)
    assert "\x1b" not in shown
    assert html.escape(HOSTILE[:20]) in page(ATTACK)


def test_characters_keep_their_places() -> None:
    hidden = "a\x00b\x1b\u202ec\ud800&\N{GRINNING FACE}"
    assert len(html.unescape(exact(hidden))) == len(hidden)


def test_addresses_survive_any_name() -> None:
    assert address("a b?#/é.txt", 1, 5, "ff") == "#/read/a%20b%3F%23%2F%C3%A9.txt?at=1-5&sha=ff"
    assert address("a.txt") == "#/read/a.txt"
    assert address("a.txt", sha256="ff") == "#/read/a.txt?sha=ff"


@pytest.fixture
def client(fake: FakeAssistant) -> TestClient:
    fake.documents = (REVIEW, ATTACK, STUDY)  # type: ignore[assignment]
    return TestClient(Starlette(routes=routes(fake)))  # type: ignore[arg-type]


@pytest.mark.parametrize("document", [REVIEW, ATTACK, STUDY], ids=lambda one: one.sha256[0])
def test_a_document_is_served_under_its_address(client: TestClient, document: Document) -> None:
    answer = client.get("/view" + address(document.name, 1, 5)[1:])
    assert answer.status_code == 200
    assert answer.text.startswith('<h1 class="reader-title"')
    assert 'data-at="1-5"' in answer.text


def test_a_missing_document_is_said_in_one_line(client: TestClient) -> None:
    answer = client.get("/view/read/%3Cb%3Egone.txt?at=1-5")
    assert answer.status_code == 404
    assert "not among the documents any longer" in answer.text
    assert "<b>" not in answer.text


def test_a_quote_is_copied_with_its_reference(client: TestClient) -> None:
    start = TEXT.index("92 %")
    query = f"?at={start}-{start + 10}&sha={STUDY.sha256}"
    answer = client.get("/api/quote/sub%2Fa%20study%3F.txt" + query)
    assert answer.json()["text"] == (
        "“92 % lived” (Doe J, 2020, A study, Trials 1:2, doi:10.1000/xyz; "
        "1 Results › 1.1 Survival; sub/a study?.txt)"
    )
    assert answer.json()["where"] == ""  # of a document without a file


@pytest.mark.parametrize("query", ["", "?at=x", "?at=0-9999", "?at=0-9&sha=ff"])
def test_a_quote_of_no_place_is_refused(client: TestClient, query: str) -> None:
    answer = client.get("/api/quote/review-2024.txt" + query)
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_a_document_without_a_title_is_named_once() -> None:
    html = page(replace(REVIEW, source=Source()))
    assert html.count(f">{REVIEW.name}<") == 1


def test_a_document_that_was_moved_is_found_by_its_content(
    client: TestClient, fake: FakeAssistant
) -> None:
    fake.documents = (REVIEW, replace(STUDY, name="moved/study.txt"))  # type: ignore[assignment]
    query = f"?at=0-9&sha={STUDY.sha256}"
    for address_ in (f"/view/read/gone.txt{query}", f"/api/quote/gone.txt{query}"):
        assert client.get(address_).status_code == 200
    assert "moved/study.txt" in client.get(f"/view/read/gone.txt{query}").text
    assert client.get("/view/read/gone.txt?at=0-9").status_code != 200
