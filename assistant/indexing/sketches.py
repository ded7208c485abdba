"""Find documents that say nearly the same, by a sketch of each: no pair of texts is compared.

A sketch holds the smallest hashes of a text's shingles, which are runs of five words. The share of
two sketches' smallest hashes that both have estimates the share of shingles that both texts have
(their Jaccard similarity; Broder 1997). Which share counts was measured: docs/decisions/0010-near-
duplicates.md.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Set
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.indexing.files import replace_file
from assistant.reading.discovery import open_regular

Sketch = NDArray[np.uint32]
"""Ascending, at most `SIZE` hashes."""

SHINGLE, SIZE = 5, 256
ALIKE = 0.5
"""The least share of shingles that nearly the same documents have in common."""

FILE = "sketches.json"
_MOST_WITH_ONE = 200  # documents with one hash that are paired: a form that thousands share
# A character of a script that is written without spaces is a word of its own.
_SPACELESS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(rf"[{_SPACELESS}]|[^\W{_SPACELESS}]+")
_FACTORS = np.array([0x9E3779B97F4A7C15 * (2 * n + 1) % 2**64 | 1 for n in range(SHINGLE)], "u8")


def sketch(text: str) -> Sketch:
    """The sketch of a text; two that differ in case or punctuation alone have the same."""
    words = _WORD.findall(text.casefold())
    known = {word: _hash(word) for word in set(words)}
    hashes = np.array([known[word] for word in words], "u8")
    if len(hashes) < SHINGLE:  # all of it is one shingle
        hashes = np.pad(hashes, (0, SHINGLE - len(hashes)))
    windows = np.lib.stride_tricks.sliding_window_view(hashes, SHINGLE)
    mixed = (windows * _FACTORS).sum(axis=1, dtype="u8")
    mixed ^= mixed >> np.uint64(31)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    return np.unique((mixed >> np.uint64(32)).astype(np.uint32))[:SIZE]


def _hash(word: str) -> int:
    digest = hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little")


def likeness(one: Sketch, other: Sketch) -> float:
    """About which share of their shingles two texts have in common, in [0, 1]."""
    smallest = np.union1d(one, other)[:SIZE]
    both = np.isin(smallest, one) & np.isin(smallest, other)
    return float(both.mean()) if len(smallest) else 0.0


class Pair(NamedTuple):
    """Two documents that say nearly the same. share: of their shingles, in [0, 1]."""

    first: str
    second: str
    share: float


def near_duplicates(
    sketches: Mapping[str, Sketch], among: Set[str] | None = None
) -> tuple[Pair, ...]:
    """Every pair that is alike, the most alike first; sketches by name.

    among: names; only pairs with one of these, which takes the less time the fewer they are.
    """
    hashes = None if among is None else {h for name in among for h in sketches[name].tolist()}
    with_hash: defaultdict[int, list[str]] = defaultdict(list)
    for name, found in sorted(sketches.items()):
        for one in found.tolist():
            if hashes is None or one in hashes:
                with_hash[one].append(name)
    shared: defaultdict[tuple[str, str], int] = defaultdict(int)
    for names in with_hash.values():
        for pair in combinations(names[:_MOST_WITH_ONE], 2):
            if among is None or not among.isdisjoint(pair):
                shared[pair] += 1
    pairs: list[Pair] = []
    for (first, second), count in shared.items():
        one, other = sketches[first], sketches[second]
        # The hashes that both have among the smallest are no more than those that both have.
        if count >= ALIKE * min(SIZE, max(len(one), len(other))):
            share = likeness(one, other)
            if share >= ALIKE:
                pairs.append(Pair(first, second, round(share, 2)))
    return tuple(sorted(pairs, key=lambda pair: (-pair.share, pair)))


def similar_to_each(pairs: Iterable[Pair]) -> dict[str, list[tuple[str, float]]]:
    """For each document of a pair, the others and their shares."""
    found: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
    for first, second, share in pairs:
        found[first].append((second, share))
        found[second].append((first, share))
    return dict(found)


def read_sketches(index: Path) -> dict[str, Sketch]:
    """Those that are kept, by `Document.sha256`. What cannot be read counts as none."""
    try:
        with open_regular(index / FILE) as file:
            kept = json.load(file)
        return {
            str(sha256): np.frombuffer(base64.b64decode(data), "<u4").astype(np.uint32)
            for sha256, data in kept.items()
        }
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def keep_sketches(
    index: Path, documents: Mapping[str, str], text_of: Callable[[str], str]
) -> dict[str, Sketch]:
    """Sketch the documents that are not yet known and keep all; returns them by name.

    documents: name to `Document.sha256`.
    text_of:   the text of the document of that name.

    Raises:
        OSError: They cannot be written.
    """
    before = read_sketches(index)
    found = {
        name: before[sha256] if sha256 in before else sketch(text_of(name))
        for name, sha256 in documents.items()
    }
    now = {documents[name]: one for name, one in found.items()}
    if now.keys() != before.keys():
        kept = {
            sha256: base64.b64encode(one.astype("<u4").tobytes()).decode()
            for sha256, one in sorted(now.items())
        }
        replace_file(index / FILE, json.dumps(kept, indent=0).encode())
    return found
