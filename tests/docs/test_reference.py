"""The reference says what the program has: settings, exit codes, JSON, names."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest
from doc_pages import CODE, ROOT, named, program, tables
from fake_assistant import FakeAssistant
from pydantic import SecretStr

import assistant
from assistant import Assistant, Settings, verify
from assistant.generation.events import Done
from assistant.models.catalog import MINILM
from assistant.models.store import Shelved
from assistant.settings import PREFIX, variables
from ui.cli import console, holdings, models, output, receipts

REFERENCE = ROOT / "docs" / "reference"
SETTINGS, JSON = REFERENCE / "settings.md", REFERENCE / "json.md"
NAMES = re.compile(r"^::: ([\w.]+)$", re.MULTILINE)


def as_written(value: object) -> str:
    """A setting as one would put it into a variable."""
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_the_settings_and_their_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in variables():
        monkeypatch.delenv(variable, raising=False)
    (rows,) = tables(SETTINGS, "Settings")
    assert {row[0].strip("`") for row in rows} == variables()
    settings = Settings()
    for variable, default, about in rows:
        assert about
        field = variable.strip("`").removeprefix(PREFIX).lower()
        if field not in ("workspace", "models_dir"):  # the program's alone; by the user's folder
            assert default.strip("`") == as_written(getattr(settings, field)), variable


def test_the_exit_codes() -> None:
    (rows,) = tables(SETTINGS, "Exit codes")
    codes = {value for value in vars(console).values() if type(value) is int}
    assert {int(code) for code, _ in rows} == codes


def test_an_answer_as_json(tmp_path: Path) -> None:
    fake = FakeAssistant(tmp_path)
    fake.composes = True
    *_, done = fake.stream("survival")
    assert isinstance(done, Done)
    answer = output.answer_object(done.answer)
    whole, citation, composed = (named(table) for table in tables(JSON, "`assistant ask --json`"))
    assert whole - {*answer["timings"]} == {*answer}
    assert citation - {"text"} == {*answer["citations"][0]}
    inside = {*answer["composed"]["sentences"][0]}
    assert composed == {*answer["composed"]}
    assert inside <= {*CODE.findall(JSON.read_text("utf-8"))}


def test_hits_as_json(tmp_path: Path) -> None:
    found = output.hits_object("survival", FakeAssistant(tmp_path).search("survival"))
    assert {*found} == {"question", "hits"}
    (rows,) = tables(JSON, "`assistant search --json`")
    assert named(rows) == {*found["hits"][0]}


def test_documents_and_models_as_json(reviews: Assistant, tmp_path: Path) -> None:
    (rows,) = tables(JSON, "`assistant list --json`")
    assert named(rows) - {"page"} == {*holdings.as_object(reviews.holdings()[0])}
    (rows,) = tables(JSON, "`assistant models list --json`")
    assert named(rows) == {*models._object(Shelved(MINILM, "here", tmp_path, configured=True))}


def test_checks_as_json(reviews: Assistant) -> None:
    receipt = reviews.receipt(reviews.ask("What was the five-year survival after aHSCT?"))
    found = receipts.as_object(verify(receipt, reviews.workspace))
    said = JSON.read_text("utf-8").split("## `assistant verify --json`")[1].split("\n## ")[0]
    assert {*found, *found["checks"][0]} <= {*CODE.findall(said)}


def test_every_public_name_is_there() -> None:
    page = (REFERENCE / "python.md").read_text("utf-8")
    names = [one.removeprefix("assistant.") for one in NAMES.findall(page)]
    assert sorted(names) == sorted([*assistant.__all__, "errors"])


def test_what_is_named_is_there() -> None:
    for page in REFERENCE.glob("*.md"):
        for path in NAMES.findall(page.read_text("utf-8")):
            module, _, member = path.rpartition(".")
            assert hasattr(importlib.import_module(module), member), path


def test_every_command_is_described() -> None:
    page = program("build").command_line()
    for words in ((), ("ask",), ("add",), ("documents", "add"), ("eval", "candidates", "accept")):
        heading = f"{'#' * min(3, 2 + len(words))} {' '.join(('assistant', *words))}"
        assert f"\n{heading}\n" in page
    assert "--receipt FILE" in page
