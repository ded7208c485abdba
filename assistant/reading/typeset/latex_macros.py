r"""Macros that a LaTeX file defines: their definitions, and a call with its arguments put in."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from assistant.reading.runs import Run

_DEFINED = re.compile(
    r"\\(?P<how>(?:new|renew|provide)command|DeclareRobustCommand)\*?\s{0,9}"
    r"(?:\{\s{0,9}\\(?P<braced>[a-zA-Z@]++)\s{0,9}\}|\\(?P<bare>[a-zA-Z@]++))\s{0,9}"
    r"(?:\[(?P<count>[0-9])\]\s{0,9})?(?:\[(?P<default>[^\[\]]{0,500})\]\s{0,9})?(?=\{)"
    r"|\\[gex]?def\s{0,9}\\(?P<plain>[a-zA-Z@]++)\s{0,9}(?P<parameters>[^{}\n\\]{0,100})(?=\{)"
    r"|\\(?:New|Renew|Provide|Declare)DocumentCommand\s{0,9}\{?\s{0,9}\\(?P<document>[a-zA-Z@]++)"
    r"\s{0,9}\}?\s{0,9}\{(?P<kinds>[^{}\n]{0,100})\}\s{0,9}(?=\{)"
)
_PARAMETERS = re.compile(r"(?:#[1-9])*\s*")
_STRUCTURE = re.compile(
    r"\\(?:begin|end|item|(?:sub){0,2}section|chapter|caption|csname|expandafter)(?![a-zA-Z])|\\@"
)
_PARAMETER = re.compile(r"#([1-9])")
_TOKEN = re.compile(r"[ \t]{0,99}\n?[ \t]{0,99}(\\[a-zA-Z@]++|\\.|[^\s{}\\%])")
_OPTION = re.compile(r"\s{0,9}\[([^\[\]]{0,2000})\]")
_WORD_BEFORE = re.compile(r"\\[a-zA-Z@]{1,60}\s{0,9}\Z")
_COMMENT = re.compile(r"(?<!\\)%")
_LONGEST_LINE = 500  # characters before a definition in which a "%" is looked for
_ROOM = 100_000  # characters that calls may put in, beside ten times the file
_CALL = 10  # characters that each call counts for, beside its text

Part = str | tuple[int, int]
"""What a call reads: text of the definition, or the range of an argument."""


@dataclass(frozen=True, slots=True)
class Macro:
    """A definition; `at` is where it stands, `default` the first argument where none is given."""

    at: int
    body: str
    count: int
    default: str | None


class Macros:
    """All definitions of a file, and how much their calls may still put in."""

    def __init__(self, text: str, closing: Mapping[int, int]) -> None:
        self._known: dict[str, list[Macro]] = {}
        self._room = _ROOM + 10 * len(text)
        for match in _DEFINED.finditer(text):
            close = closing.get(match.end())
            line = text[
                max(text.rfind("\n", 0, match.start()), match.start() - _LONGEST_LINE)
                + 1 : match.start()
            ]
            if close is not None and not _COMMENT.search(line):
                self._define(match, text[match.end() + 1 : close])

    def _define(self, match: re.Match[str], body: str) -> None:
        name = match["braced"] or match["bare"] or match["plain"] or match["document"]
        parameters = match["parameters"] or ""
        kinds = "".join((match["kinds"] or "").split())
        if _STRUCTURE.search(body) or kinds.strip("m") or not _PARAMETERS.fullmatch(parameters):
            return
        if match["how"] == "providecommand" and name in self._known:
            return
        count = int(match["count"] or parameters.count("#") or len(kinds))
        default = match["default"] if count else None
        self._known.setdefault(name, []).append(Macro(match.start(), body, count, default))

    def find(self, name: str, at: int) -> Macro | None:
        """What a name means at a place: as defined last before it, else as defined first."""
        known = self._known.get(name)
        if not known:
            return None
        return known[max(0, bisect_left(known, at, key=lambda macro: macro.at) - 1)]

    def allows(self, parts: Iterable[str | tuple[int, int]]) -> bool:
        """Whether there is room for a call: macros can grow without end."""
        self._room -= _CALL + sum(
            len(part) if isinstance(part, str) else part[1] - part[0] for part in parts
        )
        return self._room >= 0


def definition_end(text: str, at: int, closing: Mapping[int, int]) -> int | None:
    """Where the definition ends that begins at a place; None where there is none."""
    match = _DEFINED.match(text, at)
    close = closing.get(match.end()) if match else None
    return None if close is None else close + 1


def call_parts(
    macro: Macro, text: str, at: int, closing: Mapping[int, int]
) -> tuple[list[Part], int] | None:
    """What a call reads whose arguments begin at a place, and where it ends; None if some lack."""
    arguments: list[Part] = []
    if macro.default is not None:
        option = _OPTION.match(text, at)
        arguments.append(option.span(1) if option else macro.default)
        at = option.end() if option else at
    while len(arguments) < macro.count:
        token = _TOKEN.match(text, at)
        space = re.compile(r"[ \t]{0,99}\n?[ \t]{0,99}").match(text, at)
        brace = space.end() if space else at
        close = closing.get(brace)
        if close is not None:
            arguments.append((brace + 1, close))
            at = close + 1
        elif token is not None:
            arguments.append(token.span(1))
            at = token.end()
        else:
            return None
    return list(_filled(macro.body, arguments)), at


def _filled(body: str, arguments: list[Part]) -> Iterator[Part]:
    at = 0
    for match in _PARAMETER.finditer(body):
        before = body[at : match.start()]
        number = int(match.group(1))
        at = match.end()
        argument = arguments[number - 1] if number <= len(arguments) else ""
        if _WORD_BEFORE.search(before[-70:]):  # else the name would go on with the argument
            yield from (before, "{", argument, "}")
        else:
            yield from (before, argument)
    yield body[at:]


def written_back(
    runs: Iterable[Run], parts: list[Part], expanded: str, call: tuple[int, int]
) -> Iterator[Run]:
    """The runs of an expanded call at their places in the file.

    Words of arguments keep their exact places as long as these follow one another; what stands
    between them is there for the rest of the call.
    """
    at, end = call
    waiting = ""
    for run in _split(runs, parts, expanded):
        if run.start < run.end and run.start >= at:
            if waiting:
                yield Run(at, run.start, waiting)
                waiting = ""
            yield run
            at = run.end
        else:
            waiting += run.text
    if waiting:
        yield Run(at, end, waiting)


def _split(runs: Iterable[Run], parts: list[Part], expanded: str) -> Iterator[Run]:
    """Runs cut where parts meet; those of arguments are moved to where these stand."""
    starts: list[int] = []
    length = 0
    for part in parts:
        starts.append(length)
        length += len(part) if isinstance(part, str) else part[1] - part[0]
    starts.append(length)
    number = 0
    for run in runs:
        if run.start == run.end:
            yield run
            continue
        if run.start < starts[number]:
            number = 0
        while number + 2 < len(starts) and starts[number + 1] <= run.start:
            number += 1
        is_exact = expanded[run.start : run.end] == run.text
        if not is_exact and run.end > starts[number + 1]:
            yield Run(0, 0, run.text)
            continue
        begin, inside = run.start, number
        while begin < run.end:
            stop = min(run.end, starts[inside + 1])
            text = expanded[begin:stop] if is_exact else run.text
            part = parts[inside]
            if stop > begin:
                shift = 0 if isinstance(part, str) else part[0] - starts[inside]
                yield (
                    Run(0, 0, text)
                    if isinstance(part, str)
                    else Run(begin + shift, stop + shift, text)
                )
            begin, inside = stop, inside + 1
