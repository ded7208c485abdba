"""The title of a text with what stands right below it: who wrote it, when."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.reading import byline
from assistant.reading.document import Source
from assistant.reading.office.properties import title_of
from assistant.reading.text import line_forms as forms
from assistant.reading.text.lines import Line

_MOST_LINES = 5
_BY = re.compile(r"(?:written\s)?(?:by|von|par|por|di)\s", re.IGNORECASE)
_LONGEST = 100  # characters
_BEGINS = re.compile(
    r"(?:abstract|summary|executive summary|introduction|background|preface|foreword|contents"
    r"|overview|zusammenfassung|einleitung|résumé|introducción|resumen|introduzione)",
    re.IGNORECASE,
)


def title_block(groups: Sequence[Sequence[Line]]) -> Source | None:
    """What the first lines say of a text, where its first section follows; None if nothing.

    Without a section below them, or "by" and a name, they may as well be an address, a verse, a
    list.
    """
    if len(groups) < 2 or not 2 <= len(groups[0]) <= _MOST_LINES:
        return None
    title, *below = (line.text for line in groups[0])
    written = [byline.names_of(text[by.end() :]) for text in below if (by := _BY.match(text))]
    if not any(written) and not _begins_text(groups[1]):
        return None
    labelled = forms.field_end(title) > 0
    others = [text for text in below if not _BY.match(text)]
    if not _may_be_title(title) or any(_is_other(text, labelled=labelled) for text in others):
        return None
    names = next(filter(None, (*written, *map(byline.names_of, below))), [])
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


def _is_other(text: str, *, labelled: bool) -> bool:
    """Whether a line below a title is text or an item, and so the first line no title.

    labelled: the first line is a label with its value, so that the others may be such, too.
    """
    label = forms.field_end(text) > 0
    return (
        len(text) > _LONGEST
        or (label and labelled)
        or (not label and (forms.ends_sentence(text) or forms.begins_part(text)))
        or forms.BULLET.match(text) is not None
        or text[:1].islower()
    )
