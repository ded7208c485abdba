"""Choose the few excerpts that answer together, and tell whether documents differ in them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import combinations

from assistant.answering.evidence import Evidence, words_above
from assistant.answering.excerpts import Excerpt, block_at, excerpt
from assistant.answering.rerank import SENTENCES
from assistant.nlp.tokens import is_stop, stem, stems, tokens
from assistant.nlp.word_statistics import without_references
from assistant.reading.document import Span

MOST = 3
"""The most excerpts of an answer."""
MOST_OF_ALL = 6
"""The same where all of something is asked for."""

_GAPS = (2.6, 0.8)  # log-odds below the best that the second and the third excerpt may be
_WIDE = 4.2  # the same of one that holds a name that none so far has, or of another document
_READ = -4.0  # log-odds, of the cross-encoder; a further excerpt has more
_FIGURE = re.compile(r"(?<![\w.,])(\d+(?:[.,–-]\d+)*)[\s-]?(%|[^\W\d_]+)?")
_NOT = frozenset("no not never none neither nor without cannot".split())
_SAME_THING = 0.6  # share of the asked words of either sentence that both hold
_SAME = 0.8  # share of common words (Jaccard) from which two texts may say the same


def choose(
    evidence: Sequence[Evidence],
    asked: Collection[str],
    names: Collection[str] = (),
    *,
    whole: bool = False,
    steps: bool = False,
    every: bool = False,
    each: bool = False,
) -> list[Excerpt]:
    """The best excerpt, and those that add something to it; best first.

    evidence: best first.
    asked:    stems of the question's words. names: of its names and codes.
    whole:    whether a list is to be quoted as a whole; steps: those of a procedure.
    every:    whether all of something is asked for, which may stand in several places.
    each:     whether the question is about each of several documents.
    """
    chosen: list[Excerpt] = []
    missing = set(names)
    for one in evidence[:SENTENCES]:
        if len(chosen) >= (MOST_OF_ALL if every else MOST):
            break
        if chosen and not each and one.read is not None and one.read < _READ:
            continue
        gap = _GAPS[0] if every else _GAPS[min(max(0, len(chosen) - 1), 1)]
        held = words_above(one.passage) | stems(one.text)
        other_document = all(one.passage.document is not other.document for other in chosen)
        if (each and other_document) or not missing.isdisjoint(held):
            gap = _WIDE
        best = chosen[0].evidence.score if chosen else one.score
        if one.score < best - gap or any(other.holds(one) for other in chosen):
            continue
        made = excerpt(one, asked, whole=whole, steps=steps)
        if only_asks(made) or any(says_the_same(made.text, other.text) for other in chosen):
            continue
        missing -= words_above(one.passage) | stems(made.text)
        place = next((n for n, other in enumerate(chosen) if _meet(other, made)), None)
        if place is None:
            chosen.append(made)
        else:
            chosen[place] = _joined(chosen[place], made)
    return chosen


def _meet(one: Excerpt, other: Excerpt) -> bool:
    """Whether one excerpt holds the other, or they share more than a lead-in or a heading."""
    mine, theirs = set(one.parts) - set(other.parts), set(other.parts) - set(one.parts)
    shared = any(a.start < b.end and b.start < a.end for a in mine for b in theirs)
    return one.document is other.document and (shared or not mine or not theirs)


def _joined(one: Excerpt, other: Excerpt) -> Excerpt:
    """The first, with what the other has beside it."""
    parts: list[Span] = []
    for part in sorted((*one.parts, *other.parts), key=lambda part: (part.start, -part.end)):
        last = parts.pop() if parts and part.start < parts[-1].end else part
        parts.append(Span(last.start, max(last.end, part.end)))
    return replace(one, parts=tuple(parts))


def only_asks(made: Excerpt) -> bool:
    """Whether an excerpt holds nothing but questions, and headings above them."""
    document = made.document
    kinds = [document.blocks[block_at(document, part.start)].kind for part in made.parts]
    under = [part for part, kind in zip(made.parts, kinds, strict=True) if kind != "heading"]
    text = "\n".join(document.text[one.start : one.end] for one in under or made.parts)
    told = [line.strip(' *_”"') for line in text.replace("?", "?\n").splitlines()]
    return all(one.endswith("?") for one in told if one)


def says_the_same(one: str, other: str) -> bool:
    """Whether two texts say the same: most words, and every number, name and negation."""
    if _marks(one) != _marks(other):
        return False
    a, b = stems(one), stems(other)
    return len(a & b) >= _SAME * max(1, len(a | b))


def _marks(text: str) -> set[str]:
    """What may make the difference between two texts that are alike."""
    words = tokens(text)
    found = {stem(word) for word in words if any(map(str.isdigit, word + stem(word)))}
    found |= {word for word in words[1:] if word[0].isupper() and not is_stop(word)}
    return found | ({word.lower() for word in words} & _NOT) | set(re.findall(r"n['’]t\b", text))


def differ(chosen: Sequence[Excerpt], asked: Collection[str]) -> bool:
    """Whether sentences of two documents measure the same and do not agree.

    Each has one figure, of one unit, and both hold the same of the words asked for. Anything less
    plain is not told: a false "differ" is worse than none.

    asked: stems of the question's words.
    """
    told = [
        (one.document.name, figures[0], words)
        for one in chosen
        if len(figures := _FIGURE.findall(without_references(one.text))) == 1
        if (words := stems(one.text) & set(asked))
    ]
    return any(
        name != other
        and stem(unit) == stem(its_unit)
        and figure != its_figure
        and len(words & its_words) >= _SAME_THING * len(words | its_words)
        for (name, (figure, unit), words), (other, (its_figure, its_unit), its_words) in (
            combinations(told, 2)
        )
    )
