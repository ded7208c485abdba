"""Suggest first questions and follow-ups; each is asked before it is offered."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice, zip_longest

from assistant.answering.pipeline import QuotedAnswerer
from assistant.query.examples import content
from assistant.retrieval.retriever import Searcher
from assistant.suggestions.answered import Candidate, Kind, Place, overlap, places, shown, verified
from assistant.suggestions.maker import Maker
from assistant.types import Answer, Turn

_FIRST_ASKED, _NEXT_ASKED = 24, 8  # questions asked at most to find those to offer
_SAME = 0.65  # two questions that share at least so many of their words ask the same
_HITS, _NEAR = 3, 3000  # documents found that are drawn on; characters from a quote
_KINDS: tuple[Kind, ...] = ("asked", "definition", "heading", "meaning", "overview")
_MOST_OF_A_KIND: dict[Kind, int] = {"meaning": 1, "overview": 2, "definition": 2}
_WORTH: dict[Kind, float] = {"asked": 0.3, "definition": 0.2, "overview": -0.5, "meaning": -0.1}


class Suggester:
    """Suggests questions that one opened index answers. Safe to use from several threads."""

    def __init__(self, searcher: Searcher, answerer: QuotedAnswerer) -> None:
        self._searcher = searcher
        self._answerer = answerer
        self._maker = Maker(searcher)
        self._first: dict[tuple[int, frozenset[str] | None], tuple[str, ...]] = {}
        self._lock = threading.Lock()

    def first(self, limit: int, documents: Collection[str] | None = None) -> tuple[str, ...]:
        """First questions, spread over documents and kinds; computed once for each choice.

        documents: names; only these are drawn on.
        """
        key = (limit, None if documents is None else frozenset(documents))
        with self._lock:
            if key not in self._first:
                candidates = self._mixed(limit, documents)
                found = self._asked(candidates, limit, _FIRST_ASKED, [], documents=documents)
                self._first[key] = found
            return self._first[key]

    def next(
        self, answer: Answer, history: Sequence[Turn], limit: int, documents: Collection[str] | None
    ) -> tuple[str, ...]:
        """Questions that follow up on an answer, or from the passages that a refusal names."""
        turns = (*history, Turn(answer.question, answer.text, answer.searched))
        told = " ".join(" ".join(turn.answer for turn in turns).split())
        asked = [content(f"{turn.question} {turn.searched}") for turn in turns]
        new = [
            (-score, one.question, one)
            for score, one in self._around(answer, documents)
            if not any(_alike(content(one.question), words) for words in asked)
            and " ".join(one.document.text[one.source.start : one.source.end].split()) not in told
        ]
        candidates = (one for _, _, one in sorted(new, key=lambda found: found[:2]))
        return self._asked(candidates, limit, _NEXT_ASKED, [*places(answer)], turns, documents)

    def _asked(
        self,
        candidates: Iterable[Candidate],
        limit: int,
        most: int,
        seen: list[Place],
        turns: Sequence[Turn] = (),
        documents: Collection[str] | None = None,
    ) -> tuple[str, ...]:
        """The first candidates that are answered, each with something that no other's answer has.

        most: how many to ask; asking is what takes time.
        seen: what was shown already.
        """
        offered: list[Candidate] = []
        for one in islice(_worth_asking(candidates, offered), most if limit > 0 else 0):
            found = verified(one, self._answerer, turns, documents)
            again = sum(any(overlap(place, other) for other in seen) for place in found)
            if found and (one.kind == "overview" or 2 * again < len(found)):
                offered.append(one)
                seen += found
                if len(offered) == limit:
                    break
        return tuple(one.question for one in offered)

    def _mixed(self, limit: int, documents: Collection[str] | None) -> Iterator[Candidate]:
        """Candidates of all documents in turn, and of their kinds in turn."""
        every = (document.name for document in self._searcher.index.documents)
        names = [name for name in every if documents is None or name in documents]
        step = max(1, len(names) // max(1, 2 * limit))
        queues = []
        for name in names[::step][: max(limit, 1) * 2]:
            made = self._maker.of_document(name)
            kinds = [[one for one in made if one.kind == kind] for kind in _KINDS]
            queues.append([one for row in zip_longest(*kinds) for one in row if one])
        yield from (one for row in zip_longest(*queues) for one in row if one)

    def _around(
        self, answer: Answer, documents: Collection[str] | None
    ) -> Iterator[tuple[float, Candidate]]:
        """Candidates of the documents that were quoted or found, each with its worth."""
        quotes = shown(answer)
        found = dict.fromkeys(one.document.name for one in quotes)
        found |= dict.fromkeys(hit.passage.document.name for hit in answer.hits[:_HITS])
        said = content(" ".join((answer.searched, *(one.quote for one in quotes))))
        for name in found:
            if documents is not None and name not in documents:
                continue
            starts = [one.start for one in quotes if one.document.name == name]
            for one in self._maker.of_document(name):
                weights = {word: self._searcher.lexicon.idf(word) for word in content(one.subject)}
                shared = sum(weight for word, weight in weights.items() if word in said)
                far = min((abs(start - one.source.start) for start in starts), default=_NEAR)
                near = 1 - min(1.0, far / _NEAR)
                yield shared / (sum(weights.values()) or 1) + near + _WORTH.get(one.kind, 0.0), one


def _worth_asking(ranked: Iterable[Candidate], offered: Sequence[Candidate]) -> Iterator[Candidate]:
    """Candidates in order, without those too similar to what was offered meanwhile."""
    for one in ranked:
        kinds = Counter(other.kind for other in offered)
        words = content(one.subject)
        if kinds[one.kind] < _MOST_OF_A_KIND.get(one.kind, len(offered) + 1) and not any(
            _alike(words, content(other.subject)) for other in offered
        ):
            yield one


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two questions ask nearly the same."""
    return len(one & other) >= _SAME * max(1, len(one | other))
