"""The results as tables in text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from evals.reading.measuring import Result
from evals.reading.same_article import GOAL, SameArticle
from evals.reading.scoring.tally import Tally, added
from evals.reading.sources.handwritten import questions
from evals.reading.speed import Cost

Goal = tuple[Literal["at least", "at most"], float]


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure as it is shown. as_count: faults are told by their number, not their share."""

    name: str
    about: str
    goal: Goal | None = None
    as_count: bool = False


MEASURES = (
    Measure("files read", "documents that were read at all", ("at least", 1.0)),
    Measure("refused with a reason", "locked documents that are told as such", ("at least", 1.0)),
    Measure("order", "pairs of sentences that follow one another", ("at least", 0.99)),
    Measure("character errors", "edits in the sentences of the text", ("at most", 0.002)),
    Measure("numbers lost", "numbers that are not in the text", None, as_count=True),
    Measure("numbers lost unnoticed", "of these, not told of", ("at most", 0.0), as_count=True),
    Measure("numbers made up", "numbers that the article has not", None, as_count=True),
    Measure("furniture left in", "running headers, stamps, watermarks in the text"),
    Measure("cells", "cells in the right row and column", ("at least", 0.97)),
    Measure("cells in a wrong place", "cells read as another's", ("at most", 0.0)),
    Measure("tables in one piece", "tables that are one, over pages too"),
    Measure("headings found", "headings read as such"),
    Measure("heading levels", "of these, with the right level"),
    Measure("headings made up", "other text read as a heading", None, as_count=True),
    Measure("leads of lists", "lists that know what introduces them"),
    Measure("page", "sentences on the right page", ("at least", 1.0)),
    Measure("box", "sentences whose boxes hold their letters only", ("at least", 1.0)),
    Measure("page labels", "printed page numbers"),
    Measure("title of the document", "titles"),
    Measure("authors of the document", "authors"),
    Measure("DOI of the document", "DOIs"),
    Measure("metadata made up", "titles, authors, DOIs that are wrong", None, as_count=True),
    *(
        Measure(f"kind: {kind}", f"{kind}s read as such")
        for kind in (
            *("paragraph", "item", "caption", "footnote", "reference"),
            *("quotation", "code", "turn", "field", "heading"),
        )
    ),
)


def readers_of(results: Sequence[Result]) -> list[str]:
    """In the order in which they came."""
    return list(dict.fromkeys(result.reader for result in results))


def value(measure: Measure, tally: Tally | None) -> str:
    """A figure in words."""
    if tally is None or not tally.total:
        return "–"
    if measure.as_count:
        return f"{tally.right:g} of {tally.total:g}"
    return f"{tally.right / tally.total:.2%}"


def reached(measure: Measure, tally: Tally | None) -> bool | None:
    """Whether the goal is reached; None where there is none."""
    share = tally.share if tally else None
    if measure.goal is None or share is None:
        return None
    return share >= measure.goal[1] if measure.goal[0] == "at least" else share <= measure.goal[1]


def goal(measure: Measure) -> str:
    """A goal in words."""
    if measure.goal is None:
        return ""
    return f"{measure.goal[0]} {measure.goal[1]:.4g}"


def told(results: Sequence[Result]) -> str:
    """All measures by reader, PDFs and other formats apart."""
    lines = []
    for title, chosen in (
        ("PDFs", [one for one in results if one.file.endswith(".pdf")]),
        ("Other formats", [one for one in results if not one.file.endswith(".pdf")]),
    ):
        if not chosen:
            continue
        readers = readers_of(chosen)
        sums = {name: added(r.scores for r in chosen if r.reader == name) for name in readers}
        counts = {name: sum(r.reader == name for r in chosen) for name in readers}
        lines.append(f"\n{title}")
        heads = [f"{name} ({counts[name]})" for name in readers]
        lines.append(f"{'':26}" + "".join(f"{head:>22}" for head in heads) + "   goal")
        for measure in MEASURES:
            if any(measure.name in sums[name] for name in readers):
                values = (value(measure, sums[name].get(measure.name)) for name in readers)
                row = "".join(f"{one:>22}" for one in values)
                lines.append(f"{measure.name:26}{row}   {goal(measure)}")
    return "\n".join(lines)


def told_beside(
    costs: Mapping[str, Cost],
    same: SameArticle | None,
    reviews: Mapping[str, tuple[float, float]],
) -> str:
    """Speed, agreement of formats, and the gold questions over PDFs."""
    lines = ["\nA hundred pages in two columns"] if costs else []
    lines += [
        f"  {name:24}{cost.seconds:8.1f} s{cost.megabytes:10.0f} MB" for name, cost in costs.items()
    ]
    if same and same.said:
        total = len(questions())
        lines.append(f"\nThe same article, {total} questions (goal: {GOAL} alike in each pair)")
        lines += [
            f"  {name:8}{same.right(name):4} quote the answer, {same.refused(name)} refused"
            for name in same.said
        ]
        for one, other, alike in same.pairs():
            lines.append(f"  {one} and {other}: {alike} alike")
            lines += [f"      {question}" for question in same.differing(one, other)]
    if reviews:
        lines.append("\nGold questions over text and PDF (goal: within a point)")
        lines += [
            f"  {name:12}{text:8.3f}{pdf:8.3f}{100 * (pdf - text):+8.1f} points"
            for name, (text, pdf) in reviews.items()
        ]
    return "\n".join(lines)


def worst(results: Sequence[Result], reader: str = "assistant") -> str:
    """What the assistant did wrong, by document."""
    lines = [""]
    for result in results:
        if result.reader != reader:
            continue
        faults = [
            f"{measure.name} {tally.right:g}/{tally.total:g}"
            for measure in MEASURES
            if (tally := result.scores.get(measure.name)) and _is_fault(measure, tally)
        ]
        if result.refused:
            faults.insert(0, f"refused: {result.refused}")
        if faults:
            lines.append(f"{result.file:32}{'; '.join(faults)}")
    return "\n".join(lines)


def _is_fault(measure: Measure, tally: Tally) -> bool:
    bad_when_more = measure.as_count or measure.name in (
        *("character errors", "furniture left in", "cells in a wrong place"),
    )
    return tally.right > 0 if bad_when_more else tally.right < tally.total
