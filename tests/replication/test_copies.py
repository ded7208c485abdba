"""A copy in Python, in the terminal and on the page: it is asked, and nothing is changed in it."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_embedder import FakeEmbedder
from index_samples import DOCUMENTS
from stores import build, change
from typer.testing import CliRunner

from assistant.assistant import Assistant
from assistant.errors import AssistantError, UnknownDocument, WorkspaceIsCopy
from assistant.models.provider import Models
from assistant.workspace import Workspace
from ui.cli import app, replication
from ui.documents.indexer import Indexer

QUESTION = "What helped when a dose of exosomes was given?"


class WithWords(FakeEmbedder):
    vocabulary: frozenset[str] = frozenset()
    identity = ("a stand-in", "0" * 64)


@pytest.fixture(autouse=True)
def _model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Models, "embedder", WithWords())
    monkeypatch.setattr(Models, "cross_encoder", None)


@pytest.fixture
def address(tmp_path: Path) -> str:
    return str(tmp_path / "store")


@pytest.fixture
def source(workspace: Workspace) -> Iterator[Assistant]:
    opened = Assistant(workspace.root)
    yield opened
    opened.close()


@pytest.fixture
def asked(source: Assistant, copy: Workspace, address: str) -> Iterator[Assistant]:
    """A copy without files."""
    source.publish(address)
    opened = Assistant(copy.root)
    opened.pull(address)
    yield opened
    opened.close()


def test_it_answers_as_its_source_does(source: Assistant, asked: Assistant) -> None:
    given, found = source.ask(QUESTION), asked.ask(QUESTION)
    assert found.text == given.text
    assert found.citations
    assert [one.quote for one in found.citations] == [one.quote for one in given.citations]
    assert found.outdated == ()  # that its files are not here is no news
    assert {one.name: one.state for one in asked.holdings()} == dict.fromkeys(DOCUMENTS, "indexed")
    assert all(one.words for one in asked.holdings())
    assert asked.details("mice.txt").document is not None


def test_nothing_is_changed_in_it(asked: Assistant) -> None:
    changes = (
        lambda: asked.add("new.txt", io.BytesIO(b"A goat eats hay.")),
        lambda: asked.remove("cells.txt"),
        lambda: asked.describe("cells.txt", {"title": "Cells"}),
        lambda: asked.index(),
        lambda: asked.index(may_be_empty=True, reread=None),
        lambda: asked.compact(),
    )
    for change_it in changes:
        with pytest.raises(WorkspaceIsCopy, match="run `assistant pull`"):
            change_it()
    assert asked.ask(QUESTION).citations


def test_what_needs_the_files_says_so(source: Assistant, asked: Assistant, address: str) -> None:
    from assistant.corpus.files import original

    answer = asked.ask(QUESTION)
    [document] = [one for one in asked.documents if one.name == "exosomes.md"]
    with pytest.raises(UnknownDocument, match="was published without files"):
        original(asked.workspace.corpus, document)
    with pytest.raises(AssistantError, match=r"No receipt: .*publish --with-files"):
        asked.receipt(answer)
    source.publish(address, with_files=True)
    asked.pull()  # from where it was pulled
    assert original(asked.workspace.corpus, document) == DOCUMENTS["exosomes.md"].encode()
    assert asked.receipt(answer).quotes


def test_the_page_of_a_copy_indexes_nothing(asked: Assistant) -> None:
    told: list[str] = []
    indexer = Indexer(asked, announce=told.append, idle=0.0)
    indexer.request()
    assert indexer.settle()
    assert (indexer.status.problem, told) == ("", [])
    indexer.stop()
    assert asked.ask(QUESTION).citations


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app.app, words)
    return result.exit_code, result.output


def test_in_the_terminal(
    workspace: Workspace, tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, made = str(workspace.root), str(tmp_path / "made")
    assert run("pull", "-w", made) == (
        2,
        "assistant: No address is named: give a folder or a URL.\n",
    )
    code, said = run("pull", address, "-w", made)
    assert (code, said.count("\n")) == (1, 1)
    assert "run `assistant publish` where the documents are" in said
    code, said = run("publish", "-w", own, "--with-files", address)
    assert (code, said[:43]) == (0, "Published 3 documents with their files to /")
    code, said = run("pull", "-w", made)
    assert code == 2
    code, said = run("pull", address, "-w", made)
    assert (code, said[:43]) == (0, "Pulled 3 documents with their files from /t")
    assert run("pull", "-w", made) == (0, f"Nothing new at {address}\n")
    assert (tmp_path / "made/corpus/cells.txt").is_file()
    code, said = run("index", "-w", made)
    assert (code, said.count("\n")) == (2, 1)
    assert said.startswith(f"assistant: This workspace is a copy of {address}")
    code, said = run("watch", "-w", made)
    assert code == 2
    assert run("pull", address, "-w", own)[0] == 2
    monkeypatch.setenv("ASSISTANT_SNAPSHOT_URL", f"file://me:hush@{address}")
    code, said = run("doctor", "-w", own)
    assert "hush" not in said
    code, said = run("publish", "-w", own, "--keep", "soon")
    assert code == 2
    assert "such as 60s" in said


@pytest.mark.parametrize(
    ("given", "seconds"), [("0s", 0), ("60s", 60), ("5m", 300), ("24h", 86_400), ("7d", 604_800)]
)
def test_times(given: str, seconds: int) -> None:
    assert replication.seconds(given) == seconds


def test_following(
    source: Assistant, copy: Workspace, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    source.publish(address)
    follower = Assistant(copy.root)
    rounds = iter(
        [
            lambda: None,  # nothing new
            lambda: change(source.workspace, "A goat eats hay."),
            lambda: source.publish(address),
            lambda: Path(address, "CURRENT").rename(Path(address, "away")),
            lambda: None,  # told once
            lambda: Path(address, "away").rename(Path(address, "CURRENT")),
        ]
    )

    class Over(Exception):
        pass

    def wait(seconds: float) -> None:
        assert seconds == 60
        step = next(rounds, None)
        if step is None:
            raise Over
        step()

    with pytest.raises(Over):
        replication.follow(follower, address, 60, lambda *_: None, wait)
    told = capsys.readouterr()
    assert [line.split(" documents")[0] for line in told.out.splitlines()] == [
        "Pulled 3",
        "Pulled 4",
    ]
    assert len(told.err.splitlines()) == 1
    assert follower.search("What does a goat eat?")[0].passage.document.name == "changing.txt"
    follower.close()


def test_a_wrong_call_is_not_repeated(source: Assistant, address: str) -> None:
    source.publish(address)
    with pytest.raises(AssistantError, match="of its own"):
        replication.follow(source, address, 60, lambda *_: None, lambda _: pytest.fail("waited"))


def test_a_pulled_index_is_seen_by_an_open_assistant(
    source: Assistant, asked: Assistant, address: str
) -> None:
    threads = [threading.Thread(target=asked.search, args=(QUESTION,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    (source.workspace.corpus / "changing.txt").write_text("A goat eats hay.")
    build(source.workspace, WithWords())
    source.publish(address)
    Assistant(asked.workspace.root).pull(address)
    assert asked.search("What does a goat eat?")[0].passage.document.name == "changing.txt"
    for thread in threads:
        thread.join()
