"""What subtitles (WebVTT) say beside their cues: a title, the language, and notes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.reading.document import Source
from assistant.reading.office.properties import language_of, title_of
from assistant.reading.runs import Run, loose, text_of
from assistant.reading.text import line_forms as forms
from assistant.reading.text.headings import dated_year

_HEADER = re.compile(r"\ufeff?WEBVTT(?:[ \t]+(?:[-–—:][ \t]*)?(?P<title>\S.*))?")
_LANGUAGE = re.compile(r"Language:[ \t]*(?P<language>\S+)", re.IGNORECASE)
_TITLE = re.compile(r"Title:[ \t]*(?P<title>\S.*)", re.IGNORECASE)
_NOTE = re.compile(r"NOTE(?:[ \t]+|$)")
_VALUE = re.compile(r"[\w .-]{1,30}:\s?[\w\"'.:,-]+")  # "Confidence: 0.97", of a machine
_OFTEN = 3


@dataclass(frozen=True, slots=True)
class Note:
    """A note for whoever reads the file. at: the offset of its first character."""

    at: int
    runs: tuple[Run, ...]
    heading: bool

    @property
    def text(self) -> str:
        """What it says."""
        return text_of(self.runs)


def notes_of(lines: Sequence[re.Match[str]]) -> list[Note]:
    """The notes that say something, of a file's lines; those of machines say the same each time."""
    found: list[Note] = []
    at = 0
    while at < len(lines):
        match = _NOTE.match(lines[at].group(1)) if _begins_part(lines, at) else None
        end = at + 1
        while match and end < len(lines) and lines[end].group(1).strip():
            end += 1
        if match and (note := _note(lines[at:end], match.end())):
            found.append(note)
        at = end
    shapes = Counter(forms.shape(note.text) for note in found)
    return [note for note in found if shapes[forms.shape(note.text)] < _OFTEN]


def _begins_part(lines: Sequence[re.Match[str]], at: int) -> bool:
    return not at or not lines[at - 1].group(1).strip()


def _note(lines: Sequence[re.Match[str]], begin: int) -> Note | None:
    runs: list[Run] = []
    for number, line in enumerate(lines):
        start = line.start(1) + (0 if number else begin)
        text = line.group(1)[0 if number else begin :]
        if text.strip():
            runs += [loose(" ")] * bool(runs) + [Run(start, start + len(text), text)]
    said = text_of(runs).strip()
    if len(said.split()) < 2 or _VALUE.fullmatch(said) or "-->" in said:
        return None
    return Note(runs[0].start, tuple(runs), names_part(said))


def names_part(text: str) -> bool:
    """Whether a line names the part of a recording that follows: "AGENDA ITEM 3: The budget"."""
    titled = forms.chapter(text)
    return titled is not None and (not titled[1] or forms.is_title(titled[1]))


def source_of(lines: Sequence[re.Match[str]], notes: Sequence[Note]) -> tuple[Source, str]:
    """What the file says of itself, and its language."""
    head = [line.group(1).strip() for line in lines[:_HEAD]]
    header = _HEADER.match(head[0]) if head else None
    if header is None:
        return Source(), ""
    title, language = header["title"] or "", ""
    for line in head[1 : head.index("") if "" in head else None]:
        if found := _LANGUAGE.fullmatch(line):
            language = language_of(found["language"])
    for note in notes:
        if not title and (found := _TITLE.match(note.text)):
            title = found["title"]
    years = (dated_year(text) for text in (title, *(note.text for note in notes)))
    return Source(title=title_of(title), year=next(filter(None, years), None)), language


_HEAD = 30  # lines
