"""Answer questions about rows of tables: a cell, the rows that fulfil conditions, how many.

Each content word of a question must be explained: by cells of a row, by the name of a column, or
by the caption and the headings above the table. Where one is not, running text may answer.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import dropwhile, takewhile

from assistant.answering.table_question import Demand, Limit, demands, denies, framing, limit
from assistant.answering.table_rows import TableRows, is_code, is_ordinary
from assistant.chunking.chunks import Passage
from assistant.nlp.countries import compounded
from assistant.nlp.quantities import figure
from assistant.nlp.tokens import is_stop, tokens
from assistant.reading.document import Span, Table
from assistant.retrieval.retriever import SearchableIndex

_COUNT = re.compile(r"\b(?:how many|number of|count)\b", re.I)
_LIST = re.compile(
    r"\b(?:which|what|list|name|show|give|find|how many|all|every|each|any|number of)\b|^", re.I
)
_NAMES_TABLE = re.compile(r"\b(?:table|list(?:ed)?|rows?|entries|records?)\b", re.I)
_SUM = re.compile(r"\b(?:total|sum|average|altogether|combined|together)\b", re.I)
_VERBS = frozenset("do does did is was can".split())  # behind these, "what" asks for no row
_READ_ALL = 5_000  # rows, or passages of text, that are all read
_SEARCHED = 50  # documents, or passages, that are looked at where there are more
_NEARLY, _FEW = 0.55, 4  # share of words, and rows, of an answer that misses some words
_LONG_ENOUGH = 4  # words of a question of which one may be left unexplained


@dataclass(frozen=True, slots=True)
class RowAnswer:
    """What the rows say.

    total:   rows of the table.
    rows:    verbatim, each with the number of the column that answers, None for the whole row.
    counted: whether to say how many of how many rows these are.
    lacks:   the entry is there, but not what is asked about it.
    entry:   what a row or a column that lacks something is called.
    score:   how much of the question this explains.
    """

    table: Table
    total: int
    rows: tuple[tuple[Passage, Span, int | None], ...]
    counted: bool = False
    lacks: bool = False
    entry: str = ""
    score: float = 0.0


class Tables:
    """The rows of the tables of an index; read when first needed.

    Where there are very many, only those of the documents that a question was found in are read.
    """

    def __init__(self, index: SearchableIndex, abbreviations: Mapping[str, str]) -> None:
        self._index, self._abbreviations = index, abbreviations

    def answer(
        self, question: str, documents: Collection[str] | None = None, found_in: Iterable[str] = ()
    ) -> RowAnswer | None:
        """The rows that answer; None where no table surely does.

        documents: names; only tables of these are looked at.
        found_in:  names of documents in which the question was found, the best first.
        """
        question = compounded(question)
        first, _, rest = question.partition(" ")
        if first.istitle() and is_ordinary(first.lower()):
            question = f"{first.lower()} {rest}"
        there = self._tables(documents, found_in)
        found = [one for table in there if (one := self._of(table, question, documents))]
        return max(found, key=lambda one: (not one.lacks, one.score), default=None)

    def _of(
        self, table: TableRows, question: str, documents: Collection[str] | None
    ) -> RowAnswer | None:
        bound, rest = limit(question)
        if bound and table.holds(bound.word):
            bound, rest = None, question  # "smallest room" is what a row is called
        if denies(rest):
            return None
        wanted = demands(rest, lambda token: table.asks(token) and not table.above(token))
        named = table.values(question)
        found = _list(table, question, wanted, named, bound)
        if found is None and not bound:
            found = _cell(table, rest, wanted, named) or _nearly(table, question, wanted)
        if found and found.lacks and self._told(found.entry, documents):
            return None
        return found

    def _tables(
        self, documents: Collection[str] | None, found_in: Iterable[str]
    ) -> Iterable[TableRows]:
        if self._index.count_of("row") > _READ_ALL:
            names = [n for n in dict.fromkeys(found_in) if documents is None or n in documents]
            return _tables(self._index.of_kind("row", names[:_SEARCHED]), self._abbreviations)
        every = self._every
        return (t for t in every if documents is None or t.rows[0].document.name in documents)

    @cached_property
    def _every(self) -> list[TableRows]:
        return _tables(self._index.of_kind("row"), self._abbreviations)

    def _told(self, entry: str, documents: Collection[str] | None) -> bool:
        """Whether running text speaks of an entry: that may say what its row does not."""
        entry = entry.casefold()
        if self._index.count_of("text") <= _READ_ALL:
            texts = self._index.of_kind("text", documents)
        else:
            held = (self._index.passages[n] for n in self._index.bm25([entry], _SEARCHED))
            texts = (one for one in held if one.kind == "text")
        return any(
            entry in " ".join((*one.section, one.text)).casefold()
            for one in texts
            if documents is None or one.document.name in documents
        )


def _tables(rows: Iterable[Passage], abbreviations: Mapping[str, str]) -> list[TableRows]:
    tables: dict[tuple[str, int], list[Passage]] = {}
    for row in rows:
        if row.block is not None:
            number = row.document.blocks[row.block].table or 0
            tables.setdefault((row.document.name, number), []).append(row)
    return [TableRows(of_one, abbreviations) for of_one in tables.values()]


def _list(
    table: TableRows,
    question: str,
    wanted: Sequence[Demand],
    named: Mapping[int, int],
    bound: Limit | None,
) -> RowAnswer | None:
    """The rows that fulfil all conditions."""
    measured, summed = table.measured(named), _SUM.search(question)
    computed = summed and not (table.holds(summed[0]) or table.columns([summed[0]]))
    if measured is not None and computed:
        sure = not wanted and any(map(table.is_subject, tokens(question)))
        return _lacking(table, [], table.table.columns[measured]) if sure else None
    if not (bound or _asks_for_rows(table, question)):
        return None
    counting = _COUNT.search(question) is not None
    rows = table.matching(wanted, table.only(question))
    if bound:
        rows = _within(table, rows, measured, bound)
    held = bound is not None or any(not one.excluded for one in wanted)
    whole = not wanted and (counting or _NAMES_TABLE.search(question) is not None)
    if not rows or not (held or whole):
        return None
    score = float(sum(map(table.asks, tokens(question))))
    return _rows(table, rows, table.key, counted=counting or not held, score=score)


def _asks_for_rows(table: TableRows, question: str) -> bool:
    """Whether a question asks for what the rows are about: "which sites", "all trials"."""
    for match in _LIST.finditer(question):
        words = tokens(question[match.end() :])
        run = dropwhile(lambda token: framing(token) and token not in _VERBS, words)
        if any(map(table.is_subject, takewhile(lambda token: not is_stop(token), run))):
            return True
    return _NAMES_TABLE.search(question) is not None


def _within(table: TableRows, rows: Sequence[int], column: int | None, bound: Limit) -> list[int]:
    """The rows whose figure keeps a limit, or is the greatest or least."""
    if column is None:
        return []
    if bound.figure:
        return [n for n in rows if bound.holds(table.cells[n][column])]
    found = ((n, figure(table.cells[n][column])[1]) for n in rows)
    sizes = {n: size * bound.sign for n, size in found if size is not None}
    return [n for n, size in sizes.items() if size == max(sizes.values())]


def _cell(
    table: TableRows, question: str, wanted: Sequence[Demand], named: Mapping[int, int]
) -> RowAnswer | None:
    """The cell where the row that a question names meets the column that it names; of a row that a
    code names, all.
    """
    words = [token for token in tokens(question) if table.asks(token)]
    share, rows = table.called(words)
    if not rows:
        return None
    by_code = any(map(is_code, words)) and share == 1.0
    entry = table.cells[rows[0]][table.key]
    met = set().union(*(table.met(wanted, n) for n in rows))
    loose = [one.alternatives[0][0] for n, one in enumerate(wanted) if n not in met]
    if not all(map(is_ordinary, loose)):
        return None
    values = {n: count for n, count in named.items() if n != table.key}
    if not values and len(table.table.columns) == table.key + 2:
        values = {table.key + 1: 0}
    column = max(values, key=lambda n: values[n], default=None)
    if by_code:  # most of what else is asked has to be there
        missing = 2 * len(loose) >= sum(not is_code(one.alternatives[0][0]) for one in wanted) > 0
    else:
        sure = share == 1.0 and len(words) > _LONG_ENOUGH and max(values.values(), default=0) > 0
        missing = len(loose) > sure or column is None
    if missing:
        surely = share == 1.0 and len(rows) == 1 and not all(map(is_ordinary, words))
        about = by_code or any(map(table.is_subject, tokens(question)))
        lacking = loose and not values and surely and about
        return _lacking(table, rows, entry) if lacking else None
    filled = [n for n in rows if column is None or table.cells[n][column].strip()]
    if not filled:
        return _lacking(table, rows, entry)
    return _rows(table, filled, column, score=len(words) - len(loose) + share)


def _nearly(table: TableRows, question: str, wanted: Sequence[Demand]) -> RowAnswer | None:
    """The few rows that fulfil all names and most other words, one of them a rare one."""
    conditions = [one for one in wanted if not one.excluded]
    names = [one for one in conditions if not is_ordinary(one.alternatives[0][0])]
    if not names or not any(map(table.is_kind, tokens(question))):
        return None
    rare = [found for one in conditions if 0 < len(found := table.one_of(one)) <= _FEW]
    rows = set(table.matching(names)) & set().union(*rare)
    shares = {number: len(table.met(wanted, number)) / len(wanted) for number in rows}
    best = max(shares.values(), default=0.0)
    near = sorted(number for number, share in shares.items() if share == best)
    if best < _NEARLY or len(near) > _FEW:
        return None
    return _rows(table, near, None, score=best * len(wanted))


def _lacking(table: TableRows, rows: Sequence[int], entry: str) -> RowAnswer:
    """That a table does not give what is asked."""
    return replace(_rows(table, rows, None), lacks=True, entry=entry)


def _rows(
    table: TableRows,
    rows: Sequence[int],
    column: int | None,
    *,
    counted: bool = False,
    score: float = 0.0,
) -> RowAnswer:
    found = map(table.rows.__getitem__, rows)
    chosen = tuple((row, Span(row.start, row.end), column) for row in found)
    return RowAnswer(table.table, len(table.rows), chosen, counted, score=score)
