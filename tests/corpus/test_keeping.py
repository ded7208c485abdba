from __future__ import annotations

import errno
import io
import os
from pathlib import Path
from typing import get_args

import pytest
from name_samples import HOSTILE

from assistant.corpus import edit
from assistant.corpus.edit import Existing, add, remove
from assistant.errors import (
    AlreadyThere,
    AssistantError,
    DocumentRefused,
    NameTaken,
    UsageError,
    WorkspaceMissing,
)
from assistant.printable import one_line
from assistant.reading import reader
from assistant.reading.bibliography.sources import UNKNOWN, Known
from assistant.reading.discovery import NOT_DOCUMENTS, discover
from assistant.reading.encodings import decoding
from assistant.sandbox.sandbox import Sandbox

TEXT = b"Mesenchymal stem cells were given to 12 patients.\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "workspace" / "corpus"
    folder.mkdir(parents=True)
    (folder.parent / "outside.md").write_bytes(b"Outside.")
    return folder


def put(corpus: Path, name: str, content: bytes = TEXT, existing: Existing = "refuse") -> str:
    return add(corpus, name, io.BytesIO(content), existing)


def files(corpus: Path) -> dict[str, bytes]:
    return {
        path.relative_to(corpus).as_posix(): path.read_bytes()
        for path in corpus.rglob("*")
        if path.is_file()
    }


def test_a_document_is_added_as_it_is(corpus: Path) -> None:
    assert put(corpus, "cafe\u0301.md") == "café.md"
    assert files(corpus) == {"café.md": TEXT}


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
@pytest.mark.parametrize("existing", ["refuse", "replace", "keep both"])
def test_a_hostile_name_writes_nothing(corpus: Path, name: str, existing: Existing) -> None:
    before = files(corpus.parent)
    with pytest.raises(DocumentRefused):
        put(corpus, name, existing=existing)
    assert files(corpus.parent) == before


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_a_hostile_name_removes_nothing(corpus: Path, name: str) -> None:
    put(corpus, "a.txt")
    before = files(corpus.parent)
    with pytest.raises(UsageError, match="in the corpus: look at the list"):
        remove(corpus, name)
    assert files(corpus.parent) == before


@pytest.mark.parametrize("name", ["a\nb.md", "\x1b[2Ja.md", "\u202ea.md", "a  b.md"], ids=ascii)
def test_a_document_is_removed_by_the_name_that_is_shown(corpus: Path, name: str) -> None:
    (corpus / name).write_bytes(TEXT)
    assert remove(corpus, one_line(name)) == name
    assert files(corpus) == {}


def test_of_several_that_are_shown_alike_none_is_removed(corpus: Path) -> None:
    (corpus / "a\nb.md").write_bytes(TEXT)
    (corpus / "a  b.md").write_bytes(TEXT)
    with pytest.raises(UsageError, match=r"2 files are shown as 'a b\.md': rename one"):
        remove(corpus, "a b.md")
    assert remove(corpus, "a\nb.md") == "a\nb.md"  # as `documents --json` has it
    assert set(files(corpus)) == {"a  b.md"}


@pytest.mark.parametrize("content", ["a: [", "- file: a.md\n  year: last\n"])
def test_nothing_changes_while_sources_are_mistyped(corpus: Path, content: str) -> None:
    put(corpus, "a.md")
    (corpus / "sources.yaml").write_text(content)
    before = files(corpus.parent)
    for existing in get_args(Existing):
        with pytest.raises(UsageError, match=r"sources\.yaml"):
            put(corpus, "a.md", b"Other words.", existing)
    with pytest.raises(UsageError, match=r"sources\.yaml"):
        remove(corpus, "a.md")
    assert files(corpus.parent) == before


@pytest.mark.parametrize("folder", ["", "papers"])
@pytest.mark.parametrize("name", sorted(NOT_DOCUMENTS))
def test_what_lies_beside_the_documents_is_not_removed(
    corpus: Path, folder: str, name: str
) -> None:
    (corpus / folder).mkdir(exist_ok=True)
    (corpus / folder / name).write_bytes(TEXT)
    with pytest.raises(UsageError, match="in the corpus: look at the list"):
        remove(corpus, (Path(folder) / name).as_posix())
    assert len(files(corpus)) == 1


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the file is empty"),
        (b" \n\t", "the file is empty"),
        (b"GIF89a\0\x01\x02" + bytes(range(256)), "it is a GIF picture, not text"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "it is a PNG picture, not text"),
        (b"---\n---\n", "the file holds no text: signs alone, no letter and no digit"),
        (b"\xff\xfeA", "it begins as UTF-16 but cannot be decoded"),
        (
            bytes(range(0x80, 0x100)) * 9,
            "its text encoding could not be told for certain: save it as UTF-8, or name the"
            " encoding in sources.yaml, as in “encoding: Windows-1252”",
        ),
    ],
)
def test_what_cannot_be_read_is_not_taken(corpus: Path, content: bytes, reason: str) -> None:
    with pytest.raises(DocumentRefused) as caught:
        put(corpus, "a.md", content)
    assert str(caught.value) == reason
    assert files(corpus) == {}


