"""Estimate how likely the documents answer a question, from measured features."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from assistant.answering.answer_type import Wish
from assistant.answering.scoring import Evidence
from assistant.answering.selection import Chosen
from assistant.nlp.lexicon import Lexicon, Query, without_references
from assistant.nlp.thesaurus import thesaurus
from assistant.nlp.tokens import is_stop, parts, stem, tokens
from assistant.reading.document import Source


def logistic(log_odds: float) -> float:
    """1 / (1 + exp(-log_odds)), in [0, 1]; in a form that never overflows."""
    return 0.5 + 0.5 * math.tanh(log_odds / 2)


# Words that ask rather than name: leaving them uncovered says nothing.
FRAME = frozenset(
    stem(word)
    for word in """according actually advice agree answer answers apparently article articles ask
    aspects author authors bad basically believe best better big biggest brief briefly bring
    brings came case cases certain claim claims come comes common compare compared comparison
    concern consider considered could describe described detail details did differ difference
    different discuss discussed doctor doctors document documents doing done example examples
    exactly exist expert experts explain explained explanation fact facts far find finding
    findings found gave general get gets getting give given gives go goes good got great had
    happen happened happens help helped helps hold idea important inform information involve
    involved kind kinds know known like list listed look made main mainly major make makes making
    many mean meant mention mentioned method methods more most much name named new newer note old
    age ages aged co-author co-authors coauthors colleagues number often okay outline paper papers
    part parts people person place please point points percent percentage proportion fraction
    share possible probably question questions reason reasons report reported reports research
    researcher researchers result results review reviews role said say saying says scientist
    scientists see seem seen show showed shown shows similar simple so sort sorts source state
    spite towards stated still instead early study studied studies suggest suggested summarise
    summarize summary take taken takes tell term terms text thing things think thought time told
    took trial trials true try trying turn type types understand use used useful uses using
    various view want way ways well went word words work worked works write written""".split()
)
_PERIODS = frozenset(stem(word) for word in ("year", "month", "week", "day", "hour", "h"))
_SMALL = frozenset("1234")  # "which two places" counts the answer, it does not name anything
_NAME = re.compile(r"[^\W\d_]*[A-Z]|\d")


# Words that name a measure or a property. A text that lacks them does not give it.
_MEASURES = frozenset(
    stem(word)
    for word in """average median mean baseline cost costs price fee funding funded sponsor
    sponsored sponsors investigator principal dose doses dosage mg ml weight height p-value
    significance confidence interval hazard ratio dropout dropped withdrew withdrawal stay
    hospital country countries city gender sex women men male female ethnicity race prevalence
    incidence lifetime approval approved licence licensed insurance quality-of-life points score
    recurrence survival mortality relapse-free progression-free adherence compliance waiting
    enrolled recruited recruiting recruitment phase endpoint primary secondary""".split()
)
_SIMILAR, _SAME = 0.35, 0.8  # cosine from which two ordinary words are related, and the same
_NO_IDF_ABOVE = 5.0  # of rare words, so that none outweighs all others
UNREAD = 0.5
"""The score if there is no cross-encoder: neither surely an answer nor surely not."""
_SOFTNESS = 2.0  # log-odds are spread over so many times their range
_ORDINARY = 0.5  # what an uncovered ordinary word counts beside a name or a measure


@dataclass(frozen=True, slots=True)
class Signals:
    """Signals of an answer, each in [0, 1], more is better.

    score:   of the best evidence.
    cosine:  of the best sentence near the question.
    whole:   1 minus the weightiest part of the question that the surrounding passages do not cover.
    named:   share of the question's names in the surrounding passages.
    figures: share of its numbers in the chosen sentences, periods with their unit ("5-year").
    kind:    whether a chosen sentence holds the kind of thing asked for.
    at_once: the best share of the question's meaning in one such sentence and the one before.
    read:    how surely the best sentence answers, by a cross-encoder; `UNREAD` without one.
    """

    score: float
    cosine: float
    whole: float
    named: float
    figures: float
    kind: float
    at_once: float
    read: float


def measure(
    query: Query,
    wish: Wish,
    evidence: Sequence[Evidence],
    chosen: Sequence[Chosen],
    lexicon: Lexicon,
) -> Signals:
    """Measure a chosen answer against the question."""
    above = [
        text
        for part in chosen
        for text in (*part.passage.section, *_bibliography(part.document.source))
    ]
    nearby = _Text([*above, *(part.passage.text for part in chosen)], lexicon)
    content = [word for word in query.words if not (is_frame(word) or stem(word).isdigit())]
    weight = {
        word: _importance(word, query.text) * min(_NO_IDF_ABOVE, lexicon.idf(stem(word)))
        for word in content
    }
    total = sum(weight.values()) or 1.0
    names = [word for word in content if _is_name(word, query.text)]
    lacking = [weight[word] * (1 - nearby.covers(word)) / _NO_IDF_ABOVE for word in content]
    best = evidence[0]
    return Signals(
        score=best.score,
        cosine=max(0.0, max(item.sentence.cosine for item in evidence[:5])),
        whole=1 - max(lacking, default=1.0),
        named=sum(nearby.has(word) for word in names) / len(names) if names else 1.0,
        figures=_share_of_figures(query.text, [part.text for part in chosen]),
        kind=float(any(wish.met(part.text) for part in chosen)),
        at_once=max(
            (
                sum(weight[word] * one.covers(word) for word in content) / total
                for part in chosen
                if wish.met(part.text)
                for one in [_Text([*part.passage.section, *_with_previous(part)], lexicon)]
            ),
            default=0.0,
        ),
        read=_read(evidence),
    )


def _read(evidence: Sequence[Evidence]) -> float:
    read = [one.read for one in evidence if one.read is not None]
    return logistic(max(read) / _SOFTNESS) if read else UNREAD


class _Text:
    """Texts in which to look for the words of a question."""

    def __init__(self, texts: Iterable[str], lexicon: Lexicon) -> None:
        texts = [without_references(text) for text in texts]
        self._stems = {word for text in texts for word in lexicon.meaning(text)}
        self._words = {token.lower() for text in texts for token in tokens(text)}
        self._words |= {piece for word in self._words for piece in parts(word)}
        self._words = {word for word in self._words if not is_stop(word)}

    def has(self, word: str) -> bool:
        """Whether a word occurs in any form; a compound may be there in its parts."""
        if stem(word) in self._stems:
            return True
        pieces = parts(word)
        return len(pieces) > 1 and all(stem(piece) in self._stems for piece in pieces)

    def covers(self, word: str) -> float:
        """1 if the word occurs, less if only an ordinary word of similar meaning does."""
        if self.has(word):
            return 1.0
        if _has_digit(word):
            return 0.0
        pieces = [piece for piece in parts(word) if not is_stop(piece)]
        return min((self._near(piece) for piece in pieces), default=0.0)

    def _near(self, word: str) -> float:
        if stem(word) in self._stems:
            return 1.0
        similarity = thesaurus().similarity(word, self._words)
        return min(1.0, max(0.0, (similarity - _SIMILAR) / (_SAME - _SIMILAR)))


def is_frame(word: str) -> bool:
    """Whether a word only asks. Adverbs do: what they add is seldom said in the same words."""
    return stem(word) in FRAME or (word.endswith("ly") and word.islower() and len(word) > 4)


def _importance(word: str, question: str) -> float:
    if stem(word) in _MEASURES or _is_name(word, question):
        return 1.0
    pieces = parts(word)
    known = all(piece in thesaurus() for piece in pieces)
    return _ORDINARY if known else 1.0


def _with_previous(part: Chosen) -> list[str]:
    """A chosen sentence and the one before it in its passage."""
    spans = part.passage.sentences
    place = next((n for n, span in enumerate(spans) if span.start == part.span.start), 0)
    before = spans[max(0, place - 1)]
    return [part.document.text[before.start : before.end], part.text]


def _bibliography(source: Source) -> tuple[str, ...]:
    year = str(source.year) if source.year else ""
    return source.title, source.authors, source.journal, year


def _has_digit(word: str) -> bool:
    return any(char.isdigit() for char in stem(word))


def _share_of_figures(question: str, quoted: Sequence[str]) -> float:
    """How many of the question's numbers stand in the quotes."""
    asked = _figures(question)
    if not asked:
        return 1.0
    there = {figure for text in quoted for figure in _figures(without_references(text))}
    bare = {figure.split()[0] for figure in there}
    return sum(figure in (there if " " in figure else bare) for figure in asked) / len(asked)


