"""Record a person's description of a document, its entry in `sources.yaml`."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import Any

from assistant.errors import UsageError
from assistant.indexing.files import replace_file
from assistant.printable import one_line
from assistant.reading.bibliography.sources import SOURCES_FILE, entry_of
from assistant.reading.discovery import read_sources
from assistant.reading.document import Source

FIELDS = ("title", "authors", "year", "journal", "doi", "licence", "tags")
"""Of an entry, as a person fills them in; tags with commas between them."""


def absent(corpus: Path) -> tuple[str, ...]:
    """Names in `sources.yaml` of files that are not there.

    Raises:
        UsageError: it cannot be read.
    """
    return tuple(name for name in read_sources(corpus) if not (corpus / name).is_file())


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
    from ruamel.yaml import YAML
    from ruamel.yaml.comments import CommentedSeq
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 10_000
    yaml.indent(mapping=2, sequence=2, offset=0)
    entries: Any = yaml.load(path.read_bytes().decode("utf-8-sig")) if path.exists() else None
    if entries is None:
        entries = []
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
    written = StringIO()
    yaml.dump(entries, written)
    return written.getvalue()
