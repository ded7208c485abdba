"""Mark in a text what proves an answer: gold evidence, facts, and what was cited."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from markupsafe import Markup

from assistant.printable import printable
from evals.cases.comparing import fold, holds
from evals.kept.record import Cited, GoldPlace, Line, Piece

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
    """Of each fact, the form that the answer holds; None where it holds none."""
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
