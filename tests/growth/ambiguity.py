"""Whether a pattern's backtracking grows faster than its text, and on which text.

A pattern is superlinear where two places that can each go on for ever read the same text, the
second is reached from the first on that text too, and what follows can fail: a long run can then be
divided between them in as many ways as it has characters. Searching for a pattern is such a place
itself, since it begins anew at every character. (Weber and Seidl, "On the degree of ambiguity of
finite automata", 1991; Weideman et al., "Analyzing matching time behavior of backtracking regular
expression matchers by using ambiguity of NFA", 2016.)
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from automaton import Way, build

_MOST_SETS = 2_000  # sets of states looked at before a pattern counts as one that can fail


@dataclass(frozen=True, slots=True)
class Fault:
    """`prefix + pump * n + suffix` takes time that grows at least as n²."""

    prefix: str
    pump: str
    suffix: str


def find_fault(pattern: re.Pattern[Any], scanning: bool) -> Fault | None:
    """A text on which the pattern is superlinear, None where there is none.

    scanning: whether it is looked for from every character on (search, sub), rather than once at
    the beginning (match, fullmatch).
    """
    return _Search(pattern, scanning).fault()


def pumps(pattern: re.Pattern[Any], scanning: bool) -> Iterator[Fault]:
    """For each part of a pattern that may go on for ever a text that it reads, and no more of."""
    search = _Search(pattern, scanning)
    for state in search.looping:
        if state != search.scan:
            after = (search.failing[state] if search.fails(state) else None) or "\0"
            yield Fault(search.path(0, state), search.path(state, state), after)


_Place = tuple[int, int, int]


def _reached(state: int, edges: list[list[int]]) -> set[int]:
    found: set[int] = set()
    queue = [state]
    while queue:
        new = {other for other in edges[queue.pop()] if other not in found}
        found |= new
        queue += new
    return found


class _Search:
    def __init__(self, pattern: re.Pattern[Any], scanning: bool) -> None:
        self.made = build(pattern)
        self.known = self.made.characters
        self.ways = [list(ways) for ways in self.made.ways]
        self.sets = list(self.made.sets)
        self.scan = len(self.sets) if scanning else -1
        if scanning:  # a state that reads anything for ever and may begin the pattern at any time
            every = self.known.everything & ~self.known.nothing
            loop = Way(self.scan, self.known.everything, every, True)
            self.sets.append(every)
            self.ways.append([*self.made.ways[0], loop])
            self.ways[0].append(loop)
        self.sets[0] = self.known.nothing
        self.looping = self.made.looping + [self.scan] * scanning
        self.failing: dict[int, str | None] = {}
        self.classes = self._classes()
        before: list[list[int]] = [[] for _ in self.sets]
        for state, ways in enumerate(self.ways):
            for way in ways:
                before[way.to].append(state)
        self.leading = {state: _reached(state, before) for state in self.looping}

    def fault(self) -> Fault | None:
        for first in [*self.made.entries, *[self.scan] * (self.scan >= 0)]:
            for second in self.looping:
                if second == self.scan or first not in self.leading[second]:
                    continue
                if self.fails(first) and self.fails(second) and (pump := self._pump(first, second)):
                    return Fault(self.path(0, first), pump, self.failing[second] or "")
        return None

    def fails(self, state: int) -> bool:
        """Whether the pattern may yet fail once it is here; if not, nothing is tried again."""
        if state == self.scan:
            return True
        if state not in self.failing:
            self.failing[state] = self._failing(state)
        return self.failing[state] is not None

    def _classes(self) -> list[int]:
        """Characters (and none) parted by what any way asks of the character before it."""
        classes = [self.known.everything]
        for mask in {way.before for ways in [*self.ways, *self.made.ends] for way in ways}:
            classes = [part for one in classes for part in (one & mask, one & ~mask) if part]
        return classes

    def _pump(self, first: int, second: int) -> str | None:
        """What leads from first to itself and to second, and from second to itself.

        For first and second being one: what leads round in two ways.
        """
        for last in self.classes:
            if first == second:
                pump = self._two_ways(first, last)
            elif last & self.sets[first] & self.sets[second]:
                goal = (first, second, second)
                pump = self._text((first, first, second), last, goal)
            else:
                pump = None
            if pump:
                return pump
        return None

    def _two_ways(self, state: int, last: int) -> str | None:
        """Two ways through nothing between the same two states of a loop."""
        ways = [way for way in self.ways[state] if way.to in self.leading[state]]
        for place, one in enumerate(ways):
            for other in ways[:place]:
                after = one.after & other.after
                if (
                    one.to == other.to
                    and after
                    and one.before & other.before & last & self.sets[state]
                ):
                    back = "" if one.to == state else self.path(one.to, state)
                    return self._letter(after) + back
        return None

    def _text(self, start: _Place, last: int, goal: _Place) -> str | None:
        """A shortest text that leads three walkers from start to goal at once.

        last: the class of the character before it, which is also the last of the text, since the
        text is to be repeated.
        """
        begin = (start, last & self.sets[start[0]] & self.sets[start[2]] and last)
        came: dict[tuple[_Place, int], tuple[tuple[_Place, int], int] | None] = {begin: None}
        queue = deque([begin])
        while queue:
            here = queue.popleft()
            for there, letters in self._steps(*here, goal):
                if there not in came:
                    came[there] = (here, letters)
                    if there == (goal, last):
                        return self._traced(came, there)
                    queue.append(there)
        return None

    def _steps(
        self, place: _Place, last: int, goal: _Place
    ) -> Iterator[tuple[tuple[_Place, int], int]]:
        one, two, three = place
        for a in self._within(one, last, goal[0]):
            for b in self._within(two, last, goal[1]):
                letters = a.after & b.after
                if not letters or not (goal[0] == self.scan or self.fails(b.to)):
                    continue
                for c in self._within(three, last, goal[2]):
                    if not letters & c.after or not (self.fails(a.to) and self.fails(c.to)):
                        continue
                    for part in self.classes:
                        if shared := letters & c.after & part & ~self.known.nothing:
                            yield ((a.to, b.to, c.to), part), shared

    def _within(self, state: int, last: int, goal: int) -> list[Way]:
        return [
            way
            for way in self.ways[state]
            if way.before & last & self.sets[state] and way.to in self.leading[goal]
        ]

    def _traced(self, came: dict[Any, Any], there: object) -> str:
        letters: list[str] = []
        while came[there] is not None:
            there, mask = came[there]
            letters.append(self._letter(mask))
        return "".join(reversed(letters))

    def path(self, start: int, goal: int) -> str:
        """A shortest text from one state to another; what it asks of its surroundings set aside."""
        came: dict[int, tuple[int, int] | None] = {start: None}
        queue = deque([start])
        while queue:
            here = queue.popleft()
            for way in self.ways[here]:
                letters = way.after & ~self.known.nothing
                if letters and way.to == goal:
                    return self._traced(came, here) + self._letter(letters)
                if letters and way.to not in came:
                    came[way.to] = (here, letters)
                    queue.append(way.to)
        return ""

    def _letter(self, mask: int) -> str:
        """One of the characters; a plain one where there is one."""
        plain = [
            place for place in self._places(mask) if self.known.alphabet[place] in "a 1-,.;A(["
        ]
        places = plain or list(self._places(mask))
        return self.known.alphabet[places[0]] if places else ""

    def _places(self, mask: int) -> Iterator[int]:
        return (place for place in range(len(self.known.alphabet)) if mask >> place & 1)

    def _failing(self, state: int) -> str | None:
        """A text behind a state after which the pattern has not matched, whatever way was taken.

        None where every text lets it match: then nothing is ever tried again.
        """
        begins = [(frozenset({state}), part) for part in self.classes if part & self.sets[state]]
        came: dict[Any, Any] = dict.fromkeys(begins)
        queue = deque(begins)
        while queue:
            here = queue.popleft()
            if len(came) > _MOST_SETS or not self._accepts(*here, self.known.nothing):
                return self._traced(came, here)
            for letters in self._letters(*here):
                if self._accepts(*here, letters):
                    continue
                following = self._following(*here, letters)
                if not following:
                    return self._traced(came, here) + self._letter(letters)
                for part in self.classes:
                    there = (following, part)
                    if part & letters and there not in came:
                        came[there] = (here, letters & part)
                        queue.append(there)
        return None

    def _letters(self, states: frozenset[int], last: int) -> list[int]:
        """Characters parted by what any of these states makes of them next."""
        parts = [self.known.everything & ~self.known.nothing]
        masks = {way.after for state in states for way in self.made.ways[state]}
        masks |= {way.after for state in states for way in self.made.ends[state]}
        for mask in masks:
            parts = [part for one in parts for part in (one & mask, one & ~mask) if part]
        return parts

    def _accepts(self, states: frozenset[int], last: int, following: int) -> bool:
        return any(
            way.sure and way.before & last and not following & ~way.after
            for state in states
            for way in self.made.ends[state]
        )

    def _following(self, states: frozenset[int], last: int, letters: int) -> frozenset[int]:
        return frozenset(
            way.to
            for state in states
            for way in self.made.ways[state]
            if way.sure and way.before & last and not letters & ~way.after
        )
