"""Models are made once, whoever asks, and none before it is needed."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from scripted_llm import ScriptedLLM

from assistant.models.loaded import Models
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
    models = Models(Settings(language_model=named, nli_model=""))
    assert models.names_writer is bool(named)
    assert models.writes_here is here
    assert models.entailment is None


def test_after_closing_the_writer_is_made_anew() -> None:
    models = Models(SETTINGS)
    before = models.writer
    models.close()
    assert models.writer is not before
