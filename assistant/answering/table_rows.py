"""Which rows and columns of a table hold the words of a question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from assistant.answering.table_question import MEASURES, Demand, framing, size
from assistant.chunking.chunks import Passage
from assistant.nlp.countries import names_of_place
from assistant.nlp.lexicon import singular
from assistant.nlp.thesaurus import thesaurus
from assistant.nlp.tokens import is_stop, parts, stem, stems, tokens

_HALF = 0.5  # of a row's name, from which words call it
_FEW = 4  # rows that are called so
_LIKE = 0.64  # cosine from which an ordinary word stands for one of a column's name


class TableRows:
    """The rows of one table, by their words.

    key: the number of the column that says what a row is about. keys: the stems of its cells.
    """

    def __init__(self, rows: Sequence[Passage], abbreviations: Mapping[str, str]) -> None:
        document = rows[0].document
        block = document.blocks[rows[0].block or 0]
        self.table = document.tables[block.table or 0]
        self.rows = rows
        self.cells = [
            [document.text[cell.start : cell.end] for cell in document.blocks[row.block or 0].cells]
            for row in rows
        ]
        self._forms = {short.replace("-", ""): long for short, long in abbreviations.items()}
        self._where: dict[str, set[int]] = {}
        for row, cells in enumerate(self.cells):
            for word in set().union(*map(self._expanded, cells)):
                self._where.setdefault(word, set()).add(row)
        numbers = [cells[0].strip(" .") for cells in self.cells]
        counted = numbers == [str(n) for n in range(1, len(rows) + 1)]
        self.key = 1 if counted and len(self.table.columns) > 1 else 0
        self.keys = [known_as(cells[self.key]) for cells in self.cells]
        self._names = [known_as(name) for name in self.table.columns]
        self._caption = known_as(self.table.caption)
        self.around = known_as(" ".join((*rows[0].section, document.title)))
        self._about = f"{self.table.columns[self.key]} {self.table.caption}"
        self._subjects = known_as(" ".join((self._about, *rows[0].section[-1:])))

    def asks(self, token: str) -> bool:
        """Whether a word has to be explained by the table if its rows are to answer."""
        known = stem(token) in self._where
        return not framing(token) and (known or len(token) > 1 or not token.isdigit())

    def above(self, token: str) -> bool:
        """Whether a word stands above the rows: in a column's name, the caption, the headings."""
        word = stem(token)
        return (
            self.is_subject(token)
            or bool(self.columns([token]))
            or word in self._caption
            or (word in self.around and word not in self._where)
            or not MEASURES.get(token.lower(), frozenset()).isdisjoint(self.around)
        )

    def holds(self, word: str) -> bool:
        """Whether a word is what a row is called, or stands in a heading."""
        return stem(word) in self._where or stem(word) in self.around

    def called(self, words: Sequence[str]) -> tuple[float, list[int]]:
        """The few rows with a cell that is a code among the words, or whose name has most of them;
        and the share of the name that they are.
        """
        codes = {plain(word) for word in words if is_code(word)}
        if rows := [n for n, one in enumerate(self.cells) if codes & {plain(cell) for cell in one}]:
            return 1.0, rows
        said: set[str] = set().union(*map(known_as, words))
        shares = {
            n: (len(key & said), len(key & said) / len(key))
            for n, key in enumerate(self.keys)
            if (key & said) - self.around
        }
        best = max(shares.values(), default=(0, 0.0))
        rows = [n for n, share in shares.items() if share == best]
        return best[1], rows if best[1] >= _HALF and len(rows) <= _FEW else []

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
        figures = {
            n: count
            for n, count in columns.items()
            if 2 * sum(size(cells[n]) is not None for cells in self.cells) > len(self.cells)
        }
        return max(figures, key=lambda n: figures[n]) if figures else None

    def is_subject(self, word: str) -> bool:
        """Whether a word says what the rows are about, by the table's name or its headings."""
        return not is_stop(word) and (stem(word) in self._subjects or _like(word, self._about))

    def met(self, wanted: Sequence[Demand], row: int) -> set[int]:
        """Which of the demands a row fulfils."""
        return {n for n, one in enumerate(wanted) if (row in self._one_of(one)) != one.excluded}

    def matching(self, wanted: Sequence[Demand]) -> list[int]:
        """The rows that fulfil all demands."""
        rows = set(range(len(self.rows)))
        for one in wanted:
            rows = rows - self._one_of(one) if one.excluded else rows & self._one_of(one)
        return sorted(rows)

    def _one_of(self, demand: Demand) -> set[int]:
        """The rows that hold every word of an alternative."""
        return set().union(
            *(set.intersection(*map(self._holding, words)) for words in demand.alternatives)
        )

    def _holding(self, word: str) -> set[int]:
        """The rows that hold a word; a place by any of its names."""
        pieces = {stem(piece) for piece in parts(word) if not is_stop(piece)}
        wanted = known_as(word) if is_code(word) else pieces or {stem(word)}
        return set().union(
            *(
                set.intersection(*(self._where.get(one, set()) for one in name))
                for name in names_of_place(word) or (wanted,)
            )
        )

    def _expanded(self, cell: str) -> set[str]:
        """Stems of a cell, with what its abbreviations stand for: an "hUC-MSC" is an "MSC" too."""
        shorts = {
            singular(one.replace("-", ""))
            for token in tokens(cell)
            for one in (token, *parts(token))
        }
        longer = [self._forms[short] for short in shorts if short in self._forms]
        return known_as(cell).union(*map(stems, longer))


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
        if is_code(token):
            found.add(stem(plain(token)))
        elif any(map(str.isdigit, token)):
            found.add(token)
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
