"""What a build gives, and what the next one does with it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pytest
from fake_embedder import FakeEmbedder
from index_samples import DOCUMENTS, fill, generations, snapshot

from assistant.chunking.chunks import CutDocument, cut, passage_id
from assistant.errors import (
    AssistantError,
    ModelUnavailable,
    UnreadableDocument,
    UsageError,
    WorkspaceMissing,
)
from assistant.indexing import engines
from assistant.indexing.build import build
from assistant.indexing.index import OpenIndex, open_index
from assistant.indexing.report import IndexReport
from assistant.reading import discovery
from assistant.reading.discovery import CorpusFile, discover
from assistant.reading.reader import read
from assistant.sandbox import sandbox
from assistant.sandbox.sandbox import Sandbox
from assistant.workspace import Workspace


def opened(workspace: Workspace) -> OpenIndex:
    return open_index(workspace, FakeEmbedder().fingerprint)


def ids(workspace: Workspace) -> list[tuple[str, int]]:
    with opened(workspace) as index:
        return [(passage.id, len(passage.sentences)) for passage in index.passages]


def test_all_is_given_back_exactly(workspace: Workspace, embedder: FakeEmbedder) -> None:
    report = build(workspace, embedder)
    with opened(workspace) as index:
        expected = tuple(read(file) for file in discover(workspace.corpus).files)
        assert index.documents == expected
        passages = tuple(passage for document in expected for passage in cut(document))
        assert tuple(index.passages) == passages
        spans = tuple(span for passage in passages for span in passage.sentences)
        assert index.sentences == spans
        owners = [n for n, passage in enumerate(passages) for _ in passage.sentences]
        numbers = index.sentence_numbers.tolist()
        assert numbers == list(range(len(spans)))
        assert [one.passage for one in index.sentences_of(set(owners))] == owners
        assert [index.homes([number]) for number in numbers] == [{n} for n in owners]
        texts = [passages[n].document.text[s.start : s.end] for n, s in zip(owners, spans)]  # noqa: B905
        assert np.array_equal(index.vectors, embedder.embed(texts))
    assert (report.documents, report.passages, report.sentences) == (3, len(passages), len(spans))


def test_report(workspace: Workspace, embedder: FakeEmbedder) -> None:
    report = build(workspace, embedder)
    assert report.changed
    assert report.added == tuple(DOCUMENTS)
    assert report.updated == report.removed == report.unchanged == ()
    assert report.reason == ""
    assert generations(workspace) == [report.generation]
    folders = (workspace.index / "generations", workspace.index / "vectors")
    size = sum(p.stat().st_size for one in folders for p in one.rglob("*.*") if p.is_file())
    assert 0 < size - report.bytes_on_disk < 10_000  # the manifest
    # "It helped." stands in two documents, and is embedded once.
    assert report.embedded == report.sentences - 1
    assert len(embedder.calls) == 1
    lines = str(report).splitlines()
    assert lines[0].startswith("Indexed 3 documents, ")
    assert lines[1] == "  Added: cells.txt, exosomes.md, papers/mice.txt"


def test_a_file_that_changes_while_it_is_indexed_is_found_changed(
    workspace: Workspace, embedder: FakeEmbedder
) -> None:
    file = workspace.corpus / "cells.txt"
    before = file.read_text("utf-8")

    def replaced(step: str, done: int, total: int) -> None:  # after hashing, before reading
        if (step, done) == ("Reading", 0) and file.read_text("utf-8") == before:
            file.write_text("The dose is 5 mg a day.", "utf-8")

    build(workspace, embedder, replaced)
    with opened(workspace) as index:
        assert index.documents[0].text == "The dose is 5 mg a day."
    assert not build(workspace, embedder).changed  # it is known by the bytes that were read
    file.write_text(before, "utf-8")
    assert build(workspace, embedder).updated == ("cells.txt",)


def test_nothing_changed_writes_nothing(
    indexed: Workspace, embedder: FakeEmbedder, monkeypatch: pytest.MonkeyPatch, never: object
) -> None:
    monkeypatch.setattr(Sandbox, "read", never)
    before = snapshot(indexed.index)
    report = build(indexed, embedder)
    assert not report.changed
    assert report.unchanged == tuple(DOCUMENTS)
    assert embedder.calls == []
    assert snapshot(indexed.index) == before
    assert str(report).startswith("Nothing changed: 3 documents")


def test_nothing_changed_loads_no_heavy_library(indexed: Workspace) -> None:
    program = (
        "import sys; from pathlib import Path; from fake_embedder import FakeEmbedder\n"
        "from assistant.indexing.build import build; from assistant.workspace import Workspace\n"
        "assert not build(Workspace(Path(sys.argv[1])), FakeEmbedder()).changed\n"
        "print([m for m in ('torch', 'chromadb', 'sentence_transformers') if m in sys.modules])"
    )
    command = [sys.executable, "-c", program, str(indexed.root)]
    done = subprocess.run(
        command, cwd=Path(__file__).parent, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_only_what_is_new_is_read_and_embedded(
    indexed: Workspace, embedder: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    names: list[str] = []
    reading = Sandbox.read

    def spy(self: Sandbox, file: CorpusFile) -> CutDocument:
        names.append(file.name)
        return reading(self, file)

    monkeypatch.setattr(Sandbox, "read", spy)
    fill(indexed, {"new.txt": "It helped. A wholly new sentence stands here."})
    fill(indexed, {"papers/mice.txt": DOCUMENTS["papers/mice.txt"] + "\nOne more was added.\n"})
    report = build(indexed, embedder)
    assert names == ["new.txt", "papers/mice.txt"]
    assert report.added == ("new.txt",)
    assert report.updated == ("papers/mice.txt",)
    assert report.unchanged == ("cells.txt", "exosomes.md")
    assert sorted(*embedder.calls) == [
        "A wholly new sentence stands here.",
        "One more was added.",
    ]
    assert report.embedded == 2
    with opened(indexed) as index:
        assert [document.name for document in index.documents] == sorted([*DOCUMENTS, "new.txt"])


def test_renamed_is_neither_read_nor_embedded_again(
    indexed: Workspace, embedder: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(indexed) as index:
        [before] = [replace(one) for one in index.documents if one.name == "cells.txt"]
    (indexed.corpus / "new").mkdir()
    (indexed.corpus / "cells.txt").rename(indexed.corpus / "new" / "zellen.txt")
    monkeypatch.setattr(engines, "read_file", pytest.fail)
    report = build(indexed, embedder)
    assert report.moved == (("cells.txt", "new/zellen.txt"),)
    assert (report.added, report.removed, report.updated) == ((), (), ())
    assert "  Moved: cells.txt to new/zellen.txt\n" in str(report)
    assert embedder.calls == []
    with opened(indexed) as index:
        [moved] = [one for one in index.documents if one.name == "new/zellen.txt"]
        assert moved == replace(before, name="new/zellen.txt")
        for passage in index.passages:
            assert passage.id == passage_id(passage.document, passage.start, passage.end)
    assert not build(indexed, embedder).changed


def test_two_that_swap_their_names(indexed: Workspace, embedder: FakeEmbedder) -> None:
    one, two = indexed.corpus / "cells.txt", indexed.corpus / "papers" / "mice.txt"
    texts = one.read_bytes(), two.read_bytes()
    one.write_bytes(texts[1])
    two.write_bytes(texts[0])
    assert build(indexed, embedder).updated == ("cells.txt", "papers/mice.txt")
    assert embedder.calls == []
    with opened(indexed) as index:
        found = {document.name: document.text for document in index.documents}
    assert found["cells.txt"].startswith("Forty mice")


def test_what_is_read_again_although_it_is_unchanged(
    indexed: Workspace, embedder: FakeEmbedder
) -> None:
    report = build(indexed, embedder, reread={"cells.txt", "nowhere.txt"})
    assert report.updated == ("cells.txt",)
    assert report.unchanged == ("exosomes.md", "papers/mice.txt")
    assert report.changed
    assert len(build(indexed, embedder, reread=None).updated) == 3
    assert embedder.calls == []


def test_removed_is_gone_from_the_disk(workspace: Workspace, embedder: FakeEmbedder) -> None:
    fill(workspace, {"secret.txt": "The password of the vault is xyzzyplugh."})
    build(workspace, embedder)
    assert any(b"xyzzyplugh" in content for content, _ in snapshot(workspace.index).values())
    (workspace.corpus / "secret.txt").unlink()
    report = build(workspace, embedder)
    assert report.removed == ("secret.txt",)
    assert not any(b"xyzzyplugh" in content for content, _ in snapshot(workspace.index).values())
    with opened(workspace) as index:
        assert index.bm25(["xyzzyplugh"], 5) == {}
    assert generations(workspace) == [report.generation]


def test_rebuilt_ids_are_identical(indexed: Workspace, embedder: FakeEmbedder) -> None:
    fill(indexed, {"a.txt": "First by name, added last."})
    (indexed.corpus / "exosomes.md").unlink()
    build(indexed, embedder)
    grown = ids(indexed)
    shutil.rmtree(indexed.index)
    build(indexed, FakeEmbedder())
    assert ids(indexed) == grown


def test_bad_documents_are_skipped(workspace: Workspace, embedder: FakeEmbedder) -> None:
    (workspace.corpus / "binary.txt").write_bytes(b"\0\1\2\xff" * 100)
    (workspace.corpus / "empty.txt").write_bytes(b"")
    (workspace.corpus / "picture.png").write_bytes(b"\x89PNG")
    report = build(workspace, embedder)
    assert [file.name for file in report.skipped] == ["picture.png", "binary.txt", "empty.txt"]
    assert all(file.reason for file in report.skipped)
    assert report.documents == 3
    assert f"Skipped empty.txt: {report.skipped[2].reason}" in str(report)
    again = build(workspace, embedder)
    assert not again.changed
    assert again.skipped == report.skipped


@pytest.mark.parametrize(
    ("failure", "reason"),
    [
        (UnreadableDocument("the file is encrypted"), "the file is encrypted"),
        (PermissionError(13, "Permission denied"), "Permission denied"),
    ],
)
def test_any_refusal_skips_the_document(
    indexed: Workspace,
    embedder: FakeEmbedder,
    monkeypatch: pytest.MonkeyPatch,
    failure: Exception,
    reason: str,
) -> None:
    opened = discovery.open_regular

    def refuse(path: Path, inside: Path | None = None) -> BinaryIO:
        if inside is None:  # it is only listed
            return opened(path)
        raise failure

    fill(indexed, {"cells.txt": "Changed, and unreadable since."})
    with monkeypatch.context() as patch:
        patch.setattr(discovery, "open_regular", refuse)
        report = build(indexed, embedder)
    assert [(file.name, file.reason) for file in report.skipped] == [("cells.txt", reason)]
    assert report.removed == ("cells.txt",)
    # What was in the way may be gone: it is tried again, though the file is as it was.
    assert build(indexed, embedder).added == ("cells.txt",)


def test_without_a_process_to_read_in_nothing_is_lost(
    indexed: Workspace, embedder: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is wrong with the machine is not said of a file, which would be taken out."""
    before = snapshot(indexed.index)
    fill(indexed, {"cells.txt": "Changed."})
    monkeypatch.setattr(sandbox, "_START", "import no_such_module")
    with pytest.raises(AssistantError, match="the process for it does not start"):
        build(indexed, embedder)
    assert snapshot(indexed.index) == before