def _figures(text: str) -> set[str]:
    """Numbers of a text; a period of time with its unit: "5-year", "five years" are "5 year"."""
    words = [stem(piece) for token in tokens(text) for piece in parts(token)]
    found: set[str] = set()
    for word, following in zip(words, [*words[1:], ""], strict=True):
        if word.isdigit():
            period = following in _PERIODS
            if period or word not in _SMALL:
                found.add(f"{word} {following}" if period else word)
    return found


def _is_name(word: str, question: str) -> bool:
    """A word with a digit beside letters, or a capital that is not only the first word's."""
    if _has_digit(word):
        return not stem(word).isdigit()
    first = tokens(question)[:1] == [word]
    capitals = sum(char.isupper() for char in word)
    return capitals > 1 or (capitals == 1 and not first and _NAME.match(word) is not None)


# Fitted by `python -m evals.calibrate`: logistic regression on whether the documents answer, then
# scaled so that confidence is the share of answers that are wholly right (Platt 1999). The shares
# of the question's meaning in all quotes and in their passages were signals too, and fitted to 0.
INTERCEPT = -8.55
COEFFICIENTS = {
    "score": 0.12,
    "cosine": 2.14,
    "whole": 1.31,
    "named": 0.37,
    "figures": 0.83,
    "kind": 2.50,
    "at_once": 2.27,
    "read": 1.92,
}
THRESHOLD = 0.26
"""Below this confidence the documents are said not to answer."""


def confidence(signals: Signals) -> float:
    """The probability, in [0, 1], that the chosen sentences answer the question wholly."""
    values = asdict(signals)
    total = INTERCEPT + sum(COEFFICIENTS[name] * values[name] for name in COEFFICIENTS)
    return logistic(total)
