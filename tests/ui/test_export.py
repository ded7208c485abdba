"""Exported conversations hold what was shown, and nothing in them is obeyed."""

from __future__ import annotations

import json
import re

import pytest
from fake_assistant import HOSTILE, REVIEW, FakeAssistant
from fontTools.ttLib import TTFont
from kept_talks import damaged, kept_conversation, new_turn
from pdf_text import text_of

from assistant.errors import UsageError
from ui.export.content import disposition, doi_address, file_name
from ui.export.json_export import as_json
from ui.export.markdown import markdown
from ui.export.pdf import FONTS, MISSING, pdf

WITHHELD = "Only 27 died."


def test_markdown_holds_questions_answers_quotes_and_places(fake: FakeAssistant) -> None:
    turns = (new_turn(fake, "What was the survival?"), new_turn(fake, "then?"))
    text = markdown(kept_conversation("Survival", *turns))
    assert text.startswith("# Survival\n\n2026-03-01 09:00 UTC · document-assistant ")
    assert "## 1. What was the survival?" in text
    assert "was 92% in 281 patients. \\[1\\]" in text
    assert "> The five-year survival after aHSCT was 92% in 281 patients." in text
    assert "Wu et al. · 2024 · Frontiers in Neurology 15:1389697" in text
    assert "<https://doi.org/10.3389/fneur.2024.1389697>" in text
    assert "3 Results › Survival, review-2024.txt, line 3 (characters 24–83)  \n" in text
    assert f"  \nsha256 {REVIEW.file.sha256}\n" in text
    assert "five-year survival" in text.partition("## 2.")[0]
    assert "*High confidence (0.82 of 1)*" in text


def test_a_refusal_has_nearest_passages_and_no_sources(fake: FakeAssistant) -> None:
    text = markdown(kept_conversation("Cost", new_turn(fake, "What does it cost?")))
    assert "The documents do not say." in text
    assert "### Nearest passages" in text
    assert "### Sources" not in text
    assert "confidence" not in text


def test_withheld_sentences_are_in_no_export(fake: FakeAssistant) -> None:
    kept = kept_conversation("Survival", new_turn(fake, "survival", composed=True))
    assert WITHHELD in kept.turns[0].shown
    for exported in (markdown(kept), as_json(kept), text_of(pdf(kept))):
        assert "Survival was 92%." in exported
        assert "Most relapses stopped." in exported
        assert "27 died" not in exported
        assert "is not in the quote" not in exported
    assert "partly: the quote does not say “Most”" in markdown(kept)
    assert "written by model" in markdown(kept)


def test_json_is_for_programs(fake: FakeAssistant) -> None:
    kept = kept_conversation("Survival", new_turn(fake, "survival"), new_turn(fake, "attack"))
    found = json.loads(as_json(kept))
    assert found["form"] == 2
    assert found["name"] == "Survival"
    first, second = found["turns"]
    assert (first["number"], first["found"], first["confidence"]) == (1, True, 0.82)
    (cited,) = first["citations"]
    assert (cited["text_start"], cited["text_end"]) == (0, 59)
    assert cited["document_sha256"] == REVIEW.sha256
    assert cited["file"] == {
        "sha256": REVIEW.file.sha256,
        "encoding": "UTF-8",
        "lines": [[3, 3]],
        "characters": [[24, 83]],
        "units": [],
        "boxes": [],
    }
    assert not {"start", "end", "sha256"} & {*cited}
    assert second["nearby"] == []
    assert second["citations"][1]["quote"] == HOSTILE
    assert "seconds" not in first


def test_hostile_text_is_plain_text_in_markdown(fake: FakeAssistant) -> None:
    name = "# a\n> b <i>c</i> [d](https://evil.example) www.evil.example a@evil.example"
    text = markdown(kept_conversation(name, new_turn(fake, f"attack {HOSTILE}")))
    assert not re.search(r"(?<!\\)<(?!https://doi\.org/)", text)
    assert not re.search(r"(?<!\\)\]\(", text)
    assert "https://evil" not in text
    assert "www.evil" not in text
    assert "a@evil" not in text
    assert "\x1b" not in text
    assert text.startswith("# \\# a \\> b \\<i\\>c")


