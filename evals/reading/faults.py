"""Each fault of a file as read, in a line, for whoever mends the reader."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from evals.reading.scoring import places as boxes
from evals.reading.scoring import structure
from evals.reading.scoring.located import Folded, Found, fold, locate
from evals.reading.scoring.reading import Reading
from evals.reading.scoring.texts import edits, numbers_lost, numbers_made_up, with_marks
from evals.reading.truth import Part, Sentence, Truth

_SHOWN = 240


def faults(truth: Truth, reading: Reading, pages: list[list[boxes.Letter]]) -> Iterator[str]:
    """Lines such as "lost number 12.5"."""
    if reading.refused:
        yield f"refused: {reading.refused}"
        return
    yield from (f"lost number {one}" for one in numbers_lost(truth, reading.everything).elements())
    made_up = numbers_made_up(truth, reading.everything)
    yield from (f"number made up: {one}" for one in made_up.elements())
    body = list(truth.body())
    read = Folded(reading.text)
    found = locate([sentence.text for _, sentence in body], read)
    before: Found | None = None
    for (part, sentence), place in zip(body, found, strict=True):
        yield from _sentence(part, sentence, place, before, reading, pages)
        before = place or before
    if reading.blocks:
        yield from _headings(truth, reading)
        yield from _cells(truth, reading)


def _sentence(
    part: Part,
    sentence: Sentence,
    place: Found | None,
    before: Found | None,
    reading: Reading,
    pages: list[list[boxes.Letter]],
) -> Iterator[str]:
    if place is None:
        yield f"not found, page {sentence.page}, {part.kind}: {sentence.text[:_SHOWN]!r}"
        return
    start, end = with_marks(sentence.text, reading.text, place)
    read = reading.text[start:end]
    if before is not None and place.start < before.start:
        yield f"stands before what it follows: {sentence.text[:_SHOWN]!r}"
    if edits(" ".join(sentence.text.split()), reading.text, place):
        yield f"characters: {sentence.text!r}\n      read as: {read!r}"
    if reading.boxes and pages:
        held = boxes.held(reading.boxes(start, end), pages)
        wanted = Counter(fold(sentence.text))
        if held != wanted:
            more = "".join(sorted((held - wanted).elements()))
            less = "".join(sorted((wanted - held).elements()))
            yield f"boxes of {sentence.text[:60]!r}: too much {more!r}, too little {less!r}"


def _headings(truth: Truth, reading: Reading) -> Iterator[str]:
    wanted = {fold(p.text): p.text for p in truth.article.parts if p.kind == "heading"}
    texts = [reading.text[b.start : b.end] for b in reading.blocks if b.kind == "heading"]
    given = {fold(structure.unnumbered(text)): text for text in texts}
    for text in wanted.keys() - given.keys():
        yield f"heading not found: {wanted[text]!r}"
    for text in given.keys() - wanted.keys() - {fold(truth.article.title)}:
        yield f"heading made up: {given[text][:_SHOWN]!r}"


def _cells(truth: Truth, reading: Reading) -> Iterator[str]:
    scores = structure.cell_scores(truth, reading)
    if scores and scores["cells"].share != 1:
        for table in reading.tables:
            yield f"table read with columns {table.columns}"
        rows = [block for block in reading.blocks if block.kind == "row"]
        for block in rows[:6]:
            cells = [reading.text[cell.start : cell.end] for cell in block.cells]
            yield f"    row {cells}"
        if not rows:
            yield "no table was read"
