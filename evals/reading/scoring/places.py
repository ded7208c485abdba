"""Whether the place that is shown for a sentence is the sentence's: its page, and its boxes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from evals.reading.scoring.located import Found, fold
from evals.reading.scoring.reading import Box, Reading, Rect
from evals.reading.scoring.tally import Scores, tally
from evals.reading.scoring.texts import with_marks
from evals.reading.truth import Truth

_TALLEST = 36.0  # points: a watermark, which lies over the text and so inside every box


class Letter(NamedTuple):
    """A character of a page, and its middle, from the page's top left as it is shown."""

    text: str
    x: float
    y: float


def letters(pdf: bytes) -> list[list[Letter]]:
    """The characters of each page, by PDFium, what is filled in a form among them."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    if document.get_formtype():
        for page in document:
            pypdfium2.raw.FPDFPage_Flatten(page, pypdfium2.raw.FLAT_NORMALDISPLAY)
            page.close()
    return [_letters(page) for page in document]


def _letters(page: object) -> list[Letter]:
    width, height = page.get_size()  # type: ignore[attr-defined]  # PDFium's page
    turned = page.get_rotation()  # type: ignore[attr-defined]
    text = page.get_textpage()  # type: ignore[attr-defined]
    found = []
    for index in range(text.count_chars()):
        character = text.get_text_range(index, 1)
        if not fold(character):
            continue
        left, bottom, right, top = text.get_charbox(index)
        if top - bottom > _TALLEST:
            continue
        x, y = (left + right) / 2, (bottom + top) / 2
        shown = {0: (x, height - y), 90: (y, x), 180: (width - x, y), 270: (width - y, height - x)}
        found.append(Letter(fold(character), *shown[turned]))
    return found


def place_scores(
    truth: Truth, reading: Reading, places: Sequence[Found | None], pages: list[list[Letter]]
) -> Scores:
    """places: of the sentences of `truth.body()`; pages: the characters of the file's pages."""
    scores: Scores = {}
    right_page, right_box = [], []
    for (_, sentence), place in zip(truth.body(), places, strict=True):
        if place is None:
            continue
        start, end = with_marks(sentence.text, reading.text, place)
        if reading.pages and sentence.page:
            right_page.append(reading.pages(start, end)[:1] == [sentence.page])
        if reading.boxes and pages and fold(sentence.text):
            right_box.append(covers(reading.boxes(start, end), sentence.text, pages))
    if right_page:
        scores["page"] = tally(right_page)
    if right_box:
        scores["box"] = tally(right_box)
    if truth.labels:
        given = reading.labels or ("",) * len(truth.labels)
        pairs = zip(truth.labels, given, strict=False)
        scores["page labels"] = tally(label == read for label, read in pairs)
    return scores


def covers(boxes: Sequence[Box], text: str, pages: list[list[Letter]]) -> bool:
    """Whether the boxes hold the letters of a text, and no others."""
    return held(boxes, pages) == Counter(fold(text))


def held(boxes: Sequence[Box], pages: list[list[Letter]]) -> Counter[str]:
    """The letters whose middles lie in one of the boxes."""
    found: Counter[str] = Counter()
    for number in {number for number, _ in boxes if 1 <= number <= len(pages)}:
        rects = [rect for page, rect in boxes if page == number]
        for letter in pages[number - 1]:
            if any(_inside(letter, rect) for rect in rects):
                found.update(letter.text)
    return found


def _inside(letter: Letter, rect: Rect) -> bool:
    x0, y0, x1, y1 = rect
    return x0 <= letter.x <= x1 and y0 <= letter.y <= y1
