"""Where something stands in a file, for people."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.messages import MESSAGES
from assistant.reading.units import PageBox, UnitRange

FileRange = tuple[int, int]

_TOLD = 2  # parts that are told one by one; of more, what they lie within


@dataclass(frozen=True, slots=True)
class FilePlace:
    """Where a piece of a document stands in its file, as the file was when it was read.

    Its parts are in the order of the file; there is more than one where something else stands
    between them (a running header, a caption that interrupts a sentence, another column). A part
    holds the words with nothing else between them but white space and marks: line ends, the
    hyphens of words broken over lines, the bars of a table.

    characters: of each part, a half-open range of the decoded file, counted from 0; a byte-order
                mark is no character. () where the file is not text.
    lines:      of each part, its first and its last line, counted from 1; () where that is not
                known. Lines end with a line feed, a carriage return, or both.
    units:      the pages, slides, rows that it lies in, outermost first; () where there are none.
    boxes:      where its words stand on their pages; () where that is not known.
    """

    characters: tuple[FileRange, ...]
    lines: tuple[FileRange, ...] = ()
    units: tuple[UnitRange, ...] = ()
    boxes: tuple[PageBox, ...] = ()

    def __str__(self) -> str:
        """The place in English words."""
        return in_words(self)


def in_words(place: FilePlace) -> str:
    """As in "line 412 (characters 34,280–34,473)"; of several parts, "lines 3–4 and 7 (…)".

    In a file that is not text, "page 7", "sheet “Costs”, rows 3–4".
    """
    if not place.characters:
        return _units(place)
    within = len(place.characters) > _TOLD
    ranges = [
        MESSAGES.character_range.format(start=start, end=end)
        for start, end in _told(place.characters)
    ]
    said = MESSAGES.characters.format(ranges=_joined(ranges))
    if place.lines:
        lines = _lines(place)
        said = MESSAGES.in_file.format(lines=lines, characters=said)
    said = MESSAGES.within.format(place=said) if within else said
    return ", ".join(filter(None, (_units(place), said)))


def lines_in_words(place: FilePlace) -> str:
    """The lines alone, "lines 3–4 and 7", or the units; "" where neither is known."""
    if not place.lines:
        return _units(place)
    said = _lines(place)
    said = MESSAGES.within.format(place=said) if len(place.lines) > _TOLD else said
    return ", ".join(filter(None, (_units(place), said)))


def _units(place: FilePlace) -> str:
    return ", ".join(_unit(unit) for unit in place.units)


def _unit(unit: UnitRange) -> str:
    """As in "page 7", "page 7 (printed: 133)", "pages 7–8", "sheet “Costs”"."""
    kind = getattr(MESSAGES, f"unit_{unit.kind}")
    if unit.first != unit.last:
        between = MESSAGES.line_range.format(first=unit.first, last=unit.last)
        return f"{getattr(MESSAGES, f'units_{unit.kind}')} {between}"
    if not unit.first_label:
        return f"{kind} {unit.first}"
    if unit.kind == "page":
        return MESSAGES.labelled_page.format(number=unit.first, label=unit.first_label)
    return MESSAGES.labelled_unit.format(kind=kind, label=unit.first_label)


def _lines(place: FilePlace) -> str:
    told = _told(place.lines)
    first, last = told[0]
    if len(told) == 1 and first == last:
        return MESSAGES.line.format(line=first)
    ranges = [
        str(first) if first == last else MESSAGES.line_range.format(first=first, last=last)
        for first, last in told
    ]
    return MESSAGES.lines.format(ranges=_joined(ranges))


def _told(parts: tuple[FileRange, ...]) -> tuple[FileRange, ...]:
    if len(parts) <= _TOLD:
        return parts
    return ((min(start for start, _ in parts), max(end for _, end in parts)),)


def _joined(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else MESSAGES.both.format(first=parts[0], second=parts[1])
