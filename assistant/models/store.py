"""List the models on this machine, and remove them."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from assistant.errors import ModelUnavailable, UsageError
from assistant.models.catalog import MINILM, MODELS, Model, ModelFile, named
from assistant.models.checksums import doubt, fault
from assistant.models.embedding_files import find, hashes
from assistant.models.llm.files import on_the_hub, require_known, sha256
from assistant.progress import Progress, silent

if TYPE_CHECKING:
    from assistant.settings import Settings

Presence = Literal["here", "not here", "damaged"]


@dataclass(frozen=True, slots=True)
class Shelved:
    """A model, and whether its files are on this machine.

    place:      their folder, or the file of the user's own; where they would be.
    configured: whether the settings name it.
    """

    model: Model
    presence: Presence
    place: Path
    configured: bool


def shelf(settings: Settings, progress: Progress = silent) -> list[Shelved]:
    """Every model that is known or configured, its files checked against their sha256.

    Raises UsageError if the settings name no model.
    """
    chosen = settings.language_model.strip()
    found = [_shelved(model, settings, progress) for model in MODELS]
    found += [_searching(settings)] if settings.embedding_model.strip() else []
    if not chosen or chosen == "endpoint" or named(chosen):
        return found
    require_known(chosen)
    if chosen.startswith("hf:"):
        return [*found, _of_the_hub(chosen, settings, progress)]
    return [*found, _own(Path(chosen).expanduser(), settings, progress)]


def chosen_model(name: str, settings: Settings) -> Model:
    """The model of a name, or of the hub: what can be fetched and removed.

    Raises UsageError for another name; ModelUnavailable if the hub would have to be asked what
    the file is, and cannot be.
    """
    if model := named(name):
        return model
    if name.startswith("hf:"):
        require_known(name)
        return on_the_hub(name, settings)
    known = ", ".join(model.name for model in MODELS)
    raise UsageError(f"No model {name!r}: use one of {known}, or hf:OWNER/REPOSITORY/FILE.gguf.")


def remove(model: Model, settings: Settings) -> int:
    """Remove a model's fetched files, half-fetched ones too; returns the bytes freed.

    Waits for a process that is fetching it. Raises ModelUnavailable if they cannot be removed.
    """
    from filelock import FileLock

    models_dir = settings.models_dir
    places = [models_dir / model.name, models_dir / f".{model.name}.partial"]
    if not any(place.is_dir() for place in places):
        return 0
    try:
        with FileLock(models_dir / f".{model.name}.lock"):
            freed = sum(_size(place) for place in places)
            doubt(model, places[0], models_dir)
            for place in places:
                if place.is_dir():
                    shutil.rmtree(place)
            (models_dir / f".{model.name}.pin").unlink(missing_ok=True)
    except OSError as error:
        raise ModelUnavailable(
            f"Model {model.name} cannot be removed ({error.strerror or error}): "
            f"remove {places[0]} yourself."
        ) from error
    return freed


def _shelved(model: Model, settings: Settings, progress: Progress) -> Shelved:
    own = settings.model_path if model is MINILM else None
    place = own or settings.models_dir / model.name
    searches = model is MINILM and not settings.embedding_model.strip()
    is_chosen = searches or named(settings.language_model.strip()) is model
    return Shelved(model, _presence(model, place, settings, progress), place, is_chosen)


def _presence(model: Model, place: Path, settings: Settings, progress: Progress) -> Presence:
    if not place.is_dir():
        return "not here"
    wrong = fault(model, place, progress, settings.models_dir, anew=True)
    return "damaged" if wrong else "here"


def _searching(settings: Settings) -> Shelved:
    """The embedding model that the settings name; nothing is fetched."""
    name = settings.embedding_model.strip()
    about = "Sentence embeddings: named by ASSISTANT_EMBEDDING_MODEL."
    try:
        folder = find(name, offline=True)
    except ModelUnavailable:
        model = Model(name, "your own", about, ())
        return Shelved(model, "not here", Path(name), configured=True)
    files = tuple(
        ModelFile(path, digest, (folder / path).stat().st_size)
        for path, digest in hashes(folder, settings.models_dir).items()
    )
    return Shelved(Model(name, "your own", about, files), "here", folder, configured=True)


def _of_the_hub(chosen: str, settings: Settings, progress: Progress) -> Shelved:
    # Offline, so that listing contacts no one: what was fetched once is known.
    try:
        model = on_the_hub(chosen, settings.model_copy(update={"offline": True}))
    except ModelUnavailable:
        model = Model(chosen, "see the hub", "", (), purpose="writing")
        return Shelved(model, "not here", settings.models_dir, configured=True)
    place = settings.models_dir / model.name
    return Shelved(model, _presence(model, place, settings, progress), place, configured=True)


def _own(path: Path, settings: Settings, progress: Progress) -> Shelved:
    try:
        digest, size = sha256(path, settings.models_dir, progress), path.stat().st_size
    except OSError:
        model = Model(path.name, "your own", "", (), purpose="writing")
        return Shelved(model, "not here", path, configured=True)
    files = (ModelFile(path.name, digest, size),)
    about = f"sha256 {digest}"
    model = Model(path.name, "your own", about, files, purpose="writing")
    return Shelved(model, "here", path, configured=True)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
