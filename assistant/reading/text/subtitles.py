"""Read subtitles and transcripts (.srt, .vtt): what each speaker says at a time is one turn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from assistant.errors import UnreadableDocument
from assistant.reading.encodings.decoding import decode
from assistant.reading.outline import Outline
from assistant.reading.runs import Run, loose, text_of
from assistant.reading.structure import Structure

_TIME = re.compile(
    r"\s{0,9}(?P<start>(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3})\s{0,9}-->\s{0,9}"
    r"(?P<end>(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3})[^\r\n]{0,200}"
)
_LINE = re.compile(r"([^\r\n]*+)(?:\r\n|\n|\r|\Z)")
_TAG = re.compile(r"<(?P<tag>/?[a-zA-Z0-9.:]{1,40})(?P<name>[^<>]{0,100})>|\{\\[^{}]{0,100}\}")
_DASH = re.compile(r"\s{0,3}[-–—]\s?(?=\S)")
_SPEAKER = re.compile(r"(?:>>\s?)?[A-Z][\w .'-]{1,30}:\s")
_REFERENCES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&nbsp;": " ", "&lrm;": "", "&rlm;": ""}
_REFERENCE = re.compile("|".join(_REFERENCES))
_NUMBER = re.compile(r"[0-9]{1,7}")
_PAUSE = 2.0  # seconds
_LONG = 16  # lines and the spaces between them, from where a turn ends with its sentence
_ENDS = (".", "!", "?", "…", "。", ".”", '."', "♪")


@dataclass
class _Cue:
    start: str
    seconds: float
    until: float
    at: int
    lines: list[list[Run]] = field(default_factory=list)
    speaker: str = ""


def read_subtitles(data: bytes, encoding: str = "") -> Structure:
    """Structure subtitles; each cue is a part named by its time.

    Raises:
        UnreadableDocument: it has no times.
    """
    decoded = decode(data, encoding)
    cues = list(_cues(decoded.text))
    if not cues:
        raise UnreadableDocument("it has no times as subtitles have: save it as .txt")
    outline = Outline(decoded.text)
    turn: list[Run] = []
    before = ""  # the line before
    last: _Cue | None = None
    for number, cue in enumerate(cues, 1):
        outline.unit("part", number, cue.start, start=cue.at)
        for line_number, line in enumerate(cue.lines):
            text = text_of(line)
            is_first = line_number == 0
            if last is not None and _parts(last, cue, before, text, len(turn), first=is_first):
                outline.add("turn", turn)
                turn = []
            if not turn and cue.speaker:
                turn = [loose(f"{cue.speaker}: ")]
            turn += [loose(" "), *line] if turn else line
            last, before = cue, text
    outline.add("turn", turn)
    return outline.structure(decoded.encoding)


def _parts(last: _Cue, cue: _Cue, before: str, text: str, said: int, *, first: bool) -> bool:
    """Whether another turn begins with a line. said: runs of the turn so far."""
    if (
        _DASH.match(text)
        or text.startswith(">>")
        or _SPEAKER.match(text)
        or cue.speaker != last.speaker
    ):
        return first or cue.speaker == last.speaker
    if not first or not before.endswith(_ENDS):
        return False
    return cue.seconds - last.until > _PAUSE or said > _LONG


def _cues(text: str) -> Iterator[_Cue]:
    cue: _Cue | None = None
    skipped = False  # a note or a style sheet, up to the next empty line
    lines = list(_LINE.finditer(text))
    names = set(_names([match.group(1) for match in lines]))
    for at, match in enumerate(lines):
        line = match.group(1)
        if at in names:
            continue
        if found := _TIME.match(line):
            if cue is not None and cue.lines:
                yield cue
            start, end = found["start"], found["end"]
            cue = _Cue(start.replace(",", "."), _seconds(start), _seconds(end), match.end())
            skipped = False
        elif not line.strip():
            if cue is not None and cue.lines:
                yield cue
                cue = None
            skipped = False
        elif cue is not None and not skipped and (runs := list(_runs(line, match.start(), cue))):
            cue.lines.append(runs)
    if cue is not None and cue.lines:
        yield cue


def _names(lines: list[str]) -> Iterator[int]:
    """The lines above times that name a cue, which nobody says."""
    last = 0  # the number of the cue before
    for at, (line, below) in enumerate(pairwise(lines)):
        if not line.strip() or not _TIME.match(below) or _TIME.match(line):
            continue
        bare = line.strip().removeprefix("\ufeff")
        number = int(bare) if _NUMBER.fullmatch(bare) else 0
        if not at or not lines[at - 1].strip() or (number and number == last + 1):
            last = number
            yield at


def _seconds(written: str) -> float:
    seconds = 0.0
    for part in written.replace(",", ".").split(":"):
        seconds = seconds * 60 + float(part)
    return seconds


def _runs(line: str, start: int, cue: _Cue) -> Iterator[Run]:
    """The words of a line without its marks; a mark may name who speaks."""
    at = 0
    for match in _TAG.finditer(line):
        yield from _plain(line, at, match.start(), start)
        at = match.end()
        tag = (match["tag"] or "").split(".")[0]
        if tag == "v":
            cue.speaker = match["name"].strip()
    yield from _plain(line, at, len(line), start)


def _plain(line: str, begin: int, end: int, start: int) -> Iterator[Run]:
    at = begin
    for match in _REFERENCE.finditer(line, begin, end):
        if at < match.start():
            yield Run(start + at, start + match.start(), line[at : match.start()])
        yield Run(start + match.start(), start + match.end(), _REFERENCES[match.group()])
        at = match.end()
    if at < end:
        yield Run(start + at, start + end, line[at:end])
