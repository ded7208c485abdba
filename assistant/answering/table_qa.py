"""Answer questions about the rows of a table: which, how many, and what a row says.

A question is about rows when it names a row's registration code, or asks for trials or studies
with conditions that rows fulfil. A row must match every remaining content
word; if no row matches one of them, the table does not answer.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.answering.table_query import (
    Demand,
    RowQuestion,
    asked_columns,
    column_meant,
    demanded,
    names_a_place,
    without_codes,
)
from assistant.chunking.chunks import Passage
from assistant.nlp.countries import names_of_place
from assistant.nlp.lexicon import singular
from assistant.nlp.thesaurus import thesaurus
from assistant.nlp.tokens import is_stop, parts, stem, stems, tokens
from assistant.reading.document import Span, Table

_LONG_CELL = 60  # characters; a last cell longer than this is left out of lists
_ENOUGH_BY_CODE = 0.5  # share of a question's words that a row named by its code fulfils
_ENOUGH, _MIN_NEARLY = 0.65, 2  # the same of a row that is not, and how many words that takes
_LONG_NAME = 7  # a name of at least so many letters may be spelled one letter off
_LIKE = 0.6  # cosine from which an ordinary word may stand for one that is ruled out
_MAX_ONE = 4  # rows that a question for one trial may match
_PLACE = re.compile(r"locat|place|countr|site|city|institut|cent(?:er|re)|hospital", re.I)


@dataclass(frozen=True, slots=True)
class RowAnswer:
    """What the rows say. spans: verbatim, one for each row; none means that no row matches.

    counted: whether to say how many of how many rows these are.
    lacks:   the entry is there, but not what is asked about it.
    """

    table: Table
    total: int
    rows: tuple[tuple[Passage, Span], ...]
    counted: bool
    lacks: bool = False


class Rows:
    """The rows of every table of an index."""

    def __init__(self, passages: Sequence[Passage], abbreviations: Mapping[str, str]) -> None:
        tables: dict[tuple[str, int], list[Passage]] = {}
        for passage in passages:
            if passage.kind == "row" and passage.block is not None:
                number = passage.document.blocks[passage.block].table or 0
                tables.setdefault((passage.document.name, number), []).append(passage)
        self._tables = [_Rows(rows, abbreviations) for rows in tables.values()]

    def answer(self, question: str, documents: Collection[str] | None = None) -> RowAnswer | None:
        """The rows that answer; None if the question is not about rows.

        documents: names; only tables of these are looked at.
        """
        tables = [
            table
            for table in self._tables
            if documents is None or table.rows[0].document.name in documents
        ]
        answers = [found for table in tables if (found := table.answer(question))]
        matching = [found for found in answers if found.rows]
        return next(iter(matching or answers), None)


class _Rows:
    """The rows of one table."""

    def __init__(self, rows: list[Passage], abbreviations: Mapping[str, str]) -> None:
        document = rows[0].document
        block = document.blocks[rows[0].block or 0]
        self.table = document.tables[block.table or 0]
        self.rows = rows
        forms = {short.replace("-", ""): long for short, long in abbreviations.items()}
        self._forms = forms
        self._cells = [
            [document.text[cell.start : cell.end] for cell in document.blocks[row.block or 0].cells]
            for row in rows
        ]
        self._words = [[self._expanded(cell) for cell in cells] for cells in self._cells]

    @cached_property
    def _place_column(self) -> int | None:
        names = enumerate(self.table.columns)
        return next((n for n, name in names if _PLACE.search(name)), None)

    def answer(self, question: str) -> RowAnswer | None:
        read = RowQuestion.read(question)
        question = read.text
        if read.codes:
            return self._by_code(question, read.codes)
        if not (read.listing or read.one):
            return None
        asked = asked_columns(question, self.table)
        conditions = demanded(question, self.table, asked if read.one else frozenset())
        column = column_meant(question)
        matching = self._matching(conditions, column)
        if read.listing:  # "what they measure" asks for a column, and demands no word
            # but "hospital" may be a word of the place: only an outcome is never one
            fewer = demanded(question, self.table, asked & {"outcome"} if matching else asked)
            if fewer and (found := self._matching(fewer, column)):
                conditions, matching = fewer, found
            place = names_a_place(conditions, question)
            if not (conditions or read.names_table) or not (matching or read.names_table or place):
                return None  # of studies in the text
            return self._result(matching, read.counting or not conditions, asked)
        if matching and conditions and len(matching) <= _MAX_ONE and asked:
            return self._result(matching, False, frozenset({"outcome"}))
        if read.one and (near := self._nearly(conditions)):
            return self._result(near, False, frozenset({"outcome"}))
        return None

    def _nearly(self, conditions: Sequence[Demand]) -> list[int]:
        """The few rows that fulfil all names and most other words, one of them a rare one."""
        wanted = [one for one in conditions if not one.excluded]
        names = [one for one in wanted if one.alternatives[0][0][:1].isupper()]
        rows = set(self._matching(names)) if names else set(range(len(self.rows)))
        rare = [found for one in wanted if 0 < len(found := self._one_of(one)) <= _MAX_ONE]
        rows &= set().union(*rare)
        if not rows or len(conditions) < _MIN_NEARLY:
            return []
        shares = {number: self._share(conditions, number) for number in rows}
        best = max(shares.values())
        near = sorted(number for number, share in shares.items() if share == best)
        return near if best >= _ENOUGH and len(near) <= _MAX_ONE else []

    def _share(self, conditions: Sequence[Demand], row: int) -> float:
        """The share of the conditions that a row fulfils; 1 if there is none."""
        met = [(row in self._one_of(one)) != one.excluded for one in conditions]
        return sum(met) / len(met) if met else 1.0

    def _by_code(self, question: str, codes: Collection[str]) -> RowAnswer | None:
        matching = [
            number
            for number, cells in enumerate(self._cells)
            if any(cell.upper() in codes for cell in cells)
        ]
        if not matching:
            return None
        rest = without_codes(question)
        left = demanded(rest, self.table, asked_columns(rest, self.table))
        if max(self._share(left, number) for number in matching) < _ENOUGH_BY_CODE:
            return self._result(matching, False, frozenset({"outcome"}), lacks=True)
        return self._result(matching, False, frozenset({"outcome"}))

    def _result(
        self, matching: list[int], counted: bool, asked: frozenset[str], *, lacks: bool = False
    ) -> RowAnswer:
        whole = "outcome" in asked
        chosen = tuple((self.rows[n], self._span(n, whole=whole)) for n in matching)
        return RowAnswer(self.table, len(self.rows), chosen, counted, lacks)

    def _span(self, number: int, *, whole: bool) -> Span:
        """The row; in lists, without its last cell if that is long."""
        row = self.rows[number]
        cells = row.document.blocks[row.block or 0].cells
        last = cells[-1]
        if whole or len(cells) < 3 or last.end - last.start <= _LONG_CELL:
            return Span(row.start, row.end)
        return Span(row.start, max(cell.end for cell in cells[:-1]))

    def _matching(self, conditions: Sequence[Demand], column: str = "") -> list[int]:
        """Rows that fulfil all. column: the kind of column to look at; "" for any."""
        columns = enumerate(self.table.columns)
        only = next((n for n, name in columns if column in name.lower()), None) if column else None
        rows = set(range(len(self.rows)))
        unmet = {
            word
            for one in conditions
            for word in one.explained
            if self._one_of(one, only) and not self._fulfilling(word, only)
        }
        for one in conditions:
            if one.excluded:
                rows -= self._one_of(one, only) | self._near(one, only)
            elif one.alternatives[0][0] not in unmet or len(one.alternatives[0]) > 1:
                rows &= self._one_of(one, only)
        return sorted(rows)

    def _near(self, demand: Demand, column: int | None) -> set[int]:
        """Rows with a word like one of the demand: "effectiveness" is no lack of "efficacy"."""
        single = [option[0] for option in demand.alternatives if len(option) == 1]
        words = [word for word in single if word.islower() and not names_of_place(word)]
        if not words:
            return set()
        known = thesaurus()
        return {
            number
            for number, cells in enumerate(self._cells)
            if any(
                known.similarity(word, tokens(self._text(cells, column))) >= _LIKE for word in words
            )
        }

    @staticmethod
    def _text(cells: Sequence[str], column: int | None) -> str:
        return " ".join(cells) if column is None else cells[column]

    def _one_of(self, demand: Demand, column: int | None = None) -> set[int]:
        found: set[int] = set()
        for words in demand.alternatives:
            each = [self._fulfilling(word, column) for word in words]
            found |= each[0].intersection(*each[1:])
        return found

    def _fulfilling(self, condition: str, only: int | None = None) -> set[int]:
        """Rows that fulfil one condition: a place in the column of places, if it occurs there.

        only: the number of the one column that is looked at.
        """
        places = names_of_place(condition)
        column = self._place_column if only is None or places else None
        if column is not None:
            wanted = places or (frozenset(self._parts(condition)),)
            there = {
                number
                for number, words in enumerate(self._words)
                if any(name <= words[column] for name in wanted)
            }
            if there or places:
                return there | self._misspelled(condition, column)
        wanted_words = frozenset(self._parts(condition))
        return {
            number
            for number, words in enumerate(self._words)
            if wanted_words <= (words[only] if only is not None else frozenset().union(*words))
        }

    def _misspelled(self, place: str, column: int) -> set[int]:
        """Rows whose place is spelled one letter off: tables have "Guangdon" for "Guangdong"."""
        if len(place) < _LONG_NAME:
            return set()
        from rapidfuzz.distance import OSA

        return {
            number
            for number, cells in enumerate(self._cells)
            if any(OSA.distance(place.lower(), word.lower()) == 1 for word in tokens(cells[column]))
        }

    @staticmethod
    def _parts(condition: str) -> set[str]:
        pieces = [piece for piece in parts(condition) if not is_stop(piece)]
        return {stem(piece) for piece in pieces}

    def _expanded(self, cell: str) -> frozenset[str]:
        """Stems of a cell, with what its abbreviations stand for."""
        words = set(stems(cell))
        waiting = [piece for token in tokens(cell) for piece in (token, *parts(token))]
        for _ in range(2):  # "hUC-MSC" is "human umbilical cord MSCs", and "MSC" is more again
            longer = [
                self._forms[short]
                for token in waiting
                if (short := singular(token.replace("-", ""))) in self._forms
            ]
            for phrase in longer:
                words |= stems(phrase)
            waiting = [token.upper().removesuffix("S") for p in longer for token in tokens(p)]
        return frozenset(words)
