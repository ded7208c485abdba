"""Score several searches on the same questions, follow-ups too, as a Markdown table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant import Turn
from assistant.progress import Progress
from assistant.query.context import follow_up
from assistant.query.question import MAX_QUESTION
from evals.benchmarks.collection import Question
from evals.benchmarks.measures import ANY_FOUND, NDCG, Files, Measure, Piece, Ranker
from evals.statistics.bootstrap import Values, interval

Search = Callable[[Question], Sequence[Piece]]


@dataclass(frozen=True, slots=True)
class Column:
    """One measure for every search.

    clusters: of the questions that the measure applies to.
    scores:   by search, of these questions, in [0, 1].
    """

    measure: str
    clusters: tuple[str, ...]
    scores: Mapping[str, Values]


def score(
    questions: Sequence[Question],
    searches: Mapping[str, Search],
    measures: Sequence[Measure],
    files: Files,
    progress: Progress,
) -> list[Column]:
    """Let every search answer every question. Measures that apply to none are left out."""
    used = [one for one in measures if any(map(one.applies, questions))]
    asked = [question for question in questions if any(one.applies(question) for one in used)]
    scores: dict[tuple[str, str], list[float]] = {}
    for name, search in searches.items():
        for done, question in enumerate(asked, 1):
            pieces = search(question)
            for one in used:
                if one.applies(question):
                    values = scores.setdefault((one.name, name), [])
                    values.append(one.score(question, pieces, files))
            progress(f"Searching, {name}", done, len(asked))
    return [
        Column(
            one.name,
            tuple(question.cluster for question in asked if one.applies(question)),
            {name: np.array(scores[one.name, name]) for name in searches},
        )
        for one in used
    ]


def table(columns: Sequence[Column], first: str = "search") -> str:
    """A Markdown table: means, and in brackets their 95 % intervals."""
    heads = [f"{column.measure} (n={len(column.clusters)})" for column in columns]
    lines = [f"| {first} | {' | '.join(heads)} |", f"|---|{'---|' * len(heads)}"]
    for name in columns[0].scores:
        cells = [name]
        for column in columns:
            low, high = interval(column.scores[name], column.clusters)
            cells.append(f"{column.scores[name].mean():.3f} ({low:.3f}–{high:.3f})")
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def gains(columns: Sequence[Column], ours: str, label: str = "more than") -> str:
    """What one search has more than each other, question by question; in points, as a table."""
    heads = [column.measure for column in columns]
    lines = [f"| {label} | {' | '.join(heads)} |", f"|---|{'---|' * len(heads)}"]
    for other in columns[0].scores:
        if other == ours:
            continue
        cells = [other]
        for column in columns:
            more = 100 * (column.scores[ours] - column.scores[other])
            low, high = interval(more, column.clusters)
            cells.append(f"{more.mean():+.1f} ({low:+.1f} to {high:+.1f})")
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


WITH_HISTORY = "with what it leans on"
_ALONE = "the last question alone"
_JOINED = "all questions so far, joined"
_REWRITTEN = "the data's own rewriting"


def in_context(question: Question) -> str:
    """The question as the library searches it, with what it leans on behind it."""
    return follow_up(
        question.text, [Turn(asked, told) for asked, told in question.history]
    ).searched


def joined(question: Question) -> str:
    """All that was asked, the latest last; what is too long loses its beginning."""
    return " ".join([*(asked for asked, _ in question.history), question.text])[-MAX_QUESTION:]


def report(questions: Sequence[Question], ours: Ranker, progress: Progress) -> str:
    """Markdown: what our search finds by each way of asking; "" if nothing is a follow-up."""
    asked = [question for question in questions if question.history and question.relevant]
    if not asked:
        return ""
    searches: dict[str, Search] = {
        _ALONE: lambda question: ours(question.text),
        _JOINED: lambda question: ours(joined(question)),
        WITH_HISTORY: lambda question: ours(in_context(question)),
    }
    if all(question.standalone for question in asked):
        searches[_REWRITTEN] = lambda question: ours(question.standalone)
    columns = score(asked, searches, (ANY_FOUND, NDCG), {}, progress)
    changed = sum(in_context(question) != question.text for question in asked)
    return "\n\n".join(
        [
            f"Follow-ups: {len(asked)}, of which {changed} are searched with what they lean on.",
            table(columns, "follow-ups, searched by"),
            gains(columns, WITH_HISTORY, "with what it leans on more than"),
        ]
    )
