"""Read subtitles and transcripts (.srt, .vtt): what each speaker says at a time is one turn."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from assistant.errors import UnreadableDocument
from assistant.reading.encodings.decoding import decode
from assistant.reading.outline import Outline
from assistant.reading.runs import Run, loose, text_of
from assistant.reading.structure import Structure
from assistant.reading.text.subtitle_notes import Note, names_part, notes_of, source_of

_TIME = re.compile(
    r"\s{0,9}(?P<start>(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3})\s{0,9}-->\s{0,9}"
    r"(?P<end>(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3})[^\r\n]{0,200}"
)
_LINE = re.compile(r"([^\r\n]*+)(?:\r\n|\n|\r|\Z)")
_TAG = r"<(?P<tag>/?[a-zA-Z0-9.:]{1,40})(?P<name>[^<>]{0,100})>|\{\\[^{}]{0,100}\}"
_MARK = re.compile(
    rf"{_TAG}|(?:(?<=[.!?…\"”’»])|(?<=[.!?…]</[ib]>))\s{{1,3}}(?P<dash>[-–—]\s?)(?=\S)"
)
_DASH = re.compile(r"\s{0,3}[-–—]\s?(?=\S)")
_SPEAKER = re.compile(r"(?:>>\s?)?[A-Z][\w .'-]{1,30}:\s")
_REFERENCES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&nbsp;": " ", "&lrm;": "", "&rlm;": ""}
_REFERENCE = re.compile("|".join(_REFERENCES))
_NUMBER = re.compile(r"[0-9]{1,7}")
_PAUSE = 2.0  # seconds
_TOUCHES = 0.25  # seconds between cues of which one is still shown when the next comes
_ROLLS = 0.3  # of the cues begin with the one before
_LONG = 16  # lines and the spaces between them, from where a turn ends with its sentence
_ENDS = (".", "!", "?", "…", "。", ".”", '."', "♪")


@dataclass(slots=True)
class _Said:
    """What one speaker says on a line. speaker: that a mark names; "" where none does."""

    speaker: str
    runs: list[Run]

    @property
    def text(self) -> str:
        """What is shown."""
        return text_of(self.runs).strip()


@dataclass(slots=True)
class _Cue:
    start: str
    seconds: float
    until: float
    at: int
    lines: list[_Said] = field(default_factory=list)


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
    lines = list(_LINE.finditer(decoded.text))
    notes = notes_of(lines)
    _Writer(outline, deque(notes)).write(_without_repeats(cues))
    source, language = source_of(lines, notes)
    return outline.structure(decoded.encoding, source, language)


@dataclass(slots=True)
class _Writer:
    """Writes cues as turns, and notes where they stand. notes: that are not yet written."""

    outline: Outline
    notes: deque[Note]
    turn: list[Run] = field(default_factory=list)

    def write(self, cues: list[_Cue]) -> None:
        """Write all."""
        last: _Said | None = None
        until = 0.0  # when the cue before ended
        loud = all(line.text.isupper() for cue in cues for line in cue.lines)
        for number, cue in enumerate(cues, 1):
            self._notes_before(cue.at)
            self.outline.unit("part", number, cue.start, start=cue.at)
            if not loud and _is_heading(cue):
                self._end_turn()
                self.outline.heading(1, cue.lines[0].runs)
                last, until = None, cue.until
                continue
            for place, line in enumerate(cue.lines):
                pause = cue.seconds - until > _PAUSE or len(self.turn) > _LONG
                if last is not None and _begins_turn(last, line, pause=pause and not place):
                    self._end_turn()
                self._say(line)
                last = line
            until = cue.until
        self._end_turn()
        self._notes_before(None)

    def _say(self, line: _Said) -> None:
        if not self.turn and line.speaker:
            self.turn = [loose(f"{line.speaker}: ")]
        self.turn += [loose(" "), *line.runs] if self.turn else line.runs

    def _end_turn(self) -> None:
        self.outline.add("turn", self.turn)
        self.turn = []

    def _notes_before(self, at: int | None) -> None:
        while self.notes and (at is None or self.notes[0].at < at):
            self._end_turn()
            note = self.notes.popleft()
            if note.heading:
                self.outline.heading(1, note.runs)
            else:
                self.outline.add("paragraph", note.runs)


def _is_heading(cue: _Cue) -> bool:
    """Whether a cue is a title that is shown, and that nobody says."""
    line, *others = cue.lines
    return not others and not line.speaker and line.text.isupper() and names_part(line.text)


def _begins_turn(last: _Said, line: _Said, *, pause: bool) -> bool:
    """Whether another turn begins with a line. pause: before it, or the turn is long."""
    text = line.text
    if _DASH.match(text) or text.startswith(">>") or _SPEAKER.match(text):
        return True
    return line.speaker != last.speaker or (pause and last.text.endswith(_ENDS))


def _without_repeats(cues: list[_Cue]) -> list[_Cue]:
    """The cues without lines that were shown before, and stay while the next comes up.

    Such captions roll: each cue begins with the last lines of the one before, or with all of it.
    """
    repeats = [_repeated(before, cue) for before, cue in pairwise(cues)]
    rolls = sum(map(bool, repeats)) >= max(2, len(repeats) * _ROLLS)
    kept = cues[:1]
    for (before, cue), count in zip(pairwise(cues), repeats, strict=True):
        grown = cue.seconds - before.until < _TOUCHES and _grows(before, cue)
        if count and (rolls or count < len(cue.lines)):
            cue = replace(cue, lines=cue.lines[count:])
        elif grown and kept and kept[-1].at == before.at:
            kept.pop()
        if cue.lines:
            kept.append(cue)
    return kept


def _repeated(before: _Cue, cue: _Cue) -> int:
    """How many lines of a cue are the last ones of the one before, and stay on the screen."""
    if cue.seconds - before.until >= _TOUCHES:
        return 0
    shown, now = [[line.text for line in one.lines] for one in (before, cue)]
    counts = range(min(len(shown), len(now)), 0, -1)
    return next((n for n in counts if shown[-n:] == now[:n] and not _DASH.match(now[0])), 0)


def _grows(before: _Cue, cue: _Cue) -> bool:
    """Whether a cue is the one before and more words."""
    shown, now = [" ".join(line.text for line in one.lines) for one in (before, cue)]
    return now.startswith(f"{shown} ") and not _DASH.match(now)


def _cues(text: str) -> Iterator[_Cue]:
    cue: _Cue | None = None
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
        elif not line:
            if cue is not None and cue.lines:
                yield cue
                cue = None
        elif cue is not None and line.strip():
            cue.lines += _said(line, match.start(), cue.lines[-1].speaker if cue.lines else "")
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


def _said(line: str, start: int, speaker: str) -> Iterator[_Said]:
    """What is said on a line, without its marks: a mark or a dash may name another speaker."""
    said = _Said(speaker, [])
    at = 0
    for match in _MARK.finditer(line):
        said.runs += _plain(line, at, match.start(), start)
        at = match.end()
        tag = (match["tag"] or "").split(".")[0]
        if tag in ("v", "/v") or (match["dash"] and _DASH.match(line)):
            if said.text:
                yield said
            named = match["name"].strip() if tag == "v" else ""
            said = _Said(said.speaker if match["dash"] else named, [])
            at = match.start("dash") if match["dash"] else at
        elif match["dash"]:
            at = match.start()
    said.runs += _plain(line, at, len(line), start)
    if said.text:
        yield said


def _plain(line: str, begin: int, end: int, start: int) -> Iterator[Run]:
    at = begin
    for match in _REFERENCE.finditer(line, begin, end):
        if at < match.start():
            yield Run(start + at, start + match.start(), line[at : match.start()])
        yield Run(start + match.start(), start + match.end(), _REFERENCES[match.group()])
        at = match.end()
    if at < end:
        yield Run(start + at, start + end, line[at:end])
