from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from fake_assistant import HOSTILE, FakeAssistant
from starlette.applications import Starlette
from starlette.testclient import TestClient

from assistant.corpus.status import Holding
from assistant.indexing.document_rows import DocumentFacts
from assistant.printable import printable
from assistant.reading.document import Source
from ui.documents.indexer import Indexer, Status
from ui.documents.routes import routes
from ui.documents.view import FACETED, FILTERED, facets, page, size, years

NOON = datetime(2024, 5, 3, 12).astimezone()  # noon wherever this is run
REVIEW = Holding(
    "papers/review.txt",
    "indexed",
    size=70_010,
    modified=NOON,
    facts=DocumentFacts(words=9_360),
    source=Source(title="Stem cells", authors="Wu et al.", year=2024),
)


class _Markup(HTMLParser):
    """What a browser would make of it."""

    def __init__(self) -> None:
        super().__init__()
        self.attributes: set[str] = set()
        self.addresses: set[str | None] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes |= {name for name, _ in attrs}
        self.addresses |= {value for name, value in attrs if name in ("href", "src", "action")}


def many(count: int) -> list[Holding]:
    return [
        Holding(f"{n}.md", "indexed", size=1, modified=NOON, facts=DocumentFacts(words=1))
        for n in range(count)
    ]


def test_a_document_is_a_row_with_what_is_known_of_it() -> None:
    shown = page([REVIEW], Status())
    assert shown.startswith("<h1>Documents</h1>")
    assert 'data-name="papers%2Freview.txt"' in shown
    assert '<a href="#/read/papers%2Freview.txt">Stem cells</a>' in shown
    assert "Wu et al. · 2024" in shown
    assert "<bdi>papers/review.txt</bdi> · 71 KB · 9,360 words · " in shown
    assert "3 May 2024</time>" in shown
    assert "Ready" in shown
    assert 'aria-label="Ask only the ticked documents: Stem cells"' in shown


@pytest.mark.parametrize(
    ("encoding", "said"), [("Windows-1250", True), ("UTF-8", False), ("", False)]
)
def test_an_encoding_that_was_guessed_is_told(encoding: str, said: bool) -> None:
    shown = page([replace(REVIEW, facts=DocumentFacts(9_360, encoding=encoding))], Status())
    assert ("71 KB · read as Windows-1250 · 9,360 words" in shown) is said
    assert ("read as" in shown) is said


@pytest.mark.parametrize(
    ("holding", "said"),
    [
        (Holding("a.md", "waiting", size=1), "Not read yet"),
        (Holding("a.md", "waiting", changed=True), "Changed since it was read; read again"),
        (Holding("a.md", "refused", "the file is empty", size=0), "The file is empty."),
        (Holding("a.md", "leaving", facts=DocumentFacts(words=2)), "Being removed"),
    ],
)
def test_what_cannot_be_asked_says_why_and_cannot_be_chosen(holding: Holding, said: str) -> None:
    shown = page([holding], Status(working=True))
    assert said in shown
    assert 'type="checkbox"' not in shown
    assert "#/read/" not in shown
    assert ("documents-remove" in shown) is (holding.state != "leaving")


def test_hostile_words_are_escaped() -> None:
    source = Source(title=HOSTILE, authors=HOSTILE)
    holdings = [
        Holding(
            f"{HOSTILE}\n.md",
            "indexed",
            size=1,
            modified=NOON,
            facts=DocumentFacts(words=1),
            source=source,
        ),
        Holding(HOSTILE, "refused", HOSTILE),
    ]
    shown = page(holdings, Status())
    assert "<script" not in shown
    assert "<img" not in shown
    assert "\x1b" not in shown
    markup = _Markup()
    markup.feed(shown)
    assert {name for name in markup.attributes if name.startswith("on")} == set()
    assert markup.addresses == {f"#/read/{quote(holdings[0].name, safe='')}"}


def test_by_title() -> None:
    holdings = [
        Holding("a.md", "indexed", source=Source(title="zebra")),
        Holding("b.md", "indexed", source=Source(title="Ape")),
        Holding("m.md", "waiting"),
    ]
    assert re.findall(r'data-name="([^"]*)"', page(holdings, Status())) == ["b.md", "m.md", "a.md"]


def test_a_filter_for_many() -> None:
    assert "documents-filter" not in page(many(FILTERED), Status())
    assert "documents-filter" in page(many(FILTERED + 1), Status())


