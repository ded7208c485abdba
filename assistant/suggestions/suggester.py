"""Suggest first questions and follow-ups; each is asked before it is offered."""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain, islice, zip_longest

from assistant.answering.pipeline import QuotedAnswerer
from assistant.nlp.tokens import is_stop, stem, tokens
from assistant.retrieval.retriever import Searcher
from assistant.suggestions.answered import Place, Verified, overlap, places, shown, verified
from assistant.suggestions.candidate import Candidate, Kind
from assistant.suggestions.clauses import FORMS
from assistant.suggestions.sources import Maker, of_row
from assistant.types import Answer, Citation, Turn

_FIRST_ASKED, _NEXT_ASKED = 20, 6  # questions asked at most to find those to offer
_READ = 400  # passages of a document that first questions are made from
_HITS = 40  # passages found for a question that the next ones are made from
_NEAR = 8  # passages before and after a quote, in its section
_SAME = 0.65  # two questions that share at least so many of their words ask the same
_RELATED = 0.4  # share of a question's words, by idf, that the answer or its question has
_MOST_OF_A_KIND = {"meaning": 1, "study": 1, "heading": 2}
_OFTEN, _COMMON = 3, 0.06  # so many sentences, or such a share, make a short form known
_MOST_MEANINGS = 2
_ROWS = 2  # of those quoted, each of which can be asked about
_FIRST_KINDS: dict[Kind, float] = {
    "how": 0.3, "value": 0.1, "effect": 0.25, "what": 0.1, "heading": 0.35, "table": 0.3,
    "meaning": 0.1,
}  # fmt: skip
_NEXT_KINDS: dict[Kind, float] = {
    "how": 0.3, "value": 0.2, "effect": 0.2, "what": 0.1, "study": 0.1, "heading": 0.15,
    "table": 0.5, "meaning": -0.1,
}  # fmt: skip

