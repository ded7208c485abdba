"""A regular expression as an automaton: what its backtracking may go through.

Each state is one character set of the pattern, just read. A way from one state to the next says
which character must stand before and after it (word boundaries, ends, lookarounds of one
character), and whether it surely can be taken (a longer lookaround cannot be told here).
"""

# ruff: noqa: ANN401 - what the parser of `re` gives has no types

from __future__ import annotations

import re
import re._constants as op
import re._parser as parser
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from characters import Characters, union

UNBOUNDED = 1000  # a repeat that may go on for more characters than this has no useful bound


class NotJudgedError(Exception):
    """The pattern has something in it that this model does not know, such as a back reference."""


@dataclass(frozen=True)
class Way:
    """From one state to another (or to an end), through nothing.

    before, after: the characters that may stand there, as bits; the highest is "no character".
    """

    to: int
    before: int
    after: int
    sure: bool


@dataclass
class Automaton:
    """States are numbered; state 0 is the beginning, before any character was read.

    sets: the characters that lead into each state, as bits.
    ends: for each state, the ways to the end of what it belongs to: the pattern, or a lookaround.
    looping: states inside a repeat without a bound.
    entries: those of them with which a round begins, so that every endless way passes one.
    """

    characters: Characters
    sets: list[int] = field(default_factory=lambda: [0])
    ways: list[list[Way]] = field(default_factory=list)
    ends: list[list[Way]] = field(default_factory=list)
    looping: list[int] = field(default_factory=list)
    entries: set[int] = field(default_factory=set)


def build(pattern: re.Pattern[Any]) -> Automaton:
    """The automaton of a compiled pattern. Raises NotJudgedError where it has none."""
    return _Builder(pattern).automaton()


