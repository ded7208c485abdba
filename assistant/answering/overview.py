"""Choose the few sentences that say what a document or a section is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.chunking.chunks import Passage
from assistant.reading.document import Span

Place = tuple[Passage, Span]
"""A place in a document, with the passage that holds it."""

_LEADING = 2  # first sentences of a part, one of which stands for it
_WORDS = range(6, 61)  # of a sentence that an overview may have
_TELLING = 10  # of a first sentence that tells something; not of "Draft - do not pass on"
_BESIDE = ("field", "reference", "footnote", "code")  # labels and lists, no running text
_ABSTRACT = re.compile(
    r"\W*(?:\d+\W+)?(?:abstract|(?:executive )?summary|in (?:short|brief)|overview|synopsis"
    r"|key (?:points|facts|messages)|at a glance|about this (?:document|guide|page)|purpose)\W*$",
    re.IGNORECASE,
)


def overview(
    passages: Sequence[Passage],
    count: int,
    vectors: Callable[[Sequence[Place]], NDArray[np.float32]],
) -> list[Place]:
    """The `count` sentences that stand best for these passages, in order.

    vectors: of sentences in their passages, one row each.
    """
    running = (one for one in passages if one.kind == "text")
    text = [one for one in running if one.document.kind_at(one.start) not in _BESIDE]
    text = text or list(passages)
    abstract = [one for one in text if one.section and _ABSTRACT.match(one.section[-1])]
    there = [
        (one, span)
        for one in abstract or text
        for span in one.sentences
        if _words(one, span) in _WORDS
    ]
    if abstract or len(there) <= count:
        return joined(there[:count])
    parts = [one.section for one, _ in there]
    if len(set(parts)) < count:
        parts = [(*one.section, one.id) for one, _ in there]
    # The first says what it is, as the parties of a contract do, however far it is from the rest.
    lead = next((n for n, (one, span) in enumerate(there[:2]) if _words(one, span) >= _TELLING), -1)
    first, rest = there[: lead + 1][-1:], there[lead + 1 :]
    chosen = central(vectors(rest), parts[lead + 1 :], count - len(first))
    return joined([*first, *(rest[number] for number in chosen)])


def _words(passage: Passage, span: Span) -> int:
    return len(passage.document.text[span.start : span.end].split())


def central(vectors: NDArray[np.float32], parts: Sequence[Hashable], count: int) -> list[int]:
    """The sentences nearest to what all say, in order: of each part one of its first.

    parts: which part of the text each stands in; where there are too few parts, more of each.
    """
    near = (vectors @ vectors.mean(axis=0)).tolist()
    least = max(near) / 2
    places = Counter[Hashable]()
    ranked: list[tuple[int, float, int]] = []
    for number, part in enumerate(parts):
        if near[number] >= least:
            ranked.append((places[part] // _LEADING, -near[number], number))
            places[part] += 1
    ordered = [number for _, _, number in sorted(ranked)]
    firsts = {parts[number]: number for number in reversed(ordered)}
    return sorted(sorted(ordered, key=lambda one: firsts[parts[one]] != one)[:count])


def joined(places: Sequence[Place]) -> list[Place]:
    """The same, with sentences that follow one another in a passage as one."""
    found: list[Place] = []
    for passage, span in places:
        if found and found[-1][0] is passage:
            between = passage.document.text[found[-1][1].end : span.start]
            if not between.strip() or span.start < found[-1][1].end:
                found[-1] = passage, Span(found[-1][1].start, max(span.end, found[-1][1].end))
                continue
        found.append((passage, span))
    return found
