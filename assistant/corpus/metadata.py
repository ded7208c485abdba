"""Record a person's description of a document, its entry in `sources.yaml`."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from contextlib import suppress
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.corpus.file_hashes import bytes_hash
from assistant.errors import UsageError
from assistant.indexing.files import replace_file
from assistant.printable import one_line
from assistant.reading.bibliography.sources import SOURCES_FILE, entry_of
from assistant.reading.discovery import read_entries, read_sources, storable_name, walk
from assistant.reading.document import Source

if TYPE_CHECKING:
    from ruamel.yaml import YAML

FIELDS = ("title", "authors", "year", "journal", "doi", "licence", "tags")
"""Of an entry, as a person fills them in; tags with commas between them."""


def absent(corpus: Path) -> tuple[str, ...]:
    """Names in `sources.yaml` of files that are not there.

    Raises:
        UsageError: it cannot be read.
    """
    return tuple(name for name in read_sources(corpus) if not (corpus / name).is_file())


def misspelt(corpus: Path) -> dict[str, tuple[str, ...]]:
    """Fields in `sources.yaml` that mean nothing, by the name of the file that they are of.

    Raises:
        UsageError: it cannot be read.
    """
    entries = read_entries(corpus)
    return {name: entry.unknown for name, entry in entries.items() if entry.unknown}


def follow_moves(corpus: Path, indexed: Mapping[str, str]) -> dict[str, str]:
    """Let the entries in `sources.yaml` of files that were moved or renamed name them as they are.

    indexed: what the index has: names, with the sha256 of the bytes that they had.

    Returns the new names by the old ones. Where `sources.yaml` cannot be written, it stays.

    Raises:
        UsageError: it cannot be read.
    """
    said = read_entries(corpus)
    gone = {name: indexed[name] for name in absent(corpus) if indexed.get(name)}
    if not gone:
        return {}
    there: dict[str, str] = {}
    for path in walk(corpus, lambda _: None):
        name = path.relative_to(corpus).as_posix()
        if name not in said and name not in indexed:
            with suppress(OSError):
                there.setdefault(bytes_hash(path, corpus), storable_name(name))
    moved = {name: there.pop(sha256) for name, sha256 in gone.items() if sha256 in there}
    if moved:
        with _writing, suppress(OSError):
            replace_file(corpus / SOURCES_FILE, _renamed(corpus / SOURCES_FILE, moved).encode())
            return moved
    return {}


_MOST = 2000  # characters of a field
_writing = threading.Lock()


def describe(corpus: Path, name: str, fields: Mapping[str, str]) -> Source:
    """Set the bibliographic data of a document; returns its current entry in `sources.yaml`.

    Comments and other entries are left unchanged. The index follows with its next update.

    name:   of the document, as listed.
    fields: by name, of `FIELDS`; "" removes a field, and fields not given stay.

    Raises:
        UsageError: a field is not accepted, or `sources.yaml` cannot be read.
        AssistantError: it cannot be written.
    """
    wanted = {key: one_line(value).strip() for key, value in fields.items()}
    for key, value in wanted.items():
        if key not in FIELDS:
            raise UsageError(f"A document has no {one_line(key)!r}: use {', '.join(FIELDS)}.")
        if len(value) > _MOST:
            raise UsageError(f"The {key} is longer than {_MOST:,} characters: shorten it.")
    path = corpus / SOURCES_FILE
    values: dict[str, Any] = {**wanted}
    if "tags" in wanted:
        values["tags"] = _tags(wanted["tags"])
    entry_of(path, {"file": name, **values})  # before anything is written
    with _writing:
        read_sources(corpus)
        text = _with(path, name, values)
        try:
            replace_file(path, text.encode())
        except OSError as error:
            raise UsageError(
                f"{path} cannot be written ({error.strerror or error}): let this user write it."
            ) from error
    return read_sources(corpus).get(name, Source())


def _tags(line: str) -> list[str]:
    """Each tag once, without the # that people write before one."""
    tags = (one.strip().removeprefix("#").strip() for one in line.split(","))
    return list(dict.fromkeys(tag for tag in tags if tag))


def _with(path: Path, name: str, wanted: Mapping[str, str | list[str]]) -> str:
    """The text of `sources.yaml` with these fields in the entry of that name."""
    from ruamel.yaml.comments import CommentedSeq
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    yaml, entries = _loaded(path)
    entry = next((one for one in entries if str(one.get("file")) == name), None)
    if entry is None:
        entry = {"file": DoubleQuotedScalarString(name)}
        entries.append(entry)
    for key, value in wanted.items():
        if not value:
            entry.pop(key, None)
        elif isinstance(value, list):
            entry[key] = CommentedSeq(map(DoubleQuotedScalarString, value))
            entry[key].fa.set_flow_style()
        else:
            entry[key] = DoubleQuotedScalarString(value)
    return _dumped(yaml, entries)


def _renamed(path: Path, moved: Mapping[str, str]) -> str:
    """The text of `sources.yaml` in which entries have other names."""
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    yaml, entries = _loaded(path)
    for entry in entries:
        if new := moved.get(str(entry.get("file"))):
            entry["file"] = DoubleQuotedScalarString(new)
    return _dumped(yaml, entries)


def _loaded(path: Path) -> tuple[YAML, Any]:
    """The entries with their comments, and what writes them as they were."""
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 10_000
    yaml.indent(mapping=2, sequence=2, offset=0)
    entries: Any = yaml.load(path.read_bytes().decode("utf-8-sig")) if path.exists() else None
    return yaml, [] if entries is None else entries


def _dumped(yaml: YAML, entries: Any) -> str:  # noqa: ANN401 - whatever YAML holds
    written = StringIO()
    yaml.dump(entries, written)
    return written.getvalue()
