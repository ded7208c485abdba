"""Which rows and columns of a table hold the words of a question."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import takewhile

from assistant.chunking.chunks import Passage
from assistant.nlp.alike import like
from assistant.nlp.codes import is_code, known_as, plain
from assistant.nlp.conditions import Demand, framing, words_of
from assistant.nlp.kinds import kind_of
from assistant.nlp.limits import MEASURES, Limit, figures_of
from assistant.nlp.quantities import Figure, figure, figures, span
from assistant.nlp.question_words import AUXILIARIES
from assistant.nlp.tokens import is_stop, stem, tokens
from assistant.retrieval.cells import Cells

_HALF = 0.5  # of a row's name, from which words call it
_FEW = 4  # rows that are called so
_AFTER_HEAD = re.compile(r"[(,]| (?:per|in|for|an?) ")  # of a column's name
_ASKED = re.compile(
    r"^\W*(?:and |but |so )?(?:(?P<why>why|how (?:do|does|did|is|are|was|were|can|to))"
    r"|(?P<where>where))\b|\b(?:how many|number of) (?P<many>.*)",
    re.I,
)
_ANSWER = re.compile(r"(?:yes|no)\b", re.I)
_KIND = re.compile(r"\b(?:kind|type|sort|class|category|group)s?\b(?= of |$)", re.I)


class TableRows:
    """The rows of one table, by their words.

    index: of the words of its cells.
    key:   the number of the column that says what a row is about.
    """

    def __init__(self, rows: Sequence[Passage], abbreviations: Mapping[str, str]) -> None:
        document = rows[0].document
        blocks = [document.blocks[row.block or 0] for row in rows]
        self.table = document.tables[blocks[0].table or 0]
        self.rows = rows
        self.cells = [[_said(document.text[c.start : c.end]) for c in one.cells] for one in blocks]
        columns = self.table.columns
        filled = [[x for x in cells if x] for cells in zip(*self.cells, strict=True)]
        self._flags = {
            n for n, found in enumerate(filled) if found and all(map(_ANSWER.match, found))
        }
        told = [
            [f"{x} {columns[n]}" if n in self._flags and x[:1] in ("y", "Y") else x for n, x in row]
            for row in map(enumerate, self.cells)
        ]
        self.index = Cells(told, abbreviations)
        first = [cells[0].strip(" .") for cells in self.cells]
        counted = first == [str(number) for number in range(1, len(rows) + 1)]
        self.key = 1 if counted and len(columns) > 1 else 0
        keys = enumerate(cells[self.key] for cells in self.cells)
        self._ranges = {n: one for n, key in keys if (one := span(key))}
        codes = [
            n for cells in self.cells for n, x in enumerate(cells) if is_code(x) and " " not in x
        ]
        coded = {n for n, count in Counter(codes).items() if 2 * count > len(rows)}
        self._codes = {self.key, *coded}
        self._keys = [known_as(cells[self.key]) for cells in self.cells]
        self._names = [known_as(name) for name in columns]
        self._heads = [known_as(_AFTER_HEAD.split(name)[0]) for name in columns]
        self._units = ["".join(re.findall(r"\(([^()]*)\)$", name)) for name in columns]
        self._caption = known_as(self.table.caption)
        self._around = known_as(" ".join((*rows[0].section, document.title)))
        kind = next((n for n in range(self.key, len(columns)) if n not in coded), self.key)
        kinds = [cells[kind] for cells in self.cells] if kind != self.key else []  # behind a code
        self._kinds = known_as(" ".join(x for x, count in Counter(kinds).items() if count > 1))
        self._about = f"{columns[self.key]} {columns[kind]} {self.table.caption}"
        alone = len(document.blocks) < len(rows) + _FEW  # "museum-objects.csv"
        above = (*rows[0].section[-1:], *([document.title] if alone else []))
        self._subjects = known_as(" ".join((self._about, *above)))

    def asks(self, token: str) -> bool:
        """Whether a word has to be explained by the table if its rows are to answer."""
        known = stem(token) in self.index.words
        return not framing(token) and (known or len(token) > 1 or not token.isdigit())

    def above(self, token: str) -> bool:
        """Whether a word stands above the rows: in a column's name, the caption, the headings."""
        around = self._around - self.index.words | self._caption
        measures = MEASURES.get(token.lower(), frozenset())
        told = stem(token) in around or self.is_subject(token) or self.columns([token])
        return bool(told or measures & self._around)

    def holds(self, word: str) -> bool:
        """Whether a word is what a row is called, or stands in a heading."""
        return stem(word) in self.index.words or stem(word) in self._around

    def is_flag(self, word: str) -> bool:
        """Whether a word names a column that says yes or no of each row."""
        return bool(self._flags) and not self._flags.isdisjoint(self.columns([word]))

    def is_subject(self, word: str) -> bool:
        """Whether a word says what the rows are about, by the table's name or its headings."""
        return not is_stop(word) and (stem(word) in self._subjects or like(word, self._about))

    def is_row(self, word: str) -> bool:
        """Whether a word says what rows are: their subject, or a kind of which several are."""
        return self.is_subject(word) or (not is_stop(word) and stem(word) in self._kinds)

    def counts(self, question: str, wanted: Sequence[Demand]) -> bool:
        """Whether each row is one of what is asked for, no kind or range, and none is named."""
        kind = _KIND.search(self.table.columns[self.key])
        if (
            "many" in question
            if len(self._ranges) > 1
            else kind and kind[0][:5].lower() not in question
        ):
            return False
        return not any(key and key <= words_of(wanted) for key in self._keys)

    def columns(self, words: Iterable[str], *, surely: bool = False) -> dict[int, int]:
        """The columns that words name, and how many each. surely: no "Focal length" by "long"."""
        found: dict[int, int] = {}
        for word in words:
            named = [n for n, name in enumerate(self._names) if known_as(word) & name]
            if not named and stem(word) not in self.index.words:
                named = [n for n, name in enumerate(self.table.columns) if like(word, name)]
                told = MEASURES.get(word.lower(), frozenset()) if surely else frozenset()
                named = [n for n in named if not told & (head := self._heads[n]) or head <= told]
            for number in named:
                found[number] = found.get(number, 0) + 1
        return found

    def values(self, question: str) -> dict[int, int]:
        """The columns that a question names by other words than what all rows are about."""
        common = self._caption | self._names[self.key]
        words = (token for token in tokens(question) if stem(token) not in common)
        return self.columns(words, surely=True)

    def measured(self, bound: Limit) -> dict[int, Figure] | None:
        """By row, the figures of the one column that a limit is about."""
        told = MEASURES.get(bound.word)
        for words in bound.naming:
            named = {
                n: count
                for n, count in self.columns(words, surely=True).items()
                if bound.fits(self._figures[n][0])
                if told is None
                or told & (self._names[n] | self._caption)
                or self._heads[n] <= known_as(" ".join(words))
            }
            best = [n for n, count in named.items() if count == max(named.values())]
            if best:
                return self._figures[best[0]][1] if len(best) == 1 else None
        return None

    @cached_property
    def _figures(self) -> list[tuple[str, dict[int, Figure]]]:
        cells = [[f"{row[n]} {unit}" for row in self.cells] for n, unit in enumerate(self._units)]
        return list(map(figures_of, cells))

    def fits(self, question: str, column: int, row: int) -> bool:
        """Whether a cell may be what is asked for: a person, a time, a number of something."""
        name, cell = self.table.columns[column], self.cells[row][column]
        kind = kind_of(question.split()[0])  # of "when", whatever is behind it
        kind = kind if kind.name else kind_of(question)
        if asked := _ASKED.search(question):
            words = tokens(asked["many"] or asked["where"] or "")
            nouns = list(takewhile(lambda word: word not in AUXILIARIES, words))
            if known_as(" ".join(nouns)) == self._keys[row] or any(map(is_code, nouns)):
                words = nouns  # "how many P-200 were sold"
            place = asked["where"] and re.match(r"\D*[^\W\d_]{3}", cell)
            named = {*self.columns(words), *(self.values(question) if place else ())}
            return column in named - {self.key} or not cell
        measured = (MEASURES.get(word.lower(), frozenset()) for word in tokens(question))
        told = kind.name != "person" and any(one & self._heads[column] for one in measured)
        letters = re.sub(r"[\W\d_]+", " ", _AFTER_HEAD.split(name)[0]).lower()
        met = kind.met(f"{letters}: {cell} {self._units[column]}")
        return met or told or not cell or kind_of(name) == kind

    def tells(self, question: str, rows: Iterable[int]) -> bool:
        """Whether each of these rows has a cell that may be what is asked for."""
        filled = ([(n, row) for n, cell in enumerate(self.cells[row]) if cell] for row in rows)
        return all(any(self.fits(question, *one) for one in cells) for cells in filled)

    def in_range(self, question: str) -> str:
        """A question with the name of the row that is a range for the figure in it; "" where that
        is not one row.
        """
        for number in figures(question):
            kind, size, _ = figure(number)
            alike = {n: one for n, one in self._ranges.items() if one[0] == kind != ""}
            rows = [n for n, (_, least, most) in alike.items() if least <= size <= most]
            others = figures(question.replace(number, ""))
            if alike:
                sure = len(rows) == 1 and all(figure(one)[0] != kind for one in others)
                return question.replace(number, self.cells[rows[0]][self.key]) if sure else ""
        return question

    def called(self, words: Sequence[str]) -> tuple[float, list[int]]:
        """The few rows with a cell that is a code among the words, or whose name has most of them;
        and the share of the name that they are.
        """
        codes = {plain(word) for word in words if is_code(word)}
        cells = (
            {plain(x) for n, x in enumerate(cells) if n in self._codes} for cells in self.cells
        )
        if rows := [n for n, one in enumerate(cells) if codes & one]:
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
            head = re.split(r" (?:of|in|per)\b|[,(]", name)[0].split()
            if (
                head
                and number
                and re.search(
                    r"\b(?:in|by|from|as|for|among|whose|to) (?:(?:an?|the|its|their) )?"
                    rf"(?:\w{{1,20}} )?{re.escape(head[-1])}s?(?!\w)"
                    rf"|{re.escape(head[-1])}s? (?:say|mention|contain|hold)",
                    question,
                    re.IGNORECASE,
                )
            ):
                return number
        return None


def _said(cell: str) -> str:
    """What a cell says: "–" nothing."""
    return cell if re.search(r"\w", cell) else ""
