"""Which rows and columns of a table hold the words of a question."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property

from assistant.answering.table_question import MEASURES, Demand, framing
from assistant.chunking.chunks import Passage
from assistant.nlp.countries import names_of_place
from assistant.nlp.quantities import figure
from assistant.nlp.thesaurus import thesaurus
from assistant.nlp.tokens import is_stop, parts, stem, stems, tokens
from assistant.nlp.word_statistics import singular

_HALF = 0.5  # of a row's name, from which words call it
_FEW = 4  # rows that are called so
_LIKE = 0.64  # cosine from which an ordinary word stands for one of a column's name


class TableRows:
    """The rows of one table, by their words.

    key: the number of the column that says what a row is about.
    """

    def __init__(self, rows: Sequence[Passage], abbreviations: Mapping[str, str]) -> None:
        document = rows[0].document
        blocks = [document.blocks[row.block or 0] for row in rows]
        self.table = document.tables[blocks[0].table or 0]
        self.rows = rows
        self.cells = [[document.text[c.start : c.end] for c in block.cells] for block in blocks]
        self._forms = {short.replace("-", ""): long for short, long in abbreviations.items()}
        self._where: dict[str, set[tuple[int, int]]] = {}
        for row, cells in enumerate(self.cells):
            for column, cell in enumerate(cells):
                for word in self._expanded(cell):
                    self._where.setdefault(word, set()).add((row, column))
        columns = self.table.columns
        first = [cells[0].strip(" .") for cells in self.cells]
        counted = first == [str(number) for number in range(1, len(rows) + 1)]
        self.key = 1 if counted and len(columns) > 1 else 0
        self._keys = [known_as(cells[self.key]) for cells in self.cells]
        self._names = [known_as(name) for name in columns]
        self._caption = known_as(self.table.caption)
        self._around = known_as(" ".join((*rows[0].section, document.title)))
        self._about = f"{columns[self.key]} {self.table.caption}"
        self._subjects = known_as(" ".join((self._about, *rows[0].section[-1:])))

    def asks(self, token: str) -> bool:
        """Whether a word has to be explained by the table if its rows are to answer."""
        known = stem(token) in self._where
        return not framing(token) and (known or len(token) > 1 or not token.isdigit())

    def above(self, token: str) -> bool:
        """Whether a word stands above the rows: in a column's name, the caption, the headings."""
        around = self._around - self._where.keys() | self._caption
        measures = MEASURES.get(token.lower(), frozenset())
        told = stem(token) in around or self.is_subject(token) or self.columns([token])
        return bool(told or measures & self._around)

    def holds(self, word: str) -> bool:
        """Whether a word is what a row is called, or stands in a heading."""
        return stem(word) in self._where or stem(word) in self._around

    def is_subject(self, word: str) -> bool:
        """Whether a word says what the rows are about, by the table's name or its headings."""
        return not is_stop(word) and (stem(word) in self._subjects or _like(word, self._about))

    def is_kind(self, word: str) -> bool:
        """Whether a word is the kind of thing that each row is: "site", "study"."""
        own = stem(word) in self._names[self.key]
        return own or (stem(word) not in self._caption and _like(word, self._about))

    def columns(self, words: Iterable[str]) -> dict[int, int]:
        """The columns that words name, each with how many name it."""
        found: dict[int, int] = {}
        for word in words:
            named = [n for n, name in enumerate(self._names) if known_as(word) & name]
            if not named and stem(word) not in self._where:
                named = [n for n, name in enumerate(self.table.columns) if _like(word, name)]
            for number in named:
                found[number] = found.get(number, 0) + 1
        return found

    def values(self, question: str) -> dict[int, int]:
        """The columns that a question names by other words than what all rows are about."""
        common = self._caption | self._names[self.key]
        return self.columns(token for token in tokens(question) if stem(token) not in common)

    def measured(self, columns: Mapping[int, int]) -> int | None:
        """The one of these columns that holds figures and is named by most words."""
        sizes = {n: [figure(cells[n])[1] is not None for cells in self.cells] for n in columns}
        figures = [n for n in columns if 2 * sum(sizes[n]) > len(self.cells)]
        return max(figures, key=columns.__getitem__, default=None)

    def called(self, words: Sequence[str]) -> tuple[float, list[int]]:
        """The few rows with a cell that is a code among the words, or whose name has most of them;
        and the share of the name that they are.
        """
        codes = {plain(word) for word in words if is_code(word)}
        cells = self.cells if codes else []
        if rows := [n for n, one in enumerate(cells) if codes & set(map(plain, one))]:
            return 1.0, rows
        said: set[str] = set().union(*map(known_as, words))
        shares = {
            n: (len(key & said), len(key & said) / len(key))
            for n, key in enumerate(self._keys)
            if (key & said) - self._around
        }
        best = max(shares.values(), default=(0, 0.0))
        rows = [n for n, share in shares.items() if share == best]
        return best[1], rows if best[1] >= _HALF and len(rows) <= _FEW else []

    def only(self, question: str) -> int | None:
        """The one column that conditions are about: "in the title", "as an outcome"."""
        for number, name in enumerate(self.table.columns):
            head = re.split(r" (?:of|in|per)\b|[,(]", name)[0].split()[-1:]
            if head and number and _names_column(question, head[0]):
                return number
        return None

    def met(self, wanted: Sequence[Demand], row: int) -> set[int]:
        """Which of the demands a row fulfils."""
        return {n for n, one in enumerate(wanted) if (row in self.one_of(one)) != one.excluded}

    def matching(self, wanted: Sequence[Demand], only: int | None = None) -> list[int]:
        """The rows that fulfil all demands. only: the number of the one column to look at."""
        rows = set(range(len(self.rows)))
        for one in wanted:
            rows = rows - self.one_of(one, only) if one.excluded else rows & self.one_of(one, only)
        return sorted(rows)

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
            sum(any(map(names_of_place, tokens(cells[n]))) for cells in self.cells)
            for n in range(len(self._names))
        ]
        return counts.index(max(counts)) if any(counts) else None

    def _holding_word(self, word: str, only: int | None) -> set[int]:
        """In the one column, or anywhere if no row holds it there."""
        if names := names_of_place(word):
            return set().union(*(self._holding(name, self._places) for name in names))
        pieces = {stem(piece) for piece in parts(word) if not is_stop(piece)}
        wanted = known_as(word) if is_code(word) else pieces or {stem(word)}
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


