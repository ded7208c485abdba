"""What is measured of one library, each step in a process of its own, which prints JSON.

`python -m evals.beside.steps LIBRARY GIVEN FOLDER STEP`, where GIVEN is the folder of what is given
and FOLDER the library's; `evals.beside` runs all of them.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np

from evals.beside.given import (
    ADDED,
    BETWEEN,
    CHANGED,
    LATER,
    QUESTIONS,
    SENTENCES,
    STORED,
    Articles,
    GivenVectors,
    articles_of,
    sentences_of,
    texts_of,
)
from evals.beside.libraries import LIBRARIES, Library
from evals.memory import memory, most_memory

_NEAREST = 10
_ROUNDING = 1e-5
_SAME = 0.999  # the cosine of a sentence with itself

Found = dict[str, float]


class Place(NamedTuple):
    """Which library, what it is given, and the folder of its index."""

    library: str
    given: Path
    folder: Path

    def make(self, *names: str) -> Library:
        """The library, with the vectors of these sets."""
        return LIBRARIES[self.library].load()(self.folder, GivenVectors(self.given, *names))


def store(place: Place) -> Found:
    """Index all articles."""
    articles = articles_of(place.given, STORED)
    library = place.make(STORED)
    seconds = _seconds(lambda: library.store(articles))
    reading = library.reading
    return {
        "store": seconds,
        "reading": reading,
        "most": most_memory(),
        "sentences": len(sentences_of(articles)),
    }


def ask(place: Place) -> Found:
    """Open from nothing, and ask."""
    questions = texts_of(place.given, QUESTIONS)
    before = memory()
    begin = time.perf_counter()
    library = place.make(QUESTIONS)
    imported = time.perf_counter()
    library.open()
    opened = time.perf_counter()
    told: Found = {"before": before, "opened": memory()}
    library.search(questions[0])
    answered = time.perf_counter()
    whole = [_seconds(partial(library.search, question)) for question in questions]
    told["asked"] = memory()
    near = [_seconds(partial(library.nearest, question, _NEAREST)) for question in questions]
    return told | {
        "import": imported - begin,
        "open": opened - imported,
        "first": answered - opened,
        "p50": float(np.percentile(whole, 50)),
        "p95": float(np.percentile(whole, 95)),
        "nearest": float(np.median(near)),
    }


def recall(place: Place) -> Found:
    """How many of the nearest ten are found: of those at least as near as the exact tenth."""
    given = GivenVectors(place.given, STORED)
    vectors = given.embed(sentences_of(articles_of(place.given, STORED)))
    library = place.make(STORED, BETWEEN)
    library.open()
    told = {}
    for name in (SENTENCES, BETWEEN):
        queries = np.load(place.given / f"{name}.npy")
        shares = []
        for text, query in zip(texts_of(place.given, name), queries, strict=True):
            least = np.partition(vectors @ query, -_NEAREST)[-_NEAREST] - _ROUNDING
            found = library.texts(library.nearest(text, _NEAREST))
            shares.append((given.embed(found) @ query >= least).sum() / _NEAREST)
        told[f"recall {name}"] = float(np.mean(shares))
    return told


def change(place: Place) -> Found:
    """Add, change and remove a few documents, one at a time, in a process that stays open."""
    library = place.make(STORED, ADDED, CHANGED)
    library.open()
    added, changed = (articles_of(place.given, name) for name in (ADDED, CHANGED))
    reading: list[float] = []

    def add(name: str) -> None:
        library.add(name, added[name])
        reading.append(library.reading)

    return {
        "add": _median(add, added),
        "add reading": float(np.median(reading)),
        "change": _median(lambda name: library.change(name, changed[name]), changed),
        "remove": _median(library.remove, added),
    }


def write(place: Place) -> Found:
    """Add and remove documents as asked, line by line, telling of each; perhaps until killed."""
    library = place.make(STORED, ADDED, LATER)
    library.open()
    articles = articles_of(place.given, LATER) | articles_of(place.given, ADDED)
    _tell({"ready": 1})
    for line in sys.stdin:
        what, name = line.split()
        library.add(name, articles[name]) if what == "add" else library.remove(name)
        _tell({"done": 1})
    return {}


def read(place: Place) -> Found:
    """A reader that stays open: tells what it sees of a document whenever it is asked."""
    library = place.make(STORED, ADDED)
    library.open()
    added = articles_of(place.given, ADDED)
    library.nearest(texts_of(place.given, ADDED)[0], 1)  # everything is loaded now
    _tell({"ready": 1})
    for line in sys.stdin:
        what, name = line.split()
        seconds = _seconds(library.open) if what == "reopen" else 0.0
        told: dict[str, object] = {"seconds": seconds, "told": library.is_told()}
        try:
            told["seen"] = _share_found(library, added[name].sentences)
        except Exception as error:
            told["error"] = f"{type(error).__name__}: {error}".splitlines()[0]
        _tell(told)
    return {}


def survey(place: Place) -> dict[str, object]:
    """What is there after a kill, by list and by search, and whether it can be added to."""
    library = place.make(STORED, ADDED, LATER)
    library.open()
    held = library.held()
    known = {
        name: article
        for articles in (STORED, LATER, ADDED)
        for name, article in articles_of(place.given, articles).items()
    }
    found = {
        name: _share_found(library, article.sentences[:: max(1, len(article.sentences) // 4)])
        for name, article in known.items()
        if name in held
    }
    name, article = next(iter(articles_of(place.given, ADDED).items()))
    library.add(name, article)
    library.open()
    after = library.held()
    goes_on = after.get(name) == len(article.sentences) and all(
        after.get(one) == len(known[one].sentences) for one in held
    )
    return {"held": held, "found": found, "goes on": goes_on}


STEPS: Mapping[str, Callable[[Place], Mapping[str, object]]] = {
    action.__name__: action for action in (store, ask, recall, change, write, read, survey)
}


def _share_found(library: Library, sentences: tuple[str, ...]) -> float:
    """The share of sentences that are the nearest to themselves."""
    found = [library.texts(library.nearest(one, 1)) == [one] for one in sentences]
    return sum(found) / len(found)


def _median(action: Callable[[str], None], articles: Articles) -> float:
    return float(np.median([_seconds(partial(action, name)) for name in articles]))


def _seconds(action: Callable[[], object]) -> float:
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin


def _tell(what: Mapping[str, object]) -> None:
    print(json.dumps(what), flush=True)


def main() -> None:
    """Take one step."""
    library, given, folder, step = sys.argv[1:]
    _tell(STEPS[step](Place(library, Path(given), Path(folder))))


if __name__ == "__main__":
    main()
