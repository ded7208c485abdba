"""What each signal and each rule is worth: `python -m evals.ablation DATA_DIR [OUT]`.

Each is taken out in turn, and everything is asked again, nothing being refused: the share of
answerable questions whose answer is right, the AUROC of the confidence for right answers, and the
words of an answer, less what they are with everything in place; by source. DATA_DIR as for
`evals.calibrate`.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from assistant.answering import (
    choosing,
    confidence,
    documents,
    evidence,
    excerpts,
    pipeline,
    references,
    rerank,
    table_rows,
    tables,
)
from assistant.answering.pipeline import QuotedAnswerer
from assistant.nlp import alike, codes, conditions, kinds
from assistant.nlp.lexicon import Query
from assistant.progress import Progress
from assistant.reading.document import Document, Span
from assistant.retrieval import cells as table_cells
from assistant.retrieval.ranking import NOWHERE, RankedPassage
from assistant.retrieval.retriever import Reads, Searcher
from assistant.types import Answer
from evals.console import TimeLeft, markdown
from evals.sources import Part, Source, sources
from evals.statistics.confidence import auroc

Without = Callable[[], AbstractContextManager[object]]
WHOLE = "everything in place"


def _zero(where: object, attribute: str, name: str) -> AbstractContextManager[object]:
    return patch.object(where, attribute, {**getattr(where, attribute), name: 0.0})


def _is(where: object, attribute: str, value: object) -> Without:
    return lambda: patch.object(where, attribute, value)


def _gives(where: object, attribute: str, value: object) -> Without:
    return lambda: patch.object(where, attribute, lambda *_, **__: value)


def _without_measures() -> AbstractContextManager[object]:
    both = ExitStack()
    for where in (alike, table_rows):
        both.enter_context(patch.object(where, "MEASURES", {}))
    return both


_around = excerpts._Around

RULES: Mapping[str, Without] = {
    WHOLE: ExitStack,
    "tables": _gives(tables.Tables, "answer", None),
    "tables: limits": lambda: patch.object(tables, "limits", lambda q: ([], q)),
    "tables: cells": _gives(tables, "_cell", None),
    "tables: lists": _gives(tables, "_list", None),
    "tables: measuring words": _without_measures,
    "tables: ordinary words alike": _is(alike, "_LIKE", 2.0),
    "tables: words formed alike": _is(alike, "_ROOT", 100),
    "tables: places": _gives(table_cells, "names_of_place", ()),
    "tables: abbreviations": lambda: patch.object(
        table_cells.Cells, "_expanded", lambda _, cell: codes.known_as(cell)
    ),
    "tables: kinds behind a code": lambda: patch.object(
        table_rows.TableRows, "is_row", table_rows.TableRows.is_subject
    ),
    "tables: denials": _gives(conditions, "denies", False),
    "documents": _gives(documents.Documents, "answer", None),
    "documents: lists": _gives(documents.Documents, "_listed", None),
    "documents: sought": _gives(documents.Documents, "_sought", None),
    "documents: overviews": _gives(documents.Documents, "_overview", None),
    "documents: metadata": _gives(documents.Documents, "_metadata", None),
    "kinds": _gives(pipeline, "kind_of", kinds.Kind()),
    "scope": _gives(pipeline, "scope", references.Scope()),
    "scope: each": lambda: patch.object(
        pipeline, "scope", lambda *one: replace(references.scope(*one), each=False)
    ),
    "sections": _gives(pipeline, "sections", frozenset()),
    "all of something": _is(pipeline, "_ALL", re.compile("(?!)")),
    "counting lists": _is(pipeline, "_COUNT", re.compile("(?!)")),
    "evidence: earlier passage": _gives(evidence, "_running_on", ()),
    "evidence: titles left out": _gives(evidence, "_is_title", False),
    "excerpts: windows": lambda: patch.object(
        _around, "_window", lambda _, __, first, place: (first, place)
    ),
    "excerpts: lead-ins": _gives(_around, "_lead", ()),
    "excerpts: what is leaned on": _is(excerpts, "_BEFORE", 0),
    "excerpts: sheets": _gives(_around, "_sheets", []),
    "excerpts: clauses": _is(excerpts, "_CLAUSE", re.compile("(?!)")),
    "excerpts: headings above": _gives(_around, "above", ()),
    "excerpts: under headings and colons": _gives(_around, "_introduced", ((), 0)),
    "excerpts: items below": lambda: patch.object(_around, "_with_below", lambda one: (one._span,)),
    "excerpts: whole lists": _is(excerpts, "_OWN", -1.0),
    "choosing: the same": _gives(choosing, "says_the_same", False),
    "choosing: questions left out": _gives(choosing, "only_asks", False),
    "choosing: joining": _gives(choosing, "_meet", False),
    "choosing: a second": _is(choosing, "MOST", 1),
    "choosing: a third": _is(choosing, "MOST", 2),
    "choosing: those read as no answer": _is(choosing, "_READ", -100.0),
    "choosing: six of all": _is(choosing, "MOST_OF_ALL", 3),
    "cross-encoder": lambda: patch.object(pipeline, "second_look", lambda found, *_: list(found)),
    "confidence: ids": _is(confidence, "_DOUBTFUL", 1.0),
    "confidence: strange names": _is(confidence, "_STRANGE", 1.0),
}
"""Each rule by what is left without it."""


def ablations() -> dict[str, Without]:
    """All that is taken out, by name; the first takes nothing out."""
    found = dict(RULES)
    for where, attribute in (
        (evidence, "WEIGHTS"),
        (rerank, "WEIGHTS"),
        (confidence, "COEFFICIENTS"),
    ):
        label = where.__name__.rpartition(".")[2]
        for name in getattr(where, attribute):
            found[f"signal: {label}, {name}"] = partial(_zero, where, attribute, name)
    return found


class _Remembered:
    """A cross-encoder that reads each pair once, whatever is taken out."""

    def __init__(self, encoder: Reads) -> None:
        self._encoder = encoder
        self._known: dict[tuple[str, str], float] = {}

    def score(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """As the cross-encoder does."""
        if new := [one for one in dict.fromkeys(pairs) if one not in self._known]:
            self._known.update(zip(new, self._encoder.score(new).tolist(), strict=True))
        return np.array([self._known[one] for one in pairs], dtype=np.float32)


class _Searching(Searcher):
    """A searcher that searches for each question once."""

    def __init__(self, searcher: Searcher) -> None:
        self.__dict__.update(vars(searcher))
        self.encoder = _Remembered(searcher.encoder) if searcher.encoder else None
        self._vectors: dict[str, NDArray[np.float32]] = {}
        self._ranked: dict[object, list[RankedPassage]] = {}

    def rank(
        self,
        query: Query,
        documents: Iterable[str] | None = None,
        near: Mapping[int, float] = NOWHERE,
        vector: NDArray[np.float32] | None = None,
    ) -> list[RankedPassage]:
        """As a searcher does."""
        key = (query.text, None if documents is None else tuple(documents))
        if key not in self._ranked:
            self._ranked[key] = super().rank(query, key[1], near, vector)
        return self._ranked[key]

    def vector(self, query: Query) -> NDArray[np.float32]:
        """As a searcher does."""
        if query.text not in self._vectors:
            self._vectors[query.text] = super().vector(query)
        return self._vectors[query.text]


@dataclass(frozen=True, slots=True)
class _Quoted:
    """What an answer quotes of one document."""

    document: Document
    parts: tuple[Span, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Measured:
    """One question: how sure, whether it is right, whether there is an answer, words shown."""

    sure: float
    right: bool
    answerable: bool
    words: int = 0


def _quoted(answer: Answer) -> list[_Quoted]:
    """What an answer quotes; what it says itself, and its columns' names, count too."""
    if not answer.found:
        return []
    said = "\n".join((answer.text, *(one.told for one in answer.statements)))
    return [_Quoted(one.document, (Span(one.start, one.end),), said) for one in answer.stated]