@pytest.mark.parametrize(
    ("line", "plain"),
    [
        ("- item", "\\- item"),
        ("+ item", "\\+ item"),
        ("1. item", "1\\. item"),
        ("12) item", "12\\) item"),
        ("# heading", "\\# heading"),
        ("=== rule", "\\=== rule"),
        ("2024 was", "2024 was"),
        ("a-b", "a-b"),
    ],
)
def test_a_quote_begins_no_list_or_heading(fake: FakeAssistant, line: str, plain: str) -> None:
    kept = kept_conversation(line, new_turn(fake, "survival"))
    assert markdown(kept).startswith(f"# {plain}\n")


def test_pdf_shows_letters_as_they_are_and_links_only_to_doi(fake: FakeAssistant) -> None:
    question = f"attack ≥ 5 α, é – ™ Ж 漢 {HOSTILE}"
    content = pdf(kept_conversation("≥ 5 α, é – ™", new_turn(fake, question)))
    assert content.startswith(b"%PDF-")
    assert set(re.findall(rb"/URI \((.*?)\)", content)) == {
        b"https://doi.org/10.3389/fneur.2024.1389697"
    }
    assert not re.search(rb"/(JavaScript|JS|Launch|EmbeddedFile)\b", content)
    text = text_of(content)
    assert f"≥ 5 α, é – ™ Ж {MISSING}" in text
    assert "<script>alert(1)</script>" in text
    assert "lacks" in text  # what the replacement stands for
    assert "漢" not in text


def test_pdf_says_nothing_of_missing_letters_where_none_is(fake: FakeAssistant) -> None:
    assert "lacks" not in text_of(pdf(kept_conversation("All here", new_turn(fake, "survival"))))


def test_long_conversations_have_pages_with_numbers(fake: FakeAssistant) -> None:
    kept = kept_conversation("Long", *[new_turn(fake, "survival " + "word " * 200)] * 12)
    text = text_of(pdf(kept))
    assert "1 / " in text
    assert text.count("12. survival") == 1


@pytest.mark.parametrize("export", [markdown, as_json, pdf])
def test_what_cannot_be_read_is_said(fake: FakeAssistant, export: object) -> None:
    kept = damaged(kept_conversation("Old", new_turn(fake, "survival")))
    with pytest.raises(UsageError, match="another version"):
        export(kept)  # type: ignore[operator]


def test_the_fonts_are_small_and_have_what_texts_have() -> None:
    for path in FONTS.glob("*.ttf"):
        assert path.stat().st_size < 300_000
        with TTFont(path) as font:
            known = font.getBestCmap()
        wanted = "AZazäßéñœŁ≥≤±×−–—“”‘’…™®µαβγΔжЯ€→∞≈°²₂½ﬁ•" + MISSING
        assert [char for char in wanted if ord(char) not in known] == []
    assert (FONTS / "LICENSE").read_text("utf-8").count("Bitstream") > 3


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("How many?", "How-many.md"),
        ("../../etc/passwd", "etc-passwd.md"),
        ('a"b\r\nSet-Cookie: c', "a-b-Set-Cookie-c.md"),
        ("Häußler – α", "Häußler-α.md"),
        ("CON", "conversation-CON.md"),
        ("???", "conversation.md"),
        ("x" * 200, "x" * 60 + ".md"),
        (".hidden", "hidden.md"),
    ],
)
def test_files_are_named_after_their_conversation(name: str, made: str) -> None:
    assert file_name(name, "md") == made


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("a-b.md", "attachment; filename=\"a-b.md\"; filename*=UTF-8''a-b.md"),
        ("é.md", "attachment; filename=\"e.md\"; filename*=UTF-8''%C3%A9.md"),
        ("漢.md", "attachment; filename=\"conversation.md\"; filename*=UTF-8''%E6%BC%A2.md"),
    ],
)
def test_the_header_of_a_download(name: str, header: str) -> None:
    assert disposition(name) == header


def test_only_a_modern_doi_has_an_address() -> None:
    assert doi_address("10.1000/a-b") == "https://doi.org/10.1000/a-b"
    for bad in ("", "10.1000/a b", '10.1000/"><b>', "https://evil.example", "11.1000/x"):
        assert doi_address(bad) == ""
