"""Questions about the rows of a table: which, how many, and what a row says.

A question is about rows when it names a row's registration code, or asks for trials or studies
with conditions that rows fulfil. Every content word that is left must be fulfilled by a row;
one that no row fulfils means that the table does not answer.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.answering.conditions import Demand, column_meant, demands
from assistant.answering.places import compounded, names_of_place
from assistant.cutting.passage import Passage
from assistant.reading.document import Span, Table
from assistant.reading.table_rows import REGISTRATION_CODE
from assistant.searching.abbreviations import singular
from assistant.searching.thesaurus import thesaurus
from assistant.searching.words import is_stop, parts, stem, stems, tokens

_SUBJECT = r"(?:trials?|stud(?:y|ies)|rows?|entries|records?|registrations?)"
_PLURAL = r"(?:trials|studies|rows|entries|records|registrations)"
_COUNT = re.compile(rf"\b(?:how many|number of|count)\b(?:\W+[\w-]+){{0,4}}?\W+{_PLURAL}\b", re.I)
_LIST = re.compile(
    rf"\b(?:which|what|list|name|show|give|find|all|every|each|any|are there|other)\b"
    rf"(?:\W+[\w'’-]+){{0,6}}?\W+{_PLURAL}\b|\b(?:every|each|list)\b.{{0,20}}\b{_SUBJECT}\b"
    rf"|^\W*{_PLURAL}\b",
    re.I,
)
_ONE = re.compile(rf"\b(?:which|what|the|that|this)\b(?:\W+[\w'’-]+){{0,5}}?\W+{_SUBJECT}\b", re.I)
_CODE = re.compile(rf"\b(?:{REGISTRATION_CODE})", re.IGNORECASE)
_MAIN = re.compile(
    r"\b(?:primary|main|principal|chief) (?=(?:outcome|end-?point|aim|goal|purpose|objective"
    r"|measure)s?\b)",
    re.I,
)
_NAMED = re.compile(r"\b(?:table|list(?:ed|s)?|register(?:ed|s)?|registry|rows?)\b", re.I)
_LONG_CELL = 60  # characters; a last cell longer than this is left out of lists
_ENOUGH_BY_CODE = 0.5  # share of a question's words that a row named by its code fulfils
_ENOUGH, _MIN_NEARLY = 0.65, 2  # the same of a row that is not, and how many words that takes
_LONG_NAME = 7  # letters from which a name may be spelled one letter off
_LIKE = 0.6  # cosine from which an ordinary word may stand for one that is ruled out
_MAX_ONE = 4  # rows that a question for one trial may match

# Words of a question by the column they ask for, beside the words of the column's own name.
_ASKED = {
    "location": "where place country city town site hospital institution institute university "
    "centre center located location run conducted conducting carried held done performed based "
    "home taking",
    "number": "number registration identifier id registry code nct registered",
    "outcome": "outcome outcomes endpoint endpoints measure measures measured measuring assess "
    "assesses assessed evaluate evaluates evaluated purpose aim aims goal goals objective "
    "objectives test tests tested testing look looks looking investigate investigates examine "
    "examined examines studying studied trying",
    "title": "title name called brief named about",
}
_FRAME = frozenset(
    stem(word)
    for word in """trial trials study studies row rows entry entries record records table list
    listed lists
    listing registered register registry registration registrations research clinical
    patient patients people participant participants person subject subjects use uses used
    using involve involves involving include includes included including give given gives
    show shows tell find found take takes took taking place places run runs running ran
    conduct conducted conducting carried carry based locate located location happen
    happens happening held hold host hosted hosts occur occurs do done doing perform
    performed name names named mention mentions mentioned title titles total altogether
    overall together complete please contribute contributes contributed review article
    paper document documents database one ones many all every each work works kind kinds
    type types set available exist exists present presented treat treats treated treating
    treatment there world currently about me you us get got see summarise summarize
    according going by judging wording derived derive among amongst within
    suggested existing concern concerns focus focuses deal deals go goes going made make
    makes test tests tested testing only both entire whole full number numbers site sites
    centre centres center centers also word words wording phrase phrases term terms text say says
    said form forms administration administrations administered itself use uses very plainly
    explicitly either want wants look looks meant means mean stand stands almost same differ
    differs get gets own""".split()
)


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
        """The rows that answer; None where the question is not about rows.

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
        wanted = r"locat|place|countr|site|city|institut|cent(?:er|re)|hospital"
        return next((n for n, name in names if re.search(wanted, name, re.I)), None)

    def answer(self, question: str) -> RowAnswer | None:
        question = _MAIN.sub("", compounded(question))
        codes = {code.upper() for code in _CODE.findall(question)}
        if codes:
            return self._by_code(question, codes)
        counting = _COUNT.search(question) is not None
        listing = counting or _LIST.search(question) is not None
        one = not listing and _ONE.search(question) is not None
        if not (listing or one):
            return None
        asked = self._asked(question)
        conditions = self._demands(question, asked if one else frozenset())
        matching = self._matching(conditions, column_meant(question))
        if listing:  # "what they measure" asks for a column, and demands no word
            fewer = self._demands(question, asked)
            if fewer and (found := self._matching(fewer, column_meant(question))):
                conditions, matching = fewer, found
        if listing:
            named = self._named(question)
            place = self._place_in(conditions, question)
            if not (conditions or named) or not (matching or named or place):
                return None  # of studies in the text
            return self._result(matching, counting or not conditions, asked)
        if matching and conditions and len(matching) <= _MAX_ONE and asked:
            return self._result(matching, False, frozenset({"outcome"}))
        if one and (near := self._nearly(conditions)):
            return self._result(near, False, frozenset({"outcome"}))
        return None

    def _nearly(self, conditions: Sequence[Demand]) -> list[int]:
        """The few rows that fulfil all names and most other words, one of them a rare one."""
        names = [one for one in conditions if one.alternatives[0][0][:1].isupper()]
        rows = set(self._matching(names)) if names else set(range(len(self.rows)))
        rare = [found for one in conditions if 0 < len(found := self._one_of(one)) <= _MAX_ONE]
        rows &= set().union(*rare)
        if not rows or len(conditions) < _MIN_NEARLY:
            return []
        shares = {number: self._share(conditions, number) for number in rows}
        best = max(shares.values())
        near = sorted(number for number, share in shares.items() if share == best)
        return near if best >= _ENOUGH and len(near) <= _MAX_ONE else []

    def _share(self, conditions: Sequence[Demand], row: int) -> float:
        """The share of the conditions that a row fulfils; 1 where there is none."""
        met = [row in self._one_of(one) for one in conditions]
        return sum(met) / len(met) if met else 1.0

    def _by_code(self, question: str, codes: set[str]) -> RowAnswer | None:
        matching = [
            number
            for number, cells in enumerate(self._cells)
            if any(cell.upper() in codes for cell in cells)
        ]
        if not matching:
            return None
        rest = _CODE.sub(" ", question)
        left = self._demands(rest, self._asked(rest))
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
        """The row; in lists without a long last cell."""
        row = self.rows[number]
        cells = row.document.blocks[row.block or 0].cells
        last = cells[-1]
        if whole or len(cells) < 3 or last.end - last.start <= _LONG_CELL:
            return Span(row.start, row.end)
        return Span(row.start, max(cell.end for cell in cells[:-1]))

    def _named(self, question: str) -> bool:
        """Whether a question is plainly about the table, not about studies in the text."""
        return _NAMED.search(question) is not None

    def _place_in(self, conditions: Sequence[Demand], question: str) -> bool:
        """Whether a condition is the name of a place, or stands where one would."""
        words = [word for one in conditions for option in one.alternatives for word in option]
        return any(
            names_of_place(word)
            or (word.istitle() and re.search(rf"\b(?:in|at|from) {re.escape(word)}\b", question))
            for word in words
        )

    def _asked(self, question: str) -> frozenset[str]:
        """Which of the table's columns the question asks for."""
        words = {token.lower() for token in tokens(question)}
        asked = set()
        for column in self.table.columns:
            for kind, names in _ASKED.items():
                if kind in column.lower() and words & {*names.split()}:
                    asked.add(kind)
        return frozenset(asked)

    def _demands(self, question: str, asked: frozenset[str]) -> tuple[Demand, ...]:
        """What a row must fulfil."""
        about = {stem(word) for kind in asked for word in _ASKED[kind].split()}
        about |= {word for column in self.table.columns for word in stems(column)}
        about |= stems(self.table.caption)  # holds for every row

        def kept(token: str) -> bool:
            return (
                not is_stop(token)
                and (stem(token) not in _FRAME or token.isupper())  # "us", but not "US"
                and stem(token) not in about
                and not (token.isdigit() and len(token) == 1)
            )

        return demands(question, kept)

    def _matching(self, conditions: Sequence[Demand], column: str = "") -> list[int]:
        """Rows that fulfil all. column: the kind of column to look at; "" for any."""
        number = next((n for n, name in enumerate(self.table.columns) if column in name.lower()), 0)
        only = number if column else None
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
        words = [word for word in single if word.islower()]
        if not words:
            return set()
        known = thesaurus()
        wanted = known.vectors(words)
        return {
            number
            for number, cells in enumerate(self._cells)
            if (there := [w.lower() for w in tokens(self._text(cells, column))])
            and (wanted @ known.vectors(there).T).max() >= _LIKE
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
        column = self._place_column if only is None else None
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
