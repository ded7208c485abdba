"""The title of a text with what stands right below it: who wrote it, when."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.reading import byline
from assistant.reading.document import Source
from assistant.reading.office.properties import title_of
from assistant.reading.text import line_forms as forms
from assistant.reading.text.lines import Line

_MOST_LINES = 4
_LONGEST = 100  # characters
_BEGINS = re.compile(
    r"(?:abstract|summary|executive summary|introduction|background|preface|foreword|contents"
    r"|overview|zusammenfassung|einleitung|résumé|introducción|resumen|introduzione)",
    re.IGNORECASE,
)


def title_block(groups: Sequence[Sequence[Line]]) -> Source | None:
    """What the first lines say of a text, where its first section follows; None if nothing.

    Without a section below them they may as well be an address, a verse, a list.
    """
    if len(groups) < 2 or not 2 <= len(groups[0]) <= _MOST_LINES or not _begins_text(groups[1]):
        return None
    title, *below = (line.text for line in groups[0])
    if not _may_be_title(title) or any(map(_is_other, below)):
        return None
    names = next(filter(None, map(byline.names_of, below)), [])
    return Source(title=title_of(title), authors=", ".join(names))


def _begins_text(group: Sequence[Line]) -> bool:
    text = group[0].text
    if _BEGINS.fullmatch(text.strip(" :.")):
        return True
    number = forms.number_of(text)
    return number is not None and number[0] in ((0,), (1,)) and forms.is_title(number[2])


def _may_be_title(text: str) -> bool:
    label = forms.field_end(text)  # "Package leaflet: Solvatrin 35 mg tablets"
    return len(text) <= _LONGEST and (
        forms.names_text(text) or (label > 0 and forms.names_text(text[label:]))
    )


def _is_other(text: str) -> bool:
    """Whether a line below a title is text, an item or a label, and so the first line no title."""
    return (
        len(text) > _LONGEST
        or forms.ends_sentence(text)
        or forms.begins_part(text)
        or forms.BULLET.match(text) is not None
        or not text[:1].isupper()
    )
