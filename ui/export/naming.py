"""What an exported file is called: after its conversation, and safe on every system."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

_WORDS = re.compile(r"[\W_]+")
_LONGEST = 60


def file_name(name: str, suffix: str) -> str:
    """Letters and digits of any script, joined by hyphens: "How-many-2.md"."""
    stem = _WORDS.sub("-", unicodedata.normalize("NFC", name)).strip("-")[:_LONGEST].strip("-")
    # Windows keeps these names for its devices, whatever follows their dot.
    if not stem or re.fullmatch(r"(?i)con|prn|aux|nul|com\d|lpt\d", stem):
        stem = f"conversation-{stem}".strip("-")
    return f"{stem}.{suffix}"


def disposition(name: str) -> str:
    """The header that makes a download of it: in ASCII, and as it is (RFC 6266)."""
    apart = unicodedata.normalize("NFKD", name)
    plain = apart.encode("ascii", "ignore").decode()
    if plain.startswith("."):
        plain = "conversation" + plain
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
