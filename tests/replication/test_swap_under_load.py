"""Questions are asked of a copy while it is swapped again and again: none fails, none is mixed."""

from __future__ import annotations

import multiprocessing
import re
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from fake_embedder import FakeEmbedder
from index_samples import fill
from stores import build, publish, pull

from assistant.assistant import Assistant
from assistant.models.provider import Models
from assistant.replication.store import Store
from assistant.workspace import Workspace

PROCESSES = multiprocessing.get_context("forkserver")
SWAPS = 20
EDITIONS = 3
HARBOURS = ("Aldmouth", "Borwick", "Castlebay", "Dunmere")


class WithWords(FakeEmbedder):
    vocabulary: frozenset[str] = frozenset()


def edition(workspace: Workspace, number: int) -> None:
    """Every document says which edition it is of; one is of this edition alone."""
    fill(
        workspace,
        {
            f"{harbour}.txt": f"A berth in {harbour} costs {number} crowns a night.\n\n"
            f"This is edition {number} of the tariff of {harbour}.\n"
            for harbour in HARBOURS
        },
    )
    more = workspace.corpus / f"more-{number}.txt"
    more.write_text(f"Crowns are accepted in edition {number}, as are berths at night.\n")
    build(workspace, WithWords())


def editions(assistant: Assistant, harbour: str) -> set[str]:
    """The editions that one answer and one search quote; each is to be of one."""
    question = f"What does a berth in {harbour} cost a night?"
    found = set()
    hits = assistant.search(question, 20)
    assert hits
    quoted = assistant.ask(question).citations
    for texts in ([hit.passage.text for hit in hits], [one.quote for one in quoted]):
        told = set(re.findall(r"(?:edition|costs) (\d+)", " ".join(texts)))
        assert len(told) <= 1, told
        found |= told
    return found


def ask_until_told(answers: Connection, root: Path) -> None:
    """A process of its own, as a server is."""
    Models.embedder = WithWords()  # type: ignore[assignment,misc]
    Models.cross_encoder = None  # type: ignore[assignment,misc]
    seen: set[str] = set()
    asked = 0
    with_ = Assistant(root)
    try:
        while not answers.poll(0.01):
            seen |= editions(with_, HARBOURS[asked % len(HARBOURS)])
            asked += 1
            if asked == 1:
                answers.send("began")
        answers.send((asked, seen))
    except BaseException as error:
        answers.send(repr(error))
        raise
    finally:
        with_.close()


def test_no_question_fails(
    tmp_path: Path, copy: Workspace, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Models, "embedder", WithWords())
    monkeypatch.setattr(Models, "cross_encoder", None)
    sources = [Workspace(tmp_path / f"source{number}") for number in range(EDITIONS)]
    for number, source in enumerate(sources):
        edition(source, number)
    publish(sources[0], store, with_files=True)
    pull(copy, store)
    assistant = Assistant(copy.root)
    failed: list[BaseException] = []
    seen: set[str] = set()
    over = threading.Event()

    def ask(harbour: str) -> None:
        try:
            while not over.wait(0.01):
                seen.update(editions(assistant, harbour))
        except BaseException as error:
            failed.append(error)

    here, there = PROCESSES.Pipe()
    process = PROCESSES.Process(target=ask_until_told, args=(there, copy.root))
    process.start()
    assert here.recv() == "began"
    threads = [threading.Thread(target=ask, args=(harbour,)) for harbour in HARBOURS[:2]]
    for thread in threads:
        thread.start()
    for swap in range(1, SWAPS + 1):
        number = swap % EDITIONS
        publish(sources[number], store, with_files=True, keep=0.0)
        assert pull(copy, store).changed
        # A server sees it at once: the next question is answered from it.
        assert editions(assistant, HARBOURS[3]) == {str(number)}
    over.set()
    for thread in threads:
        thread.join()
    here.send("over")
    told = here.recv()
    process.join()
    assert failed == []
    assert not isinstance(told, str), told
    asked, in_process = told
    assert asked > 1
    every = {str(number) for number in range(EDITIONS)}
    assert seen <= every
    assert in_process <= every
    assistant.close()


def test_a_server_sees_it_soon(workspace: Workspace, copy: Workspace, store: Store) -> None:
    from assistant.indexing.index import open_index

    publish(workspace, store)
    pull(copy, store)
    opened = open_index(copy, FakeEmbedder().fingerprint)
    (workspace.corpus / "new.txt").write_text("A goat eats hay.")
    build(workspace)
    publish(workspace, store)
    pull(copy, store)
    started = time.monotonic()
    assert not opened.is_current()
    assert time.monotonic() - started < 2
    opened.close()
