from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from fake_assistant import ATTACK, HOSTILE, REVIEW, answer, citation, hit, passage
from hypothesis import given
from hypothesis import strategies as st

from assistant.reading.document import Block, Document, Source, Table
from assistant.types import Answer, Statement
from ui.answer_view import shown
from ui.chat import conversation
from ui.chat.conversation import Context
from ui.chat.evidence import sources
from ui.chat.page import document_list, welcome
from ui.chat.turn import Kept, ShownTurn, asking, turn
from ui.excerpt import excerpt
from ui.markup import emphasise, escape
from ui.references.quotation import bibliography

QUOTE = "The five-year survival after aHSCT was 92% in 281 patients."

PAYLOADS = [
    HOSTILE,
    "<script src=//evil.example/x.js></script>",
    "</p></div></section><script>alert(1)</script>",
    "<svg/onload=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    '" onmouseover="alert(1)" x="',
    "' autofocus onfocus='alert(1)",
    "<!-- --><style>@import url(//evil.example)</style>",
    "<math><mtext></mtext><mglyph><style><img src=x onerror=alert(1)>",
    "![x](https://evil.example/p.png) [y](javascript:alert(1)) <https://evil.example>",
    "${alert(1)} {{constructor.constructor('alert(1)')()}} `${1}`",
    "\x00<\x00script>alert(1)</\x00script>",
    "\ud800<b>\udfff",
    '__i18n__{"key": "x"}',
    "&lt;script&gt;alert(1)&lt;/script&gt;",
]

TAGS = {
    *("section", "h2", "h3", "p", "div", "article", "blockquote", "ul", "li", "code"),
    *("span", "bdi", "mark", "strong", "button", "a", "svg", "path", "details", "summary"),
}
ATTRIBUTES = {
    *("class", "dir", "id", "role", "title", "type", "tabindex", "hidden"),
    *("data-turn", "data-marker", "aria-label", "aria-labelledby", "aria-controls", "aria-live"),
    *("href", "target", "rel", "download", "data-do", "data-text", "data-copy", "data-number"),
    *("data-state", "data-run", "data-cite", "data-fetch", "data-hide-evidence", "focusable"),
    *("aria-hidden", "viewbox", "width", "height", "d"),
    *("fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin"),
}


