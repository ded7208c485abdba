"""Locate the GGUF file of a local model: by name, path or hub address."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import ModelUnavailable, UsageError
from assistant.models.catalog import Hub, Model, ModelFile, SourceFailed, named
from assistant.models.checksums import file_sha256
from assistant.models.download import locate
from assistant.models.hub import HUB, published
from assistant.progress import Progress, silent

if TYPE_CHECKING:
    from assistant.settings import Settings

_MAGIC = b"GGUF"
# hf:OWNER/REPOSITORY/FILE.gguf[@REVISION]; the file may be in a folder.
_ON_THE_HUB = re.compile(
    r"hf:(?P<repository>[\w.-]+/[\w.-]+)/(?P<file>[\w./-]+\.gguf)(?:@(?P<revision>[\w./-]+))?",
    re.ASCII,
)


def require_known(chosen: str) -> None:
    """Raise UsageError unless `chosen` is the form of a local language model."""
    if chosen.startswith("hf:"):
        if not _ON_THE_HUB.fullmatch(chosen) or ".." in chosen:
            raise UsageError(
                f"{chosen!r} is no file of the hub: write hf:OWNER/REPOSITORY/FILE.gguf, "
                "and @REVISION after it if you like."
            )
        return
    model = named(chosen)
    if chosen.lower().endswith(".gguf") or (model is not None and model.purpose != "search"):
        return
    raise UsageError(
        f"{chosen!r} is no language model: `assistant models list` names those that there are; "
        "a file must end in .gguf."
    )


def find(chosen: str, settings: Settings, progress: Progress | None = None) -> Path:
    """The file, checked: of a name and of the hub against its sha256, fetched if it is not here.

    Raises ModelUnavailable.
    """
    model = named(chosen)
    if model is None and not chosen.startswith("hf:"):
        return _own(Path(chosen).expanduser())
    found = model or on_the_hub(chosen, settings)
    # A folder named for the embedding model has nothing to do with this one.
    elsewhere = settings.model_copy(update={"model_path": None})
    if model is None:
        folder = locate(found, elsewhere, progress, [HUB])
    else:
        folder = locate(found, elsewhere, progress)
    return folder / found.files[0].path


def on_the_hub(chosen: str, settings: Settings) -> Model:
    """A file of the hub as a model, pinned to what it was when it was first asked for.

    Raises ModelUnavailable if that is not known yet and the hub cannot be asked.
    """
    parts = _ON_THE_HUB.fullmatch(chosen)
    if parts is None:
        raise UsageError(f"{chosen!r} is no file of the hub: write hf:OWNER/REPOSITORY/FILE.gguf.")
    name = re.sub(r"[/@]", "--", chosen.removeprefix("hf:"))
    hub = Hub(parts["repository"], parts["revision"] or "main")
    pin = settings.models_dir / f".{name}.pin"
    try:
        commit, file = _pinned(pin)
    except (OSError, ValueError, TypeError):
        if settings.offline:
            raise ModelUnavailable(
                f"Model {chosen} was never fetched, and ASSISTANT_OFFLINE is set: unset it once."
            ) from None
        commit, file = _asked(chosen, hub, parts["file"])
        pin.parent.mkdir(parents=True, exist_ok=True)
        pin.write_text(json.dumps({"commit": commit, "file": asdict(file)}), "utf-8")
    about = f"Language model of the hub, at {commit[:12]}."
    return Model(
        name, "see the hub", about, (file,), Hub(hub.repository, commit), purpose="writing"
    )


def sha256(path: Path, models_dir: Path, progress: Progress = silent) -> str:
    """The hash of a user's own file; computed again only if it may have changed.

    Raises OSError.
    """
    size, done = path.stat().st_size, 0

    def count(read: int) -> None:
        nonlocal done
        done += read
        progress(f"Checking {path.name}", min(done, size), size)

    return file_sha256(path, models_dir, count)


def _own(path: Path) -> Path:
    if path.exists() and not path.is_file():  # a pipe or a device might never end
        raise ModelUnavailable(
            f"The language model {path} is not a regular file: correct ASSISTANT_LANGUAGE_MODEL."
        )
    try:
        with path.open("rb") as stream:
            magic = stream.read(len(_MAGIC))
    except OSError as error:
        raise ModelUnavailable(
            f"The language model {path} cannot be read ({error.strerror}): "
            "correct ASSISTANT_LANGUAGE_MODEL."
        ) from error
    if magic != _MAGIC:
        raise ModelUnavailable(
            f"The language model {path} is no GGUF file, whatever its name: "
            "correct ASSISTANT_LANGUAGE_MODEL."
        )
    return path


def _pinned(pin: Path) -> tuple[str, ModelFile]:
    told = json.loads(pin.read_text("utf-8"))
    return str(told["commit"]), ModelFile(**told["file"])


def _asked(chosen: str, hub: Hub, path: str) -> tuple[str, ModelFile]:
    try:
        return published(hub, path)
    except SourceFailed as failure:
        raise ModelUnavailable(
            f"Model {chosen} cannot be had (the hub: {failure}): connect to the network, "
            "check the name, or give the path of a file."
        ) from failure
