"""A quote that may hold up a written sentence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Support:
    """A quote as the writer was given it, and what stands around it in its document.

    marker:  its number, "[1]" for 1.
    quote:   verbatim text, one or more sentences.
    heading: headings above it, joined by " > "; "" where there are none.
    title:   of its document; "" where unknown.
    before:  the sentence before it, which says what "this trial" or "they" is; "" at the start.
    """

    marker: int
    quote: str
    heading: str = ""
    title: str = ""
    before: str = ""
