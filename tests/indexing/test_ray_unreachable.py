"""What `--engine ray` says where there is no Ray, or no cluster; Ray itself is not needed."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from fake_embedder import FakeEmbedder
from typer.testing import CliRunner

from assistant import Assistant
from assistant.errors import AssistantError, UsageError
from assistant.indexing.cluster import ray_cluster, ray_start
from assistant.indexing.cluster.ray_cluster import RayCluster
from assistant.indexing.cluster.ray_engine import RayEngine
from assistant.indexing.cluster.remote_work import Program
from assistant.progress import silent
from assistant.workspace import Workspace
from ui.cli.app import app


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ray_cluster, "find_spec", lambda name: object())


def test_without_ray_one_line_says_what_to_install(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ray_cluster, "find_spec", lambda name: None)
    call = ["index", "--engine", "ray", "--workspace", str(workspace.root)]
    result = CliRunner().invoke(app, call)
    assert result.exit_code == 1
    assert result.stderr == (
        "assistant: Ray is not installed: pip install 'document-assistant[ray]', or leave "
        "--engine ray out.\n"
    )
    assert not (workspace.index / "CURRENT").exists()


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("address", ["nonsense", "host:port", "127.0.0.1:0", "ray://", ":6379"])
def test_an_address_that_is_none_is_a_wrong_call(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAY_ADDRESS", address)
    with pytest.raises(UsageError, match="write host:port"):
        RayCluster().connect(silent)


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("scheme", ["", "ray://"])
def test_a_cluster_that_does_not_answer_is_told_at_once(
    scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    monkeypatch.setenv("RAY_ADDRESS", f"{scheme}127.0.0.1:{port}")
    with pytest.raises(AssistantError, match=f"No Ray cluster answers at .*{port} .*RAY_ADDRESS"):
        RayCluster().connect(silent)


@pytest.mark.usefixtures("installed")
def test_nothing_is_started_for_nothing(workspace: Workspace) -> None:
    with RayEngine(FakeEmbedder()) as engine:
        assert list(engine.read([])) == []
        assert engine.embed([]).shape == (0, 384)
        assert engine.notes == ()


def test_an_engine_that_there_is_not_is_a_wrong_call(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "papers")
    with pytest.raises(UsageError, match="No engine 'gpu'"):
        Assistant(workspace.root).index(engine="gpu")  # type: ignore[arg-type]


def test_what_differs_on_another_machine_is_named() -> None:
    here = Program("0.2.0", "12", "6", recognises=False)
    assert here.difference(here) == ""
    there = Program("0.3.0", "12", "6", recognises=True)
    assert here.difference(there) == (
        "document-assistant 0.3.0 there and 0.2.0 here, text recognition True there and False here"
    )


def test_what_a_killed_program_left_is_removed_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = tmp_path / "short"
    monkeypatch.setattr(ray_start, "_SHORT", short)
    left, open_to_all, other = (short / f"assistant-ray-{name}" for name in "abc")
    for folder in (left, open_to_all):
        folder.mkdir(parents=True)
        (folder / "in-use").touch()
    left.chmod(0o700)
    open_to_all.chmod(0o777)
    other.symlink_to(open_to_all)
    with ray_start.session_folder() as first, ray_start.session_folder() as second:
        assert first != second
        assert not left.exists()
        around = Path(first).parent
        assert around.is_dir()  # the second has seen that it is in use
        assert around.stat().st_mode & 0o077 == 0
    assert {*short.iterdir()} == {open_to_all, other}