def is_code(token: str) -> bool:
    """Whether a word is a code, such as "P-200"."""
    return any(map(str.isdigit, token)) and any(map(str.isalpha, token))


def plain(code: str) -> str:
    """A code as it is compared."""
    return code.strip(" .*`").replace("-", "").casefold()


def known_as(text: str) -> set[str]:
    """Stems of a text; no parts of words with figures, so that "P-200" is not "P-2000"."""
    found: set[str] = set()
    words = tokens(text)
    for token in words:
        if any(map(str.isdigit, token)):
            found.add(stem(plain(token)) if is_code(token) else token)
        elif not is_stop(token) or len(words) == 1:
            found |= stems(token)
    return found


def is_ordinary(word: str) -> bool:
    """Whether a word is no name and no technical term."""
    return word.islower() and word in thesaurus()


def _like(word: str, text: str) -> bool:
    """Whether an ordinary word stands for one of a text."""
    if MEASURES.get(word.lower(), frozenset()) & stems(text):
        return True
    if framing(word) or not is_ordinary(word):
        return False
    others = [other.lower() for other in tokens(text) if not is_stop(other)]
    return thesaurus().similarity(word, others) >= _LIKE


_BEFORE_COLUMN = re.compile(
    r"\b(?:in|by|from|as|for|among|whose|to) (?:(?:an?|the|its|their) )?(?:\w{1,20} )?$", re.I
)
_AFTER_COLUMN = re.compile(r"s? (?:say|mention|contain|hold)", re.I)


def _names_column(question: str, head: str) -> bool:
    """Whether the question has a column's word where it stands for the column."""
    lower, word = question.lower(), head.lower()
    at = lower.find(word)
    while at >= 0:
        after = question[at + len(word) :]
        if _AFTER_COLUMN.match(after) or (
            re.match(r"s?(?!\w)", after) and _BEFORE_COLUMN.search(question[max(0, at - 40) : at])
        ):
            return True
        at = lower.find(word, at + 1)
    return False
