"""The title of a text that does not name it: its top heading, or the line it begins with."""

from __future__ import annotations

from assistant.reading.document import Block
from assistant.reading.office.properties import title_of
from assistant.reading.structure import Structure
from assistant.reading.text import line_forms as forms
from assistant.reading.text import speech_forms as speech

_LONGEST = 120  # characters
_FIRST = 5  # blocks, within which a title stands: logos and badges may be above it


def guess_title(structure: Structure) -> str:
    """The heading above all others, if it stands at the beginning and is no numbered section.

    "" where there is none: a text with several such headings has its title elsewhere.
    """
    paths = {block.section[0] for block in structure.blocks if block.section}
    within = structure.blocks[:_FIRST]
    first = next((block for block in within if _is_top(structure.text, block)), None)
    if first is None:
        return ""
    title = structure.text[first.start : first.end]
    above = len(structure.blocks) > 1 and all(
        not block.section or block.section[0] == title for block in structure.blocks
    )
    if not above or len(paths) > 1 or len(title) > _LONGEST or forms.item_start(title):
        return ""
    return "" if speech.asks(title) else title_of(title)


def _is_top(text: str, block: Block) -> bool:
    """Whether a block is a heading of the outermost level, also one that is quoted."""
    return len(block.section) == 1 and text[block.start : block.end] == block.section[0]


def first_line_title(structure: Structure) -> str:
    """The first line, where it stands alone and is not of the text: "Minutes, 12 March 2024"."""
    if len(structure.blocks) < 2:
        return ""
    first = structure.blocks[0]
    title = structure.text[first.start : first.end]
    plain = first.kind == "paragraph" and not first.section and len(title) <= _LONGEST
    return title_of(title) if plain and forms.names_text(title) else ""