_ASKING = frozenset(stem(word) for word in [*FORMS, "effect", "found", "able"])
"""Words that say what is asked, not what the question is about."""


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
        self,
        answer: Answer,
        history: Sequence[Turn],
        limit: int,
        documents: Collection[str] | None,
    ) -> tuple[str, ...]:
        """Questions that follow up on an answer, or from the passages that a refusal names."""
        turns = (*history, Turn(answer.question, answer.text, answer.searched))
        told = " ".join(" ".join(turn.answer for turn in turns).split())
        asked = [self._words(f"{turn.question} {turn.searched}") for turn in turns]
        ranked = sorted(
            self._around(answer, documents), key=lambda pair: (-pair[0], pair[1].question)
        )
        new = (
            one
            for one in chain((one for _, one in ranked), self._meanings(answer))
            if not any(self._alike(self._words(one.question), words) for words in asked)
            and not _was_told(one, told)
        )
        return self._asked(new, limit, _NEXT_ASKED, [*places(answer)], turns, documents)

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
        offered: list[Verified] = []
        for one in islice(self._worth_asking(candidates, offered), most if limit > 0 else 0):
            found = verified(one, self._answerer, turns, documents)
            if found is not None and not _says_again(found, seen):
                offered.append(found)
                seen += found.places
                if len(offered) == limit:
                    break
        return tuple(one.candidate.question for one in offered)

    def _worth_asking(
        self, ranked: Iterable[Candidate], offered: Sequence[Verified]
    ) -> Iterator[Candidate]:
        """Candidates in order, without those too similar to what was offered meanwhile."""
        for one in ranked:
            kinds = Counter(other.candidate.kind for other in offered)
            if kinds[one.kind] >= _MOST_OF_A_KIND.get(one.kind, len(offered) + 1):
                continue
            words = self._words(one.question)
            if not any(
                self._alike(words, self._words(other.candidate.question)) for other in offered
            ):
                yield one

    def _mixed(self, limit: int, documents: Collection[str] | None) -> Iterator[Candidate]:
        """Candidates of all documents in turn, and of their kinds in turn, best first."""
        every = (document.name for document in self._searcher.index.documents)
        names = [name for name in every if documents is None or name in documents]
        step = max(1, len(names) // max(1, limit))
        queues = []
        for name in names[::step][: max(limit, 1) * 2]:
            by_kind: dict[Kind, list[tuple[float, Candidate]]] = {}
            for one in self._of_document(name):
                by_kind.setdefault(one.kind, []).append((self._central(one), one))
            kinds = [
                [one for _, one in sorted(found, key=lambda pair: (-pair[0], pair[1].question))]
                for found in by_kind.values()
            ]
            kinds.sort(key=lambda found: -self._central(found[0]))
            queues.append([one for row in zip_longest(*kinds) for one in row if one])
        yield from (one for row in zip_longest(*queues) for one in row if one)

    def _of_document(self, name: str) -> Iterator[Candidate]:
        numbers = [n for n, p in enumerate(self._maker.passages) if p.document.name == name]
        for number in numbers[:_READ]:
            for one in self._maker.of_passage(number):
                if one.alone and one.kind in _FIRST_KINDS:
                    yield one
        yield from self._maker.by_place(name)

    def _central(self, candidate: Candidate) -> float:
        """How close a question is to the corpus's subject, and how plain it is."""
        lexicon = self._searcher.lexicon
        words = self._words(candidate.question)
        rarest = lexicon.idf("")
        common = sum(1 - lexicon.idf(word) / rarest for word in words) / max(1, len(words))
        length = len(candidate.question.split())
        past = candidate.question.split()[1] in ("did", "was", "were")
        return (
            common
            + _FIRST_KINDS[candidate.kind]
            - 0.03 * max(0, length - 9)
            - (0.1 if length < 5 else 0.0)
            - (0.2 if past else 0.0)
            - (0.3 if self._maker.is_of_methods(candidate.passage) else 0.0)
        )

    def _around(
        self, answer: Answer, documents: Collection[str] | None
    ) -> Iterator[tuple[float, Candidate]]:
        """Candidates on the subject of an answer, each with its similarity."""
        quotes = shown(answer)
        passages = self._maker.passages

        def drawn_on(number: int) -> bool:
            return documents is None or passages[number].document.name in documents

        homes = [n for one in quotes if (n := self._home(one)) is not None and drawn_on(n)]
        said = self._words(" ".join((answer.searched, *(one.quote for one in quotes))))
        distance = self._distances(homes)
        found = {
            number: one.score
            for one in answer.hits[:_HITS]
            if (number := self._numbers.get(one.passage.id)) is not None and drawn_on(number)
        }
        for number in distance.keys() | found.keys():
            for one in self._maker.of_passage(number):
                far = distance.get(number)
                if not one.alone and far != 0:
                    continue
                if (near := self._nearness(one, said, far, found.get(number, 0.0))) is not None:
                    yield near, one
        yield from self._of_rows(quotes, homes, documents)

    def _meanings(self, answer: Answer) -> Iterator[Candidate]:
        """What short forms in the quotes stand for, that readers may not know."""
        if not answer.found:
            return
        text = " ".join(one.quote for one in shown(answer))
        quoted, known = self._words(text), self._words(answer.searched)
        lexicon = self._searcher.lexicon
        often = max(_OFTEN, _COMMON * len(lexicon.sentence_stems))
        forms = [
            short
            for short, long_form in lexicon.abbreviations.items()
            if (word := stem(short)) in quoted - known
            and lexicon.frequency(word) <= often
            and long_form not in text.lower()
        ]
        forms.sort(key=lambda short: (-lexicon.idf(stem(short)), short))
        for short in forms[:_MOST_MEANINGS]:
            if (one := self._maker.meaning(short)) is not None:
                yield one

    def _of_rows(
        self, quotes: Sequence[Citation], homes: Sequence[int], documents: Collection[str] | None
    ) -> Iterator[tuple[float, Candidate]]:
        rows = [self._maker.passages[n] for n in homes if self._maker.passages[n].kind == "row"]
        told = [one.quote for one in quotes]
        for place, row in enumerate(rows[:_ROWS]):
            for one in of_row(row, told):
                yield 1 + _NEXT_KINDS["table"] - 0.1 * place, one
        for name in dict.fromkeys(row.document.name for row in rows):
            for place, one in enumerate(self._maker.by_place(name)):
                yield 1 - 0.05 * place, one

    def _nearness(
        self, one: Candidate, said: frozenset[str], far: int | None, score: float
    ) -> float | None:
        """The similarity of a candidate to what was said; None if it is about something else."""
        words = self._words(one.question) - _ASKING
        weights = {word: self._searcher.lexicon.idf(word) for word in words}
        shared = sum(weight for word, weight in weights.items() if word in said)
        share = shared / (sum(weights.values()) or 1.0)
        if share < _RELATED and (far is None or far > 1):
            return None
        beside = 0.0 if far is None else 0.6 / (1 + 0.5 * far)
        length = len(one.question.split())
        return share + beside + 0.4 * score + _NEXT_KINDS[one.kind] - 0.02 * max(0, length - 12)

    def _distances(self, homes: Sequence[int]) -> dict[int, int]:
        """Passages of the same sections as those given: number to how far away it is."""
        distance: dict[int, int] = {}
        passages = self._maker.passages
        for home in homes:
            own = passages[home]
            for number in range(max(0, home - _NEAR), min(len(passages), home + _NEAR + 1)):
                other = passages[number]
                if other.document.name == own.document.name and other.section == own.section:
                    far = abs(number - home)
                    distance[number] = min(far, distance.get(number, far))
        return distance

    def _home(self, citation: Citation) -> int | None:
        """The number of the passage that a quote stands in."""
        passages = self._maker.passages
        at = bisect_right(self._begins, (citation.document.name, citation.start)) - 1
        inside = at >= 0 and passages[at].document.name == citation.document.name
        return at if inside and citation.start < passages[at].end else None

    @cached_property
    def _begins(self) -> list[tuple[str, int]]:
        return [(passage.document.name, passage.start) for passage in self._maker.passages]

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {passage.id: number for number, passage in enumerate(self._maker.passages)}

    def _words(self, text: str) -> frozenset[str]:
        return frozenset(stem(token) for token in tokens(text) if not is_stop(token))

    def _alike(self, one: frozenset[str], other: frozenset[str]) -> bool:
        """Whether two questions ask nearly the same."""
        return len(one & other) >= _SAME * max(1, len(one | other))


def _says_again(found: Verified, seen: Iterable[Place]) -> bool:
    """Whether most of what an answer quotes was shown before."""
    known = list(seen)
    again = sum(any(overlap(one, other) for other in known) for one in found.places)
    return 2 * again >= len(found.places)


def _was_told(candidate: Candidate, told: str) -> bool:
    """Whether the sentence that a question was made of was shown in an earlier answer."""
    span = candidate.source
    if span is None:
        return False
    return " ".join(candidate.passage.document.text[span.start : span.end].split()) in told