class _Builder:
    """Thompson's construction; then each state is followed through what reads nothing."""

    def __init__(self, pattern: re.Pattern[Any]) -> None:
        text = pattern.pattern
        self.parsed = parser.parse(text, pattern.flags & ~re.DEBUG)
        self.flags = int(self.parsed.state.flags)
        if isinstance(text, bytes):
            self.flags |= re.ASCII
        self.known = Characters(self.parsed)
        self.everything = self.known.everything
        self.empty: list[list[tuple[int, int, int, bool]]] = []  # to, before, after, sure
        self.reading: list[tuple[int, int] | None] = []  # to, set
        self.final: set[int] = set()
        self.repeated: set[int] = set()
        self.heads: list[int] = []  # where a round of an endless repeat begins

    def automaton(self) -> Automaton:
        start, end = self._sequence(self.parsed, self.flags)
        self.final.add(end)
        made = Automaton(self.known)
        readers = [node for node, edge in enumerate(self.reading) if edge]
        number = {node: place for place, node in enumerate(readers, 1)}
        made.sets += [edge[1] for node in readers if (edge := self.reading[node])]
        made.looping = [number[node] for node in readers if node in self.repeated]
        for node in self.heads:
            made.entries.update(way.to for way in self._followed(node, number)[0])
        made.entries &= {*made.looping}
        targets = [edge[0] for node in readers if (edge := self.reading[node])]
        for node in [start, *targets]:
            ways, ends = self._followed(node, number)
            made.ways.append(ways)
            made.ends.append(ends)
        return made

    def _followed(self, start: int, number: dict[int, int]) -> tuple[list[Way], list[Way]]:
        ways: list[Way] = []
        ends: list[Way] = []

        def follow(node: int, before: int, after: int, sure: bool, seen: frozenset[int]) -> None:
            if node in self.final:
                ends.append(Way(-1, before, after, sure))
            if (edge := self.reading[node]) and after & edge[1]:
                ways.append(Way(number[node], before, after & edge[1], sure))
            for to, earlier, later, certain in self.empty[node]:
                if to not in seen and before & earlier and after & later:
                    follow(to, before & earlier, after & later, sure and certain, seen | {to})
            if len(ways) > 20_000:
                raise NotJudgedError("too many ways through what may be empty")

        follow(start, self.everything, self.everything, True, frozenset({start}))
        return ways, ends

    def _node(self) -> int:
        self.empty.append([])
        self.reading.append(None)
        return len(self.empty) - 1

    def _link(
        self, start: int, end: int, before: int = -1, after: int = -1, sure: bool = True
    ) -> None:
        self.empty[start].append((end, before & self.everything, after & self.everything, sure))

    def _read(self, mask: int) -> tuple[int, int]:
        start, end = self._node(), self._node()
        self.reading[start] = (end, mask)
        return start, end

    def _sequence(self, parts: Iterable[Any], flags: int) -> tuple[int, int]:
        start = end = self._node()
        for kind, value in parts:
            first, last = self._part(kind, value, flags)
            self._link(end, first)
            end = last
        return start, end

    def _part(self, kind: Any, value: Any, flags: int) -> tuple[int, int]:
        mask = self.known.mask(kind, value, flags)
        if mask is not None:
            return self._read(mask)
        if kind is op.SUBPATTERN:
            _, added, removed, inner = value
            return self._sequence(inner, (flags | added) & ~removed)
        if kind is op.ATOMIC_GROUP:
            return self._sequence(value, flags)
        if kind is op.BRANCH:
            return self._branch(value[1], flags)
        if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            return self._repeat(kind, *value, flags)
        if kind is op.AT:
            return self._at(value, flags)
        if kind in (op.ASSERT, op.ASSERT_NOT):
            return self._look(kind is op.ASSERT, *value, flags)
        raise NotJudgedError(f"{kind} is not known")

    def _branch(self, choices: Iterable[Any], flags: int) -> tuple[int, int]:
        start, end = self._node(), self._node()
        for choice in choices:
            first, last = self._sequence(choice, flags)
            self._link(start, first)
            self._link(last, end)
        return start, end

    def _repeat(self, kind: Any, least: int, most: Any, body: Any, flags: int) -> tuple[int, int]:
        start = end = self._node()
        for _ in range(least):
            first, last = self._sequence(body, flags)
            self._link(end, first)
            end = last
        out = self._node()
        if most is op.MAXREPEAT or most > UNBOUNDED:
            before = len(self.empty)
            first, last = self._sequence(body, flags)
            self.repeated.update(range(before, len(self.empty)))
            self.heads.append(first)
            self._link(end, first)
            self._link(last, first)
            # A possessive repeat of one set ends only where no more of it follows.
            mask = self._one(body, flags) if kind is op.POSSESSIVE_REPEAT else None
            rest = self.everything if mask is None else self.everything & ~mask
            self._link(end, out, after=rest)
            self._link(last, out, after=rest)
            return start, out
        for _ in range(most - least):
            self._link(end, out)
            first, last = self._sequence(body, flags)
            self._link(end, first)
            end = last
        self._link(end, out)
        return start, out

    def _at(self, where: Any, flags: int) -> tuple[int, int]:
        start, end = self._node(), self._node()
        line = self.known.character("\n")
        if where in (op.AT_BEGINNING, op.AT_BEGINNING_STRING):
            multi = where is op.AT_BEGINNING and flags & re.MULTILINE
            self._link(start, end, before=self.known.nothing | (line if multi else 0))
        elif where in (op.AT_END, op.AT_END_STRING):
            self._link(start, end, after=self.known.nothing)
            if where is op.AT_END:  # a line's end is the text's only where nothing follows it
                self._link(start, end, after=line, sure=bool(flags & re.MULTILINE))
        else:
            word = self.known.category(r"\w", flags)
            other = self.everything & ~word
            same = where is not op.AT_BOUNDARY
            self._link(start, end, before=word, after=word if same else other)
            self._link(start, end, before=other, after=other if same else word)
        return start, end

    def _look(self, wanted: bool, direction: int, inner: Any, flags: int) -> tuple[int, int]:
        start, end = self._node(), self._node()
        mask = self._one(inner, flags)
        if mask is not None:
            mask = mask if wanted else self.everything & ~mask
            before, after = (self.everything, mask) if direction > 0 else (mask, self.everything)
            self._link(start, end, before, after)
            return start, end
        if direction > 0:  # what it reads costs time; it ends in itself
            first, last = self._sequence(inner, flags)
            self._link(start, first)
            self.final.add(last)
            self._link(start, end, sure=False)
        else:
            last_set = self._one(inner[-1:], flags) if wanted and len(inner) else None
            self._link(start, end, before=-1 if last_set is None else last_set, sure=False)
        return start, end

    def _one(self, parts: Any, flags: int) -> int | None:
        """The set of what is one character (or an end of the text), None for anything else."""
        parts = list(parts)
        if len(parts) != 1:
            return None
        kind, value = parts[0]
        if kind is op.SUBPATTERN:
            return self._one(value[3], (flags | value[1]) & ~value[2])
        if kind is op.BRANCH:
            masks = [self._one(choice, flags) for choice in value[1]]
            return None if None in masks else union(mask for mask in masks if mask is not None)
        if kind is op.AT and value in (op.AT_END_STRING, op.AT_BEGINNING_STRING, op.AT_BEGINNING):
            return None if flags & re.MULTILINE else self.known.nothing
        return self.known.mask(kind, value, flags)
