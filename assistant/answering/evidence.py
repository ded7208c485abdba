"""Measure how well each sentence, row and heading of the best passages answers a question."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from assistant.chunking.chunks import Passage
from assistant.nlp.discourse import leans
from assistant.nlp.kinds import Kind
from assistant.nlp.lexicon import Lexicon, Query, shares
from assistant.nlp.named import Named
from assistant.nlp.question_words import FRAMING
from assistant.nlp.tokens import stems
from assistant.reading.document import Span
from assistant.retrieval.ranking import RankedPassage, RankedSentence

_CONTENTS = re.compile(r"(?:table of )?contents|inhalt(?:sverzeichnis)?|sommaire|índice", re.I)
_PASSAGES = 40  # best passages whose sentences are looked at


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence, a row or a heading that may answer.

    signals: each in [0, 1], by name; see `gather`.
    score:   log-odds that it answers, as far as `signals` tell; comparable within one question.
    read:    log-odds that it answers, from a cross-encoder; None if none has read it.
    """

    sentence: RankedSentence
    ranked: RankedPassage
    text: str
    signals: Mapping[str, float] = field(repr=False)
    score: float
    read: float | None = None

    @property
    def passage(self) -> Passage:
        """The passage it stands in."""
        return self.ranked.passage

    @property
    def span(self) -> Span:
        """Where it stands in its document."""
        return self.sentence.span


class _Asked:
    """What each of the question's words weighs, as a share of its own words; what it names."""

    def __init__(self, query: Query, lexicon: Lexicon, kind: Kind) -> None:
        weights = lexicon.weights(query)
        own = [term for term, weight in query.terms.items() if weight == 1.0]
        tells = [term for term in own if not (term in FRAMING or term.isdigit())]
        self._shares = shares(weights, query.asked)
        told = shares(weights, tells)
        self._tells = {term: told[term] for term in tells}
        self.named = Named.of(query.text)
        self.kind = kind

    def covered(self, words: Collection[str]) -> float:
        """The share of the question's words, by idf, that these stems are."""
        return sum(share for term, share in self._shares.items() if term in words)

    def told(self, words: Collection[str]) -> float:
        """The same of the words that do more than ask."""
        return sum(share for term, share in self._tells.items() if term in words)


def gather(
    ranked: Sequence[RankedPassage], lexicon: Lexicon, query: Query, kind: Kind
) -> list[Evidence]:
    """The sentences of the best passages, best evidence first."""
    asked = _Asked(query, lexicon, kind)
    by_number = {passage.number: passage for passage in ranked}
    found = [
        one
        for passage in ranked[:_PASSAGES]
        if not _is_title(passage.passage) and not _is_contents(passage.passage)
        for one in _of_passage(passage, by_number.get(passage.number - 1), asked)
    ]
    return sorted(found, key=lambda one: (-one.score, one.sentence.number))


def _is_title(passage: Passage) -> bool:
    """Whether it is the title of its document: that says what it is about, and answers nothing."""
    return passage.kind == "heading" and passage.text == passage.document.title


def _is_contents(passage: Passage) -> bool:
    """Whether it is a table of contents."""
    return bool(passage.section) and _CONTENTS.fullmatch(passage.section[-1]) is not None


def _of_passage(
    ranked: RankedPassage, before: RankedPassage | None, asked: _Asked
) -> list[Evidence]:
    passage = ranked.passage
    headings = words_above(passage)
    previous = [one.stems for one in _running_on(before, passage)]
    seen: set[str] = set(headings)
    found = []
    for sentence in ranked.sentences:
        text = passage.document.text[sentence.span.start : sentence.span.end]
        words = sentence.stems
        around = words.union(*previous[-2:])
        seen |= words  # a thing is named once and described in the sentences after it
        held = seen | around
        previous.append(words)
        signals = {
            "cosine": sentence.cosine,
            "passage": ranked.cosine,
            "with_section": asked.covered(words | headings),
            "bm25": ranked.bm25,
            "kind": float(bool(asked.kind.name) and asked.kind.met(text)),
            "names": _share(asked.named.names, held),
            "codes": _share(asked.named.codes, held),
            "together": asked.covered(around),
            "at_once": asked.told(words.union(headings, *previous[-2:-1])),
            "asks": float(text.rstrip('*_ ”"').endswith("?")),
            "row": float(passage.kind == "row"),
            "near": ranked.near,
        }
        signals = {name: min(1.0, max(0.0, value)) for name, value in signals.items()}
        score = sum(WEIGHTS.get(name, 0.0) * value for name, value in signals.items())
        found.append(Evidence(sentence, ranked, text, signals, score))
    return found


# Fitted listwise by `python -m evals.ranking`, the sentence that answers against the others of its
# question, on seven sources of equal weight: docs/decisions/0012-excerpts.md.
WEIGHTS: Mapping[str, float] = {
    "cosine": 4.19,
    "passage": 2.71,
    "with_section": 3.26,
    "bm25": 1.57,
    "kind": 1.73,
    "names": 0.85,
    "codes": 1.01,
    "row": 0.57,
    "asks": -0.72,
    "near": 10.0,
}


def _running_on(before: RankedPassage | None, passage: Passage) -> tuple[RankedSentence, ...]:
    """The sentences of the passage before, in the same section of running text."""
    if before is None:
        return ()
    places = [(one.kind, one.section, one.document.name) for one in (before.passage, passage)]
    return before.sentences if places[0] == places[1] and passage.kind == "text" else ()


def _share(wanted: Collection[str], held: Collection[str]) -> float:
    return sum(one in held for one in wanted) / len(wanted) if wanted else 1.0


def words_above(passage: Passage) -> frozenset[str]:
    """Stems of what stands over a passage: title, headings, authors, a row's table and columns."""
    document, source = passage.document, passage.document.source
    year = str(source.year or "")
    found = (*passage.section, document.title, document.name, source.authors, year)
    if passage.kind == "row" and passage.block is not None:
        table = document.tables[document.blocks[passage.block].table or 0]
        found = (*found, table.caption, *table.columns)
    return _stems(" ".join(found))


@lru_cache(maxsize=4096)
def _stems(text: str) -> frozenset[str]:
    return frozenset(stems(text))


def naming(passage: Passage, named: Collection[str], shown: str) -> list[str]:
    """The headings above a passage, and its title, that hold something named which is not shown."""
    missing, found = {*named} - stems(shown) if named else set(), []
    for line in (*passage.section[-2::-1], passage.document.title):
        if missing and not missing.isdisjoint(held := _stems(line)):
            missing -= held
            found.append(line[:_HEADING])
    return found


BETWEEN = " | "
_HEADING = 80  # characters: a title may be as long as a sentence


def in_context(passage: Passage, span: Span, named: Collection[str] = ()) -> str:
    """The sentence, the nearest heading (or else the title), and the sentence before where it
    leans on that or answers it. A row has its columns' names.

    The sentence comes first, since a cross-encoder cuts off the end of what is too long.

    named: stems of what a question names; of the headings and the title those come along that hold
           what is not there yet.
    """
    text = passage.document.text
    row = "; ".join(f"{column}: {cell}" if column else cell for column, cell in passage.cells)
    sentence = row or text[span.start : span.end]
    heading = passage.section[-1] if passage.section else passage.document.source.title
    shown = [sentence, heading[:_HEADING]] if heading else [sentence]
    shown += naming(passage, named, " ".join(shown))
    before = passage.before(span.start)
    if before and (leans(sentence) or before.endswith("?")):
        shown.append(before)
    return BETWEEN.join(" ".join(part.split()) for part in shown)
