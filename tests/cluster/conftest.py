from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from cluster_embedders import Ray

from assistant.workspace import Workspace
from evals.made_up import articles

ROOT = Path(__file__).parents[2]
# Read when Ray is imported, by this process and by those that it starts.
ENVIRONMENT = {
    "PYTHONPATH": os.pathsep.join(map(str, (ROOT, Path(__file__).parent))),
    "RAY_AUTH_MODE": "token",
    "RAY_AUTH_TOKEN": "0123456789abcdef" * 4,
    "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",  # loopback alone
    "RAY_USAGE_STATS_ENABLED": "0",
}


@pytest.fixture(scope="session")
def ray() -> Ray:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in ENVIRONMENT.items():
            patch.setenv(name, value)
        yield pytest.importorskip("ray", reason="Ray is not installed: make test-ray")


@pytest.fixture(scope="session")
def cluster(ray: Ray, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ray]:
    """Two nodes of one processor each. A test that removes one adds another."""
    from ray.cluster_utils import Cluster

    made = Cluster(
        initialize_head=True,
        head_node_args={"num_cpus": 1, "include_dashboard": False, "node_ip_address": "127.0.0.1"},
    )
    made.add_node(num_cpus=1)
    made.wait_for_nodes()
    yield made
    ray.shutdown()
    made.shutdown()


@pytest.fixture
def at_cluster(cluster: Ray, monkeypatch: pytest.MonkeyPatch) -> Ray:
    monkeypatch.setenv("RAY_ADDRESS", cluster.address)
    return cluster


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Documents, and files that cannot be read."""
    made = Workspace(tmp_path / "workspace")
    (made.corpus / "more").mkdir(parents=True)
    for name, text in articles(8, sentences=60).items():
        (made.corpus / "more" / name).write_text(text, "utf-8")
    (made.corpus / "empty.txt").write_text("")
    (made.corpus / "broken.pdf").write_bytes(b"%PDF-1.7\nnot one")
    (made.corpus / "notes.md").write_text("# Notes\n\nThe dose was 5 mg a day. It helped.\n")
    return made
