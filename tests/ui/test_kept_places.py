"""Conversations that were kept before quotes knew where they stand in their files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fake_assistant import REVIEW, FakeAssistant
from kept_talks import kept_conversation, new_turn
from pdf_text import text_of
from starlette.applications import Starlette
from starlette.testclient import TestClient

from assistant.errors import IndexMissing
from assistant.history.conversation import KeptConversation
from assistant.history.history import Archive
from assistant.reading.document import Document, OriginalFile
from ui.answer_view import ShownAnswer
from ui.chat.evidence import sources
from ui.chat.recording import Keeping
from ui.export.json_export import as_json
from ui.export.markdown import markdown
from ui.export.pdf import pdf
from ui.history.routes import routes
from ui.kept_answers import Documents, from_json, to_json, with_files
from ui.references.quotation import as_text

WHERE = "review-2024.txt, line 3 (characters 24–83)"


def old(fake: FakeAssistant) -> KeptConversation:
    """As an older version kept it."""
    turn = new_turn(fake, "survival")
    fields = json.loads(turn.shown)
    for one in (*fields["citations"], *fields["nearby"]):
        del one["file"]
        for then, now in (("sha256", "document_sha256"), ("start", "text_start")):
            one[then] = one.pop(now)
        one["end"] = one.pop("text_end")
        for name in ("version", "licence", "origin"):
            one.pop(name, None)
    return kept_conversation("Old", replace(turn, shown=json.dumps(fields)))


def test_an_answer_of_version_0_2_is_what_it_would_be_now(fake: FakeAssistant) -> None:
    text = Path(__file__).with_name("kept-answer-0.2.json").read_text("utf-8")
    kept, now = from_json(text), from_json(new_turn(fake, "survival", composed=True).shown)
    (cited,), (beside,) = now.citations, kept.nearby
    assert beside.text == REVIEW.text[beside.text_start : beside.text_end]
    assert (beside.file, beside.document_sha256) == (cited.file, REVIEW.sha256)
    # It did not keep which characters the quote came from.
    assert replace(kept, nearby=()) == replace(now, citations=(replace(cited, origin=()),))
    assert from_json(to_json(kept)) == kept


@pytest.mark.parametrize("text", ["{", "[]", "null", "7", '{"citations": [1]}', '{"nearby": {}}'])
def test_what_is_no_answer_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"valid|no answer|Expecting"):
        from_json(text)


@pytest.fixture
def archive(fake: FakeAssistant) -> Iterator[Archive]:
    opened = Archive(fake.settings, fake.workspace)  # type: ignore[arg-type]
    yield opened
    opened.close()


def now(*documents: Document) -> Documents:
    return lambda: documents


def unusable() -> Iterable[Document]:
    raise IndexMissing("There is no index: run `assistant index`.")


def shown(conversation: KeptConversation, documents: Documents) -> ShownAnswer:
    return with_files(from_json(conversation.turns[0].shown), documents)


def test_places_are_found_again_in_the_same_document(fake: FakeAssistant) -> None:
    kept, documents = old(fake), now(REVIEW)
    for exported in (markdown(kept, documents).replace("\\", ""), text_of(pdf(kept, documents))):
        assert WHERE in exported
        assert f"sha256 {REVIEW.file.sha256}" in exported
    (cited,) = json.loads(as_json(kept, documents))["turns"][0]["citations"]
    assert cited["file"]["lines"] == [[3, 3]]
    assert WHERE in as_text(shown(kept, documents))
    assert ">line 3 (characters 24–83)<" in sources(1, shown(kept, documents), shown=True)


@pytest.mark.parametrize(
    "documents",
    [
        now(),
        unusable,
        now(replace(REVIEW, sha256="9" * 64)),  # another file, or other bibliographic data
        now(replace(REVIEW, text=REVIEW.text.upper())),  # read by other rules
        now(replace(REVIEW, file=OriginalFile())),
    ],
    ids=["gone", "no index", "changed", "read otherwise", "no file"],
)
def test_no_place_is_better_than_a_wrong_one(fake: FakeAssistant, documents: Documents) -> None:
    kept = old(fake)
    text, drawn = markdown(kept, documents).replace("\\", ""), text_of(pdf(kept, documents))
    assert "Survival, review-2024.txt\n\n>" in text
    for exported in (text, drawn):
        assert "review-2024.txt" in exported
        assert "(characters" not in exported
        assert "sha256 " not in exported.split("Sources")[1]
    (cited,) = json.loads(as_json(kept, documents))["turns"][0]["citations"]
    assert cited["file"] is None
    cards = sources(1, shown(kept, documents), shown=True)
    assert '<p class="card-place"><bdi>review-2024.txt</bdi></p>' in cards
    assert as_text(shown(kept, documents)).endswith("3 Results › Survival; review-2024.txt)\n")


@pytest.mark.parametrize("format_", ["markdown", "json"])
def test_downloads_and_the_page_have_them(
    fake: FakeAssistant, archive: Archive, format_: str
) -> None:
    name = archive.add(None, old(fake).turns[0]).conversation
    client = TestClient(Starlette(routes=routes(archive, lambda: fake.documents)))
    said = client.get(f"/api/conversations/{name}/export", params={"format": format_}).text
    assert REVIEW.file.sha256 in said
    (turn,) = Keeping(fake, archive).turns(name)  # type: ignore[arg-type]
    assert turn.answer is not None
    assert turn.answer.citations[0].file is not None
    fake.documents = ()  # type: ignore[assignment]
    (turn,) = Keeping(fake, archive).turns(name)  # type: ignore[arg-type]
    assert turn.answer is not None
    assert turn.answer.citations[0].file is None


def test_documents_are_not_looked_at_where_all_is_known(fake: FakeAssistant) -> None:
    kept = kept_conversation("New", new_turn(fake, "survival"))
    assert WHERE in markdown(kept, unusable).replace("\\", "")
    assert shown(kept, unusable) == from_json(kept.turns[0].shown)
