"""Answer questions about rows of tables: a cell, the rows that fulfil conditions, how many.

Each content word of a question must be explained: by cells of a row, by the name of a column, or
by the caption and the headings above the table. Where one is not, running text may answer.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import dropwhile, takewhile

from assistant.answering.table_rows import TableRows
from assistant.chunking.chunks import Passage
from assistant.nlp import conditions
from assistant.nlp.codes import is_code
from assistant.nlp.conditions import Demand, framing
from assistant.nlp.countries import compounded
from assistant.nlp.limits import MEASURES, Limit, limits
from assistant.nlp.thesaurus import is_common
from assistant.nlp.tokens import is_stop, tokens
from assistant.reading.document import Span, Table
from assistant.retrieval.retriever import SearchableIndex

_COUNT = re.compile(r"\b(?:how many|number of|count)\b", re.I)
_LIST = re.compile(
    r"\b(?:which|what|list|name|show|give|find|how many|all|every|each|any|number of)\b|^", re.I
)
_NAMES_TABLE = re.compile(r"\b(?:table|list(?:ed)?|rows?|entries|records?)\b", re.I)
_OPEN = re.compile(r"^\W*(?:and |but |so )?(?:who|whom|whose|when|where|why|how)\b", re.I)
_SUM = re.compile(r"(?<!est )\b(?:total|sum|average|altogether|combined|together)\b", re.I)
_VERBS = frozenset("do does did is was can".split())  # behind these, "what" asks for no row
_WHO = re.compile(r"\W*(?:and |but )?who\b", re.I)
_ABOUT = re.compile(r"\babout\W*$", re.I)
_READ_ALL = 5_000  # rows, or passages of text, that are all read
_SEARCHED = 50  # documents, or passages, that are looked at where there are more
_LONG_ENOUGH = 4  # words of a question of which one may be left unexplained


@dataclass(frozen=True, slots=True)
class RowAnswer:
    """What the rows say.

    total:   rows of the table.
    rows:    verbatim, each with the number of the column that answers, None for the whole row.
    counted: whether to say how many of how many rows these are.
    lacks:   the entry is there, but not what is asked about it.
    entry:   what a row that lacks something is called.
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
        question = conditions.impersonal(compounded(question))
        first, _, rest = question.partition(" ")
        if first.istitle() and is_common(first.lower()):
            question = f"{first.lower()} {rest}"
        there = self._tables(documents, found_in)
        found = [one for table in there if (one := self._of(table, question, documents))]
        best = max(found, key=lambda one: (not one.lacks, one.score), default=None)
        alike = [x for x in found if best and (x.lacks, x.score) == (best.lacks, best.score)]
        cells = ((one.table.columns, n) for one in alike for *_, n in one.rows[:1])
        told = {columns[n] for columns, n in cells if n is not None}
        if len(alike) > 1 and (len(told) > 1 or any(map(is_code, tokens(question)))):
            return None  # "What does E02 mean?", of two machines
        return best

    def _of(
        self, table: TableRows, question: str, documents: Collection[str] | None
    ) -> RowAnswer | None:
        bounds, rest = limits(question)
        if any(table.holds(one.word) for one in bounds):
            bounds, rest = [], question  # "smallest room" is what a row is called
        rest = conditions.excluding(table.in_range(rest), table.is_flag)
        denied = conditions.denies(rest)
        if not rest or conditions.unclear(rest, of_all=not all(one.figure for one in bounds)):
            return None
        wanted = conditions.demands(rest, lambda t: table.asks(t) and not table.above(t))
        told = wanted
        if any(map(table.is_flag, tokens(rest))):  # "which trains take bicycles"
            told = conditions.demands(
                rest, lambda t: table.asks(t) and (table.is_flag(t) or not table.above(t))
            )
        held, only = table.index, table.only(question)
        rows = held.others(told) if denied else held.matching(told, only)
        found = _list(table, question, told, bounds, rows) if not (denied and bounds) else None
        if found is None and not bounds and not denied:
            found = _cell(table, rest, wanted)
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
    bounds: Sequence[Limit],
    rows: Sequence[int],
) -> RowAnswer | None:
    """Of the rows that fulfil all conditions, those within all limits."""
    summed, counting = _SUM.search(question), _COUNT.search(question)
    computed = summed and not (table.holds(summed[0]) or table.columns([summed[0]]))
    told = question[counting.start() :] if counting else question  # "how many" of what
    if computed and (not counting or table.columns(tokens(question[counting.end() :])[:1])):
        sure = not wanted and not bounds and any(map(table.is_subject, tokens(question)))
        return _rows(table, [], None, lacks=summed[0]) if summed and sure else None
    named = _NAMES_TABLE.search(question) is not None
    subject = bool(named or wanted or _WHO.match(question) or any(one.figure for one in bounds))
    if bounds and not subject:  # "Which one was the cheapest?" may ask of anything
        near = [word for one in bounds for word in one.near if word.lower() not in MEASURES]
        subject = bool(table.columns(near)) or any(map(table.is_row, tokens(question)))
    asked = (bounds and subject) or _asks_for_rows(table, told)
    if not asked or (named and _ABOUT.search(question)):
        return None
    rows = _within(table, rows, bounds)
    held = bool(bounds) or any(not one.excluded for one in wanted)
    whole = not wanted and (not table.values(question) if counting else named)
    counted = counting is not None or not held
    fits = table.counts(question, wanted) if counted else table.tells(question, rows)
    if not rows or not (held or whole) or not fits:
        return None
    score = float(sum(map(table.asks, tokens(question))))
    return _rows(table, rows, table.key, counted=counted, score=score)


