"""The vocabulary of a corpus: weights, spellings, synonyms, abbreviations."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

from assistant.nlp.discourse import split_context
from assistant.nlp.question_words import POINTING
from assistant.nlp.tokens import bare, is_stop, parts, stem, stems, tokens

_BRACKET = re.compile(r"\(([^\W_][\w+-]{1,9})\)")
_WORD = re.compile(r"\S+")


def abbreviations(texts: Iterable[str]) -> Mapping[str, str]:
    """Short form to its most frequent long form, in lower case, over all texts."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for match in _BRACKET.finditer(text):
            short = singular(match.group(1))
            if sum(char.isupper() for char in short) < 2:
                continue
            before = text[max(0, match.start() - 200) : match.start()]
            words = _WORD.findall(re.split(r"[.;:()\n]", before)[-1])
            if long_form := _long_form(short, words[-min(len(short) + 5, len(short) * 2) :]):
                found[short][long_form.lower()] += 1
    return {short: forms.most_common(1)[0][0] for short, forms in found.items()}


def singular(short: str) -> str:
    """An abbreviation without its plural s: "HSCs" is "HSC"."""
    return short[:-1] if re.fullmatch(r"\S*[A-Z\d]s", short) else short


def _by_initials(short: str, words: list[str]) -> str:
    """The words whose initials are the letters: the surest case, which comes first."""
    letters = short.lower()
    if not letters.isalpha():
        return ""
    parts = list(re.finditer(r"[^\W_]+", " ".join(words)))[-len(letters) :]
    if "".join(match.group()[0].lower() for match in parts) != letters:
        return ""
    return " ".join(words)[parts[0].start() :].strip(" ,")


def _long_form(short: str, words: list[str]) -> str:
    if initials := _by_initials(short, words):
        return initials
    text = " ".join(words)
    letters = [char.lower() for char in short if char.isalnum()]
    at = len(text)
    for place in range(len(letters) - 1, -1, -1):
        at -= 1
        while at >= 0 and (
            text[at].lower() != letters[place] or (place == 0 and at > 0 and text[at - 1].isalnum())
        ):
            at -= 1
        if at < 0:
            return ""
    long_form = text[at:].strip(" ,")
    return long_form if len(long_form) > len(short) + 2 else ""


_REFERENCE = re.compile(
    r"\[\d[\d,\s–-]*\]|\((?:\d{1,3}(?:\s?[,–-]\s?\d{1,3})*)\)"
    # Raised, after a word of more letters than a unit has ("cm²"), or after the full stop.
    r"|(?:(?<=[^\W\d_]{4})|(?<=[.,;:)”]))[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}(?:[,;–⁻-][⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})*"
)
_PART, _SHORT_FORM, _LONG_FORM = 0.5, 0.7, 0.3  # weights beside a word of the question itself
_CONTEXT = 0.5  # of a word that the question leans on: it tells what is meant, not what is asked
_MIN_MISSPELLED = 4  # letters; shorter words are too similar to others to be corrected


def without_references(text: str) -> str:
    """Text with its reference marks, "[12]", "(99, 103)" and "⁴", blanked out, at equal length."""
    return _REFERENCE.sub(lambda match: " " * len(match.group()), text)


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


class Lexicon:
    """Word statistics over the sentences of an index; built once when it is opened.

    ordinary: words of the language that are never taken for misspellings of the corpus's words.
    """

    def __init__(
        self,
        texts: Iterable[str],
        sentences: Iterable[str],
        ordinary: Container[str] = frozenset(),
    ) -> None:
        self._ordinary = ordinary
        texts = list(texts)
        self.abbreviations = abbreviations(texts)
        self._forms = [
            (stem(short), frozenset(stems(long_form)))
            for short, long_form in self.abbreviations.items()
        ]
        self.sentence_stems = [self.meaning(text) for text in sentences]
        self._frequency = Counter(word for found in self.sentence_stems for word in found)
        self._spellings = Counter(
            part.lower() for text in texts for token in tokens(text) for part in parts(token)
        )

    def meaning(self, text: str) -> frozenset[str]:
        """The stems of a text, and of what its abbreviations stand for and are stood for by."""
        found = set(stems(without_references(text)))
        for short, long_form in self._forms:
            if short in found:
                found |= long_form
            elif long_form <= found:
                found.add(short)
        return frozenset(found)

    def frequency(self, word_stem: str) -> int:
        """In how many sentences a stem occurs."""
        return self._frequency[word_stem]

    def idf(self, word_stem: str) -> float:
        """Inverse document frequency over sentences, ≥ 0; highest for a word that never occurs."""
        count, total = self._frequency[word_stem], len(self.sentence_stems)
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
        if is_stop(word) or word in self._ordinary:
            return ""
        if self._frequency[stem(word)] or word in self._spellings:
            return ""
        from rapidfuzz.distance import OSA

        allowed = 1 if len(word) < 8 else 2
        best, best_rank = "", (allowed + 1, 0)
        for known, count in self._spellings.items():
            if known[0] != word[0] or abs(len(known) - len(word)) > allowed or not known.isalpha():
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
