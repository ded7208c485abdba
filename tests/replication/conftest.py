from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "indexing"))  # its stand-in for the model

from index_samples import DOCUMENTS, fill
from stores import WebServer, build

from assistant.replication.addresses import Address
from assistant.replication.store import Store
from assistant.workspace import Workspace


@pytest.fixture(autouse=True)
def _temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Three documents, indexed once for all tests: copy it, never change it."""
    workspace = Workspace(tmp_path_factory.mktemp("built") / "workspace")
    fill(workspace, DOCUMENTS)
    build(workspace)
    return workspace


@pytest.fixture
def workspace(built: Workspace, tmp_path: Path) -> Workspace:
    """Three documents, indexed."""
    shutil.copytree(built.root, tmp_path / "workspace")
    return Workspace(tmp_path / "workspace")


@pytest.fixture
def copy(tmp_path: Path) -> Workspace:
    """An empty workspace."""
    return Workspace.create(tmp_path / "copy")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A folder to publish to."""
    return Store(Address.of(str(tmp_path / "store")))


@pytest.fixture
def web(tmp_path: Path) -> Iterator[WebServer]:
    """A web server that shows that folder."""
    (tmp_path / "store").mkdir(exist_ok=True)
    with WebServer(tmp_path / "store") as server:
        yield server
