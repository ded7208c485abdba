"""Bibliographic data of the corpus: `sources.yaml`, a list of entries by file name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from assistant.errors import UsageError
from assistant.reading.document import Source

SOURCES_FILE = "sources.yaml"
_TEXT_FIELDS = ("title", "authors", "journal", "doi", "licence")


def read_sources(corpus: Path) -> dict[str, Source]:
    """Sources by file name; empty where the corpus has no `sources.yaml`.

    Raises:
        UsageError: the file is there but is not such a list.
    """
    path = corpus / SOURCES_FILE
    if not path.is_file():
        return {}
    import yaml

    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        reason = " ".join(str(error).split())
        raise UsageError(f"{path} cannot be read ({reason}): mend it, or take it away.") from error
    if entries is None:
        return {}
    if not isinstance(entries, list):
        raise UsageError(f"{path} must be a list of entries that begin with `- file: NAME`.")
    return dict(_entry(path, entry) for entry in entries)


def _entry(path: Path, entry: Any) -> tuple[str, Source]:  # noqa: ANN401 - whatever YAML holds
    if not isinstance(entry, dict) or not isinstance(entry.get("file"), str):
        raise UsageError(f"{path} has an entry without `file: NAME`: add the file's name.")
    year = entry.get("year")
    if year is not None and not isinstance(year, int):
        raise UsageError(f"{path}: the year of {entry['file']} must be a number.")
    texts = {name: str(entry.get(name) or "") for name in _TEXT_FIELDS}
    return entry["file"], Source(year=year, **texts)
