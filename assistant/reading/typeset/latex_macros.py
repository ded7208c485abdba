r"""Macros that a LaTeX file defines: their definitions, and a call with its arguments put in."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.reading.runs import Run

_DEFINED = re.compile(
    r"\\(?P<how>(?:new|renew|provide)command|DeclareRobustCommand)\*?\s{0,9}"
    r"(?:\{\s{0,9}\\(?P<braced>[a-zA-Z@]++)\s{0,9}\}|\\(?P<bare>[a-zA-Z@]++))\s{0,9}"
    r"(?:\[(?P<count>[0-9])\]\s{0,9})?(?:\[(?P<default>[^\[\]]{0,500})\]\s{0,9})?(?=\{)"
    r"|\\[gex]?def\s{0,9}\\(?P<plain>[a-zA-Z@]++)\s{0,9}(?P<parameters>[^{}\n]{0,100})(?=\{)"
    r"|\\(?:New|Renew|Provide|Declare)DocumentCommand\s{0,9}\{?\s{0,9}\\(?P<document>[a-zA-Z@]++)"
    r"\s{0,9}\}?\s{0,9}\{(?P<kinds>[^{}\n]{0,100})\}\s{0,9}(?=\{)"
)
_LET = re.compile(
    r"\\let\s{0,9}\\(?P<name>[a-zA-Z@]++)\s{0,9}=?\s?(?:\\(?P<other>[a-zA-Z@]++)|(?P<sign>[^\s\\{}]))"
)
_STRUCTURE = re.compile(
    r"\\(?:begin|end|item|(?:sub){0,2}section|(?:sub)?paragraph|chapter|part|caption|bibitem)(?![a-zA-Z])"
)
_COMMANDS = re.compile(r"\\([a-zA-Z@]+)")
_INTERNAL = re.compile(r"\\(?:csname|expandafter)(?![a-zA-Z])|\\@")
_BUILT_IN = frozenset(
    """begin end item part chapter section subsection subsubsection paragraph subparagraph caption
    bibitem""".split()
)
"""Commands that a file may dress up; they mean the same then."""
_PARAMETER = re.compile(r"#([1-9])")
_TOKEN = re.compile(r"[ \t]{0,99}\n?[ \t]{0,99}(\\[a-zA-Z@]++|\\.|[^\s{}\\%])")
_SPACE = re.compile(r"[ \t]{0,99}\n?[ \t]{0,99}")
_OPTION = re.compile(r"\s{0,9}\[([^\[\]]{0,2000})\]")
_WORD_BEFORE = re.compile(r"\\[a-zA-Z@]{1,60}\s{0,9}\Z")
_COMMENT = re.compile(r"(?<!\\)%")
_LONGEST_ARGUMENT = 2000
_LONGEST_LINE = 500  # characters before a definition in which a "%" is looked for
_ROOM = 100_000  # characters that calls may put in, beside ten times the file
_CALL = 10  # characters that each call counts for, beside its text

Part = str | tuple[int, int]
"""What a call reads: text of the definition, or the range of an argument."""


@dataclass(frozen=True, slots=True)
class Macro:
    """A definition.

    at:        where it stands.
    default:   the first argument where none is given; None where it must be.
    delimiters: what a call has before, between and behind its arguments, one more than these; ()
               where nothing but braces parts them.
    alias:     the command of LaTeX itself that it stands for; "" where it has a body.
    """

    at: int
    body: str
    count: int = 0
    default: str | None = None
    delimiters: tuple[str, ...] = ()
    alias: str = ""


class Macros:
    """All definitions of a file, and how much their calls may still put in.

    of_structure: those that make headings, lists and the like rather than words.
    """

    def __init__(
        self, text: str, closing: Mapping[int, int], *, of_structure: bool = False
    ) -> None:
        self._of_structure = of_structure
        self._known: dict[str, list[Macro]] = {}
        self._room = _ROOM + 10 * len(text)
        found = [*_DEFINED.finditer(text), *_LET.finditer(text)]
        self._makers = _makers(
            (_name(match), text[match.end() + 1 : closing.get(match.end(), match.end())])
            for match in found
            if match.re is _DEFINED
        )
        for match in sorted(found, key=re.Match.start):
            close = closing.get(match.end())
            line = text[
                max(text.rfind("\n", 0, match.start()), match.start() - _LONGEST_LINE)
                + 1 : match.start()
            ]
            if _COMMENT.search(line):
                continue
            if match.re is _LET:
                self._let(match)
            elif close is not None:
                self._define(match, text[match.end() + 1 : close])

    def _let(self, match: re.Match[str]) -> None:
        """A name for what another means at this place."""
        other = match["other"]
        if match["name"] in _BUILT_IN and other not in _BUILT_IN:
            return  # switched off for a while
        if other is None:
            made = Macro(match.start(), match["sign"])
        elif self._known.get(other):
            made = replace(self._known[other][-1], at=match.start())
        else:
            made = Macro(match.start(), "", alias=other)
        self._known.setdefault(match["name"], []).append(made)

    def _define(self, match: re.Match[str], body: str) -> None:
        name = _name(match)
        parameters = match["parameters"] or ""
        kinds = "".join((match["kinds"] or "").split())
        makes = name in self._makers
        if makes != self._of_structure or _INTERNAL.search(body) or kinds.strip("m"):
            return
        if makes and (name in _BUILT_IN or name in _COMMANDS.findall(body)):
            return
        if match["how"] == "providecommand" and name in self._known:
            return
        delimiters = tuple(_PARAMETER.split(parameters)[::2])
        count = int(match["count"] or len(delimiters) - 1 or len(kinds))
        default = match["default"] if count else None
        parted = delimiters if any(delimiter.strip() for delimiter in delimiters) else ()
        made = Macro(match.start(), body, count, default, parted)
        self._known.setdefault(name, []).append(made)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is defined."""
        return not self._known

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