def test_choices_by_what_the_documents_differ_in() -> None:
    facts = DocumentFacts(words=1, language="en")
    holdings = [
        Holding("a.md", "indexed", facts=facts, source=Source(authors="Wu A, Li B", year=2019)),
        Holding("b.pdf", "indexed", facts=facts, source=Source(tags=("mice", HOSTILE), year=2024)),
        Holding("c.pdf", "indexed", facts=facts, source=Source(tags=("mice",))),
        Holding("d.pdf", "indexed", facts=facts),
        Holding("e.html", "waiting", source=Source(year=1900)),
    ]
    assert {one.name: one.values for one in facets(holdings)} == {
        "type": (("md", 1), ("pdf", 3)),
        "author": (("Li, B", 1), ("Wu, A", 1)),
        "tag": ((printable(HOSTILE), 1), ("mice", 2)),
    }
    assert years(holdings) == (2019, 2024)
    shown = page(holdings, Status())
    assert '<option value="pdf" data-count="3">PDF (3)</option>' in shown
    assert 'data-author="[&#34;Wu, A&#34;, &#34;Li, B&#34;]"' in shown
    assert "<script" not in shown
    assert 'data-facet="language"' not in shown


def test_few_documents_are_chosen_by_hand() -> None:
    few = [
        Holding(f"a.{suffix}", "indexed", source=Source(year=2000 + n))
        for n, suffix in enumerate(("md", "pdf", "html")[:FACETED])
    ]
    assert facets(few) == []
    assert years(few) is None
    assert "data-facet" not in page(few, Status())


def test_a_thousand_documents_are_one_page_of_bounded_size() -> None:
    shown = page(many(1_000), Status())
    assert shown.count("<li class") == 1_000
    assert len(shown) < 900_000


def test_nothing_yet() -> None:
    shown = page([], Status())
    assert "There is nothing to ask yet" in shown
    assert 'id="documents-files"' in shown


def test_what_changed_by_other_hands_can_be_read() -> None:
    waiting = [Holding("a.md", "waiting"), Holding("b.md", "leaving")]
    assert "2 files have changed" in page(waiting, Status())
    assert "1 file has changed" in page(waiting[:1], Status())
    assert "changed" not in page(waiting, Status(working=True))
    assert "changed" not in page([REVIEW], Status())


def test_it_says_what_removing_means() -> None:
    shown = page([REVIEW], Status())
    for said in ("The file is deleted", "keep their quotes", "sources.yaml stays"):
        assert said in shown


def test_sizes() -> None:
    assert [size(n) for n in (0, 1, 70_010, 999_001, 52_400_000)] == [
        "0 KB",
        "1 KB",
        "71 KB",
        "1,000 KB",
        "52.4 MB",
    ]


def test_the_route(fake: FakeAssistant) -> None:
    indexer = Indexer(fake)  # type: ignore[arg-type]
    client = TestClient(Starlette(routes=routes(fake, indexer)))  # type: ignore[arg-type]
    (fake.workspace.corpus / "a.md").write_text("Words.", "utf-8")
    found = client.get("/view/documents")
    assert (found.status_code, found.headers["cache-control"]) == (200, "no-store")
    assert 'data-name="a.md"' in found.text
    (fake.workspace.corpus / "sources.yaml").write_text("a: [", "utf-8")
    broken = client.get("/view/documents")
    assert broken.status_code == 400
    assert 'role="alert"' in broken.text
    assert "sources.yaml cannot be read" in broken.text


def test_what_documents_can_be_chosen_by_is_shown() -> None:
    facts = DocumentFacts(9_360, units=(("page", 12), ("row", 3)), language="en")
    source = Source(title="Stem cells", tags=("trial", HOSTILE))
    one = replace(REVIEW, facts=facts, source=source, similar=(("copy/a b.txt", 0.934),))
    shown = page([one, *many(FILTERED)], Status())
    assert " · 12 pages · 71 KB" in shown
    assert ">en</abbr>" in shown
    assert "#trial</span>" in shown
    assert "<script" not in shown
    assert 'href="#/read/copy%2Fa%20b.txt">copy/a b.txt</a> (93%)' in shown
    assert "Ask only these" in shown
    assert "Ask only these" not in page([one], Status())


def test_the_very_file_of_another_document() -> None:
    shown = page([Holding("b.md", "duplicate", "it is the same file as “a.md”", size=1)], Status())
    assert "Not asked twice" in shown
    assert "It is the same file as “a.md”." in shown
    assert "documents-ask" not in shown.partition("documents-list")[2]
