"""Readers of other packages read files of further types, in a process of their own."""

from pathlib import Path

import pytest

from assistant.errors import UnreadableDocument, UsageError
from assistant.reading.discovery import discover, unread_type
from assistant.reading.document import Source
from assistant.reading.plugins import parsed
from assistant.sandbox.sandbox import Sandbox

HERE = str(Path(__file__).parent)


@pytest.fixture
def sandbox(monkeypatch: pytest.MonkeyPatch) -> Sandbox:
    monkeypatch.syspath_prepend(HERE)
    monkeypatch.setenv(
        "ASSISTANT_READERS",
        ".pages=own_reader.PagesReader,.bad=own_reader.BadReader, .fails=own_reader.FailingReader,"
        ".none=own_reader.NoReader",
    )
    return Sandbox()


def test_a_named_reader_reads_and_its_pages_are_told(sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "a.pages").write_text("The first page is short.\fThe second says 12.")
    (tmp_path / "b.other").write_text("Not read.")
    with sandbox:
        found = discover(tmp_path)
        document = sandbox.read(found.files[0]).document
    assert [one.name for one in found.skipped] == ["b.other"]
    assert "“.other” are not read" in found.skipped[0].reason
    start = document.text.index("The second")
    assert str(document.place(start, len(document.text))) == "page 2 (printed: v)"
    assert document.text.endswith("The second says 12.")


def test_a_named_reader_is_confined(sandbox: Sandbox) -> None:
    with sandbox:
        document = sandbox.read_bytes("a.bad", b"Some words.", Source()).document
    assert document.text == "Confined, but for []."


@pytest.mark.parametrize(
    ("name", "why"),
    [("a.fails", r"FailingReader failed on it \(RuntimeError\)"), ("a.none", "cannot be loaded")],
)
def test_what_it_cannot_read_is_told(sandbox: Sandbox, name: str, why: str) -> None:
    with sandbox, pytest.raises(UnreadableDocument, match=why) as caught:
        sandbox.read_bytes(name, b"Some words.", Source())
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("text", ["pages=own.Reader", ".a=Reader", ".a", ".a=b.C;.d=e.F", "."])
def test_a_list_that_is_none_is_refused(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match=r"write \.suffix=package\.Reader"):
        parsed(text)
    monkeypatch.setenv("ASSISTANT_READERS", text)
    with pytest.raises(UsageError, match="ASSISTANT_READERS"):
        unread_type(".txt")
