"""The list of conversations, and the requests that change, rate and export them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from fake_assistant import HOSTILE, FakeAssistant
from kept_talks import new_turn
from starlette.applications import Starlette
from starlette.testclient import TestClient

from assistant.history.conversation import REASONS, Rating
from assistant.history.history import FILE, Archive
from ui import security
from ui.history import routes as talks_routes
from ui.history.routes import routes
from ui.history.view import from_text, rating_controls, to_text
from ui.security import Guard

MADE = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def archive(fake: FakeAssistant) -> Iterator[Archive]:
    moment = datetime(2026, 3, 1, tzinfo=UTC)

    def now() -> datetime:
        nonlocal moment
        moment += timedelta(minutes=1)
        return moment

    opened = Archive(fake.settings, fake.workspace, now)  # type: ignore[arg-type]
    yield opened
    opened.close()


@pytest.fixture
def client(archive: Archive, fake: FakeAssistant) -> Iterator[TestClient]:
    with TestClient(Starlette(routes=list(routes(archive, lambda: fake.documents)))) as opened:
        yield opened


def begin(archive: Archive, fake: FakeAssistant, *questions: str) -> str:
    kept = None
    for question in questions:
        kept = archive.add(kept, new_turn(fake, question)).conversation
    assert kept is not None
    return kept


def test_the_list_has_each_conversation_with_its_links(
    client: TestClient, archive: Archive, fake: FakeAssistant
) -> None:
    one, two = begin(archive, fake, "survival?"), begin(archive, fake, "Cost?", "then?")
    html = client.get("/view/conversations").text
    assert html.startswith("<h1>Conversations</h1>")
    assert html.index(two) < html.index(one)
    assert f'<a class="talk-open" href="/?c={one}" data-conversation="{one}">' in html
    assert f'href="/api/conversations/{one}/export?format=pdf"' in html
    assert "1 question<" in html
    assert "2 questions<" in html
    assert 'datetime="2026-03-01T00:03:00+00:00"' in html
    assert 'aria-label="Rename “survival?”"' in html


def test_what_happened_to_the_file_is_told_above_the_list(
    client: TestClient, archive: Archive, fake: FakeAssistant
) -> None:
    one = begin(archive, fake, "survival?")
    path = fake.workspace.root / FILE
    archive.close()
    content = bytearray(path.read_bytes())
    content[:4096] = b"\xa5" * 4096
    path.write_bytes(content)
    html = client.get("/view/conversations").text
    assert f'data-conversation="{one}"' in html
    [notice] = re.findall(r'<p class="notice bad" role="alert" dir="auto">(.*?)</p>', html)
    assert "1 of 1 answers in 1 of 1 conversations were saved" in notice
    assert html.index(notice) < html.index("talks-search")
    assert "notice bad" in client.get("/view/conversations").text  # until the file is removed


def test_an_empty_list_says_what_will_be_there(client: TestClient) -> None:
    assert "No conversations yet" in client.get("/view/conversations").text


def test_search_is_done_here(client: TestClient, archive: Archive, fake: FakeAssistant) -> None:
    begin(archive, fake, "survival?")
    begin(archive, fake, "Cost?")
    found = client.get("/view/conversations", params={"search": "SURVIV"}).text
    assert "survival?" in found
    assert "Cost?" not in found
    assert 'value="SURVIV"' in found
    nothing = client.get("/view/conversations", params={"search": "<b>x</b>"}).text
    assert "No conversation has these words: &lt;b&gt;x&lt;/b&gt;" in nothing


def test_older_ones_are_a_page_on(
    client: TestClient, archive: Archive, fake: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(talks_routes, "LISTED", 2)
    kept = [begin(archive, fake, f"Question {number}?") for number in range(5)]
    seen: list[str] = []
    before = ""
    for _ in range(3):
        html = client.get("/view/conversations", params={"before": before}).text
        seen += re.findall(r'<li class="talk" data-conversation="([^"]+)"', html)
        found = re.search(r'data-before="([^"]+)"', html)
        before = found[1] if found else ""
    assert seen == kept[::-1]
    assert before == ""


def test_a_place_is_its_text() -> None:
    place = (datetime(2026, 3, 1, 9, 0, 0, 7, tzinfo=UTC), "a~b-_")
    assert from_text(to_text(place)) == place
    assert from_text("") is None


@pytest.mark.parametrize("before", ["x", "2026-03-01", "2026-03-01T09:00:00~id"])
def test_a_place_that_is_none_is_said(client: TestClient, before: str) -> None:
    html = client.get("/view/conversations", params={"before": before}).text
    assert "names no place" in html


def test_hostile_names_are_plain_text(
    client: TestClient, archive: Archive, fake: FakeAssistant
) -> None:
    kept = begin(archive, fake, "survival?")
    archive.rename(kept, HOSTILE)
    html = client.get("/view/conversations", params={"search": "<script>"}).text
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_renaming(client: TestClient, archive: Archive, fake: FakeAssistant) -> None:
    kept = begin(archive, fake, "survival?")
    done = client.patch(f"/api/conversations/{kept}", json={"name": " A\n name "})
    assert (done.status_code, done.json()) == (200, {"name": "A name"})
    for body in ({"name": ""}, {"name": 1}, {}):
        refused = client.patch(f"/api/conversations/{kept}", json=body)
        assert refused.status_code == 400
        assert refused.json()["error"]
    assert [one.name for one in archive.listed()] == ["A name"]


@pytest.mark.parametrize("content", [b"{", b"[]", b"\xff", b"[" * 100_000])
def test_a_body_that_is_no_object_is_said(client: TestClient, content: bytes) -> None:
    refused = client.patch("/api/conversations/x", content=content)
    assert refused.status_code == 400
    assert "JSON object" in refused.json()["error"]


def test_a_body_past_the_limit_is_said(
    archive: Archive, fake: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(security, "BODY_LIMIT", 1_000)
    app = Guard(Starlette(routes=list(routes(archive, lambda: fake.documents))))
    client = TestClient(app, base_url="http://127.0.0.1:7860")
    chunks = (b"x" * 100 for _ in range(20))  # of no length that is told
    refused = client.patch("/api/conversations/x", content=chunks)
    assert refused.status_code == 413
    assert "too large" in refused.json()["error"]


def test_deleting(client: TestClient, archive: Archive, fake: FakeAssistant) -> None:
    kept, other = begin(archive, fake, "survival?"), begin(archive, fake, "Cost?")
    assert client.delete(f"/api/conversations/{kept}").json() == {}
    assert client.delete(f"/api/conversations/{kept}").status_code == 200
    assert [one.id for one in archive.listed()] == [other]


def test_rating(client: TestClient, archive: Archive, fake: FakeAssistant) -> None:
    kept = begin(archive, fake, "survival?")
    path = f"/api/conversations/{kept}/turns/1/rating"
    said = {"good": False, "reason": "wrong", "comment": "No."}
    assert client.post(path, json=said).status_code == 200
    assert [one.rating for one in archive.ratings()] == [Rating(False, "wrong", "No.")]
    assert client.post(path, json={"good": True}).status_code == 200
    assert [one.rating for one in archive.ratings()] == [Rating(good=True)]
    assert client.delete(path).status_code == 200
    assert archive.ratings() == ()


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"good": "yes"},
        {"good": 1},
        {"good": False, "reason": "bad"},
        {"good": False, "reason": ["wrong"]},
        {"good": True, "reason": "wrong"},
        {"good": False, "comment": "x" * 2001},
    ],
)
def test_what_is_no_rating_is_refused(
    client: TestClient, archive: Archive, fake: FakeAssistant, said: object
) -> None:
    kept = begin(archive, fake, "survival?")
    refused = client.post(f"/api/conversations/{kept}/turns/1/rating", json=said)
    assert refused.status_code == 400
    assert archive.ratings() == ()


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PATCH", "/api/conversations/gone"),
        ("POST", "/api/conversations/gone/turns/1/rating"),
        ("POST", f"/api/conversations/gone/turns/{10**30}/rating"),
        ("GET", "/api/conversations/gone/export"),
        ("GET", "/api/conversations/gone%00/export"),
    ],
)
def test_what_is_not_kept_is_not_found(client: TestClient, method: str, path: str) -> None:
    body = {"name": "x", "good": True}
    answer = client.request(method, path, json=body if method != "GET" else None)
    assert answer.status_code == 404
    assert re.search("no longer exists|not kept|no such answer", answer.json()["error"])


@pytest.mark.parametrize(
    ("format_", "media", "suffix", "begins"),
    [
        ("markdown", "text/markdown; charset=utf-8", "md", b"# survival?"),
        ("json", "application/json", "json", b'{\n  "form": 2'),
        ("pdf", "application/pdf", "pdf", b"%PDF-"),
    ],
)
def test_exports_are_downloads(
    client: TestClient,
    archive: Archive,
    fake: FakeAssistant,
    format_: str,
    media: str,
    suffix: str,
    begins: bytes,
) -> None:
    kept = begin(archive, fake, "survival?", "attack", "Cost?")
    answer = client.get(f"/api/conversations/{kept}/export", params={"format": format_})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == media
    assert f'attachment; filename="survival.{suffix}"' in answer.headers["content-disposition"]
    assert answer.content.startswith(begins)


def test_another_format_is_refused(client: TestClient) -> None:
    answer = client.get("/api/conversations/x/export", params={"format": "docx"})
    assert answer.status_code == 400
    assert "use markdown, json or pdf" in answer.json()["error"]


def test_a_database_that_cannot_be_read_is_said(client: TestClient, fake: FakeAssistant) -> None:
    (fake.workspace.root / FILE).write_text("no database " * 100)
    html = client.get("/view/conversations").text
    assert html.startswith("<h1>Conversations</h1>")
    assert 'role="alert"' in html
    assert "not a database" in html
    refused = client.delete("/api/conversations/x")
    assert refused.status_code == 400
    assert "not a database" in refused.json()["error"]


def test_thumbs_know_what_was_said() -> None:
    html = rating_controls("abc", 3, Rating(False, "wrong_citation", HOSTILE), MADE)
    assert 'data-conversation="abc" data-number="3"' in html
    assert re.search(r'rating-bad" aria-pressed="true"', html)
    assert re.search(r'rating-good" aria-pressed="false"', html)
    assert 'value="wrong_citation" checked>' in html
    assert html.count(" checked") == 1
    assert "<script" not in html
    assert ">Thank you" in html
    new = rating_controls("abc", 3, None, MADE)
    assert 'aria-pressed="true"' not in new
    assert ">Thank you" not in new


def test_another_answer_of_the_same_number_has_its_own_thumbs() -> None:
    def id_of(made: datetime) -> str:
        return re.findall(r'id="(rating-[^"]+)"', rating_controls("abc", 3, None, made))[0]

    assert id_of(MADE) == id_of(MADE)
    assert id_of(MADE) != id_of(MADE + timedelta(microseconds=1))


def test_every_reason_can_be_chosen() -> None:
    html = rating_controls("abc", 1, None, MADE)
    assert tuple(re.findall(r'name="reason" value="(\w+)">[A-Z]', html)) == REASONS[1:]
