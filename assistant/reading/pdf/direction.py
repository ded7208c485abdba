"""Text that runs from right to left, as in Arabic and Hebrew.

A page of such text is laid out mirrored, so that its columns and lines begin at the left. Words
of the other direction within a line are put back into the order in which they are read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.reading.pdf.fragments import Fragment, Page

_LEFTWARD = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_RIGHTWARD = re.compile(r"[A-Za-z\u00c0-\u024f\u0370-\u052f]")

_MARKS = re.compile(r"[^\w\s]{2,}")


def mirror(page: Page) -> None:
    """Mirror the places of upright text along its lines where most of it runs leftwards."""
    parts = page.fragments.get(0, [])
    leftward = sum(_LEFTWARD.search(part.text) is not None for part in parts)
    rightward = sum(_RIGHTWARD.search(part.text) is not None for part in parts)
    if leftward <= rightward:
        return
    page.mirrored = True
    for part in parts:
        part.x0, part.x1 = page.width - part.x1, page.width - part.x0
        if part.rightward and _MARKS.fullmatch(part.text):
            part.text = part.text[::-1]  # marks of a sentence that the engine took for a number's


def as_read(fragments: Sequence[Fragment], mirrored: bool) -> list[Fragment]:
    """The words of a line in the order in which they are read.

    fragments: in the order of their places.
    mirrored:  whether the line runs leftwards.
    """
    other = _RIGHTWARD if mirrored else _LEFTWARD
    own = _LEFTWARD if mirrored else _RIGHTWARD
    ordered: list[Fragment] = []
    run: list[Fragment] = []
    for fragment in fragments:
        if other.search(fragment.text):
            run.append(fragment)
        elif run and not own.search(fragment.text) and fragment is not fragments[-1]:
            run.append(fragment)  # a number or a mark, which goes on with what is around it
        else:
            ordered += _turned(run, other)
            run = []
            ordered.append(fragment)
    return ordered + _turned(run, other)


def _turned(run: list[Fragment], other: re.Pattern[str]) -> list[Fragment]:
    """A run reversed, but for the marks at its end, which belong to the line."""
    end = len(run)
    while end and not other.search(run[end - 1].text):
        end -= 1
    return [*reversed(run[:end]), *run[end:]] if end > 1 else run