class Reader(HTMLParser):
    """What a browser would make of a page: its elements, attributes and text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.open.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def reply(given: Answer, number: int = 1, **more: object) -> str:
    """The whole turn of an answer."""
    made = ShownTurn(number, given.question, shown(given), **more)  # type: ignore[arg-type]
    return turn(made, last=True)


def side(given: Answer, number: int = 1, passages: int = 4) -> str:
    return sources(number, shown(given), shown=True, passages=passages)


def page_of(given: Answer, payload: str) -> str:
    documents = [one.document for one in given.citations]
    return (
        reply(given, problem=payload, kept=Kept("c", receipt=True))
        + asking((payload,))
        + turn(ShownTurn(2, payload, run="r"))
        + side(given)
        + document_list(documents)
        + welcome(documents, payload)
    )


def hostile_answer(payload: str, *, found: bool) -> Answer:
    document = Document(
        name=payload,
        text=f"Before. {payload} After.",
        sha256="",
        source=Source(title=payload, authors=payload, journal=payload, doi=f"10.1000/{payload}"),
    )
    given = answer(payload, citation(1, document, payload, payload), found=found, searched="x")
    return replace(given, notes=(payload,), lead=payload, searched=payload + "!")


@pytest.mark.parametrize("found", [True, False])
@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_becomes_markup(payload: str, found: bool) -> None:
    page = page_of(hostile_answer(payload, found=found), payload)
    seen = Reader(page)
    assert set(seen.tags) <= TAGS
    assert {name for name, _ in seen.attributes} <= ATTRIBUTES
    assert seen.open == []
    for name, value in seen.attributes:
        if name == "href":
            assert str(value).startswith(
                ("https://doi.org/10.1000/", "#/", "/receipt/c/", "/api/cite/")
            )
    page.encode()  # a lone surrogate would not pass


@given(st.text(), st.lists(st.tuples(st.integers(-5, 60), st.integers(-5, 60)), max_size=6))
def test_emphasis_never_changes_the_text(text: str, ranges: list[tuple[int, int]]) -> None:
    seen = Reader(emphasise(text, ranges, "mark"))
    assert set(seen.tags) <= {"mark"}
    assert seen.open == []
    assert seen.text == Reader(escape(text)).text


def test_emphasis_by_offsets_of_the_unescaped_text() -> None:
    assert emphasise("a<b>c", [(1, 4)], "mark") == "a<mark>&lt;b&gt;</mark>c"
    assert emphasise("abcdef", [(3, 5), (0, 2), (1, 4)], "b") == "<b>abcde</b>f"
    assert emphasise("abc", [(-3, 1), (2, 9), (1, 1)], "b") == "<b>a</b>b<b>c</b>"


def test_a_statement_ends_in_the_marker_of_its_card() -> None:
    given = answer("survival", citation(1, REVIEW, QUOTE, "3 Results"))
    log = reply(given, 3)
    assert "<strong>The</strong> five-year" in log
    assert 'class="marker" data-turn="3" data-marker="1"' in log
    assert 'aria-label="Source 1: Stem cell therapies: a new era, 3 Results"' in log
    assert ">1</button></p>" in log
    cards = side(given, 3)
    assert 'id="card-3-1" data-turn="3" data-marker="1"' in cards
    assert f"<mark>{QUOTE}</mark> Relapses" in cards
    assert "Wu et al. · 2024 · Frontiers in Neurology 15:1389697" in cards
    assert 'href="https://doi.org/10.3389/fneur.2024.1389697"' in cards


def test_a_marker_without_a_citation_is_no_button() -> None:
    given = replace(answer("x"), statements=(Statement("Said.", 7),))
    assert "marker" not in reply(given)


def test_a_refusal_names_the_nearest_passages() -> None:
    given = answer("who?", citation(1, REVIEW, QUOTE), found=False)
    log = reply(given)
    assert 'class="answer refusal"' in log
    assert "Nearest passages: &#8288;<button" in log
    assert "confidence" not in log
    assert "Nearest passages</h2>" in side(given)


@pytest.mark.parametrize(
    ("confidence", "word"),
    [(1.0, "High"), (0.75, "High"), (0.74, "Medium"), (0.5, "Medium"), (0.49, "Low"), (0.0, "Low")],
)
def test_confidence_in_words_with_its_number(confidence: float, word: str) -> None:
    given = replace(answer("survival"), confidence=confidence)
    assert f'title="{confidence:.2f} of 1">{word} confidence' in reply(given)


def test_what_a_question_leans_on_is_shown_and_can_be_left_out() -> None:
    assert 'class="about"' not in reply(answer("survival"))
    given = replace(answer("and then?"), searched="and then? (about: survival · aHSCT)")
    shown = reply(given)
    assert "<span>survival</span>" in shown
    assert 'data-text="and then? (about: aHSCT)"' in shown
    one = replace(answer("and then?"), searched="and then? (about: survival)")
    assert 'data-text="Something else: and then?"' in reply(one)


def test_notes_stand_below_the_answer() -> None:
    told = reply(replace(answer("survival"), notes=("No advice.",)))
    assert '</div><p class="note" dir="auto">No advice.</p>' in told


def test_an_endless_question_is_not_echoed() -> None:
    assert len(turn(ShownTurn(1, "x" * 1_000_000))) < 3_000


def test_only_a_plain_doi_is_a_link() -> None:
    assert "<a " in bibliography(Source(doi="10.1186/s13287-021-02477-5"))
    assert "<a " not in bibliography(Source(doi="10.1000/x<y>"))
    assert "<a " not in bibliography(Source(doi="javascript:alert(1)"))
    assert bibliography(Source()) == ""


def test_a_large_corpus_is_not_listed_whole() -> None:
    listed = document_list([REVIEW] * 1_060)
    assert listed.count("<li") == 50
    assert "and 1,010 more" in listed


def test_the_excerpt_is_the_passage_that_holds_the_quote() -> None:
    cited = citation(1, REVIEW, "Relapses stopped in most of them.")
    given = replace(answer("x", cited), hits=(hit(passage(REVIEW, 0, 93)),))
    around = excerpt(given, cited)
    assert around.text == REVIEW.text[:93]
    assert around.text[slice(*around.quote)] == cited.quote
    assert (around.cut_before, around.cut_after) == (False, True)


def test_a_row_of_a_table_is_shown_by_itself() -> None:
    text = "1 | Alpha | Peru\n2 | Beta | Spain\n3 | Gamma | Peru"
    rows = tuple(
        Block("row", match.start(), match.end(), table=0) for match in re.finditer(".+", text)
    )
    document = Document("t.md", text, "", blocks=rows, tables=(Table("", ("", "", "")),))
    cited = citation(1, document, "2 | Beta | Spain")
    around = excerpt(replace(answer("x", cited), hits=()), cited)
    assert around.text == "2 | Beta | Spain"
    assert around.quote == (0, 16)


def test_a_passage_of_another_document_is_not_taken() -> None:
    cited = citation(1, REVIEW, "Relapses stopped in most of them.")
    given = replace(answer("x", cited), hits=(hit(passage(ATTACK, 0, 150)),))
    assert excerpt(given, cited).text[slice(*excerpt(given, cited).quote)] == cited.quote


@given(st.text(alphabet="ab .\n", max_size=600), st.integers(0, 600), st.integers(1, 60))
def test_an_excerpt_without_a_passage_always_holds_its_quote(
    text: str, start: int, length: int
) -> None:
    quote = text[start : start + length]
    if not quote:
        return
    document = Document(name="a.txt", text=text, sha256="")
    cited = replace(citation(1, document, quote), start=start, end=start + len(quote), quote=quote)
    around = excerpt(replace(answer("x", cited), hits=()), cited)
    assert around.text[slice(*around.quote)] == quote
    assert around.text in text
    assert len(around.text) <= len(quote) + 300


def test_only_the_last_answers_cards_are_shown() -> None:
    told = [ShownTurn(n, "q", shown(answer("q", citation(1, REVIEW, QUOTE)))) for n in (1, 2)]
    cards = conversation.side([*told, ShownTurn(3, "failed")], Context())
    assert 'data-turn="1" hidden' in cards
    assert 'data-turn="2" aria-label' in cards
    assert conversation.side([ShownTurn(3, "failed")], Context()) == ""


def test_a_card_leads_to_its_place_in_the_whole_document() -> None:
    cited = citation(1, REVIEW, QUOTE)
    address = f"#/read/review-2024.txt?at={cited.start}-{cited.end}&amp;sha={REVIEW.sha256}"
    assert address in side(answer("x", cited))


def test_further_passages_are_those_that_hold_no_quote() -> None:
    cited = citation(1, REVIEW, QUOTE)
    hits = (hit(passage(REVIEW, 0, 93)), hit(passage(REVIEW, 95, 157)))
    given = replace(answer("x", cited), hits=hits)
    assert [one.text_start for one in shown(given).nearby] == [95]
    assert "More passages: 1" in side(given)
    assert "More passages" not in side(given, passages=0)


def test_a_document_without_a_title_is_named_once() -> None:
    untitled = replace(REVIEW, source=Source())
    cited = answer("x", citation(1, untitled, QUOTE))
    shown_as = (
        sources(1, shown(cited), shown=True),
        document_list([untitled]),
    )
    for html in shown_as:
        assert Reader(html).text.count(untitled.name) == 1
    assert "line 3" in Reader(shown_as[0]).text


def test_a_document_with_a_title_has_its_file_below_it() -> None:
    cited = answer("x", citation(1, REVIEW, QUOTE))
    for html in (
        sources(1, shown(cited), shown=True),
        document_list([REVIEW]),
    ):
        text = Reader(html).text
        assert text.index(REVIEW.title) < text.index(REVIEW.name)
