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
# Words of scientific prose that mean the same and that the thesaurus does not know well enough.
_GROUPS = (
    "patient participant individual person people subject recipient case",
    "study trial investigation research experiment work analysis",
    "show demonstrate reveal indicate find report observe see saw seen note describe document "
    "suggest confirm",
    "treatment therapy intervention administration treat therapeutic infusion injection give "
    "gave given",
    "adverse side harmful undesirable unwanted",
    "event effect reaction incident complication",
    "secrete release produce generate create secretion production",
    "use utilize employ apply application",
    "assess evaluate examine investigate measure explore test study",
    "isolate obtain derive harvest collect extract source get come",
    "disease disorder illness condition",
    "transplantation transplant graft implantation implant",
    "symptom sign manifestation",
    "inhibit suppress block prevent hinder",
    "impair damage injury harm destroy destruction attack",
    "involve include comprise contain encompass consist",
    "enable allow permit facilitate support foster promote encourage",
    "rodent mouse mice murine",
    "rodent rat",
    "drug medication medicine agent pharmacotherapy",
    "capacity ability able capability potential can capable property",
    "important crucial essential vital key significant pivotal critical major main",
    "restore repair regenerate rebuild regeneration restoration renew recovery recuperate",
    "cause induce trigger lead result produce provoke stimulate evoke due because attribute",
    "benefit advantage beneficial useful",
    "limitation restriction obstacle hurdle challenge barrier drawback difficulty "
    "disadvantage problem",
    "approximately about around roughly",
    "happen occur take took taken experience develop suffer",
    "exhibit display present experience show have",
    "headache cephalgia",
    "safe harmless safety tolerable",
    "efficacy effectiveness efficiency effective efficacious efficient",
    "transform convert turn reprogram",
    "mature adult maturation",
    "begin began begun start initiate launch onset",
    "divide classify split group separate category type kind",
    "emphasize underscore highlight stress",
    "protect shield preserve protective protection",
    "dose dosage dosing",
    "mitigate alleviate relieve ease ameliorate lessen lower reduce attenuate decrease diminish",
    "increase raise elevate enhance boost rise grow",
    "relapse recurrence recur attack",
    "unclear unknown not-understood uncertain",
    "death mortality fatality die fatal",
    "tolerate tolerance tolerability tolerable",
    "evidence proof data",
    "origin source",
    "carry perform conduct run ran do undertake undertook",
    "compare comparison versus relative contrast against",
    "enter arrive reach migrate travel move home",
    "last persist remain endure stay",
    "locate located situated reside live found placed",
    "participate enroll include recruit join",
    "change alter modify modulate affect influence regulate",
    "identify recognize define mark criterion criteria measure",
)


class Vocabulary:
    """Word knowledge for the checks, made once from the lexicon of an index."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.thesaurus: Thesaurus = thesaurus()
        self.weight = _capped(lexicon)
        self.long_forms: Mapping[str, tuple[str, ...]] = _expand(lexicon.abbreviations)
        groups: dict[str, set[int]] = {}
        for number, group in enumerate(_GROUPS):
            for word in group.split():
                groups.setdefault(stem(word), set()).add(number)
        self._groups = {word: frozenset(numbers) for word, numbers in groups.items()}
        self.relation = lru_cache(maxsize=1 << 16)(self._relation)
        """1 for words that mean the same, -1 for those that never do (opposites, siblings), 0 if
        only the thesaurus may know."""

    def groups(self, word_stem: str) -> frozenset[int]:
        """The groups of similar words that a stem belongs to."""
        return self._groups.get(word_stem, frozenset())

    def _relation(self, one: str, other: str) -> int:
        agreed = agreement(direction(one), direction(other))
        if agreed < 0 or negates(one, other) or are_siblings(one, other):
            return -1
        shared = self.groups(stem(one)) & self.groups(stem(other))
        shared_place = set(families(one)) & set(families(other))
        return int(bool(agreed > 0 or shared or shared_place or same_family(one, other)))

    def is_ordinary(self, word: str) -> bool:
        """Whether a word, or what it is formed from, is one of the language's ordinary words."""
        lower = word.lower()
        if lower in self.thesaurus or is_stop(lower) or stem(lower) in self._groups:
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
