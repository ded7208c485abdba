"""Abbreviations, word weights and synonyms for verification."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from assistant.nlp.lexicon import Lexicon
from assistant.nlp.thesaurus import Thesaurus, thesaurus
from assistant.nlp.tokens import is_stop, parts, stem
from assistant.nlp.word_relations import (
    agreement,
    are_siblings,
    direction,
    families,
    negates,
    same_family,
)

_ENDINGS = ("s", "es", "ed", "d", "ing", "ly", "er", "al", "ally")


class Vocabulary:
    """Word knowledge for the checks, made once from the lexicon of an index."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.thesaurus: Thesaurus = thesaurus()
        self.weight = _capped(lexicon)
        self.long_forms: Mapping[str, tuple[str, ...]] = _expand(lexicon.abbreviations)
        self.relation = lru_cache(maxsize=1 << 16)(self._relation)
        """1 for words that mean the same, -1 for those that never do (opposites, siblings), 0 if
        only the thesaurus may know."""

    def _relation(self, one: str, other: str) -> int:
        agreed = agreement(direction(one), direction(other))
        if agreed < 0 or negates(one, other) or are_siblings(one, other):
            return -1
        shared_place = set(families(one)) & set(families(other))
        return int(bool(agreed > 0 or shared_place or same_family(one, other)))

    def is_ordinary(self, word: str) -> bool:
        """Whether a word, or what it is formed from, is one of the language's ordinary words."""
        lower = word.lower()
        if lower in self.thesaurus or is_stop(lower):
            return True
        if "-" in lower:
            return all(self.is_ordinary(piece) for piece in parts(lower))
        bases = [lower[: -len(end)] for end in _ENDINGS if lower.endswith(end)]
        return any(
            base in self.thesaurus or f"{base}e" in self.thesaurus
            for base in bases
            if len(base) > 2
        )


class _capped:  # noqa: N801 - reads as a function
    """Weight of a stem, in [1, 5]: its idf, limited for the rarest words."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._known: dict[str, float] = {}

    def __call__(self, word_stem: str) -> float:
        if word_stem not in self._known:
            self._known[word_stem] = min(5.0, max(1.0, self._lexicon.idf(word_stem)))
        return self._known[word_stem]


def _expand(abbreviations: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Stem of each abbreviation to the stems of its long form, abbreviations in it expanded too."""
    direct = {
        stem(short): tuple(stem(part) for part in parts(long_form.replace("’s", "")))
        for short, long_form in abbreviations.items()
        if not is_stop(short.lower()) and len(short) > 1
    }

    def full(key: str, seen: tuple[str, ...]) -> Iterable[str]:
        for part in direct[key]:
            if part in direct and part not in seen:
                yield from full(part, (*seen, part))
            else:
                yield part

    return {
        key: tuple(dict.fromkeys(part for part in full(key, (key,)) if not is_stop(part)))
        for key in direct
    }