def _asks_for_rows(table: TableRows, question: str) -> bool:
    """Whether a question asks for what the rows are about: "which sites", "all trials"."""
    for match in _LIST.finditer(question):
        words = tokens(question[match.end() :])
        run = dropwhile(lambda token: framing(token) and token not in _VERBS, words)
        if any(map(table.is_row, takewhile(lambda token: not is_stop(token), run))):
            return True
    return _NAMES_TABLE.search(question) is not None


def _within(table: TableRows, rows: Sequence[int], bounds: Sequence[Limit]) -> Sequence[int]:
    """The rows whose figures keep all limits, and of these the greatest or least; none where it is
    not sure which columns these are about.
    """
    sizes = [table.measured(one) for one in bounds]
    told = [id(one) for one, bound in zip(sizes, bounds, strict=True) if bound.figure]
    alike = len(set(told)) < len(told) and not all(one.word in MEASURES for one in bounds)
    alike = alike or len(bounds) > len(told) + 1  # two superlatives
    for bound, one in sorted(zip(bounds, sizes, strict=True), key=lambda both: not both[0].figure):
        rows = bound.within({n: one[n] for n in rows if n in one}) if one and not alike else []
    return rows


def _cell(table: TableRows, question: str, wanted: Sequence[Demand]) -> RowAnswer | None:
    """The cell where the row that a question names meets the column that it names; of a row that a
    code names, all.
    """
    words = [token for token in tokens(question) if table.asks(token)]
    share, rows = table.called(words)
    if not rows:
        return None
    by_code = any(map(is_code, words)) and share == 1.0
    met = max((table.index.met(wanted, n) for n in rows), key=len)
    rows = [n for n in rows if len(table.index.met(wanted, n)) == len(met)]
    entry = table.cells[rows[0]][table.key]
    loose = [one.alternatives[0][0] for n, one in enumerate(wanted) if n not in met]
    if not all(map(is_common, loose)):
        return None
    values = {n: count for n, count in table.values(question).items() if n != table.key}
    if not values and len(table.table.columns) == table.key + 2:
        values = {table.key + 1: 0}
    lacking = loose and not values
    values = {n: c for n, c in values.items() if any(table.fits(question, n, row) for row in rows)}
    column = max(values, key=lambda n: values[n], default=None)
    if by_code:  # most of what else is asked has to be there
        missing = 2 * len(loose) >= sum(not is_code(one.alternatives[0][0]) for one in wanted) > 0
    else:
        sure = share == 1.0 and len(words) > _LONG_ENOUGH and max(values.values(), default=0) > 0
        missing = len(loose) > sure or column is None
    if missing:
        surely = share == 1.0 and len(rows) == 1 and not all(map(is_common, words))
        about = any(map(table.is_subject, words))
        if by_code:  # "The display says E09, what now?" asks for no display
            about = set(loose) <= set(conditions.asked(question))
        return _rows(table, rows, None, lacks=entry) if lacking and surely and about else None
    if column is None and _OPEN.search(question):
        return None
    filled = [n for n in rows if column is None or table.cells[n][column]]
    if not filled:
        return _rows(table, rows, None, lacks=entry)
    return _rows(table, filled, column, score=len(words) - len(loose) + share)


def _rows(
    table: TableRows,
    rows: Sequence[int],
    column: int | None,
    *,
    counted: bool = False,
    lacks: str | None = None,
    score: float = 0.0,
) -> RowAnswer:
    found = map(table.rows.__getitem__, rows)
    chosen = tuple((row, Span(row.start, row.end), column) for row in found)
    return RowAnswer(
        table.table,
        len(table.rows),
        chosen,
        counted=counted,
        lacks=lacks is not None,
        entry=lacks or "",
        score=score,
    )
