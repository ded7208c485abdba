"""Find code among the paragraphs of typed text."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.reading.document import Span
from assistant.reading.text import line_forms as forms
from assistant.reading.text.lines import Line, indent_of

_CODE_SHARE = 0.6


def is_code(
    file_text: str, group: Sequence[Line], before: str, *, goes_on: bool, indent: int | None
) -> bool:
    """Whether the lines of a group are code.

    before:  the text of what stands above, which may introduce it; "" where nothing does.
    goes_on: what stands above is code itself.
    indent:  of what stands above; None where it leads to no code.
    """
    if any(forms.ends_sentence(line.text) for line in group):
        return before.endswith("::") and indent_of(file_text, group[0]) > 0
    if indent is not None and _is_set_in(file_text, group, before, goes_on=goes_on, indent=indent):
        return True
    likely = sum(forms.is_code(line.text) for line in group)
    indented = indent_of(file_text, group[0]) >= 2
    return likely >= len(group) * _CODE_SHARE and (indented or (len(group) > 2 and likely > 2))


def _is_set_in(
    file_text: str, group: Sequence[Line], before: str, *, goes_on: bool, indent: int
) -> bool:
    """Whether lines stand further in than what introduces them, or go on with code."""
    marked = any(forms.BULLET.match(line.text) or forms.item_start(line.text) for line in group)
    least = least_indent(file_text, group)
    if goes_on:
        return not marked and least >= indent > 0
    return not marked and before.endswith(":") and least > indent + 1


def code_lines(file_text: str, group: Sequence[Line]) -> list[Span]:
    """The lines of code, with what they are indented more than the first ones."""
    least = least_indent(file_text, group)
    return [Span(line.start - indent_of(file_text, line) + least, line.end) for line in group]


def least_indent(file_text: str, group: Sequence[Line]) -> int:
    """The blanks before the lines of a group that all of them have."""
    return min(indent_of(file_text, line) for line in group)
