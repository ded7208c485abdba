r"""Macros that make structure, put in before a LaTeX file is read: "\mysec{A}" as "\section{A}".

Macros of words are put in while the text is read (`latex_macros`); headings, lists and tables have
to be there before.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from assistant.reading.runs import Run
from assistant.reading.typeset.latex_macros import (
    Macro,
    Macros,
    Part,
    call_parts,
    definition_end,
)
from assistant.reading.typeset.latex_source import VERBATIM, Places, places

_COMMAND = re.compile(r"\\(?P<name>[a-zA-Z@]++)|\\.|%[^\n]*+", re.DOTALL)
_ENVIRONMENT = re.compile(
    r"\\(?:re)?newenvironment\*?\s{0,9}\{(?P<name>[a-zA-Z@]{1,60}\*?)\}\s{0,9}"
    r"(?:\[(?P<count>[0-9])\]\s{0,9})?(?:\[(?P<default>[^\[\]]{0,500})\]\s{0,9})?(?=\{)"
)
_NAMED = re.compile(r"\s{0,9}\{(?P<name>[a-zA-Z@]{1,60}\*?)\}")
_SPACES = re.compile(r"\s{0,99}")
_MOST_PASSES = 8  # of macros within macros


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of the new text, and the range of the old one that it stands for."""

    at: int
    start: int
    end: int
    exact: bool


@dataclass(slots=True)
class Expansion:
    """A text with its macros of structure put in, and the way back to the file."""

    text: str
    passes: list[tuple[list[_Piece], list[int]]] = field(default_factory=list)
    """Of each pass the pieces, and where they begin in its text."""

    def back(self, runs: Iterable[Run]) -> list[Run]:
        """The runs at their places in the file; what a macro put in stands for its call."""
        found = list(runs)
        for pieces, starts in reversed(self.passes):
            found = [moved for run in found for moved in _moved(run, pieces, starts)]
        return found


def with_structure(text: str) -> Expansion:
    """Put in what macros of structure read; a file without any stays as it is."""
    expansion = Expansion(text)
    for _ in range(_MOST_PASSES):
        passed = _Pass(expansion.text)
        if not passed.put_in():
            break
        expansion.passes.append((passed.pieces, [piece.at for piece in passed.pieces]))
        expansion.text = "".join(passed.parts)
    return expansion


class _Pass:
    """One reading of a text, which puts in each call that it meets."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._places: Places = places(text)
        self._macros = Macros(text, self._places.closing, of_structure=True)
        self._environments, self._defined = _environments(text, self._places.closing)
        self.parts: list[str] = []
        self.pieces: list[_Piece] = []
        self._length = 0
        self._kept = 0  # up to where the text was copied

    def put_in(self) -> bool:
        """Whether there was anything to put in."""
        if not self._macros.is_empty or self._environments:
            at = 0
            while match := _COMMAND.search(self._text, at):
                at = self._follow(match)
        if not self.pieces:
            return False
        self._keep(len(self._text))
        return True

    def _follow(self, match: re.Match[str]) -> int:
        """Put in a call, or pass over what is none; returns where to go on."""
        at, name = match.start(), match["name"]
        if name is None:
            return match.end()
        closing = self._places.closing
        passed = self._defined.get(at) or definition_end(self._text, at, closing)
        passed = passed or self._places.opaque.get(at) or self._verbatim_end(match)
        if passed:
            return passed
        call = self._call(name, match)
        if call is None or not self._macros.allows(call[0]):
            return match.end()
        parts, end = call
        self._keep(at)
        self._put(parts, at, end)
        self._kept = end
        return end

    def _verbatim_end(self, match: re.Match[str]) -> int | None:
        named = _NAMED.match(self._text, match.end()) if match["name"] == "begin" else None
        if named is None or named["name"] not in VERBATIM:
            return None
        end = self._text.find(f"\\end{{{named['name']}}}", named.end())
        return end if end >= 0 else len(self._text)

    def _call(self, name: str, match: re.Match[str]) -> tuple[list[Part], int] | None:
        if name in ("begin", "end") and (named := _NAMED.match(self._text, match.end())):
            known = self._environments.get(named["name"])
            if known is None or known[0].at > match.start():
                return None
            macro = known[name == "end"]
            return call_parts(macro, self._text, named.end(), self._places.closing)
        found = self._macros.find(name, match.start())
        if found is None or found.alias:
            return None
        return call_parts(found, self._text, match.end(), self._places.closing)

    def _keep(self, end: int) -> None:
        if self._kept < end:
            self._piece(self._text[self._kept : end], self._kept, end, exact=True)

    def _put(self, parts: list[Part], start: int, end: int) -> None:
        at = start
        for number, part in enumerate(parts):
            if isinstance(part, str):
                later = (one[0] for one in parts[number:] if not isinstance(one, str))
                following = next((place for place in later if place >= at), end)
                self._piece(part, at, following, exact=False)
            else:
                self._piece(self._text[part[0] : part[1]], *part, exact=True)
                at = max(at, part[1])

    def _piece(self, text: str, start: int, end: int, *, exact: bool) -> None:
        if text:
            self.pieces.append(_Piece(self._length, start, end, exact))
            self.parts.append(text)
            self._length += len(text)


def _environments(
    text: str, closing: Mapping[int, int]
) -> tuple[dict[str, tuple[Macro, Macro]], dict[int, int]]:
    """Environments that a file defines, by name; and where each definition begins and ends."""
    found: dict[str, tuple[Macro, Macro]] = {}
    defined: dict[int, int] = {}
    for match in _ENVIRONMENT.finditer(text):
        start = match.end()
        stop = closing.get(start)
        space = _SPACES.match(text, stop + 1) if stop is not None else None
        last = closing.get(space.end()) if space else None
        if stop is None or space is None or last is None:
            continue
        defined[match.start()] = last + 1
        count = int(match["count"] or 0)
        default = match["default"] if count else None
        begin = Macro(match.start(), text[start + 1 : stop], count, default)
        end = Macro(match.start(), text[space.end() + 1 : last])
        if f"{{{match['name']}}}" not in begin.body:  # else it would be put in without end
            found.setdefault(match["name"], (begin, end))
    return found, defined


def _moved(run: Run, pieces: list[_Piece], starts: list[int]) -> Iterator[Run]:
    """A run at its place in the text before, cut where pieces meet if that can be done."""
    if run.start == run.end:
        yield run
        return
    number = bisect_right(starts, run.start) - 1
    is_exact = len(run.text) == run.end - run.start
    at = run.start
    while at < run.end:
        piece = pieces[number]
        stop = min(run.end, starts[number + 1]) if number + 1 < len(starts) else run.end
        shift = piece.start - piece.at
        start, end = (at + shift, stop + shift) if piece.exact else (piece.start, piece.end)
        if not is_exact:
            last = _piece_at(pieces, starts, run.end - 1)
            yield Run(start, max(end, last.end if not last.exact else end), run.text)
            return
        yield Run(start, end, run.text[at - run.start : stop - run.start])
        at, number = stop, number + 1


def _piece_at(pieces: list[_Piece], starts: list[int], at: int) -> _Piece:
    return pieces[bisect_right(starts, at) - 1]
