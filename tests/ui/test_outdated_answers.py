"""What has become of the cited files is told with the answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from fake_assistant import REVIEW, FakeAssistant
from kept_talks import kept_conversation
from typer.testing import Result

from assistant.history.conversation import NewTurn
from assistant.types import Answer, Outdated
from ui.answer_view import shown
from ui.chat.turn import ShownTurn, turn
from ui.export.json_export import as_json
from ui.export.markdown import markdown
from ui.kept_answers import from_json, to_json

Run = Callable[..., Result]
CHANGED = Outdated(REVIEW.name, "changed", (1,))
SAID = f"“{REVIEW.name}” has changed since it was indexed: the quotes are of its old text."


@pytest.fixture
def outdated(fake: FakeAssistant, monkeypatch: pytest.MonkeyPatch) -> Answer:
    answer = replace(fake.ask("survival"), outdated=(CHANGED,))
    monkeypatch.setattr(fake, "ask", lambda *_: answer)
    return answer


@pytest.mark.usefixtures("outdated")
def test_in_the_terminal(run: Run) -> None:
    assert f"\n{SAID} Run `assistant index`.\n" in run("ask", "survival").output
    found = json.loads(run("ask", "survival", "--json").output)
    told = {"document": REVIEW.name, "change": "changed", "markers": [1], "now": ""}
    assert found["outdated"] == [told]


def test_what_is_as_it_was_says_nothing(run: Run) -> None:
    assert "indexed" not in run("ask", "survival").output
    assert json.loads(run("ask", "survival", "--json").output)["outdated"] == []


def test_a_file_that_was_moved_or_is_gone(run: Run, outdated: Answer) -> None:
    moved = Outdated("lease.md", "moved", (1,), "old/lease\n.md")
    told = replace(outdated, outdated=(moved, Outdated("<b>.md", "gone", (2,))))
    page = str(turn(ShownTurn(1, "survival", shown(told)), last=True))
    assert "“lease.md” is called “old/lease\n.md” now. Read the documents again." in page
    assert "“&lt;b&gt;.md” is no longer among the files" in page


def test_on_the_page_the_last_answer_leads_to_the_documents(outdated: Answer) -> None:
    told = shown(outdated)
    assert from_json(to_json(told)) == told
    for last in (True, False):
        page = str(turn(ShownTurn(1, "survival", told), last=last))
        assert f"{SAID} Read the documents again." in page
        assert (' Read the documents again. <a href="#/documents"' in page) is last


def test_in_exports(outdated: Answer) -> None:
    kept = kept_conversation(
        "Survival",
        NewTurn("survival", "survival", outdated.quoted, "", True, to_json(shown(outdated))),
    )
    assert f"*{SAID}*" in markdown(kept)
    assert json.loads(as_json(kept))["turns"][0]["outdated"][0]["change"] == "changed"
