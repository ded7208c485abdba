from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fake_embedder import FakeEmbedder
from index_samples import DOCUMENTS, fill

from assistant.indexing.build import build
from assistant.workspace import Workspace


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where readers make their working copies, so that a test can see that they go."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


@pytest.fixture(scope="session", autouse=True)
def chroma() -> Iterator[None]:
    """Chroma searches every segment here, and not only very large ones."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("assistant.indexing.segment_sizes.CHROMA_FROM", 1)
        yield


@pytest.fixture
def embedder() -> FakeEmbedder:
    return FakeEmbedder()


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Three documents, nothing indexed."""
    workspace = Workspace(tmp_path / "workspace")
    fill(workspace, DOCUMENTS)
    return workspace


@pytest.fixture(scope="session")
def built(chroma: None, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The same, indexed once for all tests: copy it, never change it."""
    workspace = Workspace(tmp_path_factory.mktemp("built") / "workspace")
    fill(workspace, DOCUMENTS)
    build(workspace, FakeEmbedder())
    return workspace


@pytest.fixture
def indexed(built: Workspace, tmp_path: Path) -> Workspace:
    """Three documents, indexed."""
    shutil.copytree(built.root, tmp_path / "indexed")
    return Workspace(tmp_path / "indexed")


@pytest.fixture
def never() -> Callable[..., object]:
    """For what must not be called."""

    def called(*_: object, **__: object) -> object:
        pytest.fail("must not be called")

    return called
