"""How far texts cover the words of a question, in any form or by ordinary words like them."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.nlp.lexicon import Lexicon, Query, without_references
from assistant.nlp.question_words import FRAMING
from assistant.nlp.thesaurus import thesaurus
from assistant.nlp.tokens import is_stop, parts, stem, tokens

_SIMILAR, _SAME = 0.35, 0.8  # cosine from which two ordinary words are related, and the same
_NO_IDF_ABOVE = 5.0  # of rare words, so that none outweighs all others
_ORDINARY = 0.5  # what an ordinary word weighs beside a name or a rare one


def coverage(query: Query, texts: Iterable[str], lexicon: Lexicon) -> float:
    """The share of the words that a question names something with, by weight, that texts cover."""
    weights = {
        word: _importance(word, query.text) * min(_NO_IDF_ABOVE, lexicon.idf(stem(word)))
        for word in query.words
        if not (_asks(word) or stem(word).isdigit())
    }
    text = without_references("\n".join(texts))
    held = lexicon.meaning(text)
    words = [part.lower() for token in tokens(text) for part in {token, *parts(token)}]
    words = [word for word in words if not is_stop(word)]
    shares = {word: _covers(word, held, words) for word in weights}
    return sum(weights[word] * shares[word] for word in weights) / (sum(weights.values()) or 1.0)


def _asks(word: str) -> bool:
    """Whether a word only asks. Adverbs do: what they add is seldom said in the same words."""
    return stem(word) in FRAMING or (word.endswith("ly") and word.islower() and len(word) > 4)


def _importance(word: str, question: str) -> float:
    capitals = sum(map(str.isupper, word))
    first = tokens(question)[:1] == [word]
    if any(map(str.isdigit, word)) or capitals > 1 or (capitals == 1 and not first):
        return 1.0
    return _ORDINARY if all(piece in thesaurus() for piece in parts(word)) else 1.0


def _covers(word: str, held: frozenset[str], words: list[str]) -> float:
    """1 if a word is held in any form, less if only an ordinary word like it is."""
    pieces = [piece for piece in parts(word) if not is_stop(piece)]
    if stem(word) in held or (pieces and all(stem(piece) in held for piece in pieces)):
        return 1.0
    if any(map(str.isdigit, word)):
        return 0.0
    alike = (1.0 if stem(one) in held else thesaurus().similarity(one, words) for one in pieces)
    return min(1.0, max(0.0, (min(alike, default=0.0) - _SIMILAR) / (_SAME - _SIMILAR)))
