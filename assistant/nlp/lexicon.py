"""The vocabulary of a corpus: weights, spellings, synonyms, abbreviations."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import fsum  # the same in any order: sets have none
from typing import Self

from assistant.nlp.discourse import split_context
from assistant.nlp.question_words import POINTING
from assistant.nlp.thesaurus import is_ordinary
from assistant.nlp.tokens import bare, is_stop, parts, stem, tokens
from assistant.nlp.word_statistics import CountedWords, Meanings, Statistics, singular

_PART, _SHORT_FORM, _LONG_FORM = 0.5, 0.7, 0.3  # weights beside a word of the question itself
_CONTEXT = 0.5  # of a word that the question leans on: it tells what is meant, not what is asked
_MIN_MISSPELLED = 5  # letters; shorter words are too similar to others to be corrected


@dataclass(frozen=True, slots=True)
class Query:
    """A question as the searching stage sees it.

    text:      the question with misspelled words corrected.
    terms:     stem to weight: 1 for the question's own content words, less for the parts of
               compounds, for what abbreviations stand for, and for what a follow-up leans on.
    words:     the content words as written, for full-text search.
    corrected: misspelled words of the question and what they were taken for.
    """

    text: str
    terms: Mapping[str, float]
    words: tuple[str, ...]
    corrected: Mapping[str, str]

    @property
    def asked(self) -> frozenset[str]:
        """Stems of the words, of which a text that answers holds all: what a question leans on
        does not make up for what it asks in its own words.
        """
        return frozenset(map(stem, self.words))


def shares(weights: Mapping[str, float], of: Collection[str]) -> dict[str, float]:
    """What covering each term adds; these terms add up to 1."""
    total = fsum(weights[term] for term in of) or 1.0
    return {term: weight / total for term, weight in weights.items()}


class Lexicon:
    """Word statistics over the sentences of an index.

    ordinary: words of the language that are never taken for misspellings of the corpus's words.
    """

    def __init__(
        self,
        texts: Iterable[str],
        sentences: Iterable[str],
        ordinary: Container[str] = frozenset(),
    ) -> None:
        self._set_up(CountedWords(texts, sentences), ordinary)

    @classmethod
    def of(cls, statistics: Statistics, ordinary: Container[str] = frozenset()) -> Self:
        """A lexicon over statistics that are kept elsewhere."""
        made = cls.__new__(cls)
        made._set_up(statistics, ordinary)
        return made

    def _set_up(self, statistics: Statistics, ordinary: Container[str]) -> None:
        self._statistics = statistics
        self._ordinary = ordinary
        self.abbreviations = statistics.abbreviations

    @cached_property
    def _meanings(self) -> Meanings:
        return Meanings(self.abbreviations)

    def meaning(self, text: str) -> frozenset[str]:
        """The stems of a text, and of what its abbreviations stand for and are stood for by."""
        return self._meanings.of(text)

    def frequency(self, word_stem: str) -> int:
        """In how many sentences a stem occurs."""
        return self._statistics.frequency(word_stem)

    def idf(self, word_stem: str) -> float:
        """Inverse document frequency over sentences, ≥ 0; highest for a word that never occurs."""
        count, total = self._statistics.frequency(word_stem), self._statistics.sentences
        return math.log(1 + (total - count + 0.5) / (count + 0.5))

    def query(self, question: str) -> Query:
        """Prepare a question: mend its spelling, weigh its words, add what they stand for."""
        corrected = self._corrections(question)
        text = question
        for wrong, right in corrected.items():
            text = re.sub(rf"\b{re.escape(wrong)}\b", right, text)
        asked, about = split_context(text)
        own = [word for word in _content(asked) if not (about and word.lower() in POINTING)]
        words = tuple(dict.fromkeys((*own, *_content(" ".join(about)))))
        terms = {stem(word): 1.0 for word in own}
        for word in words:  # what is asked in no words of its own is all about the talk
            terms.setdefault(stem(word), _CONTEXT if own else 1.0)
        for word in words:
            pieces = parts(word)
            if len(pieces) > 1:
                for piece in pieces:
                    if not is_stop(piece):
                        terms.setdefault(stem(piece), _PART)
            self._add(terms, self.abbreviations.get(singular(word), ""), _LONG_FORM)
        lower = text.lower()
        for short, long_form in self.abbreviations.items():
            if len(long_form) > len(short) and singular_phrase(long_form) in lower:
                terms.setdefault(stem(short), _SHORT_FORM)
        return Query(text, terms, words, corrected)

    def weights(self, query: Query) -> dict[str, float]:
        """What each term of a query weighs, by idf."""
        return {term: weight * self.idf(term) for term, weight in query.terms.items()}

    def full_text_terms(self, query: Query) -> list[str]:
        """Words and phrases for the full-text index, abbreviations in both forms."""
        terms = list(query.words)
        lower = query.text.lower()
        for short, long_form in self.abbreviations.items():
            if any(singular(word) == short for word in query.words):
                terms.append(long_form)
            elif singular_phrase(long_form) in lower:
                terms.append(short)
        return list(dict.fromkeys(terms))

    def _add(self, terms: dict[str, float], phrase: str, weight: float) -> None:
        for token in tokens(phrase):
            if not is_stop(token):
                terms.setdefault(stem(token), weight)

    def _corrections(self, question: str) -> dict[str, str]:
        corrections: dict[str, str] = {}
        for token in tokens(question):
            if token.isalpha() and token.islower() and len(token) >= _MIN_MISSPELLED:
                right = self._mend(token)
                if right:
                    corrections[token] = right
        return corrections

    def _mend(self, word: str) -> str:
        """The corpus's word that a misspelled one stands for; "" if none is near enough.

        Near means one edit (insertion, deletion, exchange, swapped neighbours), two from eight
        letters on, with the first letter right and the ending of another form ruled out.
        """
        superlative = word.endswith("est") and is_ordinary(word)  # "cheapest" is no "cheaper"
        if superlative or is_stop(word) or word in self._ordinary:
            return ""
        if self._statistics.frequency(stem(word)) or self._statistics.is_spelled(word):
            return ""
        from rapidfuzz.distance import OSA

        allowed = 1 if len(word) < 8 else 2
        best, best_rank = "", (allowed + 1, 0)
        alike = self._statistics.spelled_like(word[0], len(word) - allowed, len(word) + allowed)
        for known, count in alike:
            if not known.isalpha():
                continue
            distance = OSA.distance(word, known, score_cutoff=allowed)
            rank = (distance, -count)
            if distance <= allowed and rank < best_rank:
                best, best_rank = known, rank
        return best


def _content(text: str) -> list[str]:
    return [bare(token) for token in tokens(text) if not is_stop(token)]


def singular_phrase(phrase: str) -> str:
    """A phrase without the plural s of its last word."""
    return phrase[:-1] if phrase.endswith("s") and not phrase.endswith("ss") else phrase
