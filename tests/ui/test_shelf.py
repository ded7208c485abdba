from __future__ import annotations

import pytest
from fake_assistant import FakeAssistant

from assistant.errors import IndexOutOfDate
from ui import exchange, shelf
from ui.shelf import Shelf


def test_each_answer_has_an_address_of_its_own(fake: FakeAssistant) -> None:
    kept = Shelf()
    answer = fake.ask("survival")
    first, second = (kept.put(fake, answer) for _ in range(2))  # type: ignore[arg-type]
    assert first != second
    assert first.startswith("/receipt/")


def test_only_the_last_are_kept(fake: FakeAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "KEPT", 2)
    kept = Shelf()
    answer = fake.ask("survival")
    given = [kept.put(fake, answer) for _ in range(5)]  # type: ignore[arg-type]
    assert [shelf.FOLDER + name for name in kept._kept] == given[-2:]


def test_an_answer_without_a_receipt_is_shown_all_the_same(
    fake: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    def changed(*_: object) -> None:
        raise IndexOutOfDate("It has changed.")

    monkeypatch.setattr(fake, "receipt", changed)
    (shown,) = exchange.ask(fake, [], "survival", Shelf())  # type: ignore[arg-type]
    assert "92%" in shown.html
    assert "Receipt" not in shown.html