def test_a_name_that_is_taken(corpus: Path) -> None:
    put(corpus, "a.md")
    with pytest.raises(NameTaken, match="replace it, or keep both"):
        put(corpus, "A.md", b"Other words.")
    assert files(corpus) == {"a.md": TEXT}
    assert put(corpus, "A.md", b"Other words.", "keep both") == "A (2).md"
    assert files(corpus) == {"a.md": TEXT, "A (2).md": b"Other words."}
    assert put(corpus, "A.md", b"New words.", "replace") == "a.md"
    assert files(corpus) == {"a.md": b"New words.", "A (2).md": b"Other words."}


def test_a_name_taken_while_it_is_written(corpus: Path) -> None:
    class Slow(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            (corpus / "a.md").write_bytes(b"Meanwhile.")
            return super().read(size)

    with pytest.raises(NameTaken):
        add(corpus, "a.md", Slow(TEXT))
    assert files(corpus) == {"a.md": b"Meanwhile."}


def test_a_folder_is_not_replaced(corpus: Path) -> None:
    (corpus / "a.md").mkdir()
    with pytest.raises(DocumentRefused, match="a folder has its name"):
        put(corpus, "a.md", existing="replace")
    assert list(corpus.iterdir()) == [corpus / "a.md"]


def test_a_link_out_of_the_corpus_is_replaced_and_not_followed(corpus: Path) -> None:
    (corpus / "a.md").symlink_to(corpus.parent / "outside.md")
    put(corpus, "a.md", existing="replace")
    assert not (corpus / "a.md").is_symlink()
    assert (corpus.parent / "outside.md").read_bytes() == b"Outside."


def test_a_link_is_removed_and_not_what_it_leads_to(corpus: Path) -> None:
    (corpus / "a.md").symlink_to(corpus.parent / "outside.md")
    remove(corpus, "a.md")
    assert not os.path.lexists(corpus / "a.md")
    assert (corpus.parent / "outside.md").exists()


def test_a_linked_folder_is_not_entered(corpus: Path) -> None:
    (corpus / "up").symlink_to(corpus.parent)
    with pytest.raises(UsageError):
        remove(corpus, "up/outside.md")
    assert (corpus.parent / "outside.md").exists()


def test_a_file_of_a_folder_is_removed(corpus: Path) -> None:
    (corpus / "papers").mkdir()
    (corpus / "papers" / "a\n'b.txt").write_bytes(TEXT)
    remove(corpus, "papers/a\n'b.txt")
    assert files(corpus) == {}


def test_a_file_of_50_mb_and_a_byte_is_too_large(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(edit, "MAX_BYTES", len(TEXT))
    put(corpus, "a.md")
    with pytest.raises(DocumentRefused, match="it is larger than 50 MB"):
        put(corpus, "b.md", TEXT + b"x")
    assert files(corpus) == {"a.md": TEXT}


def test_no_more_is_read_than_may_be_taken(corpus: Path) -> None:
    class Endless(io.BytesIO):
        taken = 0

        def read(self, size: int | None = -1) -> bytes:
            assert size is not None
            assert 0 < size <= 2**20
            self.taken += size
            return b"x" * size

    endless = Endless()
    with pytest.raises(DocumentRefused, match="it is larger than 50 MB"):
        add(corpus, "a.md", endless)
    assert endless.taken == edit.MAX_BYTES + 2**20
    assert files(corpus) == {}


def test_the_corpus_has_an_end(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edit, "MAX_CORPUS_BYTES", 2 * len(TEXT))
    put(corpus, "a.md")
    put(corpus, "b.md", TEXT, "keep both")
    with pytest.raises(DocumentRefused, match="all documents together would be larger"):
        put(corpus, "c.md", b"x")
    assert put(corpus, "b.md", TEXT, "replace") == "b.md"


@pytest.mark.parametrize(
    ("number", "advice"),
    [(errno.ENOSPC, "free some disk space"), (errno.EROFS, "make the folder writable")],
)
def test_a_full_disk_is_one_line(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, number: int, advice: str
) -> None:
    def refuse(path: Path) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(edit, "sync_file", refuse)
    with pytest.raises(AssistantError) as caught:
        put(corpus, "a.md")
    assert str(caught.value) == (
        f"The corpus cannot be changed ({os.strerror(number)}): {advice}, then try again."
    )
    assert files(corpus) == {}


def test_leftovers_are_no_documents_and_go(corpus: Path) -> None:
    old, new = corpus / ".adding-0.md", corpus / ".adding-1.md"
    for draft in (old, new):
        draft.write_bytes(TEXT)
    os.utime(old, (0, 0))
    assert discover(corpus).files == ()
    put(corpus, "a.md")
    assert sorted(files(corpus)) == [".adding-1.md", "a.md"]


def test_a_file_system_without_links(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(source: Path, target: Path) -> None:
        raise PermissionError(errno.EPERM, "no links")

    monkeypatch.setattr(os, "link", refuse)
    assert put(corpus, "a.md") == "a.md"
    assert files(corpus) == {"a.md": TEXT}
    with pytest.raises(NameTaken):
        put(corpus, "a.md", b"Other words.")


def test_the_very_file_is_there_already(corpus: Path) -> None:
    put(corpus, "a.md", TEXT)
    put(corpus, "b.md", b"Other words.")
    for name in ("c.md", "a.md", "b.md"):
        with pytest.raises(AlreadyThere, match=r"it is the same file as “a\.md”") as caught:
            put(corpus, name, TEXT)
        assert caught.value.document == "a.md"
    assert put(corpus, "a.md", TEXT, "replace") == "a.md"
    assert put(corpus, "a.md", TEXT, "keep both") == "a (2).md"


def test_a_folder_is_made_and_its_names_are_its_own(corpus: Path) -> None:
    made = add(corpus, "a.md", io.BytesIO(b"One."), folder="Trials/2024")
    assert made == "Trials/2024/a.md"
    assert add(corpus, "a.md", io.BytesIO(b"Two."), folder="trials/2024", existing="keep both") == (
        "Trials/2024/a (2).md"
    )
    assert put(corpus, "a.md", b"Three.") == "a.md"
    assert add(corpus, "a.md", io.BytesIO(b"Four."), "replace", folder="Trials/2024") == made
    assert (corpus / made).read_bytes() == b"Four."


@pytest.mark.parametrize(
    "folder", ["..", "a/../b", "/etc", ".hidden", "con", "a\\b", "a.md", "out", "out/in", " "]
)
def test_a_hostile_folder_writes_nothing(corpus: Path, tmp_path: Path, folder: str) -> None:
    put(corpus, "a.md", b"One.")
    (tmp_path / "outside").mkdir()
    (corpus / "out").symlink_to(tmp_path / "outside", target_is_directory=True)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(DocumentRefused):
        add(corpus, "b.md", io.BytesIO(TEXT), folder=folder)
    assert sorted(tmp_path.rglob("*")) == before


def test_no_corpus(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceMissing):
        put(tmp_path / "nowhere", "a.md")


def test_what_was_tried_is_what_is_written(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is never read back: what lies in the folder meanwhile may be another's."""
    tried: list[bytes] = []
    monkeypatch.setattr(Sandbox, "examine", lambda _, name, data, known: tried.append(data))
    put(corpus, "a.md")
    assert tried == [files(corpus)["a.md"]] == [TEXT]


def test_a_file_that_takes_long_keeps_nobody_waiting(corpus: Path) -> None:
    class Nested(Sandbox):
        def examine(self, name: str, data: bytes, known: Known = UNKNOWN) -> None:
            if name == "slow.md":
                assert put(corpus, "quick.md") == "quick.md"

    add(corpus, "slow.md", io.BytesIO(TEXT), sandbox=Nested())
    assert files(corpus) == {"quick.md": TEXT, "slow.md": TEXT}


def test_the_room_that_another_took_meanwhile_is_gone(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Nested(Sandbox):
        def examine(self, name: str, data: bytes, known: Known = UNKNOWN) -> None:
            (corpus / "other.md").write_bytes(TEXT)

    monkeypatch.setattr(edit, "MAX_CORPUS_BYTES", 2 * len(TEXT) - 1)
    with pytest.raises(DocumentRefused, match="all documents together would be larger"):
        add(corpus, "a.md", io.BytesIO(TEXT), sandbox=Nested())
    assert files(corpus) == {"other.md": TEXT}


def test_a_file_is_read_in_a_process_of_its_own(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the formats' readers nor decoding meet it in this one."""
    for module, name in ((decoding, "decode"), (reader, "decode"), (reader, "_structure")):
        monkeypatch.setattr(module, name, pytest.fail)
    put(corpus, "a.md")
    with pytest.raises(DocumentRefused, match="it is a GIF picture, not text"):
        put(corpus, "b.md", b"GIF89a\n" + bytes(range(256)))


def test_a_bibliography_is_added_if_it_is_one(corpus: Path) -> None:
    assert put(corpus, "library.bib", b"@misc{a, title = {The title}}") == "library.bib"
    assert discover(corpus).files == ()
    with pytest.raises(DocumentRefused, match="it is no bibliography that can be read"):
        put(corpus, "other.bib", b"{}")
    assert put(corpus, "data.json", b'{"depth": 12}') == "data.json"  # a document
