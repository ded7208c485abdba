"""Lists without marks: short lines right below a line that introduces them, "Ingredients:"."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.reading.text import line_forms as forms
from assistant.reading.text.lines import Line

_FEWEST = 2  # items
_LONGEST = 45  # characters of an item: paragraphs are seldom broken into shorter lines
_LONGEST_LEAD = 60


def list_end(group: Sequence[Line], at: int) -> int:
    """The line after the list that a line of a group introduces; 0 where it introduces none."""
    lead = group[at].text
    if not lead.endswith((":", "：")) or len(lead) > _LONGEST_LEAD or forms.item_start(lead):
        return 0
    items = [line.text for line in group[at + 1 :]]
    if len(items) < _FEWEST or not all(map(_is_item, items)):
        return 0
    return len(group)


def _is_item(text: str) -> bool:
    """Whether a line is short, ends no sentence, and begins nothing else."""
    return (
        len(text) <= _LONGEST
        and any(map(str.isalnum, text))
        and not forms.ends_sentence(text)
        and not text.endswith((":", "：", "-", "\u00ad"))
        and not forms.BULLET.match(text)
        and not forms.begins_part(text)
    )
