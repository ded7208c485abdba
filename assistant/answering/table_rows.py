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

    key: the number of the column that says what a row is about.
    """

    def __init__(self, rows: Sequence[Passage], abbreviations: Mapping[str, str]) -> None:
        document = rows[0].document
        blocks = [document.blocks[row.block or 0] for row in rows]
        self.table = document.tables[blocks[0].table or 0]
        self.rows = rows
        self.cells = [[document.text[c.start : c.end] for c in block.cells] for block in blocks]
        self._forms = {short.replace("-", ""): long for short, long in abbreviations.items()}
        self._where: dict[str, set[int]] = {}
        for row, cells in enumerate(self.cells):
            for word in set().union(*map(self._expanded, cells)):
                self._where.setdefault(word, set()).add(row)
        columns = self.table.columns
        counted = [cells[0].strip(" .") for cells in self.cells] == [
            str(number) for number in range(1, len(rows) + 1)
        ]
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
        word = stem(token)
        around = self._around - self._where.keys() | self._caption
        return (
            word in around
            or self.is_subject(token)
            or bool(self.columns([token]))
            or not MEASURES.get(token.lower(), frozenset()).isdisjoint(self._around)
        )

    def holds(self, word: str) -> bool:
        """Whether a word is what a row is called, or stands in a heading."""
        return stem(word) in self._where or stem(word) in self._around

    def is_subject(self, word: str) -> bool:
        """Whether a word says what the rows are about, by the table's name or its headings."""
        return not is_stop(word) and (stem(word) in self._subjects or _like(word, self._about))

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
        sizes = {n: [size(cells[n]) is not None for cells in self.cells] for n in columns}
        figures = [n for n in columns if 2 * sum(sizes[n]) > len(self.cells)]
        return max(figures, key=columns.__getitem__, default=None)

    def called(self, words: Sequence[str]) -> tuple[float, list[int]]:
        """The few rows with a cell that is a code among the words, or whose name has most of them;
        and the share of the name that they are.
        """
        codes = {plain(word) for word in words if is_code(word)}
        if codes and (
            rows := [n for n, one in enumerate(self.cells) if codes & set(map(plain, one))]
        ):
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
        pieces = {stem(piece) for piece in parts(word) if not is_stop(piece)} or {stem(word)}
        names = names_of_place(word) or (known_as(word) if is_code(word) else pieces,)
        return set().union(
            *(set.intersection(*(self._where.get(one, set()) for one in name)) for name in names)
        )

    def _expanded(self, cell: str) -> set[str]:
        """Stems of a cell, with what its abbreviations stand for: an "hUC-MSC" is an "MSC" too."""
        words = [one for token in tokens(cell) for one in (token, *parts(token))]
        shorts = {singular(word.replace("-", "")) for word in words} & self._forms.keys()
        return known_as(cell).union(*(stems(self._forms[short]) for short in shorts))


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
