"""Corruptions of numbers. Each gives a false sentence, or None where it does not apply."""

from __future__ import annotations

import re
from itertools import pairwise

from evals.verification.scene import Scene

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
