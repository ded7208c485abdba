"""The files of an embedding model that the settings name: where they are, and their hashes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from assistant.errors import ModelUnavailable
from assistant.models.catalog import SourceFailed
from assistant.models.checksums import file_sha256
from assistant.models.hub import snapshot
from assistant.progress import Progress, silent

ON_THE_HUB = re.compile(r"(?:\w[\w.-]{0,95}/)?\w[\w.-]{0,95}")
"""A name on the hub."""

_WANTED = ("*.json", "*.txt", "*.model", "*.safetensors")
_OTHER_FORMS = ("onnx/*", "openvino/*")  # of the same weights
_ADVICE = "correct ASSISTANT_EMBEDDING_MODEL, or unset it"


def find(name: str, offline: bool, progress: Progress = silent, *, anew: bool = False) -> Path:
    """The folder of a model's files, by that folder or by the model's name on the hub.

    offline: fetch nothing; a name must then be in the hub client's cache.
    anew:    ask the hub even if the files are there, for they do not load.

    Raises ModelUnavailable, in one line with what to do.
    """
    folder = Path(name).expanduser()
    if not folder.is_dir():
        folder = _of_the_hub(name, offline, progress, anew=anew)
    if wrong := _wrong(folder):
        raise ModelUnavailable(f"Embedding model {name!r}: {wrong}: {_ADVICE}.")
    return folder


def hashes(folder: Path, memory: Path, progress: Progress = silent) -> dict[str, str]:
    """The sha256 of every file that shapes the vectors, by its path below the folder.

    memory: the folder that models are kept in; see `file_sha256`.

    Raises ModelUnavailable if one cannot be read.
    """
    paths = sorted(_files(folder))
    total = sum(path.stat().st_size for path in paths)
    done = 0

    def count(read: int) -> None:
        nonlocal done
        done += read
        progress(f"Checking {folder.name}", min(done, total), total)

    try:
        return {
            path.relative_to(folder).as_posix(): file_sha256(path, memory, count) for path in paths
        }
    except OSError as error:
        raise ModelUnavailable(
            f"Embedding model {str(folder)!r}: a file cannot be read ({error.strerror}): {_ADVICE}."
        ) from error


def weights(folder: Path) -> str:
    """The path below the folder of the largest file of weights."""
    found = (path for path in _files(folder) if path.suffix == ".safetensors")
    largest = max(found, key=lambda path: (path.stat().st_size, path.name))
    return largest.relative_to(folder).as_posix()


def _of_the_hub(name: str, offline: bool, progress: Progress, *, anew: bool) -> Path:
    if not ON_THE_HUB.fullmatch(name):
        raise ModelUnavailable(
            f"Embedding model {name!r} is no folder that is there, and no name on the hub: "
            f"{_ADVICE}."
        )
    if not anew or offline:
        folder = _fetched(name)
        if folder is not None:
            return folder
    if offline:
        raise ModelUnavailable(
            f"Embedding model {name!r} is no folder, was never fetched from the hub, and "
            f"ASSISTANT_OFFLINE is set: unset it once, or {_ADVICE}."
        )
    progress(f"Fetching {name} from the hub", 0, 1)
    try:
        folder = snapshot(name, _WANTED, _OTHER_FORMS)
    except SourceFailed as failure:
        raise ModelUnavailable(
            f"Embedding model {name!r} is no folder, and cannot be had (the hub: {failure}): "
            f"connect to the network, or {_ADVICE}."
        ) from None
    progress(f"Fetching {name} from the hub", 1, 1)
    return folder


def _fetched(name: str) -> Path | None:
    """Where the hub's client keeps the whole of a model; None if it does not."""
    try:
        folder = snapshot(name, _WANTED, _OTHER_FORMS, fetch=False)
    except SourceFailed:
        return None
    return None if _wrong(folder) else folder  # an interrupted download left a part


def _wrong(folder: Path) -> str:
    """Why this is no model's folder, in a few words; "" if it may be one."""
    if not any((folder / name).is_file() for name in ("modules.json", "config.json")):
        return "there is no modules.json or config.json in its folder"
    if odd := [path.name for path in folder.rglob("*") if not (path.is_file() or path.is_dir())]:
        return f"{odd[0]} in its folder is not a regular file"  # a pipe might never end
    found = {path.relative_to(folder).as_posix() for path in _files(folder)}
    if not any(name.endswith(".safetensors") for name in found):
        return "it has no weights in safetensors, the only ones that are loaded"
    if lacking := sorted(_shards(folder, found) - found):
        return f"{lacking[0]} is missing"
    return ""


def _shards(folder: Path, found: set[str]) -> set[str]:
    """The files that weights are cut into, as their lists say."""
    named: set[str] = set()
    for name in found:
        if not name.endswith(".safetensors.index.json"):
            continue
        try:
            listed = json.loads((folder / name).read_bytes())["weight_map"].values()
            named |= {(Path(name).parent / str(one)).as_posix() for one in listed}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue  # loading tells what is wrong with it
    return named


def _files(folder: Path) -> Iterator[Path]:
    """What the loading library may read; the weights in other forms are not among it."""
    for pattern in _WANTED:
        for path in folder.rglob(pattern):
            parts = path.relative_to(folder).parts
            other = any(parts[0] == form.partition("/")[0] for form in _OTHER_FORMS)
            if path.is_file() and not other and not any(part.startswith(".") for part in parts):
                yield path
