"""A model of two small files, and places to get them from."""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from assistant.models.catalog import Hub, Model, ModelFile, Package, Source, SourceFailed
from assistant.progress import Progress

CONTENT = {"config.json": b'{"tiny": true}', "1_Part/weights.safetensors": bytes(range(256)) * 9}

TINY = Model(
    name="tiny",
    licence="Apache-2.0",
    description="For tests.",
    files=tuple(
        ModelFile(path, hashlib.sha256(data).hexdigest(), len(data))
        for path, data in CONTENT.items()
    ),
    hub=Hub("tests/tiny", "0" * 40),
    package=Package("tiny-model-for-tests", "1.0", "tiny_model_for_tests/data", 3000),
)


def write(folder: Path, content: dict[str, bytes] = CONTENT) -> Path:
    """Write files below `folder`, which is made, and return it."""
    for path, data in content.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


def read(folder: Path) -> dict[str, bytes]:
    """Every file below `folder`."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def wheel(folder: Path, content: dict[str, bytes] = CONTENT) -> Path:
    """A wheel with `content` in the package's data folder, that pip accepts."""
    assert TINY.package is not None
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "tiny_model_for_tests-1.0-py3-none-any.whl"
    about = "tiny_model_for_tests-1.0.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in content.items():
            archive.writestr(f"{TINY.package.folder}/{name}", data)
        archive.writestr("tiny_model_for_tests/__init__.py", "raise SystemExit('code was run')")
        archive.writestr(
            f"{about}/METADATA", "Metadata-Version: 2.1\nName: tiny-model-for-tests\nVersion: 1.0\n"
        )
        archive.writestr(
            f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{about}/RECORD", "")
    return path


@dataclass
class FakeSource:
    """A source that has `content`, or fails with `failure`, and counts how often it is asked."""

    content: dict[str, bytes] = field(default_factory=lambda: CONTENT)
    failure: str = ""
    asked: int = 0

    def fetch(self, model: Model, folder: Path, progress: Progress) -> None:
        self.asked += 1
        if self.failure:
            raise SourceFailed(self.failure)
        write(folder, self.content)

    def named(self, name: str) -> Source:
        return Source(name, self.fetch)
