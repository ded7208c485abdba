from __future__ import annotations

import os
from pathlib import Path

import pytest
from fake_embedder import FakeEmbedder

from assistant.corpus import outdated
from assistant.corpus.outdated import Freshness
from assistant.indexing.build import build
from assistant.indexing.index import open_index
from assistant.reading.document import Document
from assistant.types import Answer, Citation, Outdated
from assistant.workspace import Workspace

TEXT = "The rent is 900 euros.\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = Workspace.create(tmp_path / "workspace").corpus
    (folder / "lease.md").write_text(TEXT, "utf-8")
    (folder / "annex.txt").write_text("The deposit is 1,800 euros.\n", "utf-8")
    return folder


@pytest.fixture
def documents(corpus: Path) -> dict[str, Document]:
    workspace, embedder = Workspace(corpus.parent), FakeEmbedder()
    build(workspace, embedder)
    with open_index(workspace, embedder.fingerprint) as index:
        return {one.name: one for one in index.documents}


def answer(*documents: Document) -> Answer:
    citations = tuple(
        Citation(marker, one, 0, 8, one.text[:8], "", ()) for marker, one in enumerate(documents, 1)
    )
    return Answer("rent?", "rent?", True, "", (), citations, 0.9)


def test_what_is_as_it_was_is_not_told(corpus: Path, documents: dict[str, Document]) -> None:
    os.utime(corpus / "lease.md", (1, 1))
    given = answer(*documents.values())
    assert Freshness(corpus).told(given) is given


def test_a_file_that_has_changed_is_told_with_its_markers(
    corpus: Path, documents: dict[str, Document]
) -> None:
    freshness = Freshness(corpus)
    lease, annex = documents["lease.md"], documents["annex.txt"]
    given = answer(lease, annex, lease)
    (corpus / "lease.md").write_text(TEXT.replace("900", "950"), "utf-8")  # of the same size
    told = freshness.told(given)
    assert told.outdated == (Outdated("lease.md", "changed", (1, 3)),)
    (corpus / "lease.md").write_text("Longer. " + TEXT, "utf-8")
    assert freshness.told(given).outdated == told.outdated
    (corpus / "lease.md").write_text(TEXT, "utf-8")
    assert freshness.told(told).outdated == ()


def test_a_file_that_is_gone_or_has_another_name(
    corpus: Path, documents: dict[str, Document]
) -> None:
    (corpus / "lease.md").rename(corpus / "contract.md")
    (corpus / "annex.txt").unlink()
    (corpus / "other.txt").write_text("The deposit is 1,900 euros.\n", "utf-8")
    given = answer(documents["annex.txt"], documents["lease.md"])
    assert Freshness(corpus).told(given).outdated == (
        Outdated("annex.txt", "gone", (1,)),
        Outdated("lease.md", "moved", (2,), "contract.md"),
    )


def test_a_document_of_no_file_is_never_outdated(corpus: Path) -> None:
    assert Freshness(corpus).told(answer(Document("lease.md", TEXT, ""))).outdated == ()


def test_only_cited_files_are_hashed_and_only_once(
    corpus: Path, documents: dict[str, Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in corpus.iterdir():
        os.utime(path, (1, 1))
    hashed: list[str] = []
    hash_of = outdated.bytes_hash

    def counted(path: Path, inside: Path | None = None) -> str:
        hashed.append(path.name)
        return hash_of(path, inside)

    monkeypatch.setattr(outdated, "bytes_hash", counted)
    freshness = Freshness(corpus)
    monkeypatch.setattr(freshness, "_hashes", outdated.FileHashes(lambda: 2e9 * 2))
    for _ in range(2):
        assert freshness.told(answer(documents["lease.md"])).outdated == ()
    assert hashed == ["lease.md"]
