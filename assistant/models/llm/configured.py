"""The language model named by the settings."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.models.checksums import forget
from assistant.models.llm.call import LocalModel
from assistant.models.llm.client import Writer
from assistant.models.llm.endpoint import endpoint
from assistant.models.llm.files import find, require_known
from assistant.models.llm.llama import local_llm
from assistant.models.llm.local import Engine
from assistant.progress import Progress

if TYPE_CHECKING:
    from assistant.settings import Settings

ENDPOINT = "endpoint"


def configured(settings: Settings, progress: Progress | None = None) -> Writer | None:
    """The language model that `settings` name; None if they name none.

    Nothing is loaded, fetched or contacted before the first text is written.

    progress: told about checking, fetching and loading a local model.

    Raises UsageError for a name that is no model's, and for an endpoint without an address.
    """
    chosen = settings.language_model.strip()
    return writer_for(chosen, settings, progress) if chosen else None


def writer_for(chosen: str, settings: Settings, progress: Progress | None = None) -> Writer:
    """The language model with a name as in the settings; raises as `configured` does."""
    if chosen == ENDPOINT:
        return endpoint(settings)
    require_known(chosen)
    return local(chosen, settings, progress)


def local(chosen: str, settings: Settings, progress: Progress | None = None) -> Writer:
    """A model of this machine, as `ASSISTANT_LANGUAGE_MODEL` names it.

    It has no time limit: only the machine can make it wait.
    """
    name = Path(chosen).name if chosen.endswith(".gguf") else chosen
    doubt = partial(forget, memory=settings.models_dir)
    engine = Engine(partial(find, chosen, settings, progress), None, doubt)
    return Writer(
        partial(local_llm, engine, name),
        name,
        timeout=None,
        faults=LocalModel(name),
        limit="max_tokens",
    )
