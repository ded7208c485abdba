"""What `sources.yaml` says of the files beside it."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.errors import UsageError
from assistant.printable import one_line
from assistant.reading.document import Source

SOURCES_FILE = "sources.yaml"
_TEXT_FIELDS = ("title", "authors", "journal", "doi", "licence")
_READING_FIELDS = ("encoding", "password")
FIELDS = frozenset(("file", *_TEXT_FIELDS, "year", "tags", *_READING_FIELDS))
"""Of an entry."""

_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
_YEAR = re.compile(r"-?[0-9]{1,4}")
_HALF = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a file before it is read.

    encoding: what its bytes are to be decoded as; "" to find out.
    password: that opens it; "" where it needs none.
    """

    encoding: str = ""
    password: str = field(default="", repr=False)


UNKNOWN = Known()


@dataclass(frozen=True, slots=True)
class Entry:
    """What is said of a file. unknown: fields that mean nothing here, such as misspelt ones."""

    source: Source = field(default_factory=Source)
    known: Known = UNKNOWN
    unknown: tuple[str, ...] = ()


def entries_of(path: Path, data: bytes) -> dict[str, Entry]:
    """What the content of `sources.yaml` says, by file name.

    path: of the file, for what is said of its errors.

    Raises:
        UsageError: it is no such list.
    """
    entries = _loaded(path, data)
    if entries is None or entries == "":
        return {}
    if not isinstance(entries, list):
        raise UsageError(f"{path} must be a list of entries that begin with `- file: NAME`.")
    return dict(entry_of(path, entry) for entry in entries)


def unusable(path: Path, reason: str) -> UsageError:
    """The error for a file that cannot be read."""
    return UsageError(f"{path} cannot be read ({one_line(reason)}): mend it, or take it away.")


def _loaded(path: Path, data: bytes) -> Any:  # noqa: ANN401 - whatever YAML holds
    import yaml

    try:
        # Every value as it is written: YAML would make a date of one, True of `Yes`, 10.1 of a DOI.
        return yaml.load(data.decode("utf-8-sig"), yaml.BaseLoader)  # noqa: S506 - of text alone
    except RecursionError:
        reason = "it is nested too deeply"
    except yaml.MarkedYAMLError as error:
        line = "" if error.problem_mark is None else f"line {error.problem_mark.line + 1}: "
        reason = f"{line}{error.problem or error.context}"
    except (yaml.YAMLError, ValueError, OverflowError) as error:  # "\U00110000" is no character
        reason = str(error)
    raise unusable(path, reason)


def entry_of(path: Path, entry: Any) -> tuple[str, Entry]:  # noqa: ANN401 - whatever YAML holds
    """The file's name and what an entry of `sources.yaml` says of it.

    Raises:
        UsageError: it names no file, or a field will not do.
    """
    name = entry.get("file") if isinstance(entry, dict) else None
    if not isinstance(name, str) or name in _NOTHING:
        raise UsageError(f"{path} has an entry without `file: NAME`: add the file's name.")
    try:
        name = _text("file", name)
        texts = {key: _text(key, entry.get(key, "")) for key in _TEXT_FIELDS}
        reading = {key: _text(key, entry.get(key, "")) for key in _READING_FIELDS}
        year, tags = _year(entry.get("year", "")), _tags(entry.get("tags", ""))
        reading["encoding"] = _encoding(reading["encoding"])
    except ValueError as error:
        raise UsageError(f"{path}: {one_line(str(error).format(name=name))}.") from None
    unknown = tuple(str(key) for key in entry if key not in FIELDS)
    return name, Entry(Source(year=year, tags=tags, **texts), Known(**reading), unknown)


def _text(key: str, value: Any) -> str:  # noqa: ANN401 - whatever YAML holds
    if not isinstance(value, str):
        raise ValueError(f"the {key} of {{name}} must be text: put it in quotes, on one line")
    text = "" if value in _NOTHING else _whole(value)
    if _HALF.search(text):
        raise ValueError(f"the {key} of {{name}} holds half a character: write it as it is")
    return text


def _year(value: Any) -> int | None:  # noqa: ANN401 - whatever YAML holds
    year = _text("year", value)
    if year and not _YEAR.fullmatch(year):
        raise ValueError("the year of {name} must be a number such as 2024")
    return int(year) if year else None


def _tags(value: Any) -> tuple[str, ...]:  # noqa: ANN401 - whatever YAML holds
    """One tag, or a list of them."""
    values = value if isinstance(value, list) else [value]
    if not all(isinstance(one, str) for one in values):
        raise ValueError("the tags of {name} must be words: tags: [trial, mice]")
    tags = (_text("tags", one).strip() for one in values)
    return tuple(dict.fromkeys(tag for tag in tags if tag))


def _encoding(name: str) -> str:
    """The encoding by the name that Python has for it."""
    if not name:
        return ""
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        found = None
    if found is None or not found._is_text_encoding:  # base64 is a codec, too
        raise ValueError("the encoding of {name} is not known: write one such as windows-1250")
    return found.name


def _whole(text: str) -> str:
    r"""The text, of which JSON may have written a character in two halves: "\ud83d\ude00"."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
