"""The languages that there are phrases in."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from assistant.messages.english import ENGLISH
from assistant.messages.phrases import Phrases

LANGUAGES: Mapping[str, Phrases] = MappingProxyType({"en": ENGLISH})
"""By the code of ISO 639-1, which `Settings.language` chooses."""

REFUSALS = tuple(beginning for spoken in LANGUAGES.values() for beginning in spoken.refusals)
"""What refusals begin with or hold, in any language: an earlier answer may be in another."""
