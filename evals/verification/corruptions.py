"""Corruptions of names and numbers; each gives a false sentence, or None."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Scene:
    """A true sentence among its quotes.

    text:       the sentence to corrupt.
    source:     the quotes that support it, joined.
    neighbours: the other quotes that stand beside them.
    far:        sentences of other sections.
    everything: all sentences of the reviews, joined.
    """

    text: str
    source: str
    neighbours: tuple[str, ...]
    far: tuple[str, ...]
    everything: str
    rng: random.Random


_DRUGS = (
    "alemtuzumab interferon-beta azathioprine cyclophosphamide methotrexate carmustine "
    "etoposide cytarabine "
    "melphalan busulfan fingolimod methylprednisolone ATG"
).split()
_CELLS = (
    "MSCs NSCs HSCs ESCs iPSCs hESCs mESCs BM-MSCs UC-MSCs AdMSCs BMSCs WJMSCs hNSCs "
    "OPCs iPSC-NPCs astrocytes neurons "
    "oligodendrocytes macrophages microglia monocytes fibroblasts CD4+ CD8+ CD3+ Th17 "
    "Th1 Th2 Treg MDSCs "
    "lymphocytes adipocytes chondrocytes osteoblasts"
).split()
_MOLECULES = (
    "IL-4 IL-6 IL-8 IL-10 IL-12 IL-17 IL-23 IL-27 TNF-α IFN-γ TGF-β BDNF NGF VEGF LIF "
    "HGF CXCL12 CXCL13 CCL2 "
    "PGE2 NF-L OCT4 CD73 CD90 CD105 CXCR4 CXCR5 CCR7"
).split()
_TREATMENTS = "aHSCT HSCT allo-HSCT BEAM HDIT MSC-NP".split()
_GROUPS = (_DRUGS, _CELLS, _MOLECULES, _TREATMENTS)
_PLACES = (
    "Iran Italy Sweden Spain Jordan China Panama Canada Israel Norway UK USA".split(),
    "Barcelona London Amman Nanjing Tehran Ohio Ontario Sevilla Mashhad".split(),
)
_AUTHOR = re.compile(r"\b(?:[A-Z][\w-]{1,50} )?[A-Z][\w-]{1,50}(?=,? et al\.)")
_NUMBERED = re.compile(r"\bNCT\d{8}\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d(?=s?\b)(?! receiv| people)")


@lru_cache(maxsize=8)
def _authors(everything: str) -> tuple[str, ...]:
    return tuple(sorted(set(_AUTHOR.findall(everything))))


def term(scene: Scene) -> str | None:
    """A drug, cell type, molecule or treatment replaced by another, a neighbour's if it can."""
    for group in scene.rng.sample(_GROUPS, len(_GROUPS)):
        here = [name for name in group if _find(name, scene.text)]
        if not here:
            continue
        old = scene.rng.choice(here)
        beside = " ".join(scene.neighbours)
        others = [name for name in group if not _find(name, scene.text) and not _kin(old, name)]
        near = [name for name in others if _find(name, beside) and not _find(name, scene.source)]
        new = scene.rng.choice(near or others)
        spot = _find(old, scene.text)
        if spot:
            return scene.text[: spot.start()] + new + scene.text[spot.end() :]
    return None


def _find(name: str, text: str) -> re.Match[str] | None:
    return re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text)


def _kin(one: str, other: str) -> bool:
    """Whether one is a kind of the other: "BM-MSCs" and "MSCs"; to exchange them may stay true."""
    pairs = ({"BMSCs", "BM-MSCs"}, {"HSCT", "aHSCT"}, {"HSCT", "allo-HSCT"})
    return one in other or other in one or {one, other} in pairs


def terms_swapped(scene: Scene) -> str | None:
    """Two terms of one sentence exchanged that are no list: words stand between them."""
    for group in scene.rng.sample(_GROUPS, len(_GROUPS)):
        found = sorted(
            (spot for name in group if (spot := _find(name, scene.text))),
            key=lambda spot: spot.start(),
        )
        for one, other in pairwise(found):
            between = scene.text[one.end() : other.start()]
            if (
                len(between.split()) >= 3
                and not _kin(one[0], other[0])
                and re.search(
                    r"\b(?:while|whereas|but|than|compared|to|into|by|increas\w+|decreas\w+|reduc\w+|lower\w*|from|improv\w+)\b",
                    between,
                )
            ):
                return (
                    scene.text[: one.start()]
                    + other[0]
                    + between
                    + one[0]
                    + scene.text[other.end() :]
                )
    return None


def author(scene: Scene) -> str | None:
    """The name of another study's authors."""
    spot = _AUTHOR.search(scene.text)
    if not spot:
        return None
    near = [name for name in _authors(" ".join(scene.neighbours)) if name not in scene.source]
    far = [
        name
        for name in _authors(scene.everything)
        if name not in scene.source and spot[0] not in name
    ]
    return scene.text[: spot.start()] + scene.rng.choice(near or far) + scene.text[spot.end() :]


