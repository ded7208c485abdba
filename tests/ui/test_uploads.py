from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from fake_assistant import FakeAssistant
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.testclient import TestClient

from assistant.corpus import edit
from assistant.errors import AssistantError
from assistant.reading.formats import FORMATS
from ui import security
from ui.documents import uploads
from ui.documents.indexer import Indexer
from ui.documents.routes import mount, routes
from ui.security import Guard

TEXT = b"Mesenchymal stem cells were given to 12 patients.\n"
MORE = b"More words."
PATIENCE = 20.0


class Page:
    def __init__(self, fake: FakeAssistant) -> None:
        self.corpus = fake.workspace.corpus
        self.indexer = Indexer(fake)  # type: ignore[arg-type]
        app = Starlette(routes=routes(fake, self.indexer))  # type: ignore[arg-type]
        self.client = TestClient(Guard(app), base_url="http://127.0.0.1:7860")

    def upload(
        self, *files: tuple[str, bytes], existing: str | None = None
    ) -> list[dict[str, object]]:
        answer = self.client.post(
            "/api/documents",
            files=[("file", file) for file in files],
            data={} if existing is None else {"existing": existing},
        )
        assert answer.status_code == 200, answer.text
        found: list[dict[str, object]] = answer.json()["files"]
        return found

    def files(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.corpus.iterdir()}


@pytest.fixture
def page(fake: FakeAssistant) -> Iterator[Page]:
    made = Page(fake)
    yield made
    assert made.indexer.wait(PATIENCE)
    made.indexer.stop()


def accepted(name: str) -> dict[str, object]:
    return {"name": name, "accepted": True, "reason": "", "taken": False}


def refused(name: str, reason: str) -> dict[str, object]:
    return {"name": name, "accepted": False, "reason": reason, "taken": False}


def test_many_at_once_and_a_bad_one_stops_no_other(page: Page, fake: FakeAssistant) -> None:
    made = page.upload(
        ("a.md", TEXT),
        ("b.txt", b"a\0b"),
        ("café.txt", MORE),
        ("c.xyz", b"%XYZ"),
        ("d.md", b" "),
        ("e.md", TEXT),
    )
    assert made == [
        accepted("a.md"),
        refused("b.txt", "the file is binary, not text"),
        accepted("café.txt"),
        refused("c.xyz", f"files of type “.xyz” are not read (only {', '.join(sorted(FORMATS))})"),
        refused("d.md", "the file is empty"),
        refused("e.md", "it is the same file as “a.md”"),
    ]
    assert page.files() == {"a.md": TEXT, "café.txt": MORE}
    assert page.indexer.wait(PATIENCE)
    assert fake.indexed >= 1


def test_nothing_is_indexed_where_nothing_came_in(page: Page, fake: FakeAssistant) -> None:
    page.upload(("a.xyz", b"%XYZ"))
    assert not page.indexer.status.working
    assert fake.indexed == 0


def test_a_name_that_is_taken(page: Page) -> None:
    page.upload(("a.md", TEXT))
    [asked] = page.upload(("a.md", b"New words."))
    assert (asked["accepted"], asked["taken"]) == (False, True)
    assert page.upload(("a.md", b"New words."), existing="keep both") == [accepted("a (2).md")]
    assert page.upload(("a.md", b"Newer words."), existing="replace") == [accepted("a.md")]
    assert page.files() == {"a.md": b"Newer words.", "a (2).md": b"New words."}


@pytest.mark.parametrize(
    "name", ["../a.md", "..\\a.md", "%2e%2e%2fa.md", ".a.md", "C:a.md", "a%00.md"]
)
def test_no_name_leads_out_of_the_corpus(page: Page, name: str) -> None:
    before = sorted(page.corpus.parent.rglob("*"))
    [made] = page.upload((name, TEXT), existing="replace")
    assert not made["accepted"]
    assert sorted(page.corpus.parent.rglob("*")) == before