def _name(match: re.Match[str]) -> str:
    name: str = match["braced"] or match["bare"] or match["plain"] or match["document"]
    return name


def _makers(definitions: Iterable[tuple[str, str]]) -> set[str]:
    """The names of macros that make structure, by themselves or by others that they call."""
    callers: dict[str, list[str]] = {}
    waiting: list[str] = []
    for name, body in definitions:
        if _STRUCTURE.search(body):
            waiting.append(name)
        for called in set(_COMMANDS.findall(body)):
            callers.setdefault(called, []).append(name)
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += callers.get(name, ())
    return found


def definition_end(text: str, at: int, closing: Mapping[int, int]) -> int | None:
    """Where the definition ends that begins at a place; None where there is none."""
    if (match := _LET.match(text, at)) is not None:
        return match.end()
    match = _DEFINED.match(text, at)
    close = closing.get(match.end()) if match else None
    return None if close is None else close + 1


def call_parts(
    macro: Macro, text: str, at: int, closing: Mapping[int, int]
) -> tuple[list[Part], int] | None:
    """What a call reads whose arguments begin at a place, and where it ends; None if some lack."""
    arguments: list[Part] = []
    if macro.delimiters:
        parted = _delimited(macro.delimiters, text, at, closing)
        return parted and (list(_filled(macro.body, parted[0])), parted[1])
    if macro.default is not None:
        option = _OPTION.match(text, at)
        arguments.append(option.span(1) if option else macro.default)
        at = option.end() if option else at
    while len(arguments) < macro.count:
        taken = _undelimited(text, at, closing)
        if taken is None:
            return None
        arguments.append(taken[0])
        at = taken[1]
    return list(_filled(macro.body, arguments)), at


def _delimited(
    delimiters: Sequence[str], text: str, at: int, closing: Mapping[int, int]
) -> tuple[list[Part], int] | None:
    """The arguments of a call that has signs between them, as "(3, 5)" has."""
    if not text.startswith(delimiters[0].strip(), at):
        return None
    at += len(delimiters[0].strip())
    arguments: list[Part] = []
    for delimiter in delimiters[1:]:
        mark = delimiter.strip() or delimiter[:1]
        start = at
        if not mark:
            taken = _undelimited(text, at, closing)
            if taken is None:
                return None
            argument, at = taken
        else:
            while not text.startswith(mark, at):
                at = closing.get(at, at) + 1
                if at - start > _LONGEST_ARGUMENT or at > len(text):
                    return None
            whole = closing.get(start) == at - 1
            argument = (start + 1, at - 1) if whole else (start, at)
            at += len(mark)
        arguments.append(argument)
    return arguments, at


def _undelimited(
    text: str, at: int, closing: Mapping[int, int]
) -> tuple[tuple[int, int], int] | None:
    """An argument in braces, or a single token; and where it ends."""
    space = _SPACE.match(text, at)
    brace = space.end() if space else at
    close = closing.get(brace)
    if close is not None:
        return (brace + 1, close), close + 1
    token = _TOKEN.match(text, at)
    return (token.span(1), token.end()) if token else None


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
