"""The YAML or TOML at the beginning of a Markdown file: about the document, not of its text."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from assistant.reading.document import Source

_ENDS = {"---": ("---", "..."), "+++": ("+++",)}  # how it begins, and how it ends
_FIELD = re.compile(r"[\w\"'][^:=]{0,99}[:=]")
MAX_LINES = 1000
"""The most lines of front matter."""

_MAX_CHARACTERS = 20_000  # that are parsed
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_LANGUAGE = re.compile(r"([A-Za-z]{2})(?:[-_][A-Za-z]+)*")
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a document says of itself before its text. lines: how many lines it takes."""

    lines: int = 0
    source: Source = field(default=Source())
    language: str = ""


def read_front_matter(lines: Sequence[str]) -> FrontMatter:
    """Read the front matter, if these lines begin with one.

    A line of dashes alone may also be a rule: then no field follows it.
    """
    head = [line.rstrip() for line in lines[:MAX_LINES]]
    ends = _ENDS.get(head[0].lstrip("\ufeff")) if head else None
    if ends is None:
        return FrontMatter()
    end = next((at for at, text in enumerate(head[1:], 1) if text in ends), 0)
    first = next((text for text in head[1:end] if text and not text.startswith("#")), None)
    if not end or not (first is None or _FIELD.match(first)):
        return FrontMatter()
    fields = _parse("\n".join(head[1:end]), toml=head[end] == "+++")
    return FrontMatter(end + 1, _source(fields), _language(fields))


def _parse(text: str, *, toml: bool) -> dict[str, Any]:
    if len(text) > _MAX_CHARACTERS:
        return {}
    try:
        found = tomllib.loads(text) if toml else yaml.safe_load(text)
    except (yaml.YAMLError, tomllib.TOMLDecodeError, ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {str(name).lower(): value for name, value in found.items()}


def _source(fields: dict[str, Any]) -> Source:
    doi = _DOI.fullmatch(_text(fields, "doi"))
    return Source(
        title=_text(fields, "title"),
        authors=_names(next((fields[one] for one in ("authors", "author") if one in fields), "")),
        year=_year(fields),
        journal=_text(fields, "journal", "container-title", "publication"),
        doi=doi.group(1) if doi else "",
        licence=_text(fields, "licence", "license"),
    )


def _text(fields: dict[str, Any], *names: str) -> str:
    """The first of these fields that is a plain value, on one line."""
    for name in names:
        value = fields.get(name)
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            return " ".join(str(value).split())
    return ""


def _names(value: object) -> str:
    """Authors as one text, of a list of names or of records with a name each."""
    if isinstance(value, dict):
        name = value.get("name") or f"{value.get('given', '')} {value.get('family', '')}"
        return " ".join(str(name).split())
    if isinstance(value, list):
        return ", ".join(name for name in map(_names, value) if name)
    return " ".join(value.split()) if isinstance(value, str) else ""


def _year(fields: dict[str, Any]) -> int | None:
    for name in ("year", "date", "published", "publication_date", "issued"):
        value = fields.get(name)
        if isinstance(value, datetime.date):
            return value.year
        if isinstance(value, str | int) and (match := _YEAR.search(str(value))):
            return int(match.group())
    return None


def _language(fields: dict[str, Any]) -> str:
    match = _LANGUAGE.fullmatch(_text(fields, "lang", "language", "locale"))
    return match.group(1).lower() if match else ""
