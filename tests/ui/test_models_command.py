from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assistant.models import checksums, download, store
from assistant.models.catalog import MINILM, Model, ModelFile, Source
from assistant.progress import Progress
from ui.cli import app

Run = Callable[..., Result]

DATA = b"GGUF"
TINY = Model(
    name="Tiny-1",
    licence="MIT",
    description="A model for tests.",
    files=(ModelFile("tiny.gguf", hashlib.sha256(DATA).hexdigest(), len(DATA)),),
    purpose="writing",
)


@pytest.fixture
def models_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Of a machine with no model, where only one is known beside that of search."""
    for name in list(os.environ):
        if name.upper().startswith("ASSISTANT_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("ASSISTANT_MODELS_DIR", str(tmp_path / "models"))
    monkeypatch.setattr(store, "MODELS", (MINILM, TINY))
    monkeypatch.setattr(
        store, "named", lambda name: {"tiny-1": TINY, "all-minilm-l6-v2": MINILM}.get(name.lower())
    )
    return tmp_path / "models"


@pytest.fixture
def run(models_dir: Path) -> Run:
    def invoke(*arguments: str, stdin: str = "") -> Result:
        return CliRunner().invoke(app.app, ["models", *arguments], stdin, prog_name="assistant")

    return invoke


def here(models_dir: Path, data: bytes = DATA) -> Path:
    (models_dir / "Tiny-1").mkdir(parents=True)
    (models_dir / "Tiny-1" / "tiny.gguf").write_bytes(data)
    return models_dir / "Tiny-1"


def test_the_list_tells_what_is_here(run: Run, models_dir: Path) -> None:
    shown = run("list")
    assert shown.exit_code == 0
    assert shown.stdout.splitlines() == [
        "* all-MiniLM-L6-v2  [not here]",
        "    search, 92 MB, Apache-2.0",
        f"    {MINILM.description}",
        f"    {models_dir / 'all-MiniLM-L6-v2'}",
        "  Tiny-1  [not here]",
        "    composed answers, 1 MB, MIT",
        "    A model for tests.",
        f"    {models_dir / 'Tiny-1'}",
        "Composed answers: off; ASSISTANT_LANGUAGE_MODEL names no model.",
    ]


@pytest.mark.parametrize(("data", "state"), [(DATA, "here"), (b"GGUX", "damaged")])
def test_files_are_checked(run: Run, models_dir: Path, data: bytes, state: str) -> None:
    here(models_dir, data)
    assert f"  Tiny-1  [{state}]" in run("list").stdout


@pytest.mark.parametrize("command", [("list",), ("fetch", "tiny-1")])
def test_files_are_read_though_nothing_seems_to_have_changed(
    run: Run, models_dir: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setattr(checksums, "_SMALL", 0)
    monkeypatch.setattr(checksums, "_remembered", lambda *_: TINY.files[0].sha256)
    monkeypatch.setenv("ASSISTANT_OFFLINE", "1")
    here(models_dir, b"GGUX")
    shown = run(*command)
    assert "[damaged]" in shown.stdout or "tiny.gguf is not the pinned file" in shown.stderr


def test_what_is_configured_is_marked(
    run: Run, models_dir: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ASSISTANT_LANGUAGE_MODEL", "tiny-1")
    shown = run("list").stdout
    assert "* Tiny-1  [not here]" in shown
    assert shown.endswith("Composed answers: by tiny-1.\n")
    own = tmp_path / "own.gguf"
    monkeypatch.setenv("ASSISTANT_LANGUAGE_MODEL", str(own))
    assert "* own.gguf  [not here]\n    composed answers, size unknown" in run("list").stdout
    own.write_bytes(DATA)
    shown = run("list").stdout
    assert "* own.gguf  [here]\n    composed answers, 1 MB, your own\n" in shown
    assert f"    sha256 {TINY.files[0].sha256}\n    {own}\n" in shown
    monkeypatch.setenv("ASSISTANT_LANGUAGE_MODEL", "hf:who/what/file.gguf")
    assert "* hf:who/what/file.gguf  [not here]" in run("list").stdout


def test_an_endpoint_is_told_without_its_key(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_LANGUAGE_MODEL", "endpoint")
    monkeypatch.setenv("ASSISTANT_ENDPOINT_URL", "http://127.0.0.1:1/v1")
    monkeypatch.setenv("ASSISTANT_ENDPOINT_MODEL", "llama")
    monkeypatch.setenv("ASSISTANT_ENDPOINT_KEY", "sk-secret")
    shown = run("list")
    assert shown.stdout.endswith("Composed answers: by llama at http://127.0.0.1:1/v1.\n")
    monkeypatch.setenv("ASSISTANT_ENDPOINT_URL", "http://127.0.0.1:1/sk-secret/v1")
    shown = run("list")
    assert shown.stdout.endswith("Composed answers: by llama at http://127.0.0.1:1/***/v1.\n")
    assert "sk-secret" not in shown.output


def test_json(run: Run, models_dir: Path) -> None:
    place = here(models_dir)
    assert json.loads(run("list", "--json").stdout)[1] == {
        "name": "Tiny-1",
        "purpose": "writing",
        "size": 4,
        "licence": "MIT",
        "sha256": {"tiny.gguf": TINY.files[0].sha256},
        "state": "here",
        "place": str(place),
        "configured": False,
    }


def test_fetching(run: Run, models_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def take(model: Model, folder: Path, progress: Progress) -> None:
        (folder / "tiny.gguf").write_bytes(DATA)

    monkeypatch.setattr(download.locate, "__defaults__", (None, (Source("the hub", take),)))
    done = run("fetch", "tiny-1")
    assert done.stdout == f"Tiny-1 is in {models_dir / 'Tiny-1'}\n"
    assert done.exit_code == 0
    assert (models_dir / "Tiny-1" / "tiny.gguf").read_bytes() == DATA


def test_what_cannot_be_had_is_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_OFFLINE", "1")
    done = run("fetch", "Tiny-1")
    assert done.exit_code == 1
    assert done.stderr.startswith("assistant: Model Tiny-1 cannot be had (")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("command", ["fetch", "remove"])
def test_unknown_names_are_refused(run: Run, command: str) -> None:
    done = run(command, "tinny")
    assert done.exit_code == 2
    assert "No model 'tinny': use one of all-MiniLM-L6-v2, Tiny-1, or hf:" in done.stderr
    assert run(command, "hf:what").exit_code == 2


def test_removing_asks_and_says_what_is_lost(run: Run, models_dir: Path) -> None:
    place = here(models_dir)
    partial = models_dir / ".Tiny-1.partial"
    partial.mkdir()
    kept = run("remove", "tiny-1", stdin="n\n")
    assert kept.exit_code == 2
    assert f"Remove {place}? 1 MB to fetch again; composed answers need it" in kept.stderr
    assert place.is_dir()
    gone = run("remove", "tiny-1", stdin="y\n")
    assert gone.exit_code == 0
    assert gone.stdout.endswith("Tiny-1: 1 MB freed.\n")
    assert not place.exists()
    assert not partial.exists()


def test_removing_without_asking(run: Run, models_dir: Path) -> None:
    place = here(models_dir)
    assert run("remove", "tiny-1", "--yes").exit_code == 0
    assert not place.exists()
    again = run("remove", "tiny-1", "--yes")
    assert (again.exit_code, again.stdout) == (0, "Tiny-1 is not here: nothing to remove.\n")
    assert run("remove", "hf:who/what/file.gguf").stdout.endswith("nothing to remove.\n")


def test_what_cannot_be_removed_is_told(
    run: Run, models_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    place = here(models_dir)
    monkeypatch.setattr(shutil, "rmtree", refuse)
    done = run("remove", "tiny-1", "--yes")
    assert done.exit_code == 1
    assert f"Model Tiny-1 cannot be removed (Permission denied): remove {place}" in done.stderr


def test_help(run: Run) -> None:
    shown = run("--help").stdout
    for word in ("list", "fetch", "remove", "sha256", "ASSISTANT_LANGUAGE_MODEL"):
        assert word in shown
    assert "--yes" in run("remove", "--help").stdout
