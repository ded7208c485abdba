"""Runs of characters, as formats with markup have them, and the clean text made of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.reading.document import OffsetMap, Piece, Span
from assistant.reading.places import FileRange
from assistant.reading.text_builder import (
    Assembly,
    Replaced,
    Segment,
    WrittenLine,
    cleaned,
    is_clean,
)


@dataclass(frozen=True, slots=True)
class Run(Span):
    """Characters and where they stand in the layer: `text` goes on the page for `[start:end]`.

    Where both are equal, they are so character by character; else the text stands for the whole
    range. Where the range is empty, reading put the text in.
    """

    text: str


def loose(text: str) -> Run:
    """A run that has no place in a layer yet; see `assistant.reading.outline`."""
    return Run(0, 0, text)


def text_of(runs: Sequence[Run]) -> str:
    """What runs read, with single spaces."""
    if len(runs) == 1:
        return " ".join(runs[0].text.split())
    return " ".join("".join(run.text for run in runs).split())


def _parts(lines: Iterable[WrittenLine]) -> Iterator[Span]:
    for line in lines:
        if isinstance(line, Span):
            yield line
            continue
        for part in line:
            yield Run(*part) if isinstance(part, Replaced) else part


def _whole(run: Span, text: str) -> FileRange:
    """The place of a run that was replaced as a whole; as long as it, it would count as exact."""
    return run.start, run.end - (len(text) == run.end - run.start > 1)


class RunAssembly(Assembly):
    """Joins runs as they follow one another: a word may be made of several.

    White space becomes one space, and none at the ends. Spans that are no runs are ranges of the
    file's text.
    """

    _exact_to = -1  # where the last piece ends, if it is one that another may go on
    _space: tuple[FileRange, bool] | None = None
    """White space that is written once something follows it, and whether it is a plain space."""

    def __init__(self, file_text: str) -> None:
        super().__init__("")  # its words need not be counted: no hyphen at a line's end is judged
        self.file_text = file_text

    def _shown(self, segment: Segment) -> str:
        return segment.text if isinstance(segment, Run) else super()._shown(segment)

    def add_lines(self, lines: Iterable[WrittenLine]) -> Span:
        """Add runs as one running text; returns where it stands now."""
        start = self.length
        for run in _parts(lines):
            text = run.text if isinstance(run, Run) else self.file_text[run.start : run.end]
            exact = self._is_exact(run, text)
            if exact and is_clean(text):  # as nearly all cells of a large table are
                self._flow_clean(text, run, start)
                continue
            for part, begin, end in cleaned(text):
                place = (run.start + begin, run.start + end) if exact else _whole(run, text)
                self._flow(part, place, start, exact=exact and text[begin:end] == part)
        self._space = None
        return Span(start, self.length)

    def _flow_clean(self, text: str, run: Span, start: int) -> None:
        """Add text that needs no cleaning."""
        if self._space is not None:
            if self.length > start:
                self._write(" ", *self._space)
            self._space = None
        self._write(text, (run.start, run.end), exact=True)

    def _flow(self, part: str, place: FileRange, start: int, *, exact: bool) -> None:
        bare = part.strip(" ")
        lead = len(part) - len(part.lstrip(" "))
        if lead and self._space is None:
            self._space = ((place[0], place[0] + lead) if exact else place, exact and lead == 1)
        if not bare:
            return
        if self._space is not None and self.length > start:
            self._write(" ", *self._space)
        self._space = None
        begin = place[0] + lead
        whole = _whole(Span(*place), bare)
        self._write(bare, (begin, begin + len(bare)) if exact else whole, exact)
        if part[-1] == " ":
            self._space = ((place[1] - 1, place[1]) if exact else place, exact)

    def add_code(self, lines: Iterable[WrittenLine]) -> Span:
        """Add runs as they are, line ends and all."""
        start = self.length
        for run in _parts(lines):
            text = run.text if isinstance(run, Run) else self.file_text[run.start : run.end]
            exact = self._is_exact(run, text)
            self._write(text, (run.start, run.end) if exact else _whole(run, text), exact)
        return Span(start, self.length)

    def _is_exact(self, run: Span, text: str) -> bool:
        """Whether each character of a run is one of the layer, where that can be looked up."""
        if len(text) != run.end - run.start:
            return False
        return not self.file_text or self.file_text.startswith(text, run.start)

    def take(self, text: str, origin: OffsetMap, shift: int) -> None:
        """Add clean text that another assembly made; its layer begins at `shift` of this one's."""
        self._pieces += [
            Piece(
                piece.start + self.length,
                piece.end + self.length,
                piece.origin_start + shift,
                piece.origin_end + shift,
            )
            for piece in origin.pieces
        ]
        self._put(text)

    def _write(self, text: str, origin: FileRange, exact: bool) -> None:
        """Put text, in one piece with that before where both go on exactly."""
        if origin[0] == origin[1]:
            self._put(text)
            return
        last = self._pieces[-1] if self._pieces else None
        if (
            exact
            and self._exact_to == self.length
            and last is not None
            and last.origin_end == origin[0]
        ):
            self._pieces[-1] = last._replace(end=last.end + len(text), origin_end=origin[1])
            self._put(text)
        else:
            self._put(text, origin)
        self._exact_to = self.length if exact else -1