def place_or_date(scene: Scene) -> str | None:
    """Another country, city, year or registration number."""
    for group in _PLACES:
        here = [name for name in group if _find(name, scene.text)]
        if here:
            old = scene.rng.choice(here)
            others = [name for name in group if name not in scene.source]
            near = [name for name in others if any(_find(name, text) for text in scene.neighbours)]
            return scene.text.replace(old, scene.rng.choice(near or others), 1)
    if spot := _NUMBERED.search(scene.text):
        near = [found for text in scene.neighbours for found in _NUMBERED.findall(text)]
        far = [found for found in _NUMBERED.findall(scene.everything) if found != spot[0]]
        new = scene.rng.choice(near or far)
        return scene.text.replace(spot[0], new, 1)
    if spot := _YEAR.search(scene.text):
        new = str(int(spot[0]) + scene.rng.choice((-9, -4, -1, 1, 2, 7)))
        return scene.text[: spot.start()] + new + scene.text[spot.end() :]
    return None


_REFERENCE = re.compile(r"\[[\d,\s–-]+\]|\((?:\d{1,3}(?:\s?[,–-]\s?\d{1,3})*)\)")
_NUMBER = re.compile(r"(?<![\w.,-])\d+(?:[.,]\d+)?(?![\w]|[.,]?\d|-dioxy)")
_UNITS = (
    ("%", " patients"),
    ("patients", "months"),
    ("patients", "trials"),
    ("months", "years"),
    ("months", "weeks"),
    ("years", "months"),
    ("year", "week"),
    ("month", "year"),
    ("hours", "days"),
    ("participants", "lesions"),
    ("women", "cells"),
    ("sites", "weeks"),
    ("countries", "hospitals"),
    ("weeks", "months"),
    ("week", "month"),
    ("days", "weeks"),
    ("day", "week"),
    ("cells/kg", "mg/kg"),
    ("individuals", "mice"),
    ("people", "mice"),
    ("adverse events", "relapses"),
    ("h.", "weeks."),
    ("%", " percentage points"),
)


def _spots(text: str) -> list[re.Match[str]]:
    hidden = _REFERENCE.sub(lambda match: "x" * len(match[0]), text)
    return list(_NUMBER.finditer(hidden))


def _replace(text: str, spot: re.Match[str], new: str) -> str:
    return text[: spot.start()] + new + text[spot.end() :]


def same_magnitude(scene: Scene) -> str | None:
    """Another number with as many digits."""
    spots = _spots(scene.text)
    if not spots:
        return None
    spot = scene.rng.choice(spots)
    known = {found[0] for found in _spots(scene.source)}
    for _ in range(20):
        new = re.sub(r"\d", lambda _: str(scene.rng.randint(1, 9)), spot[0])
        if new not in known:
            return _replace(scene.text, spot, new)
    return None


def digit_swap(scene: Scene) -> str | None:
    """Two digits of a number exchanged."""
    spots = [spot for spot in _spots(scene.text) if len(set(re.sub(r"\D", "", spot[0]))) > 1]
    if not spots:
        return None
    spot = scene.rng.choice(spots)
    digits = [index for index, char in enumerate(spot[0]) if char.isdigit()]
    for one, other in pairwise(digits):
        if spot[0][one] != spot[0][other]:
            chars = list(spot[0])
            chars[one], chars[other] = chars[other], chars[one]
            return _replace(scene.text, spot, "".join(chars))
    return None


def from_the_quote(scene: Scene) -> str | None:
    """Another number of the same quote, or of a neighbouring one."""
    spots = _spots(scene.text)
    if not spots:
        return None
    spot = scene.rng.choice(spots)
    mine = {found[0] for found in spots}
    for text in (scene.source, " ".join(scene.neighbours)):
        others = sorted(
            {found[0] for found in _spots(text)} - (mine if text != scene.source else {spot[0]})
        )
        if others:
            return _replace(scene.text, spot, scene.rng.choice(others))
    return None


def swapped(scene: Scene) -> str | None:
    """Two numbers of one kind exchanged: both percentages, or both not; not those of a range."""
    spots = _spots(scene.text)
    pairs = [
        (one, other)
        for index, one in enumerate(spots)
        for other in spots[index + 1 :]
        if one[0] != other[0]
        and (scene.text[one.end() : one.end() + 1] == "%")
        == (scene.text[other.end() : other.end() + 1] == "%")
        and other.start() - one.end() > 8
    ]
    if not pairs:
        return None
    one, other = scene.rng.choice(pairs)
    return _replace(_replace(scene.text, other, one[0]), one, other[0])


def unit(scene: Scene) -> str | None:
    """Another unit or counted thing behind a number."""
    for old, new in scene.rng.sample(_UNITS, len(_UNITS)):
        behind = re.search(rf"(?<=\d)([\s-]?){re.escape(old)}(?!\w)", scene.text)
        words = re.search(
            rf"\b(?:two|three|four|five|six|seven|eight|nine|ten)([\s-]){re.escape(old)}\b",
            scene.text,
        )
        spot = behind or words
        if spot and not (old == "%" and "," in scene.text[spot.end() : spot.end() + 1]):
            return scene.text[: spot.end() - len(old)] + new + scene.text[spot.end() :]
    return None
