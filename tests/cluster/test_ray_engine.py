"""Read and embed on a Ray cluster of two nodes, some of which end in the middle."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from cluster_embedders import DyingEmbedder, Ray

from assistant.errors import AssistantError
from assistant.indexing import batches as portions
from assistant.indexing.build import build
from assistant.indexing.cluster import ray_engine
from assistant.indexing.cluster.actors import Actors
from assistant.indexing.cluster.ray_engine import RayEngine
from assistant.indexing.embeddings import SentenceEmbedder
from assistant.indexing.index import open_index
from assistant.indexing.report import IndexReport
from assistant.models.embedder import Embedder
from assistant.progress import Progress, silent
from assistant.sandbox.sandbox import Limits
from assistant.settings import Settings
from assistant.workspace import Workspace
from evals.made_up import MadeUpEmbedder

LIMITS = Limits(seconds=300)  # a machine may be busy


def on_ray(
    workspace: Workspace, embedder: SentenceEmbedder, progress: Progress = silent
) -> IndexReport:
    with RayEngine(embedder, LIMITS, progress) as engine:
        return build(workspace, embedder, progress, engine=engine)


def here(workspace: Workspace, embedder: SentenceEmbedder) -> IndexReport:
    """The same documents, indexed in another workspace without Ray."""
    other = Workspace(workspace.root.with_name("other"))
    shutil.copytree(workspace.corpus, other.corpus)
    return build(other, embedder, limits=LIMITS)


def require_same(workspace: Workspace, report: IndexReport, embedder: SentenceEmbedder) -> None:
    """The index is what it is without Ray: ids, texts, vectors to the bit, what is left out."""
    local = here(workspace, embedder)
    assert report.skipped == local.skipped
    assert (report.added, report.embedded) == (local.added, local.embedded)
    other = Workspace(workspace.root.with_name("other"))
    with (
        open_index(workspace, embedder.fingerprint) as ours,
        open_index(other, embedder.fingerprint) as theirs,
    ):
        assert ours.manifest.documents == theirs.manifest.documents
        assert list(ours.passages) == list(theirs.passages)
        assert np.array_equal(ours.vectors, theirs.vectors)


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that there is something left to do when a worker ends."""
    monkeypatch.setattr(ray_engine, "_TEXTS", 8)


def test_the_index_is_the_same(at_cluster: Ray, workspace: Workspace) -> None:
    steps: list[tuple[str, int, int]] = []
    report = on_ray(workspace, MadeUpEmbedder(), lambda *step: steps.append(step))
    assert report.notes == ()
    assert len(report.skipped) == 2
    for what in ("Reading", "Embedding"):
        done = [(done, total) for name, done, total in steps if name == what]
        assert done == sorted(done)
        assert done[0][0] == 0
        assert done[-1][0] == done[-1][1]
    require_same(workspace, report, MadeUpEmbedder())
    assert not on_ray(workspace, MadeUpEmbedder()).changed


def test_the_model_gives_the_same_vectors_there(
    at_cluster: Ray, workspace: Workspace, embedder: Embedder
) -> None:
    report = on_ray(workspace, embedder)
    assert report.notes == ()
    require_same(workspace, report, embedder)


@pytest.mark.usefixtures("at_cluster", "small_batches")
def test_the_jobs_of_a_worker_that_is_killed_are_done_by_others(
    workspace: Workspace, tmp_path: Path
) -> None:
    report = on_ray(workspace, DyingEmbedder(tmp_path, 1))
    assert (tmp_path / "0").exists()
    assert report.notes == ()
    require_same(workspace, report, MadeUpEmbedder())


@pytest.mark.usefixtures("at_cluster")
def test_the_model_is_loaded_once_for_all_portions(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portions, "FIRST", 100)
    made: list[object] = []

    def spy(*given: Ray) -> Actors[int]:
        made.append(given)
        return Actors[int](*given)

    monkeypatch.setattr(ray_engine, "Actors", {int: spy})
    report = on_ray(workspace, MadeUpEmbedder())
    assert len(made) == 1
    require_same(workspace, report, MadeUpEmbedder())


@pytest.mark.usefixtures("at_cluster", "small_batches")
def test_what_all_workers_lose_is_embedded_here(workspace: Workspace, tmp_path: Path) -> None:
    report = on_ray(workspace, DyingEmbedder(tmp_path, 100))
    [note] = report.notes
    assert f"{report.embedded:,} sentences were embedded here" in note
    require_same(workspace, report, MadeUpEmbedder())


