"""A quote that may hold up a written sentence."""

from __future__ import annotations

import re
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


_LEANS = re.compile(
    r"\W*(?:[A-Z]\w+(?:ly|ver|more)\b\W*|In addition\W*)?"
    r"(?:[Tt]his|[Tt]hese|[Tt]hey|[Tt]heir|[Ii]ts?|[Ss]uch|[Tt]hose|[Ii]nitial [Rr]esults"
    r"|[Ff]urther|[Pp]articipants"
    r"|[Tt]he (?:\w+ )?(?:results?|findings?|trial|study|research|patients|participants|therapy)"
    r"|[Rr]esults|[Aa]mong the|[Cc]ompared (?:to|with) the|[Pp]ost-transplantation)\b"
)


def leans(quote: str) -> bool:
    """Whether a quote needs the sentence before it: "This trial confirmed", "The results revealed".

    Only then may a written sentence take a name from there. A row of a table never leans on
    the row before it.
    """
    return "|" not in quote and bool(_LEANS.match(quote))
