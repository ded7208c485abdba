"""Readers of other packages, by name: any llama-index reader can read files of further types.

`ASSISTANT_READERS=.log=package.module.Reader,.dwg=other.Reader` names them. They run in a process
of their own, as our readers do, with the limits of `assistant.sandbox.plugin_worker`.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any, cast

from assistant.errors import UnreadableDocument, UsageError
from assistant.reading.structure import Layer, Structure
from assistant.reading.text.plain import read_plain
from assistant.reading.units import Unit

VARIABLE = "ASSISTANT_READERS"
_ENTRY = re.compile(r"(\.[a-z0-9]{1,20})=([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+)")
_BETWEEN = "\n\n"
_PAGE_LABELS = ("page_label", "page_number", "page")


def plugged() -> Mapping[str, str]:
    """The named readers: their class by lower-case suffix.

    Raises:
        UsageError: the variable is no list of `.suffix=package.Reader`.
    """
    return parsed(os.environ.get(VARIABLE, ""))


@lru_cache(maxsize=8)
def parsed(text: str) -> Mapping[str, str]:
    """What the variable says. Raises: as `plugged`."""
    found: dict[str, str] = {}
    for entry in filter(None, (part.strip() for part in text.split(","))):
        match = _ENTRY.fullmatch(entry)
        if match is None:
            raise UsageError(
                f"{VARIABLE} has {entry!r}: write .suffix=package.Reader, with commas between them."
            )
        found[match[1]] = match[2]
    return found


def read_with(name: str, suffix: str, data: bytes) -> Structure:
    """What a reader gives for a file.

    name:   of its class: "package.module.Reader".
    suffix: of the file.

    Raises:
        UnreadableDocument: there is no such reader, or it could not read the file.
    """
    texts: list[str] = []
    units: list[Unit] = []
    at = 0
    for number, (text, page) in enumerate(_loaded(name, suffix, data), 1):
        units.append(Unit("page" if page else "part", number, at, page))
        texts.append(text)
        at += len(text) + len(_BETWEEN)
    layer = _BETWEEN.join(texts)
    if not layer.strip():
        raise UnreadableDocument(f"{name} found no text in it")
    return replace(read_plain(layer), layer=Layer(layer, is_text=False, units=tuple(units)))


def _loaded(name: str, suffix: str, data: bytes) -> Iterator[tuple[str, str]]:
    """The text of each of the reader's documents, and the label of its page where it has one."""
    reader = _made(name)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"document{suffix}")
        path.write_bytes(data)
        try:
            documents = cast("Sequence[Any]", reader.load_data(path))
        except Exception as error:
            raise UnreadableDocument(f"{name} failed on it ({type(error).__name__})") from error
    for document in documents:
        labels = (document.metadata.get(key) for key in _PAGE_LABELS)
        label = next((str(one) for one in labels if one is not None), "")
        yield str(document.get_content()), label


def _made(name: str) -> Any:  # noqa: ANN401 - a class of any package
    module, _, found = name.rpartition(".")
    try:
        return getattr(import_module(module), found)()
    except (ImportError, AttributeError, TypeError) as error:
        raise UnreadableDocument(
            f"the reader {name} cannot be loaded ({type(error).__name__}): install it, or mend "
            f"{VARIABLE}"
        ) from error