def test_no_corpus(tmp_path: Path, embedder: FakeEmbedder) -> None:
    with pytest.raises(WorkspaceMissing, match=r"corpus"):
        build(Workspace(tmp_path / "nowhere"), embedder)


def test_empty_corpus(tmp_path: Path, embedder: FakeEmbedder) -> None:
    workspace = Workspace(tmp_path / "empty")
    workspace.corpus.mkdir(parents=True)
    with pytest.raises(UsageError) as caught:
        build(workspace, embedder)
    assert str(caught.value) == (
        f"No documents in {workspace.corpus}: "
        "put PDF, Office or text files there, then run `assistant index`."
    )


@pytest.mark.parametrize("left", [None, b""])
def test_emptied_corpus_leaves_the_index(
    indexed: Workspace, embedder: FakeEmbedder, left: bytes | None
) -> None:
    before = snapshot(indexed.index)
    for name in DOCUMENTS:
        (indexed.corpus / name).unlink()
    if left is not None:
        (indexed.corpus / "cells.txt").write_bytes(left)
    with pytest.raises(UsageError, match=r"No (readable )?documents in .*`assistant index`\.$"):
        build(indexed, embedder)
    assert snapshot(indexed.index) == before


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda vectors: vectors[:-1], "vectors of shape"),
        (lambda vectors: vectors * 2, "not of length 1"),
        (lambda vectors: vectors * np.float32("nan"), "not of length 1"),
    ],
)
def test_bad_vectors_are_refused(
    workspace: Workspace,
    embedder: FakeEmbedder,
    monkeypatch: pytest.MonkeyPatch,
    spoil: Callable[[object], object],
    message: str,
) -> None:
    embed = embedder.embed
    monkeypatch.setattr(embedder, "embed", lambda *args: spoil(embed(*args)))
    with pytest.raises(ModelUnavailable, match=message):
        build(workspace, embedder)


def test_progress_names_its_steps(workspace: Workspace, embedder: FakeEmbedder) -> None:
    seen: list[tuple[str, int, int]] = []
    report: IndexReport = build(workspace, embedder, lambda *step: seen.append(step))
    steps = ["Reading", "Embedding", "Storing vectors", "Checking the search", "Checking"]
    assert list(dict.fromkeys(what for what, _, _ in seen)) == steps
    for what in steps:
        done = [(n, total) for step, n, total in seen if step == what]
        assert done == sorted(done)
        assert done[-1][0] == done[-1][1]
    assert ("Checking", report.sentences, report.sentences) in seen