def ask(part: Part, searcher: Searcher, most: int) -> list[Measured]:
    """The part's first questions, as things are now."""
    answerer = QuotedAnswerer(searcher, threshold=0.0)
    found = []
    for asked in part.questions[:most]:
        answer = answerer.answer(asked.text, asked.text)
        right = asked.right(_quoted(answer))
        found.append(Measured(answer.confidence, right, asked.answerable, len(answer.text.split())))
    return found


Figures = tuple[float, float, float]
"""Right answers in percent, AUROC of the confidence in percent, words."""


def figures(measured: Sequence[Measured]) -> Figures:
    """Of all questions together."""
    answerable = [one for one in measured if one.answerable]
    sure = np.array([one.sure for one in measured])
    right = np.array([one.right for one in measured], dtype=bool)
    count = max(1, len(answerable))
    return (
        100 * sum(one.right for one in answerable) / count,
        100 * (auroc(sure, right) or 0.5),
        sum(one.words for one in answerable) / count,
    )


def measure(
    source: Source, without: Mapping[str, Without], most: int, progress: Progress
) -> dict[str, Figures]:
    """The figures of a source by what was taken out."""
    found: dict[str, list[Measured]] = {name: [] for name in without}
    for part in source.parts():
        searcher = _Searching(part.assistant.searcher)
        for done, (name, change) in enumerate(without.items(), 1):
            with change():
                found[name] += ask(part, searcher, most)
            progress(f"Asking {source.name}", done, len(without))
    return {name: figures(one) for name, one in found.items() if one}


def cells(one: Figures, whole: Figures) -> str:
    """What changes: right answers and AUROC in points, and words."""
    right, sure, words = (a - b for a, b in zip(one, whole, strict=True))
    return f"{right:+.1f} / {sure:+.1f} / {words:+.0f}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m evals.ablation", description=__doc__)
    parser.add_argument("data", type=Path, metavar="DATA_DIR")
    parser.add_argument("out", type=Path, metavar="OUT", nargs="?", default=Path("calibration"))
    parser.add_argument("--questions", type=int, default=30, help="at most so many of each index")
    parser.add_argument("--sources", nargs="*", help="only these")
    parser.add_argument("--only", default="", help="only what has this in its name")
    options = parser.parse_args(arguments)
    progress = TimeLeft()
    without = {
        name: one for name, one in ablations().items() if name == WHOLE or options.only in name
    }
    by_source = {
        one.name: measure(one, without, options.questions, progress)
        for one in sources(options.data, options.out, progress)
        if not options.sources or one.name in options.sources
    }
    whole = {name: found[WHOLE] for name, found in by_source.items()}
    rows = [[WHOLE, *(f"{a:.1f} / {b:.1f} / {c:.0f}" for a, b, c in whole.values())]]
    rows += [
        [name, *(cells(found[name], whole[source]) for source, found in by_source.items())]
        for name in without
        if name != WHOLE
    ]
    print(markdown(["taken out: right / AUROC / words", *by_source], rows))


if __name__ == "__main__":
    main()
