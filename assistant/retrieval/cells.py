"""Find the rows of a table whose cells hold what a question demands."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set
from functools import cached_property

from assistant.nlp.codes import known_as
from assistant.nlp.conditions import Demand, words_of
from assistant.nlp.countries import names_of_place
from assistant.nlp.tokens import is_stop, parts, stem, stems, tokens
from assistant.nlp.word_statistics import singular


class Cells:
    """An index of the words of a table's cells.

    texts:         by row and column; "" for an empty cell.
    abbreviations: of the corpus, to what they stand for: a cell holds the words of either.
    """

    def __init__(self, texts: Sequence[Sequence[str]], abbreviations: Mapping[str, str]) -> None:
        self._texts = texts
        self._forms = {short.replace("-", ""): long for short, long in abbreviations.items()}
        self._where: dict[str, set[tuple[int, int]]] = {}
        for row, cells in enumerate(texts):
            for column, cell in enumerate(cells):
                for word in self._expanded(cell):
                    self._where.setdefault(word, set()).add((row, column))

    @property
    def words(self) -> Set[str]:
        """The stems that cells hold."""
        return self._where.keys()

    def met(self, wanted: Sequence[Demand], row: int) -> set[int]:
        """Which of the demands a row fulfils."""
        return {n for n, one in enumerate(wanted) if (row in self.one_of(one)) != one.excluded}

    def matching(self, wanted: Sequence[Demand], only: int | None = None) -> list[int]:
        """The rows that fulfil all demands. only: the number of the one column to look at."""
        rows = set(range(len(self._texts)))
        for one in wanted:
            rows = rows - self.one_of(one, only) if one.excluded else rows & self.one_of(one, only)
        return sorted(rows)

    def others(self, wanted: Sequence[Demand]) -> list[int]:
        """The rows that say something else in the one column where others fulfil what is wanted."""
        rows, words = set(self.matching(wanted)), words_of(wanted)
        where = {c for word in words for row, c in self._where.get(word, ()) if row in rows}
        told = {n for n, cells in enumerate(self._texts) if any(cells[c] for c in where)}
        alike = all(self.one_of(one) == rows for one in wanted)
        return sorted(told - rows) if alike and len(where) == 1 else []

    def one_of(self, demand: Demand, only: int | None = None) -> set[int]:
        """The rows that hold every word of an alternative."""
        found: set[int] = set()
        for words in demand.alternatives:
            each = [self._holding_word(word, only) for word in words]
            found |= each[0].intersection(*each[1:])
        return found

    @cached_property
    def _places(self) -> int | None:
        """The column with the most names of places."""
        counts = [
            sum(any(map(names_of_place, tokens(cells[n]))) for cells in self._texts)
            for n in range(len(self._texts[0]))
        ]
        return counts.index(max(counts)) if any(counts) else None

    def _holding_word(self, word: str, only: int | None) -> set[int]:
        """In the one column, or anywhere if no row holds it there."""
        if names := names_of_place(word):
            return set().union(*(self._holding(name, self._places) for name in names))
        pieces = {stem(piece) for piece in parts(word) if not is_stop(piece)}
        wanted = known_as(word) if any(map(str.isdigit, word)) else pieces or {stem(word)}
        return (only is not None and self._holding(wanted, only)) or self._holding(wanted, None)

    def _holding(self, words: Collection[str], only: int | None) -> set[int]:
        held = (self._where.get(word, set()) for word in words)
        each = [{row for row, column in one if only in (None, column)} for one in held]
        return each[0].intersection(*each[1:]) if each else set()

    def _expanded(self, cell: str) -> set[str]:
        """Stems of a cell, with what its abbreviations stand for."""
        words = known_as(cell)
        waiting = [piece for token in tokens(cell) for piece in (token, *parts(token))]
        for _ in range(2):  # "hUC-MSC" is "human umbilical cord MSCs", and "MSC" is more again
            shorts = (singular(token.replace("-", "")) for token in waiting)
            longer = [self._forms[short] for short in shorts if short in self._forms]
            words = words.union(*map(stems, longer))
            waiting = [token.upper().removesuffix("S") for p in longer for token in tokens(p)]
        return words
