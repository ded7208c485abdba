"""A file cut over several wheels."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.errors import ModelUnavailable
from assistant.models import pypi
from assistant.models.catalog import Model, ModelFile, Package, Parts, SourceFailed
from assistant.models.download import locate
from assistant.models.pypi import PACKAGE
from assistant.settings import Settings

PIECES = [bytes([number]) * (1000 + number) for number in range(1, 5)]
WHOLE = b"".join(PIECES)
CUT = Model(
    name="cut",
    licence="Apache-2.0",
    description="For tests.",
    files=(ModelFile("cut.gguf", hashlib.sha256(WHOLE).hexdigest(), len(WHOLE)),),
    package=Parts("cut-part", "1.0", len(PIECES), 4000),
    purpose="tests",
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(models_dir=tmp_path / "models", model_path=None, offline=False)


@pytest.fixture
def fetched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the wheels that pip was asked for; it has them all."""
    names: list[str] = []

    def download(wanted: Package, scratch: Path, report: Callable[[int], None]) -> Path:
        names.append(wanted.name)
        number = int(wanted.name.removeprefix("cut-part"))
        path = scratch / "one.whl"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("cut/__init__.py", "raise SystemExit('code was run')")
            archive.writestr(f"cut/data/{number:02}.bin", PIECES[number - 1])
        report(10)
        return path

    monkeypatch.setattr(pypi, "download", download)
    return names


def wheels(*numbers: int) -> list[str]:
    return [f"cut-part{number}" for number in numbers]


def test_the_pieces_are_joined_in_order(settings: Settings, fetched: list[str]) -> None:
    calls: list[tuple[str, int, int]] = []
    folder = locate(CUT, settings, lambda *call: calls.append(call), [PACKAGE])
    assert (folder / "cut.gguf").read_bytes() == WHOLE
    assert fetched == wheels(1, 2, 3, 4)
    told = [done for what, done, _ in calls if what == "Fetching cut as a package"]
    assert told == sorted(told)
    assert told[-1] == 4000
    left = [path.name for path in settings.models_dir.iterdir() if path.suffix != ".lock"]
    assert left == ["cut"]


def test_what_came_before_a_kill_is_not_fetched_again(
    settings: Settings, fetched: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = pypi.download

    def killed(wanted: Package, scratch: Path, report: Callable[[int], None]) -> Path:
        if wanted.name == "cut-part3":
            raise KeyboardInterrupt
        return whole(wanted, scratch, report)

    monkeypatch.setattr(pypi, "download", killed)
    with pytest.raises(KeyboardInterrupt):
        locate(CUT, settings, sources=[PACKAGE])
    monkeypatch.setattr(pypi, "download", whole)
    # A kill while a piece was being appended: it was not noted down as whole.
    partial = settings.models_dir / ".cut.partial" / CUT.files[0].sha256
    with partial.open("ab") as output:
        output.write(b"half a piece")
    folder = locate(CUT, settings, sources=[PACKAGE])
    assert (folder / "cut.gguf").read_bytes() == WHOLE
    assert fetched == wheels(1, 2, 3, 4)


def test_pieces_that_are_lost_are_fetched_again(settings: Settings, fetched: list[str]) -> None:
    partial = settings.models_dir / ".cut.partial"
    partial.mkdir(parents=True)
    ends = [len(PIECES[0]), len(PIECES[0]) + len(PIECES[1])]
    (partial / "ends").write_text("\n".join(map(str, ends)))
    (partial / CUT.files[0].sha256).write_bytes(WHOLE[: ends[1] - 1])
    assert (locate(CUT, settings, sources=[PACKAGE]) / "cut.gguf").read_bytes() == WHOLE
    assert fetched == wheels(2, 3, 4)


def test_wrong_pieces_are_refused_and_not_kept(
    settings: Settings, fetched: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("test_parts.PIECES", [b"x" * len(PIECES[0]), *PIECES[1:]])
    with pytest.raises(ModelUnavailable, match="not the pinned file"):
        locate(CUT, settings, sources=[PACKAGE])
    assert not (settings.models_dir / ".cut.partial" / CUT.files[0].sha256).exists()


def test_no_more_than_the_pinned_size_is_joined(
    settings: Settings, fetched: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("test_parts.PIECES", [*PIECES[:3], b"x" * 1_000_000])
    folder = tmp_path / "staging" / "files"
    folder.mkdir(parents=True)
    with pytest.raises(SourceFailed, match="its pieces are longer than the pinned file"):
        pypi.fetch(CUT, folder, lambda *call: None)
