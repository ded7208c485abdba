from __future__ import annotations

import hashlib
from pathlib import Path
from types import SimpleNamespace

import pytest

from assistant.errors import ModelUnavailable
from assistant.models import hub
from assistant.models.catalog import Hub, Model, ModelFile, Source, SourceFailed
from assistant.models.llm import files
from assistant.models.llm.files import find, on_the_hub, sha256
from assistant.progress import Progress
from assistant.settings import Settings

DATA = b"GGUF" + bytes(range(256))
FILE = ModelFile("file.gguf", hashlib.sha256(DATA).hexdigest(), len(DATA))
NAMED = "hf:who/what/file.gguf"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(models_dir=tmp_path / "models", model_path=tmp_path, offline=False)


def test_a_file_of_the_users_own_is_used_as_it_is(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "mine.gguf").write_bytes(DATA)
    assert find(str(tmp_path / "mine.gguf"), settings) == tmp_path / "mine.gguf"
    assert not settings.models_dir.exists()


def test_a_file_that_is_no_gguf(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "mine.gguf").write_bytes(b"\x80\x04pickled")
    with pytest.raises(ModelUnavailable, match=r"mine\.gguf is no GGUF file, whatever its name"):
        find(str(tmp_path / "mine.gguf"), settings)
    with pytest.raises(ModelUnavailable, match=r"gone\.gguf cannot be read \(No such file"):
        find(str(tmp_path / "gone.gguf"), settings)


def test_its_sha256_is_that_of_the_file(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "mine.gguf"
    path.write_bytes(DATA)
    calls: list[tuple[str, int, int]] = []
    found = sha256(path, settings.models_dir, lambda *call: calls.append(call))
    assert found == FILE.sha256
    assert calls == [("Checking mine.gguf", len(DATA), len(DATA))]
    path.write_bytes(DATA + b"more")
    assert sha256(path, settings.models_dir) == hashlib.sha256(DATA + b"more").hexdigest()


def test_a_file_of_the_hub_stays_what_it_was(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Hub] = []

    def published(at: Hub, path: str) -> tuple[str, ModelFile]:
        asked.append(at)
        return "c" * 40, FILE

    def take(model: Model, folder: Path, progress: Progress) -> None:
        assert model.hub == Hub("who/what", "c" * 40)
        (folder / "file.gguf").write_bytes(DATA)

    monkeypatch.setattr(files, "published", published)
    monkeypatch.setattr(files, "HUB", Source("the hub", take))
    path = find(NAMED, settings)
    assert path.read_bytes() == DATA
    assert path.is_relative_to(settings.models_dir)
    assert find(NAMED, settings.model_copy(update={"offline": True})) == path
    assert asked == [Hub("who/what", "main")]
    path.write_bytes(DATA[:-1] + b"x")
    with pytest.raises(ModelUnavailable, match="not the pinned file"):
        find(NAMED, settings.model_copy(update={"offline": True}))


def test_a_revision_can_be_named(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Hub] = []
    monkeypatch.setattr(files, "published", lambda at, path: (asked.append(at), ("c", FILE))[1])
    on_the_hub("hf:who/what/file.gguf@v1", settings)
    assert asked == [Hub("who/what", "v1")]


def test_a_hub_that_cannot_be_asked(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(at: Hub, path: str) -> tuple[str, ModelFile]:
        raise SourceFailed("no answer within 5 s")

    monkeypatch.setattr(files, "published", fail)
    with pytest.raises(ModelUnavailable, match=r"cannot be had \(the hub: no answer within 5 s\)"):
        find(NAMED, settings)
    with pytest.raises(ModelUnavailable, match="never fetched, and ASSISTANT_OFFLINE is set"):
        find(NAMED, settings.model_copy(update={"offline": True}))


def test_the_folder_of_the_embedding_model_is_not_for_others(settings: Settings) -> None:
    offline = settings.model_copy(update={"offline": True})
    with pytest.raises(ModelUnavailable, match=r"qwen.*not there; offline"):
        find("qwen2.5-coder-1.5b", offline)


def test_a_full_disk_is_told_before_fetching(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "shutil.disk_usage", lambda path: SimpleNamespace(total=10**9, used=10**9, free=5_000_000)
    )
    with pytest.raises(ModelUnavailable) as caught:
        find("qwen2.5-coder-1.5b", settings)
    assert "needs 1,164 MB in" in str(caught.value)
    assert "only 5 MB are free there: make room, or set ASSISTANT_MODELS_DIR" in str(caught.value)


def test_only_whole_sha256_are_pinned() -> None:
    assert hub._SHA256.fullmatch(FILE.sha256)
    assert not hub._SHA256.fullmatch("d41d8cd98f00b204e9800998ecf8427e")
