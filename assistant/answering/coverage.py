"""How far texts cover the words of a question, in any form or by ordinary words like them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assistant.nlp.lexicon import Lexicon, Query
from assistant.nlp.thesaurus import thesaurus
from assistant.nlp.tokens import is_stop, parts, stem, tokens
from assistant.nlp.word_statistics import without_references

_SIMILAR, _SAME = 0.35, 0.8  # cosine from which two ordinary words are related, and the same
_NO_IDF_ABOVE = 5.0  # of rare words, so that none outweighs all others
_ORDINARY = 0.5  # what an ordinary word weighs beside a name or a rare one

# Words that ask rather than name: leaving them uncovered says nothing.
_FRAME = frozenset(
    stem(word)
    for word in """according actually advice agree answer answers apparently ask aspects bad
    basically believe best better big biggest brief briefly bring brings came case cases certain
    claim claims come comes common compare compared comparison concern consider considered could
    describe described detail details did differ difference different discuss discussed doing done
    example examples exactly exist explain explained explanation fact facts far find finding
    findings found gave general get gets getting give given gives go goes good got great had happen
    happened happens help helped helps hold idea important inform information involve involved kind
    kinds know known like list listed look made main mainly major make makes making many mean meant
    mention mentioned more most much name named new note old often okay outline part parts place
    please point points possible probably question questions reason reasons report reported reports
    result results role said say saying says see seem seen show showed shown shows similar simple
    so sort sorts stated still instead suggest suggested summarise summarize summary take taken
    takes tell term terms text thing things think thought time told took true try trying turn type
    types understand use used useful uses using various view want way ways well went word words
    work worked works write written""".split()
)


def weighed_words(query: Query, lexicon: Lexicon) -> dict[str, float]:
    """The words of a question that name something, each with what it weighs."""
    return {
        word: _importance(word, query.text) * min(_NO_IDF_ABOVE, lexicon.idf(stem(word)))
        for word in query.words
        if not (_asks(word) or stem(word).isdigit())
    }


def _asks(word: str) -> bool:
    """Whether a word only asks. Adverbs do: what they add is seldom said in the same words."""
    return stem(word) in _FRAME or (word.endswith("ly") and word.islower() and len(word) > 4)


def _importance(word: str, question: str) -> float:
    capitals = sum(map(str.isupper, word))
    first = tokens(question)[:1] == [word]
    if any(map(str.isdigit, word)) or capitals > 1 or (capitals == 1 and not first):
        return 1.0
    return _ORDINARY if all(piece in thesaurus() for piece in parts(word)) else 1.0


class Covered:
    """Texts in which the words of a question are looked for."""

    def __init__(self, texts: Iterable[str], lexicon: Lexicon) -> None:
        texts = [without_references(text) for text in texts]
        self._stems = {word for text in texts for word in lexicon.meaning(text)}
        self._words = {token.lower() for text in texts for token in tokens(text)}
        self._words |= {piece for word in self._words for piece in parts(word)}
        self._words = {word for word in self._words if not is_stop(word)}

    def share(self, weights: Mapping[str, float]) -> float:
        """The share of the words, by weight, that the texts cover."""
        total = sum(weights.values()) or 1.0
        return sum(weight * self.covers(word) for word, weight in weights.items()) / total

    def lacks(self, weights: Mapping[str, float]) -> float:
        """The weightiest word, or part of one, that they do not cover, in [0, 1]."""
        lacking = (weight * (1 - self.covers(word)) for word, weight in weights.items())
        return max(lacking, default=0.0) / _NO_IDF_ABOVE

    def covers(self, word: str) -> float:
        """1 if a word occurs in any form, less if only an ordinary word like it does."""
        if stem(word) in self._stems:
            return 1.0
        pieces = [piece for piece in parts(word) if not is_stop(piece)]
        if any(map(str.isdigit, word)):
            return float(len(pieces) > 1 and all(stem(one) in self._stems for one in pieces))
        return min((self._near(piece) for piece in pieces), default=0.0)

    def _near(self, word: str) -> float:
        if stem(word) in self._stems:
            return 1.0
        similarity = thesaurus().similarity(word, self._words)
        return min(1.0, max(0.0, (similarity - _SIMILAR) / (_SAME - _SIMILAR)))
