"""One question as the report shows it, with what proves its answer marked."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from assistant.printable import printable
from evals.gold_cases import fold, holds
from evals.records.record import Cited, GoldPlace, Line, Piece
from evals.reporting.data import Measure, signed, value_of
from evals.reporting.differences import Difference, goodness

Range = tuple[int, int]

_WORD = re.compile(r"\w+")
_RUN = 3  # words: shorter runs are shared by chance


def marked(text: str, layers: Mapping[str, Iterable[Range]]) -> Markup:
    """`text` escaped, each range in a `mark` with the name of its layer as class; with several
    where layers overlap.
    """
    ranges = {name: list(found) for name, found in layers.items()}
    edges = {place for found in ranges.values() for pair in found for place in pair}
    edges = {0, len(text), *(min(max(edge, 0), len(text)) for edge in edges)}
    places = sorted(edges)
    parts: list[Markup] = []
    for start, end in itertools.pairwise(places):
        names = " ".join(
            name for name, found in ranges.items() if any(a <= start and end <= b for a, b in found)
        )
        form = '<mark class="{0}">{1}</mark>' if names else "{1}"
        parts.append(Markup(form).format(names, printable(text[start:end])))  # noqa: S704 - `form` is one of two constants
    return Markup().join(parts)


def piece(line: Line, one: Piece) -> Markup:
    """A sentence of an answer: "gold" where it shows gold evidence, "fact" for accepted forms."""
    cited = {citation.marker: citation for citation in line.citations}.get(one.marker)
    proving = [text for gold in line.gold if cited and (text := _overlap(cited, gold))]
    forms = [form for fact in line.facts for form in fact]
    return marked(
        one.text,
        {
            "gold": [found for text in proving for found in shared(one.text, text)],
            "fact": [found for form in forms for found in places_of(one.text, form)],
        },
    )


def gold_quote(gold: GoldPlace, now: Line, before: Line | None) -> Markup:
    """A gold quote: "cited" what the answer cites of it, "dropped" what only the one before did."""
    cited = list(_cited(gold, now))
    dropped = [] if before is None else list(_cited(gold, before))
    return marked(gold.quote, {"cited": cited, "dropped": _without(dropped, cited)})


def shared(text: str, source: str) -> Iterator[Range]:
    """Where a text repeats runs of three or more of the words of a source; all of its words where
    it has fewer.
    """
    wanted = [found.group().lower() for found in _WORD.finditer(source)]
    words = list(_WORD.finditer(text))
    have = [found.group().lower() for found in words]
    run = min(_RUN, len(wanted))
    if not run:
        return
    runs = {tuple(wanted[n : n + run]) for n in range(len(wanted) - run + 1)}
    start = end = -1  # numbers of words
    for n in range(len(have) - run + 1):
        if tuple(have[n : n + run]) not in runs:
            continue
        if n > end:
            if end > 0:
                yield words[start].start(), words[end - 1].end()
            start = n
        end = n + run
    if end > 0:
        yield words[start].start(), words[end - 1].end()


def places_of(text: str, form: str) -> Iterator[Range]:
    """Where an accepted form stands as it is written; not inside a longer number."""
    for span in fold(text).find(form):
        if holds(text[max(0, span.start - 2) : span.end + 2], form):
            yield span.start, span.end


def facts_held(line: Line) -> list[str | None]:
    """For each fact, the form that the answer contains; None if it contains none."""
    text = line.text if line.found else ""
    return [next((form for form in fact if holds(text, form)), None) for fact in line.facts]


def _overlap(cited: Cited, gold: GoldPlace) -> str:
    if cited.document != gold.document or gold.start < 0:
        return ""
    start, end = max(cited.start, gold.start), min(cited.end, gold.end)
    return cited.quote[start - cited.start : end - cited.start] if start < end else ""


def _cited(gold: GoldPlace, line: Line) -> Iterator[Range]:
    """A refusal cites nothing: it only names the nearest passages."""
    for cited in line.citations if line.found else ():
        start, end = max(cited.start, gold.start), min(cited.end, gold.end)
        if cited.document == gold.document and gold.start >= 0 and start < end:
            yield start - gold.start, end - gold.start


def _without(ranges: Iterable[Range], taken: Sequence[Range]) -> list[Range]:
    """The parts of ranges that no other range takes."""
    rest = list(ranges)
    for start, end in taken:
        rest = [
            part
            for a, b in rest
            for part in ((a, min(b, start)), (max(a, end), b))
            if part[0] < part[1]
        ]
    return rest


_CHIPS = 2


@dataclass(frozen=True, slots=True)
class Scored:
    """A score in words. before: "" if it is unchanged or there is none; better: of a change."""

    title: str
    before: str
    now: str
    change: str
    better: bool | None


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer with its evidence marked."""

    title: str
    line: Line
    pieces: tuple[tuple[Markup, int], ...]
    sources: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """An accepted form of a fact, all of them joined, and whether each answer holds one."""

    forms: str
    before: bool | None
    now: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its answers, what they should hold, and its scores.

    answers: before and now; one where they read the same.
    chips:   for the closed row: the greatest changes, or without a baseline the lowest scores.
    changed, unchanged: scores.
    """

    difference: Difference
    answers: tuple[Answered, ...]
    gold: tuple[tuple[GoldPlace, Markup], ...]
    facts: tuple[Fact, ...]
    chips: tuple[Scored, ...]
    changed: tuple[Scored, ...]
    unchanged: tuple[Scored, ...]


def question(one: Difference, metrics: Sequence[Measure], baseline: bool) -> Question:
    """All that is shown of a question. baseline: whether the run is compared with one.

    Times are left out of the scores: those of one question differ in every run.
    """
    shown = [measure for measure in metrics if measure.family != "cost"]
    scores = [score for measure in shown if (score := _score(measure, one))]
    changed = [(size, score) for size, score in scores if score.before]
    unchanged = [(size, score) for size, score in scores if not score.before]
    return Question(
        difference=one,
        answers=tuple(_answers(one, baseline)),
        gold=tuple((gold, gold_quote(gold, one.now, one.before)) for gold in one.now.gold),
        facts=tuple(_facts(one)),
        chips=_first(changed if baseline else [(s, c) for s, c in unchanged if s < 0]),
        changed=tuple(score for _, score in changed),
        unchanged=tuple(score for _, score in unchanged),
    )


def _first(scores: list[tuple[float, Scored]]) -> tuple[Scored, ...]:
    """The scores that changed most, in the order of the measures."""
    sizes = sorted((abs(size) for size, _ in scores if size), reverse=True)[:_CHIPS]
    return tuple(score for size, score in scores if size and abs(size) in sizes)[:_CHIPS]


def _score(measure: Measure, one: Difference) -> tuple[float, Scored] | None:
    """A score and its size for the closed row: the gain; without a pair, what it falls short by;
    0 for what is no share.
    """
    if measure.name not in one.now.scores:
        return None
    now = one.now.scores[measure.name]
    before = one.before.scores.get(measure.name) if one.before else now
    if now == before:
        short = 0.0
        if measure.share and now is not None and measure.better is not None:
            short = goodness(measure, now) - (1 if measure.better == "higher" else 0)
        return short, Scored(measure.title, "", value_of(measure, now), "", None)
    gain = 0.0
    if now is not None and before is not None and measure.better is not None:
        gain = goodness(measure, now - before)
    moved = None if now is None or before is None else now - before
    words = (value_of(measure, before), value_of(measure, now), signed(measure, moved))
    better = gain > 0 if gain else None
    return (gain if measure.share else 0.0), Scored(measure.title, *words, better)


def _answers(one: Difference, baseline: bool) -> list[Answered]:
    if one.before is None:
        return [_answered("Answer", one.now)]
    if one.rewritten:
        return [_answered("Answer before", one.before), _answered("Answer now", one.now)]
    return [_answered("Answer, unchanged" if baseline else "Answer", one.now)]


def _answered(title: str, line: Line) -> Answered:
    used = {one.marker for one in line.pieces}
    return Answered(
        title=title,
        line=line,
        pieces=tuple((piece(line, one), one.marker) for one in line.pieces),
        sources=tuple(one for one in line.citations if one.marker in used) if line.found else (),
    )


def _facts(one: Difference) -> list[Fact]:
    now = facts_held(one.now)
    before = facts_held(one.before) if one.before and one.rewritten else None
    return [
        Fact(" / ".join(forms), before[n] is not None if before else None, now[n] is not None)
        for n, forms in enumerate(one.now.facts)
    ]
