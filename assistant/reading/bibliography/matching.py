"""Find which file an entry of a bibliography is of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from pathlib import PurePosixPath

from assistant.reading.bibliography.bibliography import Reference
from assistant.reading.document import Source

_LEAST = 20
"""Characters of a title that a file's name must have to be one, where it is cut off."""


def matched(
    names: Iterable[str], folder: str, references: Sequence[Reference]
) -> dict[str, Source]:
    """What a bibliography says of files, by their name below the corpus.

    names:  of the files.
    folder: of the bibliography, below the corpus; it speaks of files there and in folders inside.

    A file is matched by the path that an entry names, else by the DOI or the key in its own name,
    else by its name being the title ("Wu - 2024 - Stem cell therapies.pdf").
    """
    below = f"{folder}/" if folder else ""
    inside = [name for name in names if name.startswith(below)]
    by_path = _by_path(inside, below, references)
    found: dict[str, Source] = {}
    keys = {_bare(one.key): one for one in references if one.key}
    dois = {_bare(one.source.doi): one for one in references if one.source.doi}
    titles = {_bare(one.source.title): one for one in references if one.source.title}
    for name in inside:
        stem = PurePosixPath(name).stem
        reference = (
            by_path.get(name)
            or _by_doi(stem, dois)
            or keys.get(_bare(stem))
            or _by_title(stem, titles)
        )
        if reference is not None:
            found[name] = reference.source
    return found


def filled(given: Source, more: Source) -> Source:
    """What is given, and of the rest what more there is."""
    missing = (each.name for each in fields(Source) if not getattr(given, each.name))
    return replace(given, **{name: getattr(more, name) for name in missing})


def _by_path(
    names: Sequence[str], below: str, references: Iterable[Reference]
) -> Mapping[str, Reference]:
    """By the longest end of a path that is a file's: folders have other names elsewhere."""
    there = {_same(name.removeprefix(below)): name for name in names}
    of_last: dict[str, list[str]] = {}
    for name in names:
        of_last.setdefault(_same(PurePosixPath(name).name), []).append(name)
    found: dict[str, Reference] = {}
    for reference in references:
        for path in reference.files:
            parts = [part for part in re.split(r"[/\\]", path.strip()) if part]
            ends = ("/".join(parts[start:]) for start in range(len(parts)))
            name = next((there[_same(end)] for end in ends if _same(end) in there), "")
            alike = of_last.get(_same(parts[-1]), []) if parts else []
            if not name and len(alike) == 1:
                name = alike[0]
            if name:
                found.setdefault(name, reference)
    return found


def _by_doi(stem: str, dois: Mapping[str, Reference]) -> Reference | None:
    bare = _bare(stem)
    for doi, reference in dois.items():
        ending = _bare(reference.source.doi.partition("/")[2])
        if doi in bare or (len(ending) > 5 and bare == ending):
            return reference
    return None


def _by_title(stem: str, titles: Mapping[str, Reference]) -> Reference | None:
    for part in (stem, stem.rpartition(" - ")[2]):
        bare = _bare(part)
        if bare in titles:
            return titles[bare]
        if len(bare) >= _LEAST:
            begun = [one for title, one in titles.items() if title.startswith(bare)]
            if len(begun) == 1:
                return begun[0]
    return None


def _same(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()


def _bare(text: str) -> str:
    """Letters and digits alone, without accents: names of files have no colons and few accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in apart if char.isalnum())
