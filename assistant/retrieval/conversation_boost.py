"""Boost passages near those that earlier answers came from.

An earlier answer only influences where the next one is searched for. It is never evidence itself:
the next quotes come from the documents and are judged by the question's own words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from assistant.chunking.chunks import Passage
from assistant.messages import MESSAGES
from assistant.nlp.tokens import is_stop, stem, tokens
from assistant.nlp.word_statistics import without_references
from assistant.retrieval.ranking import Passages
from assistant.retrieval.retriever import Searcher
from assistant.types import Turn

_HERE, _BESIDE, _SECTION = 0.08, 0.05, 0.02  # what a passage's score is raised by
_FADES = 0.5  # by each turn further back
_TURNS = 2
_CANDIDATES = 4  # passages looked at for each line of an answer
_SAME = 0.6  # share of a line's words, by idf, that the passage that it came from holds
_RAREST = 6  # words of a line by which its passage is looked for
_LINES = 4  # of an answer; it has seldom more than three
_MARKER = re.compile(r"(?:(?<!\s)\s++)?(?:\[\d+\]\s*+){1,20}$")


def nearby(turns: Sequence[Turn], searcher: Searcher) -> dict[int, float]:
    """Passage number to what its score is raised by, in [0, 1].

    turns: those that the question points back to, the nearest last.
    """
    near: dict[int, float] = defaultdict(float)
    for back, turn in enumerate(reversed(turns[-_TURNS:])):
        for number, weight in _around(turn, searcher).items():
            near[number] = max(near[number], weight * _FADES**back)
    return dict(near)


def _around(turn: Turn, searcher: Searcher) -> Mapping[int, float]:
    passages = searcher.index.passages
    near: dict[int, float] = defaultdict(float)
    for here in {number for line in _lines(turn.answer) if (number := _home(line, searcher)) >= 0}:
        near[here] = _HERE
        if passages[here].kind != "text":
            continue
        for step in (-1, 1):
            beside = _beside(passages, here, step)
            for there, weight in zip(beside, (_BESIDE, _SECTION), strict=False):
                if passages[there].kind == "text":
                    near[there] = max(near[there], weight)
    return near


def _beside(passages: Passages, here: int, step: int) -> Iterator[int]:
    """The numbers of the passages after (or before) one of the same document, headings left out."""
    document = passages[here].document.name
    there = here + step
    while (passage := _at(passages, there)) is not None and passage.document.name == document:
        if passage.kind != "heading":
            yield there
        there += step


def _at(passages: Passages, number: int) -> Passage | None:
    try:
        return passages[number] if number >= 0 else None
    except LookupError:
        return None


def _lines(answer: str) -> Iterator[str]:
    """What an answer quotes, without markers; nothing if it was a refusal."""
    if MESSAGES.is_refusal(answer):
        return
    for line in answer.splitlines()[:_LINES]:
        if line := _MARKER.sub("", line).strip():
            yield line


def _home(line: str, searcher: Searcher) -> int:
    """The number of the passage that a line came from; -1 if none holds its words."""
    words = [token for token in tokens(without_references(line)) if not is_stop(token)]
    weights = {stem(word): searcher.lexicon.idf(stem(word)) for word in words}
    total = sum(weights.values())
    if not total:
        return -1
    best, share = -1, _SAME
    rarest = sorted(words, key=lambda word: -weights[stem(word)])[:_RAREST]
    for number in searcher.index.bm25(rarest, _CANDIDATES):
        passage = searcher.index.passages[number]
        found = searcher.lexicon.meaning(passage.text)
        held = sum(weight for word, weight in weights.items() if word in found) / total
        if held > share:
            best, share = number, held
    return best
