"""Free memory is given back, as long as the page is served."""

from __future__ import annotations

import threading

import pytest

from ui import memory


def test_memory_can_be_given_back_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    assert memory.give_back() in (True, False)
    monkeypatch.setattr("sys.platform", "win32")
    assert memory.give_back() is False


def test_it_is_given_back_until_the_page_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    given, ended = threading.Event(), threading.Event()
    monkeypatch.setattr(memory, "EVERY", 0.0)
    monkeypatch.setattr(memory, "give_back", given.set)
    thread = memory.keep_giving_back(ended)
    assert given.wait(30)
    ended.set()
    thread.join(30)
    assert not thread.is_alive()
