"""What each check finds, and what it says to do."""

from __future__ import annotations

import os
import shutil
from collections import namedtuple
from collections.abc import Iterable
from pathlib import Path

import pytest
from real_documents import NAMES

from assistant import Assistant
from assistant.diagnosis import checks
from assistant.diagnosis.finding import Finding
from assistant.diagnosis.statistics import statistics
from assistant.errors import IndexMissing
from assistant.models.provider import Models
from assistant.settings import Settings
from assistant.workspace import Workspace

Usage = namedtuple("Usage", "total used free")


def texts(found: Iterable[Finding], level: str) -> list[str]:
    return [one.text for one in found if one.level == level]


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.upper().startswith("ASSISTANT_"):
            monkeypatch.delenv(name)


@pytest.fixture
def copied(reviews: Assistant, tmp_path: Path) -> Workspace:
    """The reviews, to be spoilt."""
    shutil.copytree(reviews.workspace.root, tmp_path / "copied")
    return Workspace(tmp_path / "copied")


SETTINGS = Settings(offline=True)


def test_the_program_is_whole() -> None:
    found = list(checks.program())
    assert {one.level for one in found} == {"ok"}
    assert "Python 3." in found[0].text
    assert "onnxruntime" in found[1].text


def test_a_library_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "LIBRARIES", ("numpy", "no-such-library"))
    assert texts(checks.program(), "problem") == [
        "not installed: no-such-library: reinstall this program."
    ]


def test_settings_are_told_without_secrets() -> None:
    assert texts(checks.settings_of(Settings()), "ok") == ["as they are by default"]
    given = Settings(offline=True, endpoint_key="sk-1", endpoint_url="http://a/sk-1/v1")
    assert texts(checks.settings_of(given), "ok") == [
        "ASSISTANT_ENDPOINT_KEY=(set), ASSISTANT_ENDPOINT_URL=(set), ASSISTANT_OFFLINE=True"
    ]


def test_models_are_tried() -> None:
    found = list(checks.models_of(SETTINGS))
    assert {one.level for one in found} == {"ok"}
    assert found[-1].text == "a question was embedded: 384 dimensions"


def test_a_model_that_is_not_here_can_be_fetched(tmp_path: Path) -> None:
    settings = Settings(offline=True, models_dir=tmp_path)
    assert texts(checks.models_of(settings), "problem") == [
        f"all-MiniLM-L6-v2 is not here ({tmp_path / 'all-MiniLM-L6-v2'}): "
        "run `assistant models fetch all-MiniLM-L6-v2`."
    ]


def test_a_model_of_the_users_own_is_named(tmp_path: Path) -> None:
    settings = Settings(offline=True, embedding_model=str(tmp_path / "gone"), reranker="none")
    (said,) = texts(checks.models_of(settings), "problem")
    assert said.endswith("correct ASSISTANT_EMBEDDING_MODEL, or unset it.")


def test_an_index_that_is_whole_tells_its_size(reviews: Assistant) -> None:
    found = list(checks.index_of(reviews.workspace, SETTINGS))
    assert {one.level for one in found} == {"ok"}
    counts = statistics(reviews.workspace, Models(SETTINGS))
    assert found[0].text.startswith(f"2 documents, {counts.passages:,} passages, ")


def test_an_index_that_is_not_there_or_damaged_says_what_to_do(copied: Workspace) -> None:
    largest = max(copied.index.rglob("*"), key=lambda path: path.stat().st_size)
    largest.write_bytes(largest.read_bytes()[:-1])
    (said,) = texts(checks.index_of(copied, SETTINGS), "problem")
    assert said.startswith("The index is damaged")
    assert "run `assistant index`" in said
    shutil.rmtree(copied.index)
    (said,) = texts(checks.index_of(copied, SETTINGS), "problem")
    assert said == "No index here yet: run `assistant index`."
    with pytest.raises(IndexMissing):
        statistics(copied, Models(SETTINGS))


def test_documents_that_cannot_be_quoted_are_named(copied: Workspace) -> None:
    assert texts(checks.corpus_of(copied), "note") == []
    (copied.corpus / "new.txt").write_text("Something new is written here.\n", "utf-8")
    (copied.corpus / NAMES[0]).unlink()
    assert texts(checks.corpus_of(copied), "note") == [
        f"2 files changed since (new.txt, {NAMES[0]}): run `assistant index`."
    ]
    shutil.rmtree(copied.corpus)
    copied.corpus.mkdir()
    shutil.rmtree(copied.index)
    assert texts(checks.corpus_of(copied), "problem") == [
        "no documents: add some with `assistant add FILE`."
    ]


def test_a_full_disk_is_a_problem(copied: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks.shutil, "disk_usage", lambda _: Usage(10**9, 10**9 - 5, 5))
    assert texts(checks.disk_of(copied, SETTINGS), "problem") == [
        f"0.0 MB free for {copied.index}; a new index may need 200.0 MB: free some."
    ]


def test_a_folder_that_cannot_be_written_is_told(
    copied: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks.os, "access", lambda *_: False)
    said = texts(checks.disk_of(copied, SETTINGS), "note")
    assert said[0] == (
        f"{copied.index} cannot be written (answers work, indexing does not): change its rights."
    )


def test_statistics_are_those_of_the_index(reviews: Assistant) -> None:
    found = statistics(reviews.workspace, Models(SETTINGS))
    assert found.documents == len(reviews.documents) == 2
    assert found.words == sum(one.words or 0 for one in reviews.holdings())
    assert found.vectors == found.sentences > found.passages > 100
    assert found.dimension == 384
    assert found.model[0] == "all-MiniLM-L6-v2"
    assert found.built is not None
    assert found.size == sum(found.sizes.values())
    assert list(found.sizes.values()) == sorted(found.sizes.values(), reverse=True)
    assert {"record", "vector search"} <= set(found.sizes)
