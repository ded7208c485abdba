"""Recognise the words of pages that are pictures, by RapidOCR (PP-OCR models, in its package)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import lru_cache
from statistics import median
from typing import Any

from assistant.reading.pdf.engine import EngineError, Pdf
from assistant.reading.pdf.fragments import Fragment, Page, Rect, Style
from assistant.reading.scans import SECONDS

_DOTS = 200  # an inch: below, small print is misread; above, it only takes longer
_POINTS = 72  # an inch
_MOST_PIXELS = 12_000_000
_LEAST_SURE = 0.5  # of a line: what is less sure is a stain or a drawing
_SIZE = 0.72  # of a line's height: the size of its font
_ALIKE = 0.25  # of the usual height: within it, a line has the usual size
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
        fragments = list(_fragments(found, 1 / scale))
        if fragments:
            page.fragments[0] = fragments
        return bool(fragments)

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
    """Words in order. scale: from its pixels to points."""
    if found is None or not found.txts:
        return
    usual = median(_rect(box, scale).height for box in found.boxes)
    index = 0
    lines = zip(found.txts, found.scores, found.boxes, found.word_results, strict=True)
    for text, score, box, words in lines:
        if score < _LEAST_SURE or not words:
            continue
        line = _rect(box, scale)
        # Boxes of lines in one size are not equally high: a line with descenders has a higher one.
        height = usual if abs(line.height - usual) <= _ALIKE * usual else line.height
        style = Style("recognised", round(max(height * _SIZE, 0.1), 1))
        baseline = line.y1 - line.height * _DESCENT
        at = 0
        for word, _, quad in words:
            begin = text.find(word, at)
            spaced = begin > at or (begin < 0 and at > 0)
            at = begin + len(word) if begin >= 0 else at
            across = _rect(quad, scale)
            rect = Rect(across.x0, line.y0, across.x1, line.y1)
            yield Fragment(word, index, rect.x0, rect.x1, baseline, style, rect, spaced)
            index += len(word) + 1


def _rect(quad: Quad, scale: float) -> Rect:
    across, down = [point[0] for point in quad], [point[1] for point in quad]
    return Rect(*(float(side) * scale for side in (min(across), min(down), max(across), max(down))))
