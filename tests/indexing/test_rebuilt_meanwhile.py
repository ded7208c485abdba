"""A question that is asked while the index is rebuilt."""

from __future__ import annotations

import shutil

import pytest
from fake_embedder import FakeEmbedder

from assistant.assistant import Assistant
from assistant.errors import IndexOutOfDate
from assistant.indexing.build import build
from assistant.models.provider import Models
from assistant.workspace import Workspace


class WithWords(FakeEmbedder):
    vocabulary: frozenset[str] = frozenset()


@pytest.fixture
def words() -> WithWords:
    return WithWords()


@pytest.fixture
def assistant(workspace: Workspace, words: WithWords, monkeypatch: pytest.MonkeyPatch) -> Assistant:
    build(workspace, words)
    monkeypatch.setattr(Models, "embedder", words)
    monkeypatch.setattr(Models, "cross_encoder", None)
    return Assistant(workspace.root)


def replaced_when_asked(
    assistant: Assistant, embedder: WithWords, monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    """Another index takes this one's place as soon as a question has been read, once."""
    opened = assistant._open()
    asked: list[str] = []
    query = opened.searcher.query

    def scripted(question: str) -> object:
        asked.append(question)
        (assistant.workspace.corpus / "more.md").write_text("# More\n\nA goat eats hay.\n", "utf-8")
        build(assistant.workspace, embedder)
        shutil.rmtree(opened.index._folder, ignore_errors=True)
        return query(question)

    monkeypatch.setattr(opened.searcher, "query", scripted)
    return asked


def test_it_is_answered_from_the_index_it_was_asked_of(
    assistant: Assistant, words: WithWords, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = replaced_when_asked(assistant, words, monkeypatch)
    hits = assistant.search("What does a goat eat?")
    assert asked == ["What does a goat eat?"]
    assert all(hit.passage.text for hit in hits)
    names = {hit.passage.document.name for hit in hits}
    assert "more.md" not in names
    assert assistant.search("What does a goat eat?")[0].passage.document.name == "more.md"
    assistant.close()


def test_what_is_out_of_date_for_another_reason_is_told(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: str) -> object:
        raise IndexOutOfDate("The index was built with other rules.")

    monkeypatch.setattr(assistant._open().searcher, "query", refuse)
    with pytest.raises(IndexOutOfDate, match="other rules"):
        assistant.search("What does a goat eat?")
    assistant.close()
