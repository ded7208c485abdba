"""The title of a text with what stands right below it: who wrote it, when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

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


class TitleBlock(NamedTuple):
    """What the first lines say of a text. groups: how many of those parted by blank lines."""

    source: Source
    groups: int


def title_block(groups: Sequence[Sequence[Line]]) -> TitleBlock | None:
    """What the first lines say of a text, where its first section follows; None if nothing.

    Without a section below them, "by" and a name, or a name alone above prose, they may as well be
    an address, a verse, a list.
    """
    count = 2 if len(groups) > 1 and len(groups[0]) == len(groups[1]) == 1 else 1
    source = _source_of([line for group in groups[:count] for line in group], groups[count:])
    return None if source is None else TitleBlock(source, count)


def _source_of(head: Sequence[Line], groups: Sequence[Sequence[Line]]) -> Source | None:
    if not groups or not 2 <= len(head) <= _MOST_LINES:
        return None
    title, *below = (line.text for line in head)
    written = [byline.names_of(text[by.end() :]) for text in below if (by := _BY.match(text))]
    apart = head[1].after_blank
    named = any(written) or _names_author(below, groups)
    if not named and (apart or not _begins_text(groups[0])):
        return None
    labelled = forms.field_end(title) > 0
    others = [text for text in below if not _BY.match(text)]
    if not _may_be_title(title) or any(_is_other(text, labelled=labelled) for text in others):
        return None
    names = next(filter(None, (*written, *map(byline.names_of, below))), [])
    return Source(title=title_of(title), authors=", ".join(names))


def _names_author(below: Sequence[str], groups: Sequence[Sequence[Line]]) -> bool:
    """Whether one line below a title names people, and prose follows it.

    Words that the text has in small letters, too, or that end as nouns do, are no names.
    """
    if len(below) != 1 or not (names := byline.names_of(below[0])):
        return False
    words = {word for name in names for word in re.findall(r"[^\W\d_]{3,}", name.lower())}
    if any(map(_NOUN.search, words)):
        return False
    texts = [line.text for group in groups for line in group]
    if any(not words.isdisjoint(re.findall(r"[^\W\d_]+", text)) for text in texts):
        return False
    return any(forms.ends_sentence(line.text) for line in groups[0]) or _begins_text(groups[0])


_NOUN = re.compile(r"(?:tions?|ments?|ings?|ness|ities|ity|ances?|ences?|ships?|log(?:y|ies)|ics)$")


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
