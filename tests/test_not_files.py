"""What is named as a file and is none: a pipe would never end, a device neither."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

import pytest
from fake_assistant import FakeAssistant
from typer.testing import CliRunner, Result

from assistant.errors import AssistantError, IndexDamaged
from assistant.history.history import FILE, Archive
from assistant.indexing.embeddings import FILE as KEPT
from assistant.indexing.embeddings import KeptVectors
from assistant.indexing.generations import POINTER, Generations
from assistant.indexing.ingest import REFUSALS, read_refusals
from assistant.models import checksums
from assistant.models.llm import files
from assistant.models.pytorch import cross_encoder_model
from assistant.receipts.files import read_receipt
from assistant.settings import Settings
from assistant.suggestions.examples import examples
from assistant.workspace import Workspace
from evals import gold_cases
from evals.benchmarks import collection
from evals.injection.attacks import attacks
from evals.records import record
from ui.cli import app, options

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes")

Make = Callable[[Path], object]


@pytest.fixture(autouse=True)
def soon() -> Iterator[None]:
    """Who opens a pipe waits for ever."""

    def late(_: int, __: FrameType | None) -> None:
        raise TimeoutError("it was opened")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(30)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def a_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(str(path))


def zeros(path: Path) -> None:
    path.symlink_to("/dev/zero")


@pytest.fixture(params=[os.mkfifo, Path.mkdir, zeros], ids=["pipe", "folder", "device"])
def none(request: pytest.FixtureRequest) -> Make:
    """Makes what is no file at a path."""
    make: Make = request.param
    return make


READERS: list[tuple[str, Callable[[Path], object]]] = [
    ("receipt.json", read_receipt),
    ("gold.jsonl", gold_cases.load_file),
    ("run.jsonl", record.read),
    ("attacks.json", attacks),
    ("data.csv", collection.read_text),
    ("own.gguf", lambda path: files.find(str(path), Settings(offline=True))),
]


@pytest.mark.parametrize(("name", "read"), READERS)
def test_what_is_named_is_refused_in_a_line(
    tmp_path: Path, none: Make, name: str, read: Callable[[Path], object]
) -> None:
    none(tmp_path / name)
    with pytest.raises(AssistantError, match="not a regular file") as caught:
        read(tmp_path / name)
    assert len(str(caught.value).splitlines()) == 1
    assert name in str(caught.value)


def test_a_part_of_a_model_is_refused(tmp_path: Path, none: Make) -> None:
    none(tmp_path / "model.bin")
    with pytest.raises(OSError, match="not a regular file"):
        checksums.file_sha256(tmp_path / "model.bin", None)


@pytest.mark.parametrize("name", ["/nonexist", "../there", "a/b/c", "-x", "a b"])
def test_no_name_of_a_cross_encoder(
    name: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(AssistantError, match="no folder that is there, and no name on the hub"):
        cross_encoder_model(name, 96, offline=True)
    assert caplog.records == []
    assert capfd.readouterr().err == ""


def test_a_cross_encoder_with_a_pipe_in_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "config.json")
    with pytest.raises(AssistantError, match=r"config\.json in it is not a regular file"):
        cross_encoder_model(str(tmp_path), 96, offline=True)


def test_conversations(tmp_path: Path, none: Make) -> None:
    workspace = Workspace.create(tmp_path / "workspace")
    none(workspace.root / FILE)
    archive = Archive(Settings(), workspace)
    with pytest.raises(AssistantError, match="not a regular file"):
        archive.listed()
    archive.close()


def test_what_an_index_has(tmp_path: Path, none: Make) -> None:
    none(tmp_path / POINTER)
    with pytest.raises(IndexDamaged, match="CURRENT cannot be read: it is not a regular file"):
        Generations(tmp_path).pointer()
    none(tmp_path / REFUSALS)
    assert read_refusals(tmp_path) == {}
    none(tmp_path / KEPT)
    assert KeptVectors(tmp_path, "model", 4).read([b"x"]) == {}


def test_questions_to_begin_with(tmp_path: Path, none: Make) -> None:
    none(tmp_path / "examples.txt")
    assert examples(tmp_path) == ()


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    assistant = FakeAssistant(tmp_path / "workspace")
    assistant.workspace.corpus.mkdir(parents=True)
    monkeypatch.setattr(options, "open_assistant", lambda *_: assistant)
    return lambda *arguments: CliRunner().invoke(app.app, arguments, prog_name="assistant")


@pytest.mark.parametrize("make", [os.mkfifo, Path.mkdir, zeros, a_socket])
def test_a_document(
    run: Callable[..., Result], make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # a socket's name has at most 100 characters
    make(Path("p.txt"))
    result = run("documents", "add", "p.txt")
    assert result.exit_code == 1
    assert result.stderr.startswith("assistant: p.txt: ")
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("named", ["", " "])
@pytest.mark.parametrize("command", [["init"], ["documents", "-w"], ["index", "-w"]])
def test_no_folder_is_not_the_current_one(
    run: Callable[..., Result],
    command: list[str],
    named: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    result = run(*command, named)
    assert result.exit_code == 2
    assert "No folder is named: give one, or . for the current folder." in result.stderr
    assert sorted(tmp_path.rglob("*")) == before
