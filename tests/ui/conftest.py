from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from fake_assistant import FakeAssistant
from typer.testing import CliRunner, Result

from ui.cli import app, options


@pytest.fixture
def fake(tmp_path: Path) -> FakeAssistant:
    assistant = FakeAssistant(tmp_path)
    assistant.workspace.corpus.mkdir()
    return assistant


@pytest.fixture
def run(fake: FakeAssistant, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """The command line over the fake assistant, in this process."""
    opened: list[Path | None] = []

    def open_fake(workspace: Path | None, progress: object) -> FakeAssistant:
        opened.append(workspace)
        return fake

    monkeypatch.setattr(options, "open_assistant", open_fake)
    monkeypatch.setattr(options, "served", lambda *_: None)  # by a server that happens to run
    monkeypatch.setattr(fake, "opened", opened, raising=False)

    def invoke(*arguments: str, stdin: str = "") -> Result:
        words: Sequence[str] = arguments
        return CliRunner().invoke(app.app, words, input=stdin, prog_name="assistant")

    return invoke