def test_a_file_is_counted_while_it_streams(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MAX_BYTES", 1_000)
    monkeypatch.setattr(edit, "MAX_BYTES", 1_000)
    written: list[int] = []
    write = UploadFile.write

    async def counted(self: UploadFile, data: bytes) -> None:
        written.append(len(data))
        await write(self, data)

    monkeypatch.setattr(UploadFile, "write", counted)
    large = page.upload(("a.md", b"x" * 500_000), ("b.md", b"x" * 1_000), ("c.md", b"x" * 1_001))
    assert [one["accepted"] for one in large] == [False, True, False]
    assert large[0]["reason"] == "it is larger than 50 MB"
    assert sum(written) == 1_001 + 1_000 + 1_001
    assert list(page.files()) == ["b.md"]


def test_a_large_file_is_not_kept_in_memory(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    rolled: list[bool] = []
    add = uploads._add

    def looked_at(*given: object) -> uploads.Upload:
        rolled.append(given[1].file._rolled)  # type: ignore[attr-defined]
        return add(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(uploads, "_add", looked_at)
    page.upload(("a.md", b"words " * 200_000), ("b.md", TEXT))
    assert rolled == [True, False]


def test_a_request_past_its_own_limit_is_cut_off(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(security, "UPLOAD_LIMIT", 10_000)
    told = page.client.post("/api/documents", files={"file": ("a.md", b"x" * 20_000)})
    assert told.status_code == 413

    def chunks() -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.md"\r\n\r\n'
        for _ in range(30):
            yield b"y" * 1_000

    headers = {"content-type": "multipart/form-data; boundary=x"}
    untold = page.client.post("/api/documents", content=chunks(), headers=headers)
    assert untold.status_code == 413
    assert untold.json()["error"].startswith("The upload ended too early")
    assert page.files() == {}


def test_the_larger_limit_is_this_route_s_alone() -> None:
    def limit(method: str, path: str) -> int:
        return security.body_limit({"type": "http", "method": method, "path": path})

    assert limit("POST", "/api/documents") == security.UPLOAD_LIMIT > edit.MAX_CORPUS_BYTES
    for method, path in [
        ("PUT", "/api/documents"),
        ("POST", "/api/documents/"),
        ("POST", "/api/documents/a.md"),
        ("POST", "/api/indexing"),
        ("POST", "/gradio_api/queue/join"),
    ]:
        assert limit(method, path) == security.BODY_LIMIT


def test_another_site_cannot_upload(page: Page) -> None:
    answer = page.client.post(
        "/api/documents",
        files={"file": ("a.md", TEXT)},
        headers={"origin": "https://evil.example"},
    )
    assert answer.status_code == 403
    assert page.files() == {}


@pytest.mark.parametrize(
    ("content", "kind", "said"),
    [
        (b"", "multipart/form-data; boundary=x", "No files came"),
        (b"", "multipart/form-data", "Missing boundary"),
        (b"{}", "application/json", "No files came"),
        (b"no form", "multipart/form-data; boundary=x", "Invalid multipart data"),
        (
            b"--x\r\nContent-Disposition: form-data\r\n\r\n\r\n--x--\r\n",
            "multipart/form-data; boundary=x",
            'field "name"',
        ),
    ],
)
def test_what_is_no_upload_gets_one_line(page: Page, content: bytes, kind: str, said: str) -> None:
    answer = page.client.post("/api/documents", content=content, headers={"content-type": kind})
    assert answer.status_code == 400
    assert said in answer.json()["error"]


def test_too_many_parts_and_a_way_that_there_is_not(page: Page) -> None:
    many = [("file", (f"{n}.md", TEXT)) for n in range(uploads.MAX_FILES + 1)]
    assert "Too many files" in page.client.post("/api/documents", files=many).json()["error"]
    other = page.client.post(
        "/api/documents", files={"file": ("a.md", TEXT)}, data={"existing": "overwrite"}
    )
    assert "refuse, replace, keep both" in other.json()["error"]
    empty = page.client.post("/api/documents", files={"file": ("", b"")})
    assert "No files came" in empty.json()["error"]
    assert page.files() == {}


def test_a_full_disk_is_one_line(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    async def full(self: UploadFile, data: bytes) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(UploadFile, "write", full)
    answer = page.client.post("/api/documents", files={"file": ("a.md", TEXT)})
    assert answer.status_code == 400
    assert answer.json() == {"error": "The disk is full: free some space, then try again."}


def test_what_is_uploaded_leaves_no_other_file(
    page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spool = tmp_path / "spool"
    spool.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(spool))
    page.upload(("a.md", b"words " * 200_000), ("b.md", b"\0" * 2_000_000))
    assert list(spool.iterdir()) == []
    assert list(page.files()) == ["a.md"]


@pytest.mark.parametrize("name", ["a.md", "a%20b?.md", "ä\n'\"<b>.md", "%2e%2e.md", "#.md"])
def test_removing(page: Page, fake: FakeAssistant, name: str) -> None:
    (page.corpus / name).write_bytes(TEXT)
    answer = page.client.delete(f"/api/documents?name={quote(name, safe='')}")
    assert (answer.status_code, answer.json()) == (200, {})
    assert page.files() == {}
    assert page.indexer.wait(PATIENCE)
    assert fake.indexed == 1


@pytest.mark.parametrize(
    "name", ["gone.md", "", "..%2foutside.md", "%2e%2e%2foutside.md", "%2fetc%2fpasswd", "a%00.md"]
)
def test_nothing_else_is_removed(page: Page, name: str) -> None:
    (page.corpus.parent / "outside.md").write_bytes(TEXT)
    answer = page.client.delete(f"/api/documents?name={name}")
    assert answer.status_code == 404
    assert "in the corpus: look at the list" in answer.json()["error"]
    assert (page.corpus.parent / "outside.md").exists()


def test_how_far_indexing_is(page: Page, fake: FakeAssistant) -> None:
    assert page.client.get("/api/indexing").json()["working"] is False
    fake.indexing_error = AssistantError("The disk is full: free some.")
    assert page.client.post("/api/indexing").status_code == 200
    assert page.indexer.wait(PATIENCE)
    found = page.client.get("/api/indexing").json()
    assert found == {
        "working": False,
        "stage": "",
        "done": 0,
        "total": 0,
        "seconds": None,
        "held": "",
        "problem": "The disk is full: free some.",
        "runs": 1,
        "step": "",
        "says": "Looking through the documents",
        "share": None,
    }


def test_the_indexing_ends_with_the_page(fake: FakeAssistant) -> None:
    from fastapi import FastAPI

    app = FastAPI()
    indexer = mount(app, fake)  # type: ignore[arg-type]
    with TestClient(app) as client:
        client.post("/api/indexing")
        assert indexer.wait(PATIENCE)
        assert fake.indexed == 1
    indexer.request()
    assert not indexer.status.working
