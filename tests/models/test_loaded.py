"""Models are made once, whoever asks, and none before it is needed."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from scripted_llm import ScriptedLLM

from assistant.errors import UsageError
from assistant.models.catalog import QWEN
from assistant.models.provider import Models
from assistant.settings import Settings

SETTINGS = Settings(offline=True, nli_model="some/model", language_model="smollm2-135m")


@pytest.mark.parametrize("name", ["embedder", "cross_encoder", "entailment", "writer"])
def test_threads_that_ask_at_once_get_one_model(name: str) -> None:
    models = Models(SETTINGS)
    count = 8
    together = threading.Barrier(count)

    def ask(_: int) -> object:
        together.wait()
        return getattr(models, name)

    with ThreadPoolExecutor(count) as pool:
        found = list(pool.map(ask, range(count)))
    assert found[0] is not None
    assert all(one is found[0] for one in found)


def test_a_given_model_writes_in_place_of_the_one_that_the_settings_name() -> None:
    models = Models(SETTINGS, llm=ScriptedLLM("Yes."))
    assert "".join(models.writer.write([])) == "Yes."
    assert models.names_writer
    assert not models.writes_here


@pytest.mark.parametrize(
    ("named", "here"), [("", True), ("smollm2-135m", True), (" endpoint ", False)]
)
def test_what_the_settings_name(named: str, here: bool) -> None:
    models = Models(Settings(language_model=named, nli_model="none"))
    assert models.names_writer is bool(named)
    assert models.writes_here is here
    assert models.entailment is None


def test_after_closing_the_writer_is_made_anew() -> None:
    models = Models(SETTINGS)
    before = models.writer
    models.close()
    assert models.writer is not before


def test_the_models_at_hand_begin_with_the_one_that_is_set_up(tmp_path: Path) -> None:
    bare = Settings(models_dir=tmp_path)
    assert Models(bare).writers == ()
    for file in QWEN.files:
        (tmp_path / QWEN.name / file.path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / QWEN.name / file.path).touch()
    assert Models(bare).writers == (QWEN.name,)
    both = bare.model_copy(update={"language_model": "smollm2-135m"})
    assert Models(both).writers == ("smollm2-135m", QWEN.name)
    reached = bare.model_copy(
        update={"endpoint_url": "http://127.0.0.1:1/v1", "endpoint_model": "m"}
    )
    assert Models(reached).writers == ("endpoint", QWEN.name)


def test_a_model_is_chosen_by_its_name(tmp_path: Path) -> None:
    settings = Settings(
        models_dir=tmp_path, endpoint_url="http://127.0.0.1:1/v1", endpoint_model="m"
    )
    models = Models(settings.model_copy(update={"language_model": "smollm2-135m"}))
    assert models.writer_named("smollm2-135m") is models.writer
    chosen = models.writer_named("endpoint")
    assert chosen is not models.writer
    assert models.writer_named("endpoint") is chosen
    with pytest.raises(UsageError, match="choose smollm2-135m or endpoint"):
        models.writer_named("another")
