"""The language model that the settings name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.errors import UsageError
from assistant.models.language.endpoint import endpoint
from assistant.models.language.writer import Writer
from assistant.progress import Progress

if TYPE_CHECKING:
    from assistant.settings import Settings

ENDPOINT = "endpoint"


def configured(settings: Settings, progress: Progress | None = None) -> Writer | None:
    """What writes as `settings` say; None where they name no language model.

    Nothing is loaded, fetched or contacted before the first text is written.

    progress: told of checking, fetching and loading a local model.

    Raises UsageError for a name that is no model's, and for an endpoint without an address.
    """
    chosen = settings.language_model.strip()
    if not chosen:
        return None
    if chosen == ENDPOINT:
        return endpoint(settings)
    raise UsageError(
        f"ASSISTANT_LANGUAGE_MODEL (or language_model=) names no model that is known: {chosen!r}: "
        "see `assistant models list`."
    )
