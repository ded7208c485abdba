from __future__ import annotations

from pathlib import Path

import pytest
from fake_model import CONTENT, TINY, write

from assistant.models.catalog import MINILM
from assistant.models.checksums import fault, strangers


def test_the_pinned_files_are_accepted(tmp_path: Path) -> None:
    assert fault(TINY, write(tmp_path)) is None


def test_no_folder(tmp_path: Path) -> None:
    assert fault(TINY, tmp_path / "gone") == "not there"


@pytest.mark.parametrize("path", CONTENT)
@pytest.mark.parametrize(
    "damage", [lambda data: b"", lambda data: data[: len(data) // 2], lambda data: data + b"x",
               lambda data: bytes([data[0] ^ 1]) + data[1:]],
    ids=["emptied", "halved", "longer", "one bit"],
)  # fmt: skip
def test_every_damage_is_seen(tmp_path: Path, path: str, damage: object) -> None:
    assert callable(damage)
    write(tmp_path, {**CONTENT, path: damage(CONTENT[path])})
    found = fault(TINY, tmp_path)
    assert found is not None
    assert found.startswith(f"{path} is not the pinned file (sha256 expected ")


def test_missing_file(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "config.json").unlink()
    assert fault(TINY, tmp_path) == "config.json is missing"


def test_unreadable_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied")

    write(tmp_path)
    monkeypatch.setattr(Path, "open", refuse)
    assert fault(TINY, tmp_path) == "config.json cannot be read (Permission denied)"


def test_progress_ends_with_all_bytes(tmp_path: Path) -> None:
    calls: list[tuple[str, int, int]] = []
    fault(TINY, write(tmp_path), lambda *call: calls.append(call))
    assert calls[-1] == ("Checking tiny", TINY.size, TINY.size)
    assert [done for _, done, _ in calls] == sorted(done for _, done, _ in calls)


def test_strangers_are_what_could_be_loaded_too(tmp_path: Path) -> None:
    write(tmp_path)
    assert strangers(TINY, tmp_path) == ()
    write(
        tmp_path, {".git/config": b"", ".hidden": b"", "onnx/model.onnx": b"", "adapter.json": b""}
    )
    assert strangers(TINY, tmp_path) == ("adapter.json", "onnx/model.onnx")


def test_only_formats_without_code_are_pinned() -> None:
    assert {Path(file.path).suffix for file in MINILM.files} == {".json", ".safetensors", ".txt"}
    assert all(len(file.sha256) == 64 for file in MINILM.files)