def test_files_of_readers_that_are_killed_are_read_all_the_same(
    at_cluster: Ray, workspace: Workspace
) -> None:
    raylets = {node.all_processes["raylet"][0].process.pid for node in at_cluster.list_all_nodes()}
    killed: list[int] = []

    def kill(what: str, done: int, total: int) -> None:
        if what == "Reading" and done == 1 and not killed:
            killed.extend(children(raylets))
            for pid in killed:
                os.kill(pid, signal.SIGKILL)

    report = on_ray(workspace, MadeUpEmbedder(), kill)
    assert killed
    require_same(workspace, report, MadeUpEmbedder())


def children(parents: set[int]) -> list[int]:
    """The workers of nodes, by process id."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            state = (folder / "stat").read_text().rpartition(")")[2].split()
            name = (folder / "cmdline").read_bytes()
            if int(state[1]) in parents and name.startswith((b"ray::read", b"ray::IDLE")):
                found.append(int(folder.name))
    return found


@pytest.mark.usefixtures("small_batches")
def test_a_node_that_goes_costs_nothing_but_time(at_cluster: Ray, workspace: Workspace) -> None:
    nodes = [*at_cluster.worker_nodes]

    def remove(what: str, done: int, total: int) -> None:
        if what == "Embedding" and done and nodes:
            at_cluster.remove_node(nodes.pop(), allow_graceful=False)

    report = on_ray(workspace, MadeUpEmbedder(), remove)
    assert not nodes
    at_cluster.add_node(num_cpus=1)
    assert report.notes == ()
    require_same(workspace, report, MadeUpEmbedder())


KILLED = """
import os, signal, sys
from pathlib import Path
from test_ray_engine import MadeUpEmbedder, Workspace, on_ray, ray_engine

def progress(what, done, total):
    if what == "Embedding" and done:
        os.kill(os.getpid(), signal.SIGKILL)

ray_engine._TEXTS = 8
on_ray(Workspace(Path(sys.argv[1])), MadeUpEmbedder(), progress)
"""


@pytest.mark.usefixtures("at_cluster")
def test_vectors_of_a_build_that_is_killed_are_taken_up(workspace: Workspace) -> None:
    command = [sys.executable, "-c", KILLED, str(workspace.root)]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    report = on_ray(workspace, MadeUpEmbedder())
    assert report.resumed > 0
    local = here(workspace, MadeUpEmbedder())
    assert report.embedded + report.resumed == local.embedded


@pytest.mark.usefixtures("at_cluster")
def test_a_machine_with_other_rules_is_named(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = ray_engine.Setup.here(LIMITS)
    other = replace(given, program=replace(given.program, reading="0"))
    monkeypatch.setattr(ray_engine.Setup, "here", lambda limits: other)
    with pytest.raises(AssistantError, match=r"the rules of reading .* there and 0 here.*install"):
        on_ray(workspace, MadeUpEmbedder())


def test_a_cluster_of_ones_own_is_reached_from_here_alone_and_ends(
    ray: Ray, workspace: Workspace, tmp_path: Path
) -> None:
    environment = {
        **os.environ,
        "ASSISTANT_MODELS_DIR": str(Settings().models_dir),
        "ASSISTANT_OFFLINE": "1",
        "ASSISTANT_READING_SECONDS": "300",
        "HOME": str(tmp_path),
    }
    for name in ("RAY_ADDRESS", "RAY_AUTH_MODE", "RAY_AUTH_TOKEN"):
        environment.pop(name, None)
    before = {*Path("/tmp").glob("assistant-ray-*")}  # noqa: S108
    code = "from ui.cli.app import main; import sys; sys.argv[0] = 'assistant'; main()"
    call = ["index", "--engine", "ray", "--workspace", str(workspace.root)]
    done = subprocess.run(
        [sys.executable, "-c", code, *call],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Indexed 9 documents" in done.stdout
    assert "RAY" not in done.stderr.upper().replace("STARTING RAY", ""), done.stderr
    assert not (tmp_path / ".ray").exists()
    assert {*Path("/tmp").glob("assistant-ray-*")} <= before  # noqa: S108
