"""Recognise the words of pages that are pictures, by RapidOCR (PP-OCR models, in its package)."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from functools import lru_cache
from statistics import median
from typing import Any

from assistant.reading.pdf.engine import EngineError, Pdf
from assistant.reading.pdf.fragments import Fragment, Page, Rect, Style
from assistant.reading.scans import SECONDS

_DOTS = 200  # an inch: below, small print is misread; above, it only takes longer
_POINTS = 72  # an inch
_MOST_PIXELS = 12_000_000
_LEAST_SURE = 0.85  # of a line: what is less sure is misread, or a stain; it is left out and told
_SIZE = 0.72  # of a line's height: the size of its font
_ALIKE = 0.25  # of the usual height: within it, a line has the usual size
_SPACE = 0.18  # of a line's height: what is at least between words
_DESCENT = 0.2  # of a line's height: below the baseline

Quad = list[list[float]]


@lru_cache(maxsize=1)
def engine() -> Any:  # noqa: ANN401 - a class of the extra
    """What recognises, with its models loaded."""
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "critical"})


class Recogniser:
    """Recognises pages until its time is up.

    seconds: for all pages together.
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        self._until = time.monotonic() + seconds

    def __call__(self, pdf: Pdf, page: Page) -> bool:
        """Fill the page's fragments; returns whether it was looked at and has words."""
        if time.monotonic() > self._until:
            return False
        scale = min(_DOTS / _POINTS, (_MOST_PIXELS / (page.width * page.height)) ** 0.5)
        found = self._recognised(pdf, page.number, scale)
        if found is None or not found.txts:
            return False
        page.fragments[0] = list(_fragments(found, 1 / scale))
        page.unsure = sum(score < _LEAST_SURE for score in found.scores)
        return bool(page.fragments[0])

    def _recognised(self, pdf: Pdf, number: int, scale: float) -> Any:  # noqa: ANN401 - its own
        try:
            page = pdf.document[number - 1]
        except EngineError:
            return None
        try:
            bitmap = page.render(scale=scale)
            try:
                return engine()(bitmap.to_numpy(), return_word_box=True)
            finally:
                bitmap.close()
        finally:
            page.close()


def _fragments(found: Any, scale: float) -> Iterator[Fragment]:  # noqa: ANN401 - RapidOCR's own
    """Words in order, of the lines that are sure. scale: from its pixels to points."""
    usual = median(_rect(box, scale).height for box in found.boxes)
    index = 0
    lines = zip(found.txts, found.scores, found.boxes, found.word_results, strict=True)
    for text, score, box, parts in lines:
        if score < _LEAST_SURE:
            continue
        line = _rect(box, scale)
        # Boxes of lines in one size are not equally high: a line with descenders has a higher one.
        height = usual if abs(line.height - usual) <= _ALIKE * usual else line.height
        style = Style("recognised", round(max(height * _SIZE, 0.1), 1))
        baseline = line.y1 - line.height * _DESCENT
        sides = _sides(text, line, [(part[0], _rect(part[2], scale)) for part in parts])
        at = 0
        for number, word in enumerate(text.split()):
            x0, x1 = sides[at][0], sides[at + len(word) - 1][1]
            at += len(word)
            if at < len(sides):  # parts that hold two words leave no space between these
                x1 = min(x1, sides[at][0] - _SPACE * height)
            rect = Rect(x0, line.y0, max(x0, x1), line.y1)
            yield Fragment(word, index, rect.x0, rect.x1, baseline, style, rect, number > 0)
            index += len(word) + 1


def _sides(text: str, line: Rect, parts: Sequence[tuple[str, Rect]]) -> list[tuple[float, float]]:
    """Where each character but spaces begins and ends: its share of the part that it stands in.

    The parts are words or single characters, and not always those that spaces part in the text.
    """
    found = [side for part, rect in parts for side in _shares("".join(part.split()), rect)]
    bare = "".join(text.split())
    return found if len(found) == len(bare) else _shares(bare, line)


def _shares(text: str, rect: Rect) -> list[tuple[float, float]]:
    width = (rect.x1 - rect.x0) / max(1, len(text))
    return [(rect.x0 + at * width, rect.x0 + (at + 1) * width) for at in range(len(text))]


def _rect(quad: Quad, scale: float) -> Rect:
    across, down = [point[0] for point in quad], [point[1] for point in quad]
    return Rect(*(float(side) * scale for side in (min(across), min(down), max(across), max(down))))
