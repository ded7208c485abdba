"""Country names and adjectives, so that "Iranian" finds "Iran"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.nlp.tokens import stem, tokens

_JOINT = "-"  # between the words of a name, so that it is one token
_NAMES = (
    "usa|us|u.s|u.s.a|united states|america|american|states",
    "uk|u.k|united kingdom|britain|british|england|english",
    "argentina|argentinian", "australia|australian", "austria|austrian", "belgium|belgian",
    "brazil|brazilian", "bulgaria|bulgarian", "canada|canadian", "chile|chilean",
    "china|chinese", "colombia|colombian", "croatia|croatian", "cuba|cuban",
    "czechia|czech|czech republic", "denmark|danish", "egypt|egyptian", "finland|finnish",
    "france|french", "germany|german", "greece|greek", "hungary|hungarian", "india|indian",
    "indonesia|indonesian", "iran|iranian|persian", "iraq|iraqi", "ireland|irish",
    "israel|israeli", "italy|italian", "japan|japanese", "jordan|jordanian",
    "korea|korean|south korea", "lebanon|lebanese", "malaysia|malaysian", "mexico|mexican",
    "netherlands|dutch|holland", "norway|norwegian", "pakistan|pakistani",
    "panama|panamanian", "poland|polish", "portugal|portuguese", "romania|romanian",
    "russia|russian", "saudi arabia|saudi", "serbia|serbian", "singapore|singaporean",
    "spain|spanish", "sweden|swedish", "switzerland|swiss", "syria|syrian",
    "taiwan|taiwanese", "thailand|thai", "tunisia|tunisian", "turkey|turkish|türkiye",
    "ukraine|ukrainian", "vietnam|vietnamese",
)  # fmt: skip
_REGIONS = {
    "europe|european": "uk austria belgium bulgaria croatia czechia denmark finland france germany "
    "greece hungary ireland italy netherlands norway poland portugal romania russia serbia spain "
    "sweden switzerland ukraine",
    "scandinavia|scandinavian|nordic": "denmark norway sweden",
    "asia|asian": "china india indonesia iran iraq israel japan jordan korea lebanon malaysia "
    "pakistan singapore syria taiwan thailand turkey vietnam",
    "middle east|middle eastern": "iran iraq israel jordan lebanon syria turkey egypt",
    "africa|african": "egypt tunisia",
    "north america|north american": "usa canada mexico",
    "south america|south american|latin america|latin american": "argentina brazil chile colombia",
}
_Names = tuple[frozenset[str], ...]


def _as_stems(forms: Iterable[str]) -> _Names:
    return tuple(frozenset(stem(token) for token in tokens(form)) for form in forms)


def _gazetteer() -> dict[str, _Names]:
    same: dict[str, _Names] = {}
    for names in _NAMES:
        forms = names.split("|")
        same |= dict.fromkeys(forms, _as_stems(forms))
    for names, countries in _REGIONS.items():
        inside = tuple(name for country in countries.split() for name in same[country])
        same |= dict.fromkeys(names.split("|"), inside)
    return same


_PLACES = _gazetteer()
_COMPOUND = re.compile(
    "|".join(
        rf"\b{re.escape(name)}\b" for name in sorted(_PLACES, key=len, reverse=True) if " " in name
    ),
    re.IGNORECASE,
)


def names() -> frozenset[str]:
    """Names and adjectives of countries and regions, lower case; none of three letters or fewer."""
    known = (*_NAMES, *_REGIONS)
    return frozenset(name for group in known for name in group.split("|") if len(name) > 3)


def compounded(question: str) -> str:
    """A question in which the names of places of several words are one token, "united-states"."""
    return _COMPOUND.sub(lambda match: match.group().replace(" ", _JOINT), question)


def names_of_place(word: str) -> tuple[frozenset[str], ...]:
    """The names of the place that a word stands for, each as a set of stems; () for no place."""
    return _PLACES.get(word.lower().replace(_JOINT, " ").strip("."), ())
