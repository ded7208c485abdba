"""The printed page beside the text, the file to download, and what a person says of a document."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from fpdf import FPDF
from starlette.applications import Starlette
from starlette.testclient import TestClient

from assistant.corpus.files import PageImages
from assistant.corpus.metadata import describe
from assistant.errors import UnreadableDocument
from assistant.reading.discovery import read_sources
from assistant.reading.document import Document, ReadingReport, Source
from assistant.reading.reader import read_bytes
from assistant.sandbox.sandbox import Sandbox
from ui.documents.routes import routes as document_routes
from ui.reader.document_text import prepare
from ui.reader.page import page
from ui.reader.routes import routes
from ui.reader.sheets import sheets


def pdf() -> bytes:
    made = FPDF(unit="pt", format=(400, 200))
    made.set_title("On bridges")
    for words in ("The bridge was opened in 1931.", "It is 412 metres long."):
        made.add_page()
        made.set_font("helvetica", size=12)
        made.text(40, 60, words)
    return bytes(made.output())


@pytest.fixture(scope="module")
def document() -> Document:
    return read_bytes("a b/bridge.pdf", pdf(), Source())


def test_a_marked_quote_has_boxes_on_its_page(document: Document) -> None:
    start = document.text.index("It is 412")
    found = sheets(document, (start, start + len("It is 412 metres")))
    assert found is not None
    assert found.shown.number == 2
    ((number, left, top, width, height),) = found.marked
    assert number == 2
    assert left == pytest.approx(10, abs=1)  # hundredths of 400 points
    assert 15 < top < 30 < top + height < 35
    assert 15 < width < 30
    assert found.address(found.shown).startswith("/api/page/2/a%20b%2Fbridge.pdf?sha=")


def test_without_a_place_the_first_page_is_shown(document: Document) -> None:
    found = sheets(document, None)
    assert found is not None
    assert (found.shown.number, found.marked) == (1, ())
    assert [one[0] for one in json.loads(found.as_json)] == [1, 2]
    assert sheets(Document("a.txt", "Words.", ""), None) is None


def test_the_text_says_where_a_page_begins(document: Document) -> None:
    html = str(page(prepare(document)))
    assert html.index('data-label="page 1"') < html.index("The bridge")
    assert html.index("The bridge") < html.index('data-label="page 2"') < html.index("It is 412")
    assert "Guessed from the document: title<" in html
    assert 'name="title" value="On bridges"' in html


def test_what_was_doubtful_is_told(document: Document) -> None:
    doubtful = replace(document, report=ReadingReport(numbers=9, numbers_unread=2, notes=("Odd.",)))
    html = str(page(prepare(doubtful)))
    assert "2 of 9 numbers are not in the text" in html
    assert "Odd." in html
    assert "not everything was read with certainty" in html
    certain = str(page(prepare(document)))
    assert "not everything was read with certainty" not in certain
    assert "All 2 numbers of the file are in the text" in certain


class Pages(SimpleNamespace):
    """An assistant over a corpus of one PDF."""

    def describe(self, name: str, fields: dict[str, str]) -> Source:
        return describe(self.workspace.corpus, name, fields)


@pytest.fixture
def client(document: Document, tmp_path: Path) -> TestClient:
    (tmp_path / "a b").mkdir()
    (tmp_path / "a b/bridge.pdf").write_bytes(pdf())
    data = (tmp_path / "a b/bridge.pdf").read_bytes()
    kept = replace(document, file=replace(document.file, sha256=hashlib.sha256(data).hexdigest()))
    assistant = Pages(
        documents=(kept,),
        workspace=SimpleNamespace(corpus=tmp_path),
        pages=PageImages(tmp_path, Sandbox()),
    )
    indexer = SimpleNamespace(request=lambda: None)
    made = [*routes(assistant), *document_routes(assistant, indexer)]  # type: ignore[arg-type]
    with TestClient(Starlette(routes=made)) as opened:
        yield opened
    assistant.pages.close()


def test_a_page_is_drawn(client: TestClient) -> None:
    image = client.get("/api/page/2/a%20b%2Fbridge.pdf?width=500")
    assert image.headers["content-type"] == "image/png"
    assert int.from_bytes(image.content[16:20], "big") == 600  # the next width that is drawn
    assert client.get("/api/page/3/a%20b%2Fbridge.pdf").status_code == 404
    assert client.get("/api/page/1/none.pdf").status_code == 404


def test_a_page_is_drawn_of_what_a_file_is_whatever_its_name() -> None:
    with Sandbox() as sandbox:
        drawn = sandbox.page_image("bridge.pdf", pdf(), 1, 600)
        assert sandbox.page_image("bridge.txt", pdf(), 1, 600) == drawn
        with pytest.raises(UnreadableDocument, match="have no pages"):
            sandbox.page_image("words.pdf.txt", b"Some words.", 1, 600)


def test_the_file_is_given_as_it_is(client: TestClient, tmp_path: Path) -> None:
    file = client.get("/api/file/a%20b%2Fbridge.pdf")
    assert file.content == (tmp_path / "a b/bridge.pdf").read_bytes()
    assert file.headers["content-disposition"] == "attachment; filename*=UTF-8''bridge.pdf"


def test_a_file_that_has_changed_is_not_shown_as_what_was_read(
    client: TestClient, tmp_path: Path
) -> None:
    (tmp_path / "a b/bridge.pdf").write_bytes(pdf() + b"\n")
    for address in ("/api/file/a%20b%2Fbridge.pdf", "/api/page/1/a%20b%2Fbridge.pdf"):
        answer = client.get(address)
        assert answer.status_code == 400
        assert "has changed since it was indexed" in answer.json()["error"]


def test_what_a_person_says_is_kept(client: TestClient, tmp_path: Path) -> None:
    said = client.post("/api/details/a%20b%2Fbridge.pdf", json={"title": "Bridges", "year": "1931"})
    assert said.status_code == 200
    assert read_sources(tmp_path)["a b/bridge.pdf"] == Source(title="Bridges", year=1931)
    wrong = client.post("/api/details/a%20b%2Fbridge.pdf", json={"year": "long ago"})
    assert wrong.status_code == 400
    assert "must be a number" in wrong.json()["error"]
