from __future__ import annotations

import os
import subprocess
import sys
import traceback
from pathlib import Path

import pytest

from assistant.errors import UsageError
from assistant.settings import Settings, variables


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.upper().startswith("ASSISTANT_"):
            monkeypatch.delenv(name)


def test_defaults() -> None:
    settings = Settings()
    assert settings.model_path is None
    assert not settings.offline
    assert settings.models_dir.parts[-2:] == ("document-assistant", "models")


def test_environment_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ASSISTANT_MODEL_PATH", str(tmp_path))
    monkeypatch.setenv("ASSISTANT_OFFLINE", "1")
    settings = Settings()
    assert (settings.model_path, settings.offline) == (tmp_path, True)


def test_arguments_win_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_OFFLINE", "1")
    assert not Settings(offline=False).offline


def test_empty_variables_count_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_MODEL_PATH", "")
    assert Settings().model_path is None


def test_home_is_expanded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("ASSISTANT_MODELS_DIR", "~/models")
    assert Settings().models_dir == tmp_path / "models"


@pytest.mark.parametrize(
    "name", ["ASSISTANT_MODEL_PTH", "ASSISTANT_MODELPATH", "assistant_model_pat"]
)
def test_misspelt_variable_is_refused_with_the_nearest_name(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "x")
    with pytest.raises(UsageError, match=rf"'{name}'.*did you mean ASSISTANT_MODEL_PATH\?$"):
        Settings()


def test_variable_like_no_other_is_refused_with_all_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_ZZZZZZZZZZ", "x")
    with pytest.raises(
        UsageError, match=r"known: .*ASSISTANT_LANGUAGE_MODEL, .*ASSISTANT_WORKSPACE"
    ):
        Settings()


def test_a_retired_variable_does_no_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_LANGUAGE", "de")
    Settings()


def test_every_known_variable_is_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    special = {
        "ASSISTANT_CHROMA_URL": "http://127.0.0.1:1",
        "ASSISTANT_ENDPOINT_URL": "http://127.0.0.1:1/v1",
        "ASSISTANT_READING_MEGABYTES": "512",
    }
    for name in variables():
        monkeypatch.setenv(name, special.get(name, "1"))
    Settings()


@pytest.mark.parametrize(
    "url",
    ["127.0.0.1:11434", "ftp://host/v1", "http://", "http://host/v1?key=1", "http://me:pw@host/v1",
     "http://host:port/v1"],
)  # fmt: skip
def test_an_endpoint_has_an_address(url: str) -> None:
    with pytest.raises(UsageError, match=r"ASSISTANT_ENDPOINT_URL.*not an address such as http"):
        Settings(endpoint_url=url)


@pytest.mark.parametrize("url", ["http://me:hunter2@host/v1", "http://host/v1?key=hunter2"])
def test_a_password_in_an_address_is_not_shown(url: str) -> None:
    with pytest.raises(UsageError, match="cannot be what it is") as told:
        Settings(endpoint_url=url)
    assert "hunter2" not in "".join(traceback.format_exception(told.value))


@pytest.mark.parametrize("key", ["hunter2…", "hunter2\nX-More: 1", "hunter2\x00"])
def test_a_key_that_cannot_be_sent_is_refused(key: str) -> None:
    with pytest.raises(
        UsageError, match=r"ASSISTANT_ENDPOINT_KEY .* not a key that can be"
    ) as told:
        Settings(endpoint_key=key)
    assert "hunter2" not in "".join(traceback.format_exception(told.value))


def test_the_line_end_of_a_file_is_no_part_of_a_key() -> None:
    assert Settings(endpoint_key="secret\r\n").endpoint_key.get_secret_value() == "secret"


def test_the_key_is_not_shown() -> None:
    assert "secret" not in repr(Settings(endpoint_key="secret"))
    number = 987_654
    with pytest.raises(UsageError, match=r"ASSISTANT_ENDPOINT_KEY .* cannot be what it is") as told:
        Settings(endpoint_key=[number])
    assert "987654" not in "".join(traceback.format_exception(told.value))


@pytest.mark.parametrize("seconds", ["0", "-1", "inf", "nan", "soon"])
def test_time_outs_are_real(monkeypatch: pytest.MonkeyPatch, seconds: str) -> None:
    monkeypatch.setenv("ASSISTANT_ENDPOINT_TIMEOUT", seconds)
    with pytest.raises(UsageError, match="ASSISTANT_ENDPOINT_TIMEOUT"):
        Settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("READING_SECONDS", "1e12"),
        ("READING_SECONDS", "86401"),
        ("READING_SECONDS", "inf"),
        ("READING_SECONDS", "nan"),
        ("READING_MEGABYTES", "9" * 20),
        ("READING_MEGABYTES", "1048577"),
        ("READING_MEGABYTES", "9" * 5_000),
        ("ENDPOINT_TIMEOUT", "1e12"),
        ("QUESTIONS_WAITING", "9" * 5_000),
    ],
)
def test_a_limit_is_one_that_can_be_held(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"ASSISTANT_{name}", value)
    with pytest.raises(UsageError, match=f"ASSISTANT_{name} .* cannot be .*; correct it") as told:
        Settings()
    assert len(str(told.value)) < 300


def test_unusable_value_names_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_OFFLINE", "maybe")
    with pytest.raises(UsageError, match=r"ASSISTANT_OFFLINE.*'maybe'.*correct it"):
        Settings()


def test_unknown_argument_is_refused() -> None:
    with pytest.raises(UsageError, match=r"Unknown setting ofline: use one of .*offline"):
        Settings(ofline=True)


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings().offline = True  # type: ignore[misc]


def test_import_is_light() -> None:
    heavy = "{'torch', 'numpy', 'huggingface_hub', 'sentence_transformers'}"
    code = f"import sys, assistant.settings; sys.exit(bool({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
